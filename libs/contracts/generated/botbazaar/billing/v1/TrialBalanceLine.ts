// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface TrialBalanceLine {
  'code'?: (number);
  'name'?: (string);
  'side'?: (string);
  'accounts'?: (number | string | Long);
  'debitsMsat'?: (number | string | Long);
  'creditsMsat'?: (number | string | Long);
  'balanceMsat'?: (number | string | Long);
}

export interface TrialBalanceLine__Output {
  'code': (number);
  'name': (string);
  'side': (string);
  'accounts': (string);
  'debitsMsat': (string);
  'creditsMsat': (string);
  'balanceMsat': (string);
}
