// Original file: proto/lnd/routerrpc/router.proto


export interface ForwardFailEvent {
}

export interface ForwardFailEvent__Output {
}
