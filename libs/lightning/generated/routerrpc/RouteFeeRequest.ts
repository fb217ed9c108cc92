// Original file: proto/lnd/routerrpc/router.proto

import type { Long } from '@grpc/proto-loader';

export interface RouteFeeRequest {
  'dest'?: (Buffer | Uint8Array | string);
  'amt_sat'?: (number | string | Long);
  'payment_request'?: (string);
  'timeout'?: (number);
}

export interface RouteFeeRequest__Output {
  'dest': (Buffer);
  'amt_sat': (string);
  'payment_request': (string);
  'timeout': (number);
}
