// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CancelChargeRequest {
  'taskId'?: (string);
  'reason'?: (string);
}

export interface CancelChargeRequest__Output {
  'taskId': (string);
  'reason': (string);
}
