// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface ReplayWebhookRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'taskKeyHash'?: (Buffer | Uint8Array | string);
  'n'?: (number);
}

export interface ReplayWebhookRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'taskKeyHash': (Buffer);
  'n': (number);
}
