// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Payout as _botbazaar_billing_v1_Payout, Payout__Output as _botbazaar_billing_v1_Payout__Output } from '../../../botbazaar/billing/v1/Payout.js';

export interface ListPayoutsReply {
  'payouts'?: (_botbazaar_billing_v1_Payout)[];
  'nextCursor'?: (string);
}

export interface ListPayoutsReply__Output {
  'payouts': (_botbazaar_billing_v1_Payout__Output)[];
  'nextCursor': (string);
}
