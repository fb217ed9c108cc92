// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface GetTaskRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'taskKeyHash'?: (Buffer | Uint8Array | string);
  'waitMs'?: (number);
  'unlessEtag'?: (string);
  'eventsAfter'?: (number);
}

export interface GetTaskRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'taskKeyHash': (Buffer);
  'waitMs': (number);
  'unlessEtag': (string);
  'eventsAfter': (number);
}
