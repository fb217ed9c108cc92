// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface Attempt {
  'number'?: (number);
  'attemptId'?: (string);
  'state'?: (string);
  'failure'?: (string);
  'startedAtMs'?: (number | string | Long);
  'endedAtMs'?: (number | string | Long);
}

export interface Attempt__Output {
  'number': (number);
  'attemptId': (string);
  'state': (string);
  'failure': (string);
  'startedAtMs': (string);
  'endedAtMs': (string);
}
