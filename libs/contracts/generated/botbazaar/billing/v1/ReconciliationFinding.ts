// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReconciliationFinding {
  'n'?: (number);
  'kind'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'chargeId'?: (string);
  'amountMsat'?: (number | string | Long);
}

export interface ReconciliationFinding__Output {
  'n': (number);
  'kind': (string);
  'paymentHash': (Buffer);
  'chargeId': (string);
  'amountMsat': (string);
}
