// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface RetryTaskRequest {
  'taskId'?: (string);
  'reason'?: (string);
  'attempt'?: (number);
}

export interface RetryTaskRequest__Output {
  'taskId': (string);
  'reason': (string);
  'attempt': (number);
}
