// Original file: proto/botbazaar/billing/v1/billing.proto

import type { UnsettledCharge as _botbazaar_billing_v1_UnsettledCharge, UnsettledCharge__Output as _botbazaar_billing_v1_UnsettledCharge__Output } from '../../../botbazaar/billing/v1/UnsettledCharge.js';

export interface ListUnsettledReply {
  'charges'?: (_botbazaar_billing_v1_UnsettledCharge)[];
}

export interface ListUnsettledReply__Output {
  'charges': (_botbazaar_billing_v1_UnsettledCharge__Output)[];
}
