// Original file: proto/lnd/invoicesrpc/invoices.proto


export interface CancelInvoiceMsg {
  'payment_hash'?: (Buffer | Uint8Array | string);
}

export interface CancelInvoiceMsg__Output {
  'payment_hash': (Buffer);
}
