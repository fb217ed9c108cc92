// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportHeightReply {
  'canceling'?: (number);
  'taskIds'?: (string)[];
}

export interface ReportHeightReply__Output {
  'canceling': (number);
  'taskIds': (string)[];
}
