// Original file: proto/botbazaar/billing/v1/billing.proto

import type { ResolvedInvoice as _botbazaar_billing_v1_ResolvedInvoice, ResolvedInvoice__Output as _botbazaar_billing_v1_ResolvedInvoice__Output } from '../../../botbazaar/billing/v1/ResolvedInvoice.js';

export interface ReportFinalityRequest {
  'node'?: (string);
  'invoices'?: (_botbazaar_billing_v1_ResolvedInvoice)[];
}

export interface ReportFinalityRequest__Output {
  'node': (string);
  'invoices': (_botbazaar_billing_v1_ResolvedInvoice__Output)[];
}
