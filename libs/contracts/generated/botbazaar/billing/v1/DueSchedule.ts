// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface DueSchedule {
  'accountId'?: (string);
  'run'?: (number | string | Long);
  'address'?: (string);
  'amountMsat'?: (number | string | Long);
  'feeLimitMsat'?: (number | string | Long);
  'leasedUntilMs'?: (number | string | Long);
}

export interface DueSchedule__Output {
  'accountId': (string);
  'run': (string);
  'address': (string);
  'amountMsat': (string);
  'feeLimitMsat': (string);
  'leasedUntilMs': (string);
}
