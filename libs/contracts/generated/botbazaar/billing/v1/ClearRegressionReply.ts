// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ClearRegressionReply {
}

export interface ClearRegressionReply__Output {
}
