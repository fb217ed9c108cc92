// Original file: proto/lnd/invoicesrpc/invoices.proto


export interface SettleInvoiceResp {
}

export interface SettleInvoiceResp__Output {
}
