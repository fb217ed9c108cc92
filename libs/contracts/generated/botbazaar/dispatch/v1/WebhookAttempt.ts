// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface WebhookAttempt {
  'atMs'?: (number | string | Long);
  'durationMs'?: (number);
  'httpStatus'?: (number);
  'failure'?: (string);
}

export interface WebhookAttempt__Output {
  'atMs': (string);
  'durationMs': (number);
  'httpStatus': (number);
  'failure': (string);
}
