// Original file: proto/lnd/lightning.proto

import type { Long } from '@grpc/proto-loader';

export interface WalletBalanceResponse {
  'total_balance'?: (number | string | Long);
  'confirmed_balance'?: (number | string | Long);
  'unconfirmed_balance'?: (number | string | Long);
  'locked_balance'?: (number | string | Long);
  'reserved_balance_anchor_chan'?: (number | string | Long);
}

export interface WalletBalanceResponse__Output {
  'total_balance': (string);
  'confirmed_balance': (string);
  'unconfirmed_balance': (string);
  'locked_balance': (string);
  'reserved_balance_anchor_chan': (string);
}
