// Original file: proto/lnd/routerrpc/router.proto


export interface TrackPaymentsRequest {
  'no_inflight_updates'?: (boolean);
}

export interface TrackPaymentsRequest__Output {
  'no_inflight_updates': (boolean);
}
