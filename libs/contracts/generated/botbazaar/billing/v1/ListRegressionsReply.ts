// Original file: proto/botbazaar/billing/v1/billing.proto

import type { Regression as _botbazaar_billing_v1_Regression, Regression__Output as _botbazaar_billing_v1_Regression__Output } from '../../../botbazaar/billing/v1/Regression.js';

export interface ListRegressionsReply {
  'regressions'?: (_botbazaar_billing_v1_Regression)[];
}

export interface ListRegressionsReply__Output {
  'regressions': (_botbazaar_billing_v1_Regression__Output)[];
}
