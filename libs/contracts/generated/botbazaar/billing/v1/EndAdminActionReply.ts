// Original file: proto/botbazaar/billing/v1/billing.proto


export interface EndAdminActionReply {
}

export interface EndAdminActionReply__Output {
}
