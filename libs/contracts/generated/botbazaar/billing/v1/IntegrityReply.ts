// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface IntegrityReply {
  'lastSeq'?: (number | string | Long);
  'blocks'?: (number | string | Long);
  'headHash'?: (string);
  'defects'?: (string)[];
}

export interface IntegrityReply__Output {
  'lastSeq': (string);
  'blocks': (string);
  'headHash': (string);
  'defects': (string)[];
}
