// Original file: proto/lnd/invoicesrpc/invoices.proto


export interface CancelInvoiceResp {
}

export interface CancelInvoiceResp__Output {
}
