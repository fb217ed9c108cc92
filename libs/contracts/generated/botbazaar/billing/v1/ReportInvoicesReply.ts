// Original file: proto/botbazaar/billing/v1/billing.proto

import type { ReportInvoiceReply as _botbazaar_billing_v1_ReportInvoiceReply, ReportInvoiceReply__Output as _botbazaar_billing_v1_ReportInvoiceReply__Output } from '../../../botbazaar/billing/v1/ReportInvoiceReply.js';

export interface ReportInvoicesReply {
  'replies'?: (_botbazaar_billing_v1_ReportInvoiceReply)[];
}

export interface ReportInvoicesReply__Output {
  'replies': (_botbazaar_billing_v1_ReportInvoiceReply__Output)[];
}
