// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Reconciliation as _botbazaar_billing_v1_Reconciliation, Reconciliation__Output as _botbazaar_billing_v1_Reconciliation__Output } from '../../../botbazaar/billing/v1/Reconciliation.js';
import type { ReconciliationLine as _botbazaar_billing_v1_ReconciliationLine, ReconciliationLine__Output as _botbazaar_billing_v1_ReconciliationLine__Output } from '../../../botbazaar/billing/v1/ReconciliationLine.js';
import type { ReconciliationFinding as _botbazaar_billing_v1_ReconciliationFinding, ReconciliationFinding__Output as _botbazaar_billing_v1_ReconciliationFinding__Output } from '../../../botbazaar/billing/v1/ReconciliationFinding.js';

export interface GetReconciliationReply {
  'reconciliation'?: (_botbazaar_billing_v1_Reconciliation | null);
  'lines'?: (_botbazaar_billing_v1_ReconciliationLine)[];
  'findings'?: (_botbazaar_billing_v1_ReconciliationFinding)[];
  'nextCursor'?: (string);
}

export interface GetReconciliationReply__Output {
  'reconciliation': (_botbazaar_billing_v1_Reconciliation__Output | null);
  'lines': (_botbazaar_billing_v1_ReconciliationLine__Output)[];
  'findings': (_botbazaar_billing_v1_ReconciliationFinding__Output)[];
  'nextCursor': (string);
}
