// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListPayoutsRequest {
  'accountId'?: (string);
  'state'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListPayoutsRequest__Output {
  'accountId': (string);
  'state': (string);
  'cursor': (string);
  'limit': (number);
}
