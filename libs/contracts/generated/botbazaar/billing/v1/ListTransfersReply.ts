// Original file: proto/botbazaar/billing/v1/billing.proto

import type { LedgerTransfer as _botbazaar_billing_v1_LedgerTransfer, LedgerTransfer__Output as _botbazaar_billing_v1_LedgerTransfer__Output } from '../../../botbazaar/billing/v1/LedgerTransfer.js';

export interface ListTransfersReply {
  'transfers'?: (_botbazaar_billing_v1_LedgerTransfer)[];
  'nextCursor'?: (string);
}

export interface ListTransfersReply__Output {
  'transfers': (_botbazaar_billing_v1_LedgerTransfer__Output)[];
  'nextCursor': (string);
}
