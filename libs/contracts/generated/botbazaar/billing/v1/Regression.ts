// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface Regression {
  'regressionId'?: (string);
  'reason'?: (string);
  'state'?: (string);
  'foundAtMs'?: (number | string | Long);
  'lines'?: (number | string | Long);
  'waiting'?: (number);
  'replayedAtMs'?: (number | string | Long);
  'endedAtMs'?: (number | string | Long);
  'endedBy'?: (string);
  'endedReason'?: (string);
}

export interface Regression__Output {
  'regressionId': (string);
  'reason': (string);
  'state': (string);
  'foundAtMs': (string);
  'lines': (string);
  'waiting': (number);
  'replayedAtMs': (string);
  'endedAtMs': (string);
  'endedBy': (string);
  'endedReason': (string);
}
