// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Long } from '@grpc/proto-loader';

export interface Claim {
  'accountId'?: (string);
  'slugs'?: (string)[];
  'atMs'?: (number | string | Long);
}

export interface Claim__Output {
  'accountId': (string);
  'slugs': (string)[];
  'atMs': (string);
}
