// Original file: proto/botbazaar/billing/v1/billing.proto


export interface DeletePayoutScheduleRequest {
  'accountId'?: (string);
}

export interface DeletePayoutScheduleRequest__Output {
  'accountId': (string);
}
