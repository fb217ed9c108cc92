// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Hold as _botbazaar_billing_v1_Hold, Hold__Output as _botbazaar_billing_v1_Hold__Output } from '../../../botbazaar/billing/v1/Hold.js';

export interface ListHoldsReply {
  'holds'?: (_botbazaar_billing_v1_Hold)[];
  'nextCursor'?: (string);
}

export interface ListHoldsReply__Output {
  'holds': (_botbazaar_billing_v1_Hold__Output)[];
  'nextCursor': (string);
}
