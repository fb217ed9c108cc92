// Original file: proto/botbazaar/billing/v1/billing.proto

import type { PayoutStop as _botbazaar_billing_v1_PayoutStop, PayoutStop__Output as _botbazaar_billing_v1_PayoutStop__Output } from '../../../botbazaar/billing/v1/PayoutStop.js';

export interface ListPayoutStopsReply {
  'stops'?: (_botbazaar_billing_v1_PayoutStop)[];
}

export interface ListPayoutStopsReply__Output {
  'stops': (_botbazaar_billing_v1_PayoutStop__Output)[];
}
