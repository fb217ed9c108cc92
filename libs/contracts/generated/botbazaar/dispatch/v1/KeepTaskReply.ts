// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface KeepTaskReply {
  'created'?: (boolean);
  'webhookSecret'?: (string);
}

export interface KeepTaskReply__Output {
  'created': (boolean);
  'webhookSecret': (string);
}
