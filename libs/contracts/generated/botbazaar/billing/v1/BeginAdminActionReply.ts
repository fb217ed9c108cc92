// Original file: proto/botbazaar/billing/v1/billing.proto


export interface BeginAdminActionReply {
}

export interface BeginAdminActionReply__Output {
}
