// Original file: proto/lnd/lightning.proto


export interface GetInfoRequest {
}

export interface GetInfoRequest__Output {
}
