// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportNodeReply {
  'highestElsewhere'?: (number);
}

export interface ReportNodeReply__Output {
  'highestElsewhere': (number);
}
