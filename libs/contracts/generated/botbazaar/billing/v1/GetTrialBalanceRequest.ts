// Original file: proto/botbazaar/billing/v1/billing.proto


export interface GetTrialBalanceRequest {
}

export interface GetTrialBalanceRequest__Output {
}
