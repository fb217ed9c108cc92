// Original file: proto/lnd/invoicesrpc/invoices.proto

import type { LookupModifier as _invoicesrpc_LookupModifier, LookupModifier__Output as _invoicesrpc_LookupModifier__Output } from '../invoicesrpc/LookupModifier.js';

export interface LookupInvoiceMsg {
  'payment_hash'?: (Buffer | Uint8Array | string);
  'payment_addr'?: (Buffer | Uint8Array | string);
  'set_id'?: (Buffer | Uint8Array | string);
  'lookup_modifier'?: (_invoicesrpc_LookupModifier);
  'invoice_ref'?: "payment_hash"|"payment_addr"|"set_id";
}

export interface LookupInvoiceMsg__Output {
  'payment_hash'?: (Buffer);
  'payment_addr'?: (Buffer);
  'set_id'?: (Buffer);
  'lookup_modifier': (_invoicesrpc_LookupModifier__Output);
  'invoice_ref'?: "payment_hash"|"payment_addr"|"set_id";
}
