// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetReconciliationRequest {
  'reconciliationId'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface GetReconciliationRequest__Output {
  'reconciliationId': (string);
  'cursor': (string);
  'limit': (number);
}
