// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface CreateRefundRequest {
  'taskId'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'paymentRequest'?: (string);
  'amountMsat'?: (number | string | Long);
  'feeLimitMsat'?: (number | string | Long);
  'idempotencyScope'?: (Buffer | Uint8Array | string);
  'address'?: (string);
  'descriptionHash'?: (Buffer | Uint8Array | string);
}

export interface CreateRefundRequest__Output {
  'taskId': (string);
  'paymentHash': (Buffer);
  'paymentRequest': (string);
  'amountMsat': (string);
  'feeLimitMsat': (string);
  'idempotencyScope': (Buffer);
  'address': (string);
  'descriptionHash': (Buffer);
}
