// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ListEntriesRequest {
  'account'?: (number | string | Long);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListEntriesRequest__Output {
  'account': (string);
  'cursor': (string);
  'limit': (number);
}
