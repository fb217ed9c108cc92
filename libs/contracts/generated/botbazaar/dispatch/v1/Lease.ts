// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type { Long } from '@grpc/proto-loader';

export interface Lease {
  'leaseUntilMs'?: (number | string | Long);
  'deadlineAtMs'?: (number | string | Long);
  'leaseMs'?: (number);
}

export interface Lease__Output {
  'leaseUntilMs': (string);
  'deadlineAtMs': (string);
  'leaseMs': (number);
}
