// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReportInvoiceRequest {
  'node'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'state'?: (string);
  'amountPaidMsat'?: (number | string | Long);
  'htlcExpiryHeight'?: (number);
  'leftAtAcceptMs'?: (number);
  'memo'?: (string);
}

export interface ReportInvoiceRequest__Output {
  'node': (string);
  'paymentHash': (Buffer);
  'state': (string);
  'amountPaidMsat': (string);
  'htlcExpiryHeight': (number);
  'leftAtAcceptMs': (number);
  'memo': (string);
}
