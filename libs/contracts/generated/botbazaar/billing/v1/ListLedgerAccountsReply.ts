// Original file: proto/botbazaar/billing/v1/billing.proto

import type { LedgerAccount as _botbazaar_billing_v1_LedgerAccount, LedgerAccount__Output as _botbazaar_billing_v1_LedgerAccount__Output } from '../../../botbazaar/billing/v1/LedgerAccount.js';

export interface ListLedgerAccountsReply {
  'accounts'?: (_botbazaar_billing_v1_LedgerAccount)[];
  'nextCursor'?: (string);
}

export interface ListLedgerAccountsReply__Output {
  'accounts': (_botbazaar_billing_v1_LedgerAccount__Output)[];
  'nextCursor': (string);
}
