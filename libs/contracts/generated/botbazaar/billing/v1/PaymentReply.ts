// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface PaymentReply {
  'state'?: (string);
  'priceMsat'?: (number | string | Long);
}

export interface PaymentReply__Output {
  'state': (string);
  'priceMsat': (string);
}
