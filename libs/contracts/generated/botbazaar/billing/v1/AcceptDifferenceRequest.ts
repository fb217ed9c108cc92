// Original file: proto/botbazaar/billing/v1/billing.proto


export interface AcceptDifferenceRequest {
  'reconciliationId'?: (string);
  'reason'?: (string);
}

export interface AcceptDifferenceRequest__Output {
  'reconciliationId': (string);
  'reason': (string);
}
