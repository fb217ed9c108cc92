// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface InputRequest {
  'n'?: (number);
  'message'?: (string);
  'schemaJson'?: (string);
  'answerUntilMs'?: (number | string | Long);
}

export interface InputRequest__Output {
  'n': (number);
  'message': (string);
  'schemaJson': (string);
  'answerUntilMs': (string);
}
