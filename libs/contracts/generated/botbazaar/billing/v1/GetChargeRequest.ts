// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetChargeRequest {
  'taskId'?: (string);
}

export interface GetChargeRequest__Output {
  'taskId': (string);
}
