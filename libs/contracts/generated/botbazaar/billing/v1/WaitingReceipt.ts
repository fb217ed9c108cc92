// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface WaitingReceipt {
  'transferSeq'?: (number | string | Long);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'amountMsat'?: (number | string | Long);
}

export interface WaitingReceipt__Output {
  'transferSeq': (string);
  'paymentHash': (Buffer);
  'amountMsat': (string);
}
