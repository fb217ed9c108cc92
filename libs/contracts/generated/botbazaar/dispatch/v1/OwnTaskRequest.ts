// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface OwnTaskRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'taskKeyHash'?: (Buffer | Uint8Array | string);
}

export interface OwnTaskRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'taskKeyHash': (Buffer);
}
