// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface BeginPayoutAttemptReply {
  'granted'?: (boolean);
  'attempt'?: (number);
  'paymentRequest'?: (string);
  'paymentHash'?: (Buffer | Uint8Array | string);
  'feeLimitMsat'?: (number | string | Long);
  'cltvLimitBlocks'?: (number);
  'amountMsat'?: (number | string | Long);
}

export interface BeginPayoutAttemptReply__Output {
  'granted': (boolean);
  'attempt': (number);
  'paymentRequest': (string);
  'paymentHash': (Buffer);
  'feeLimitMsat': (string);
  'cltvLimitBlocks': (number);
  'amountMsat': (string);
}
