// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetPayoutRequest {
  'accountId'?: (string);
  'payoutId'?: (string);
}

export interface GetPayoutRequest__Output {
  'accountId': (string);
  'payoutId': (string);
}
