// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface AccountReply {
  'accountId'?: (string);
  'name'?: (string);
  'balanceMsat'?: (number | string | Long);
  'createdAtMs'?: (number | string | Long);
}

export interface AccountReply__Output {
  'accountId': (string);
  'name': (string);
  'balanceMsat': (string);
  'createdAtMs': (string);
}
