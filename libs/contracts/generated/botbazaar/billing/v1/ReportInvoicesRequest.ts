// Original file: proto/botbazaar/billing/v1/billing.proto

import type { ReportInvoiceRequest as _botbazaar_billing_v1_ReportInvoiceRequest, ReportInvoiceRequest__Output as _botbazaar_billing_v1_ReportInvoiceRequest__Output } from '../../../botbazaar/billing/v1/ReportInvoiceRequest.js';

export interface ReportInvoicesRequest {
  'reports'?: (_botbazaar_billing_v1_ReportInvoiceRequest)[];
}

export interface ReportInvoicesRequest__Output {
  'reports': (_botbazaar_billing_v1_ReportInvoiceRequest__Output)[];
}
