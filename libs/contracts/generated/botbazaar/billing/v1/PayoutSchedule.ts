// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface PayoutSchedule {
  'address'?: (string);
  'every'?: (string);
  'thresholdMsat'?: (number | string | Long);
  'feeLimitMsat'?: (number | string | Long);
  'lastPayoutId'?: (string);
  'lastError'?: (string);
  'lastErrorAtMs'?: (number | string | Long);
  'nextAtMs'?: (number | string | Long);
}

export interface PayoutSchedule__Output {
  'address': (string);
  'every': (string);
  'thresholdMsat': (string);
  'feeLimitMsat': (string);
  'lastPayoutId': (string);
  'lastError': (string);
  'lastErrorAtMs': (string);
  'nextAtMs': (string);
}
