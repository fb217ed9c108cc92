// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CreateAccountReply {
  'accountId'?: (string);
  'credential'?: (string);
}

export interface CreateAccountReply__Output {
  'accountId': (string);
  'credential': (string);
}
