// Original file: proto/botbazaar/billing/v1/billing.proto


export interface VerifyCredentialRequest {
  'credential'?: (string);
  'action'?: (string);
}

export interface VerifyCredentialRequest__Output {
  'credential': (string);
  'action': (string);
}
