// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface FinishAttemptRequest {
  'accountId'?: (string);
  'taskId'?: (string);
  'attempt'?: (number);
  'body'?: (Buffer | Uint8Array | string);
}

export interface FinishAttemptRequest__Output {
  'accountId': (string);
  'taskId': (string);
  'attempt': (number);
  'body': (Buffer);
}
