// Original file: proto/lnd/stateservice.proto


export interface SubscribeStateRequest {
}

export interface SubscribeStateRequest__Output {
}
