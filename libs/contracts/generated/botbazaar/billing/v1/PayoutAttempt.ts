// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface PayoutAttempt {
  'n'?: (number);
  'begunAtMs'?: (number | string | Long);
  'permitUntilMs'?: (number | string | Long);
  'usedAtMs'?: (number | string | Long);
}

export interface PayoutAttempt__Output {
  'n': (number);
  'begunAtMs': (string);
  'permitUntilMs': (string);
  'usedAtMs': (string);
}
