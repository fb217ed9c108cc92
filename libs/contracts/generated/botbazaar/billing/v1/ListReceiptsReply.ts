// Original file: proto/botbazaar/billing/v1/billing.proto

import type { WaitingReceipt as _botbazaar_billing_v1_WaitingReceipt, WaitingReceipt__Output as _botbazaar_billing_v1_WaitingReceipt__Output } from '../../../botbazaar/billing/v1/WaitingReceipt.js';

export interface ListReceiptsReply {
  'receipts'?: (_botbazaar_billing_v1_WaitingReceipt)[];
}

export interface ListReceiptsReply__Output {
  'receipts': (_botbazaar_billing_v1_WaitingReceipt__Output)[];
}
