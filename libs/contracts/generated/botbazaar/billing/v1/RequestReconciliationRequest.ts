// Original file: proto/botbazaar/billing/v1/billing.proto


export interface RequestReconciliationRequest {
}

export interface RequestReconciliationRequest__Output {
}
