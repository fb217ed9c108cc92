// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Checkpoint as _botbazaar_billing_v1_Checkpoint, Checkpoint__Output as _botbazaar_billing_v1_Checkpoint__Output } from '../../../botbazaar/billing/v1/Checkpoint.js';

export interface SaveCheckpointRequest {
  'node'?: (string);
  'checkpoint'?: (_botbazaar_billing_v1_Checkpoint | null);
}

export interface SaveCheckpointRequest__Output {
  'node': (string);
  'checkpoint': (_botbazaar_billing_v1_Checkpoint__Output | null);
}
