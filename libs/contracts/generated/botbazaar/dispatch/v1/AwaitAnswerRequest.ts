// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface AwaitAnswerRequest {
  'accountId'?: (string);
  'taskId'?: (string);
  'attempt'?: (number);
  'n'?: (number);
  'waitMs'?: (number);
}

export interface AwaitAnswerRequest__Output {
  'accountId': (string);
  'taskId': (string);
  'attempt': (number);
  'n': (number);
  'waitMs': (number);
}
