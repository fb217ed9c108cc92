// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface CancelTaskReply {
  'state'?: (string);
}

export interface CancelTaskReply__Output {
  'state': (string);
}
