// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListPayoutStopsRequest {
}

export interface ListPayoutStopsRequest__Output {
}
