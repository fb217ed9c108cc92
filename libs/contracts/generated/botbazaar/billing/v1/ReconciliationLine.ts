// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface ReconciliationLine {
  'name'?: (string);
  'ofNode'?: (boolean);
  'ofBooks'?: (boolean);
  'nodeMsat'?: (number | string | Long);
  'booksMsat'?: (number | string | Long);
}

export interface ReconciliationLine__Output {
  'name': (string);
  'ofNode': (boolean);
  'ofBooks': (boolean);
  'nodeMsat': (string);
  'booksMsat': (string);
}
