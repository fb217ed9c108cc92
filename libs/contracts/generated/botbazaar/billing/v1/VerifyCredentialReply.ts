// Original file: proto/botbazaar/billing/v1/billing.proto


export interface VerifyCredentialReply {
  'accountId'?: (string);
}

export interface VerifyCredentialReply__Output {
  'accountId': (string);
}
