// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface ProvideInputRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'taskKeyHash'?: (Buffer | Uint8Array | string);
  'n'?: (number);
  'inputJson'?: (string);
}

export interface ProvideInputRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'taskKeyHash': (Buffer);
  'n': (number);
  'inputJson': (string);
}
