// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Long } from '@grpc/proto-loader';

export interface Health {
  'state'?: (string);
  'consecutiveFailures'?: (number);
  'lastCallAtMs'?: (number | string | Long);
  'reason'?: (string);
}

export interface Health__Output {
  'state': (string);
  'consecutiveFailures': (number);
  'lastCallAtMs': (string);
  'reason': (string);
}
