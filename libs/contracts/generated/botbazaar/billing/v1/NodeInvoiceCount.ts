// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface NodeInvoiceCount {
  'paymentHash'?: (Buffer | Uint8Array | string);
  'state'?: (string);
  'amountPaidMsat'?: (number | string | Long);
  'addIndex'?: (number | string | Long);
}

export interface NodeInvoiceCount__Output {
  'paymentHash': (Buffer);
  'state': (string);
  'amountPaidMsat': (string);
  'addIndex': (string);
}
