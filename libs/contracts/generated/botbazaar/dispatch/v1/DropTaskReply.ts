// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface DropTaskReply {
  'dropped'?: (boolean);
}

export interface DropTaskReply__Output {
  'dropped': (boolean);
}
