// Original file: proto/botbazaar/billing/v1/billing.proto

import type { ListedCharge as _botbazaar_billing_v1_ListedCharge, ListedCharge__Output as _botbazaar_billing_v1_ListedCharge__Output } from '../../../botbazaar/billing/v1/ListedCharge.js';

export interface ListChargesReply {
  'charges'?: (_botbazaar_billing_v1_ListedCharge)[];
  'nextCursor'?: (string);
}

export interface ListChargesReply__Output {
  'charges': (_botbazaar_billing_v1_ListedCharge__Output)[];
  'nextCursor': (string);
}
