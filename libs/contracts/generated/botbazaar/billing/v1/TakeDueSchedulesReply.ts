// Original file: proto/botbazaar/billing/v1/billing.proto

import type { DueSchedule as _botbazaar_billing_v1_DueSchedule, DueSchedule__Output as _botbazaar_billing_v1_DueSchedule__Output } from '../../../botbazaar/billing/v1/DueSchedule.js';

export interface TakeDueSchedulesReply {
  'schedules'?: (_botbazaar_billing_v1_DueSchedule)[];
}

export interface TakeDueSchedulesReply__Output {
  'schedules': (_botbazaar_billing_v1_DueSchedule__Output)[];
}
