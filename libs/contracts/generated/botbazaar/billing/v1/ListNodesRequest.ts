// Original file: proto/botbazaar/billing/v1/billing.proto


export interface ListNodesRequest {
}

export interface ListNodesRequest__Output {
}
