// Original file: proto/lnd/invoicesrpc/invoices.proto


export interface SubscribeSingleInvoiceRequest {
  'r_hash'?: (Buffer | Uint8Array | string);
}

export interface SubscribeSingleInvoiceRequest__Output {
  'r_hash': (Buffer);
}
