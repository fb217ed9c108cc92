// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface TaskEvent {
  'n'?: (number);
  'fromState'?: (string);
  'toState'?: (string);
  'actor'?: (string);
  'reason'?: (string);
  'atMs'?: (number | string | Long);
}

export interface TaskEvent__Output {
  'n': (number);
  'fromState': (string);
  'toState': (string);
  'actor': (string);
  'reason': (string);
  'atMs': (string);
}
