// Original file: proto/botbazaar/billing/v1/billing.proto

import type { ChargeEvent as _botbazaar_billing_v1_ChargeEvent, ChargeEvent__Output as _botbazaar_billing_v1_ChargeEvent__Output } from '../../../botbazaar/billing/v1/ChargeEvent.js';

export interface ListChargeEventsReply {
  'chargeId'?: (string);
  'events'?: (_botbazaar_billing_v1_ChargeEvent)[];
}

export interface ListChargeEventsReply__Output {
  'chargeId': (string);
  'events': (_botbazaar_billing_v1_ChargeEvent__Output)[];
}
