// Original file: proto/botbazaar/billing/v1/billing.proto

import type { NodeInvoiceCount as _botbazaar_billing_v1_NodeInvoiceCount, NodeInvoiceCount__Output as _botbazaar_billing_v1_NodeInvoiceCount__Output } from '../../../botbazaar/billing/v1/NodeInvoiceCount.js';

export interface CheckInvoicesRequest {
  'reconciliationId'?: (string);
  'invoices'?: (_botbazaar_billing_v1_NodeInvoiceCount)[];
}

export interface CheckInvoicesRequest__Output {
  'reconciliationId': (string);
  'invoices': (_botbazaar_billing_v1_NodeInvoiceCount__Output)[];
}
