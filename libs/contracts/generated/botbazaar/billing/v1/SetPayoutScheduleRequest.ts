// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface SetPayoutScheduleRequest {
  'accountId'?: (string);
  'address'?: (string);
  'every'?: (string);
  'thresholdMsat'?: (number | string | Long);
  'feeLimitMsat'?: (number | string | Long);
}

export interface SetPayoutScheduleRequest__Output {
  'accountId': (string);
  'address': (string);
  'every': (string);
  'thresholdMsat': (string);
  'feeLimitMsat': (string);
}
