// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListHoldsRequest {
  'node'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListHoldsRequest__Output {
  'node': (string);
  'cursor': (string);
  'limit': (number);
}
