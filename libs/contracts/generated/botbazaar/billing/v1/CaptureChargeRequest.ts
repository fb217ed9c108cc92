// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CaptureChargeRequest {
  'taskId'?: (string);
  'payeeAccountId'?: (string);
}

export interface CaptureChargeRequest__Output {
  'taskId': (string);
  'payeeAccountId': (string);
}
