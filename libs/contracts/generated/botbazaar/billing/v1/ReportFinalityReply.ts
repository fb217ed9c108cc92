// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportFinalityReply {
  'finished'?: (number);
}

export interface ReportFinalityReply__Output {
  'finished': (number);
}
