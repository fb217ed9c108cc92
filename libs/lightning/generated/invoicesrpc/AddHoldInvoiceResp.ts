// Original file: proto/lnd/invoicesrpc/invoices.proto

import type { Long } from '@grpc/proto-loader';

export interface AddHoldInvoiceResp {
  'payment_request'?: (string);
  'add_index'?: (number | string | Long);
  'payment_addr'?: (Buffer | Uint8Array | string);
}

export interface AddHoldInvoiceResp__Output {
  'payment_request': (string);
  'add_index': (string);
  'payment_addr': (Buffer);
}
