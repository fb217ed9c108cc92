// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetRefundRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
}

export interface GetRefundRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
}
