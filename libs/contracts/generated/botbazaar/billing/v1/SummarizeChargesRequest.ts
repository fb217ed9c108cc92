// Original file: proto/botbazaar/billing/v1/billing.proto


export interface SummarizeChargesRequest {
}

export interface SummarizeChargesRequest__Output {
}
