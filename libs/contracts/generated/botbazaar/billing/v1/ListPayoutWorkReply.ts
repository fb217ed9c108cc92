// Original file: proto/botbazaar/billing/v1/billing.proto

import type { PayoutWork as _botbazaar_billing_v1_PayoutWork, PayoutWork__Output as _botbazaar_billing_v1_PayoutWork__Output } from '../../../botbazaar/billing/v1/PayoutWork.js';

export interface ListPayoutWorkReply {
  'payouts'?: (_botbazaar_billing_v1_PayoutWork)[];
}

export interface ListPayoutWorkReply__Output {
  'payouts': (_botbazaar_billing_v1_PayoutWork__Output)[];
}
