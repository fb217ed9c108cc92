// Original file: proto/botbazaar/billing/v1/billing.proto


export interface SaveCheckpointReply {
}

export interface SaveCheckpointReply__Output {
}
