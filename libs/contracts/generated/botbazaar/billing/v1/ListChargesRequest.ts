// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ListChargesRequest {
  'state'?: (string);
  'funding'?: (string);
  'sellerAccountId'?: (string);
  'olderThanSeconds'?: (number | string | Long);
  'newestFirst'?: (boolean);
  'cursor'?: (string);
  'limit'?: (number);
}

export interface ListChargesRequest__Output {
  'state': (string);
  'funding': (string);
  'sellerAccountId': (string);
  'olderThanSeconds': (string);
  'newestFirst': (boolean);
  'cursor': (string);
  'limit': (number);
}
