// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ListReceiptsRequest {
  'node'?: (string);
  'after'?: (number | string | Long);
  'limit'?: (number);
}

export interface ListReceiptsRequest__Output {
  'node': (string);
  'after': (string);
  'limit': (number);
}
