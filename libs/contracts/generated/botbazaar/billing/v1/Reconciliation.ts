// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface Reconciliation {
  'reconciliationId'?: (string);
  'node'?: (string);
  'state'?: (string);
  'requestedBy'?: (string);
  'requestedAtMs'?: (number | string | Long);
  'finishedAtMs'?: (number | string | Long);
  'verdict'?: (string);
  'differenceMsat'?: (number | string | Long);
  'blockHeight'?: (number);
  'invoices'?: (number);
  'findings'?: (number);
}

export interface Reconciliation__Output {
  'reconciliationId': (string);
  'node': (string);
  'state': (string);
  'requestedBy': (string);
  'requestedAtMs': (string);
  'finishedAtMs': (string);
  'verdict': (string);
  'differenceMsat': (string);
  'blockHeight': (number);
  'invoices': (number);
  'findings': (number);
}
