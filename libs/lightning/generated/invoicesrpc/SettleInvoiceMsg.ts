// Original file: proto/lnd/invoicesrpc/invoices.proto


export interface SettleInvoiceMsg {
  'preimage'?: (Buffer | Uint8Array | string);
}

export interface SettleInvoiceMsg__Output {
  'preimage': (Buffer);
}
