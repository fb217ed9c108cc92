// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Incident as _botbazaar_billing_v1_Incident, Incident__Output as _botbazaar_billing_v1_Incident__Output } from '../../../botbazaar/billing/v1/Incident.js';

export interface ListIncidentsReply {
  'incidents'?: (_botbazaar_billing_v1_Incident)[];
  'nextCursor'?: (string);
}

export interface ListIncidentsReply__Output {
  'incidents': (_botbazaar_billing_v1_Incident__Output)[];
  'nextCursor': (string);
}
