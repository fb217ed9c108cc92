// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Payout as _botbazaar_billing_v1_Payout, Payout__Output as _botbazaar_billing_v1_Payout__Output } from '../../../botbazaar/billing/v1/Payout.js';
import type { Long } from '@grpc/proto-loader';

export interface CreateRefundReply {
  'created'?: (boolean);
  'payout'?: (_botbazaar_billing_v1_Payout | null);
  'offerMsat'?: (number | string | Long);
}

export interface CreateRefundReply__Output {
  'created': (boolean);
  'payout': (_botbazaar_billing_v1_Payout__Output | null);
  'offerMsat': (string);
}
