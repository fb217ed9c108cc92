// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface PayoutEvent {
  'n'?: (number);
  'fromState'?: (string);
  'toState'?: (string);
  'actor'?: (string);
  'reason'?: (string);
  'transferSeq'?: (number | string | Long);
  'atMs'?: (number | string | Long);
}

export interface PayoutEvent__Output {
  'n': (number);
  'fromState': (string);
  'toState': (string);
  'actor': (string);
  'reason': (string);
  'transferSeq': (string);
  'atMs': (string);
}
