// Original file: proto/botbazaar/billing/v1/billing.proto

import type { ChargeSummaryLine as _botbazaar_billing_v1_ChargeSummaryLine, ChargeSummaryLine__Output as _botbazaar_billing_v1_ChargeSummaryLine__Output } from '../../../botbazaar/billing/v1/ChargeSummaryLine.js';

export interface SummarizeChargesReply {
  'lines'?: (_botbazaar_billing_v1_ChargeSummaryLine)[];
}

export interface SummarizeChargesReply__Output {
  'lines': (_botbazaar_billing_v1_ChargeSummaryLine__Output)[];
}
