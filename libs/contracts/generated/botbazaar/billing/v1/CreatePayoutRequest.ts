// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface CreatePayoutRequest {
  'accountId'?: (string);
  'paymentRequest'?: (string);
  'amountMsat'?: (number | string | Long);
  'feeLimitMsat'?: (number | string | Long);
  'idempotencyScope'?: (Buffer | Uint8Array | string);
  'address'?: (string);
  'descriptionHash'?: (Buffer | Uint8Array | string);
  'scheduleRun'?: (number | string | Long);
}

export interface CreatePayoutRequest__Output {
  'accountId': (string);
  'paymentRequest': (string);
  'amountMsat': (string);
  'feeLimitMsat': (string);
  'idempotencyScope': (Buffer);
  'address': (string);
  'descriptionHash': (Buffer);
  'scheduleRun': (string);
}
