// Original file: proto/lnd/stateservice.proto


export interface GetStateRequest {
}

export interface GetStateRequest__Output {
}
