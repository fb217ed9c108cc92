// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface CancelTaskRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'taskKeyHash'?: (Buffer | Uint8Array | string);
  'byAdmin'?: (boolean);
  'reason'?: (string);
}

export interface CancelTaskRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'taskKeyHash': (Buffer);
  'byAdmin': (boolean);
  'reason': (string);
}
