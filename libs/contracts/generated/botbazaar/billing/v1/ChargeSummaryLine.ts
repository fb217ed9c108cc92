// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ChargeSummaryLine {
  'funding'?: (string);
  'state'?: (string);
  'count'?: (number | string | Long);
  'priceMsat'?: (number | string | Long);
  'paidMsat'?: (number | string | Long);
  'oldestAtMs'?: (number | string | Long);
}

export interface ChargeSummaryLine__Output {
  'funding': (string);
  'state': (string);
  'count': (string);
  'priceMsat': (string);
  'paidMsat': (string);
  'oldestAtMs': (string);
}
