// Original file: proto/botbazaar/billing/v1/billing.proto

import type { LedgerAccount as _botbazaar_billing_v1_LedgerAccount, LedgerAccount__Output as _botbazaar_billing_v1_LedgerAccount__Output } from '../../../botbazaar/billing/v1/LedgerAccount.js';
import type { LedgerEntry as _botbazaar_billing_v1_LedgerEntry, LedgerEntry__Output as _botbazaar_billing_v1_LedgerEntry__Output } from '../../../botbazaar/billing/v1/LedgerEntry.js';

export interface ListEntriesReply {
  'account'?: (_botbazaar_billing_v1_LedgerAccount | null);
  'entries'?: (_botbazaar_billing_v1_LedgerEntry)[];
  'nextCursor'?: (string);
}

export interface ListEntriesReply__Output {
  'account': (_botbazaar_billing_v1_LedgerAccount__Output | null);
  'entries': (_botbazaar_billing_v1_LedgerEntry__Output)[];
  'nextCursor': (string);
}
