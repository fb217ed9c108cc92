// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CloseIncidentReply {
}

export interface CloseIncidentReply__Output {
}
