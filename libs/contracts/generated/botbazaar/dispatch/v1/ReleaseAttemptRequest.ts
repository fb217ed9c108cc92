// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface ReleaseAttemptRequest {
  'accountId'?: (string);
  'taskId'?: (string);
  'attempt'?: (number);
}

export interface ReleaseAttemptRequest__Output {
  'accountId': (string);
  'taskId': (string);
  'attempt': (number);
}
