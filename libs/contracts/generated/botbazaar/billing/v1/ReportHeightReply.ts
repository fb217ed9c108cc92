// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportHeightReply {
  'canceling'?: (number);
}

export interface ReportHeightReply__Output {
  'canceling': (number);
}
