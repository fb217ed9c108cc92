// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface DefundTaskReply {
  'state'?: (string);
}

export interface DefundTaskReply__Output {
  'state': (string);
}
