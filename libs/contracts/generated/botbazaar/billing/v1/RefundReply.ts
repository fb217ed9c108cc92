// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Payout as _botbazaar_billing_v1_Payout, Payout__Output as _botbazaar_billing_v1_Payout__Output } from '../../../botbazaar/billing/v1/Payout.js';
import type { Long } from '@grpc/proto-loader';

export interface RefundReply {
  'state'?: (string);
  'amountMsat'?: (number | string | Long);
  'leftMsat'?: (number | string | Long);
  'payouts'?: (_botbazaar_billing_v1_Payout)[];
}

export interface RefundReply__Output {
  'state': (string);
  'amountMsat': (string);
  'leftMsat': (string);
  'payouts': (_botbazaar_billing_v1_Payout__Output)[];
}
