// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ListTransfersRequest {
  'ref'?: (string);
  'cursor'?: (string);
  'limit'?: (number);
  'seq'?: (number | string | Long);
}

export interface ListTransfersRequest__Output {
  'ref': (string);
  'cursor': (string);
  'limit': (number);
  'seq': (string);
}
