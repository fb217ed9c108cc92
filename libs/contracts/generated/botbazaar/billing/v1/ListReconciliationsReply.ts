// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Reconciliation as _botbazaar_billing_v1_Reconciliation, Reconciliation__Output as _botbazaar_billing_v1_Reconciliation__Output } from '../../../botbazaar/billing/v1/Reconciliation.js';

export interface ListReconciliationsReply {
  'reconciliations'?: (_botbazaar_billing_v1_Reconciliation)[];
  'nextCursor'?: (string);
}

export interface ListReconciliationsReply__Output {
  'reconciliations': (_botbazaar_billing_v1_Reconciliation__Output)[];
  'nextCursor': (string);
}
