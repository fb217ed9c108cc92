// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface Checkpoint {
  'known'?: (boolean);
  'addIndex'?: (number | string | Long);
  'settleIndex'?: (number | string | Long);
  'lastSettledAddIndex'?: (number | string | Long);
}

export interface Checkpoint__Output {
  'known': (boolean);
  'addIndex': (string);
  'settleIndex': (string);
  'lastSettledAddIndex': (string);
}
