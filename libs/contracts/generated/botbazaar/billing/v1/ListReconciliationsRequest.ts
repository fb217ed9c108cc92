// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListReconciliationsRequest {
  'node'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListReconciliationsRequest__Output {
  'node': (string);
  'cursor': (string);
  'limit': (number);
}
