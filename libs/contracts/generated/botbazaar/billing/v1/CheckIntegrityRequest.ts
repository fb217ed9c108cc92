// Original file: proto/botbazaar/billing/v1/billing.proto


export interface CheckIntegrityRequest {
}

export interface CheckIntegrityRequest__Output {
}
