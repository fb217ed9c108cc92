// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface RetryTaskReply {
  'did'?: (string);
  'state'?: (string);
}

export interface RetryTaskReply__Output {
  'did': (string);
  'state': (string);
}
