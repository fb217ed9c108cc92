// Original file: proto/botbazaar/billing/v1/billing.proto


export interface DeletePayoutScheduleReply {
}

export interface DeletePayoutScheduleReply__Output {
}
