// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Payout as _botbazaar_billing_v1_Payout, Payout__Output as _botbazaar_billing_v1_Payout__Output } from '../../../botbazaar/billing/v1/Payout.js';
import type { PayoutEvent as _botbazaar_billing_v1_PayoutEvent, PayoutEvent__Output as _botbazaar_billing_v1_PayoutEvent__Output } from '../../../botbazaar/billing/v1/PayoutEvent.js';
import type { PayoutAttempt as _botbazaar_billing_v1_PayoutAttempt, PayoutAttempt__Output as _botbazaar_billing_v1_PayoutAttempt__Output } from '../../../botbazaar/billing/v1/PayoutAttempt.js';

export interface PayoutStory {
  'payout'?: (_botbazaar_billing_v1_Payout | null);
  'events'?: (_botbazaar_billing_v1_PayoutEvent)[];
  'attempts'?: (_botbazaar_billing_v1_PayoutAttempt)[];
}

export interface PayoutStory__Output {
  'payout': (_botbazaar_billing_v1_Payout__Output | null);
  'events': (_botbazaar_billing_v1_PayoutEvent__Output)[];
  'attempts': (_botbazaar_billing_v1_PayoutAttempt__Output)[];
}
