// Original file: proto/lnd/routerrpc/router.proto

import type { PaymentFailureReason as _lnrpc_PaymentFailureReason, PaymentFailureReason__Output as _lnrpc_PaymentFailureReason__Output } from '../lnrpc/PaymentFailureReason.js';
import type { Long } from '@grpc/proto-loader';

export interface RouteFeeResponse {
  'routing_fee_msat'?: (number | string | Long);
  'time_lock_delay'?: (number | string | Long);
  'failure_reason'?: (_lnrpc_PaymentFailureReason);
}

export interface RouteFeeResponse__Output {
  'routing_fee_msat': (string);
  'time_lock_delay': (string);
  'failure_reason': (_lnrpc_PaymentFailureReason__Output);
}
