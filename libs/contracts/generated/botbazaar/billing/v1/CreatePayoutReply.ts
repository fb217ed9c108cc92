// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Payout as _botbazaar_billing_v1_Payout, Payout__Output as _botbazaar_billing_v1_Payout__Output } from '../../../botbazaar/billing/v1/Payout.js';

export interface CreatePayoutReply {
  'created'?: (boolean);
  'payout'?: (_botbazaar_billing_v1_Payout | null);
}

export interface CreatePayoutReply__Output {
  'created': (boolean);
  'payout': (_botbazaar_billing_v1_Payout__Output | null);
}
