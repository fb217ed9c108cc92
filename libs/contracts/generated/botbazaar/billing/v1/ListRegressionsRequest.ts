// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListRegressionsRequest {
}

export interface ListRegressionsRequest__Output {
}
