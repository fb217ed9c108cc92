// Original file: proto/lnd/routerrpc/router.proto


export interface SubscribedEvent {
}

export interface SubscribedEvent__Output {
}
