// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface PayoutStop {
  'node'?: (string);
  'actor'?: (string);
  'reason'?: (string);
  'atMs'?: (number | string | Long);
}

export interface PayoutStop__Output {
  'node': (string);
  'actor': (string);
  'reason': (string);
  'atMs': (string);
}
