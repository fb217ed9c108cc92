// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetPayoutStoryRequest {
  'payoutId'?: (string);
}

export interface GetPayoutStoryRequest__Output {
  'payoutId': (string);
}
