// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ReportHoldingsReply {
  'verdict'?: (string);
  'seen'?: (string);
}

export interface ReportHoldingsReply__Output {
  'verdict': (string);
  'seen': (string);
}
