// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface TakeReconciliationReply {
  'reconciliationId'?: (string);
  'entries'?: (number | string | Long);
}

export interface TakeReconciliationReply__Output {
  'reconciliationId': (string);
  'entries': (string);
}
