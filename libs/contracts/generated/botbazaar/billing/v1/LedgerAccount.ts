// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface LedgerAccount {
  'id'?: (number | string | Long);
  'code'?: (number);
  'name'?: (string);
  'owner'?: (string);
  'side'?: (string);
  'debitsMsat'?: (number | string | Long);
  'creditsMsat'?: (number | string | Long);
  'balanceMsat'?: (number | string | Long);
  'entries'?: (number | string | Long);
}

export interface LedgerAccount__Output {
  'id': (string);
  'code': (number);
  'name': (string);
  'owner': (string);
  'side': (string);
  'debitsMsat': (string);
  'creditsMsat': (string);
  'balanceMsat': (string);
  'entries': (string);
}
