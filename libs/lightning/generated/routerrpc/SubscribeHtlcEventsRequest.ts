// Original file: proto/lnd/routerrpc/router.proto


export interface SubscribeHtlcEventsRequest {
}

export interface SubscribeHtlcEventsRequest__Output {
}
