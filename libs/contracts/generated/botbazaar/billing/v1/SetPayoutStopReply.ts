// Original file: proto/botbazaar/billing/v1/billing.proto


export interface SetPayoutStopReply {
}

export interface SetPayoutStopReply__Output {
}
