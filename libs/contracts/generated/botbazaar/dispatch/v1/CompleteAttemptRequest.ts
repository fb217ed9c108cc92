// Original file: proto/botbazaar/dispatch/v1/dispatch.proto


export interface CompleteAttemptRequest {
  'taskId'?: (string);
  'attempt'?: (number);
  'webhookId'?: (string);
  'webhookTimestamp'?: (string);
  'webhookSignature'?: (string);
  'body'?: (Buffer | Uint8Array | string);
}

export interface CompleteAttemptRequest__Output {
  'taskId': (string);
  'attempt': (number);
  'webhookId': (string);
  'webhookTimestamp': (string);
  'webhookSignature': (string);
  'body': (Buffer);
}
