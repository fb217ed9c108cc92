// Original file: proto/botbazaar/billing/v1/billing.proto

import type { TransferLeg as _botbazaar_billing_v1_TransferLeg, TransferLeg__Output as _botbazaar_billing_v1_TransferLeg__Output } from '../../../botbazaar/billing/v1/TransferLeg.js';
import type { Long } from '@grpc/proto-loader';

export interface LedgerTransfer {
  'seq'?: (number | string | Long);
  'id'?: (string);
  'kind'?: (string);
  'ref'?: (string);
  'effectiveAtMs'?: (number | string | Long);
  'recordedAtMs'?: (number | string | Long);
  'legs'?: (_botbazaar_billing_v1_TransferLeg)[];
}

export interface LedgerTransfer__Output {
  'seq': (string);
  'id': (string);
  'kind': (string);
  'ref': (string);
  'effectiveAtMs': (string);
  'recordedAtMs': (string);
  'legs': (_botbazaar_billing_v1_TransferLeg__Output)[];
}
