// Original file: proto/lnd/routerrpc/router.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { HtlcEvent as _routerrpc_HtlcEvent, HtlcEvent__Output as _routerrpc_HtlcEvent__Output } from '../routerrpc/HtlcEvent.js';
import type { Payment as _lnrpc_Payment, Payment__Output as _lnrpc_Payment__Output } from '../lnrpc/Payment.js';
import type { RouteFeeRequest as _routerrpc_RouteFeeRequest, RouteFeeRequest__Output as _routerrpc_RouteFeeRequest__Output } from '../routerrpc/RouteFeeRequest.js';
import type { RouteFeeResponse as _routerrpc_RouteFeeResponse, RouteFeeResponse__Output as _routerrpc_RouteFeeResponse__Output } from '../routerrpc/RouteFeeResponse.js';
import type { SendPaymentRequest as _routerrpc_SendPaymentRequest, SendPaymentRequest__Output as _routerrpc_SendPaymentRequest__Output } from '../routerrpc/SendPaymentRequest.js';
import type { SubscribeHtlcEventsRequest as _routerrpc_SubscribeHtlcEventsRequest, SubscribeHtlcEventsRequest__Output as _routerrpc_SubscribeHtlcEventsRequest__Output } from '../routerrpc/SubscribeHtlcEventsRequest.js';
import type { TrackPaymentRequest as _routerrpc_TrackPaymentRequest, TrackPaymentRequest__Output as _routerrpc_TrackPaymentRequest__Output } from '../routerrpc/TrackPaymentRequest.js';
import type { TrackPaymentsRequest as _routerrpc_TrackPaymentsRequest, TrackPaymentsRequest__Output as _routerrpc_TrackPaymentsRequest__Output } from '../routerrpc/TrackPaymentsRequest.js';

export interface RouterClient extends grpc.Client {
  EstimateRouteFee(argument: _routerrpc_RouteFeeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  EstimateRouteFee(argument: _routerrpc_RouteFeeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  EstimateRouteFee(argument: _routerrpc_RouteFeeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  EstimateRouteFee(argument: _routerrpc_RouteFeeRequest, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  estimateRouteFee(argument: _routerrpc_RouteFeeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  estimateRouteFee(argument: _routerrpc_RouteFeeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  estimateRouteFee(argument: _routerrpc_RouteFeeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  estimateRouteFee(argument: _routerrpc_RouteFeeRequest, callback: grpc.requestCallback<_routerrpc_RouteFeeResponse__Output>): grpc.ClientUnaryCall;
  
  SendPaymentV2(argument: _routerrpc_SendPaymentRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  SendPaymentV2(argument: _routerrpc_SendPaymentRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  sendPaymentV2(argument: _routerrpc_SendPaymentRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  sendPaymentV2(argument: _routerrpc_SendPaymentRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  
  SubscribeHtlcEvents(argument: _routerrpc_SubscribeHtlcEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_routerrpc_HtlcEvent__Output>;
  SubscribeHtlcEvents(argument: _routerrpc_SubscribeHtlcEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_routerrpc_HtlcEvent__Output>;
  subscribeHtlcEvents(argument: _routerrpc_SubscribeHtlcEventsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_routerrpc_HtlcEvent__Output>;
  subscribeHtlcEvents(argument: _routerrpc_SubscribeHtlcEventsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_routerrpc_HtlcEvent__Output>;
  
  TrackPaymentV2(argument: _routerrpc_TrackPaymentRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  TrackPaymentV2(argument: _routerrpc_TrackPaymentRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  trackPaymentV2(argument: _routerrpc_TrackPaymentRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  trackPaymentV2(argument: _routerrpc_TrackPaymentRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  
  TrackPayments(argument: _routerrpc_TrackPaymentsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  TrackPayments(argument: _routerrpc_TrackPaymentsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  trackPayments(argument: _routerrpc_TrackPaymentsRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  trackPayments(argument: _routerrpc_TrackPaymentsRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Payment__Output>;
  
}

export interface RouterHandlers extends grpc.UntypedServiceImplementation {
  EstimateRouteFee: grpc.handleUnaryCall<_routerrpc_RouteFeeRequest__Output, _routerrpc_RouteFeeResponse>;
  
  SendPaymentV2: grpc.handleServerStreamingCall<_routerrpc_SendPaymentRequest__Output, _lnrpc_Payment>;
  
  SubscribeHtlcEvents: grpc.handleServerStreamingCall<_routerrpc_SubscribeHtlcEventsRequest__Output, _routerrpc_HtlcEvent>;
  
  TrackPaymentV2: grpc.handleServerStreamingCall<_routerrpc_TrackPaymentRequest__Output, _lnrpc_Payment>;
  
  TrackPayments: grpc.handleServerStreamingCall<_routerrpc_TrackPaymentsRequest__Output, _lnrpc_Payment>;
  
}

export interface RouterDefinition extends grpc.ServiceDefinition {
  EstimateRouteFee: MethodDefinition<_routerrpc_RouteFeeRequest, _routerrpc_RouteFeeResponse, _routerrpc_RouteFeeRequest__Output, _routerrpc_RouteFeeResponse__Output>
  SendPaymentV2: MethodDefinition<_routerrpc_SendPaymentRequest, _lnrpc_Payment, _routerrpc_SendPaymentRequest__Output, _lnrpc_Payment__Output>
  SubscribeHtlcEvents: MethodDefinition<_routerrpc_SubscribeHtlcEventsRequest, _routerrpc_HtlcEvent, _routerrpc_SubscribeHtlcEventsRequest__Output, _routerrpc_HtlcEvent__Output>
  TrackPaymentV2: MethodDefinition<_routerrpc_TrackPaymentRequest, _lnrpc_Payment, _routerrpc_TrackPaymentRequest__Output, _lnrpc_Payment__Output>
  TrackPayments: MethodDefinition<_routerrpc_TrackPaymentsRequest, _lnrpc_Payment, _routerrpc_TrackPaymentsRequest__Output, _lnrpc_Payment__Output>
}
