// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetPayoutScheduleRequest {
  'accountId'?: (string);
}

export interface GetPayoutScheduleRequest__Output {
  'accountId': (string);
}
