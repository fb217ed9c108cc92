// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface CompleteAttemptReply {
  'state'?: (string);
}

export interface CompleteAttemptReply__Output {
  'state': (string);
}
