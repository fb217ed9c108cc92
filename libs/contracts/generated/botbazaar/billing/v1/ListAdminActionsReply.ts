// Original file: proto/botbazaar/billing/v1/billing.proto

import type { AdminAction as _botbazaar_billing_v1_AdminAction, AdminAction__Output as _botbazaar_billing_v1_AdminAction__Output } from '../../../botbazaar/billing/v1/AdminAction.js';

export interface ListAdminActionsReply {
  'actions'?: (_botbazaar_billing_v1_AdminAction)[];
  'nextCursor'?: (string);
}

export interface ListAdminActionsReply__Output {
  'actions': (_botbazaar_billing_v1_AdminAction__Output)[];
  'nextCursor': (string);
}
