// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListPayoutWorkRequest {
  'node'?: (string);
  'after'?: (string);
  'limit'?: (number);
  'ready'?: (boolean);
}

export interface ListPayoutWorkRequest__Output {
  'node': (string);
  'after': (string);
  'limit': (number);
  'ready': (boolean);
}
