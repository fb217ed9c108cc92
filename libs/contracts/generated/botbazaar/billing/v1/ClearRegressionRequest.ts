// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ClearRegressionRequest {
  'regressionId'?: (string);
  'reason'?: (string);
}

export interface ClearRegressionRequest__Output {
  'regressionId': (string);
  'reason': (string);
}
