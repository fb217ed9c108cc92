// Original file: proto/botbazaar/billing/v1/billing.proto

import type { TrialBalanceLine as _botbazaar_billing_v1_TrialBalanceLine, TrialBalanceLine__Output as _botbazaar_billing_v1_TrialBalanceLine__Output } from '../../../botbazaar/billing/v1/TrialBalanceLine.js';
import type { Long } from '@grpc/proto-loader';

export interface TrialBalanceReply {
  'lines'?: (_botbazaar_billing_v1_TrialBalanceLine)[];
  'debitsMsat'?: (number | string | Long);
  'creditsMsat'?: (number | string | Long);
  'proven'?: (string)[];
  'broken'?: (string)[];
  'lastSeq'?: (number | string | Long);
}

export interface TrialBalanceReply__Output {
  'lines': (_botbazaar_billing_v1_TrialBalanceLine__Output)[];
  'debitsMsat': (string);
  'creditsMsat': (string);
  'proven': (string)[];
  'broken': (string)[];
  'lastSeq': (string);
}
