// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CreateAccountRequest {
  'name'?: (string);
}

export interface CreateAccountRequest__Output {
  'name': (string);
}
