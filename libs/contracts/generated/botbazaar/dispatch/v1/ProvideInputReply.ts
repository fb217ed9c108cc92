// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface ProvideInputReply {
  'state'?: (string);
}

export interface ProvideInputReply__Output {
  'state': (string);
}
