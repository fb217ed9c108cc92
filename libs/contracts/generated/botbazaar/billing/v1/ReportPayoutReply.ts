// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportPayoutReply {
  'state'?: (string);
  'mayTryAgain'?: (boolean);
}

export interface ReportPayoutReply__Output {
  'state': (string);
  'mayTryAgain': (boolean);
}
