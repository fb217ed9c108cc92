// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListUnsettledRequest {
  'node'?: (string);
  'after'?: (string);
  'limit'?: (number);
}

export interface ListUnsettledRequest__Output {
  'node': (string);
  'after': (string);
  'limit': (number);
}
