// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ResolvedInvoice {
  'paymentHash'?: (Buffer | Uint8Array | string);
  'wonMsat'?: (number | string | Long);
  'lostMsat'?: (number | string | Long);
}

export interface ResolvedInvoice__Output {
  'paymentHash': (Buffer);
  'wonMsat': (string);
  'lostMsat': (string);
}
