// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportPayoutReply {
  'state'?: (string);
}

export interface ReportPayoutReply__Output {
  'state': (string);
}
