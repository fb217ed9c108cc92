// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface LedgerEntry {
  'version'?: (number | string | Long);
  'transferSeq'?: (number | string | Long);
  'kind'?: (string);
  'ref'?: (string);
  'amountMsat'?: (number | string | Long);
  'balanceAfterMsat'?: (number | string | Long);
  'recordedAtMs'?: (number | string | Long);
}

export interface LedgerEntry__Output {
  'version': (string);
  'transferSeq': (string);
  'kind': (string);
  'ref': (string);
  'amountMsat': (string);
  'balanceAfterMsat': (string);
  'recordedAtMs': (string);
}
