// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Long } from '@grpc/proto-loader';

export interface TransferLeg {
  'account'?: (number | string | Long);
  'code'?: (number);
  'name'?: (string);
  'owner'?: (string);
  'amountMsat'?: (number | string | Long);
  'balanceAfterMsat'?: (number | string | Long);
}

export interface TransferLeg__Output {
  'account': (string);
  'code': (number);
  'name': (string);
  'owner': (string);
  'amountMsat': (string);
  'balanceAfterMsat': (string);
}
