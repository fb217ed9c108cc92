// Original file: proto/botbazaar/registry/v1/registry.proto

import type { Outcome as _botbazaar_registry_v1_Outcome, Outcome__Output as _botbazaar_registry_v1_Outcome__Output } from '../../../botbazaar/registry/v1/Outcome.js';
import type { Claim as _botbazaar_registry_v1_Claim, Claim__Output as _botbazaar_registry_v1_Claim__Output } from '../../../botbazaar/registry/v1/Claim.js';

export interface ReportOutcomesRequest {
  'outcomes'?: (_botbazaar_registry_v1_Outcome)[];
  'claims'?: (_botbazaar_registry_v1_Claim)[];
}

export interface ReportOutcomesRequest__Output {
  'outcomes': (_botbazaar_registry_v1_Outcome__Output)[];
  'claims': (_botbazaar_registry_v1_Claim__Output)[];
}
