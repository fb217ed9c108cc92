// Original file: proto/botbazaar/billing/v1/billing.proto

import type { NodeCondition as _botbazaar_billing_v1_NodeCondition, NodeCondition__Output as _botbazaar_billing_v1_NodeCondition__Output } from '../../../botbazaar/billing/v1/NodeCondition.js';

export interface ListNodesReply {
  'nodes'?: (_botbazaar_billing_v1_NodeCondition)[];
}

export interface ListNodesReply__Output {
  'nodes': (_botbazaar_billing_v1_NodeCondition__Output)[];
}
