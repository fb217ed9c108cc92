// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface EnableWebhookReply {
  'resumed'?: (number);
}

export interface EnableWebhookReply__Output {
  'resumed': (number);
}
