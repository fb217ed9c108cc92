// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface AcceptDifferenceReply {
  'differenceMsat'?: (number | string | Long);
}

export interface AcceptDifferenceReply__Output {
  'differenceMsat': (string);
}
