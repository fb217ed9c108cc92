// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CheckInvoicesReply {
}

export interface CheckInvoicesReply__Output {
}
