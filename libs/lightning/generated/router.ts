import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AddInvoiceResponse as _lnrpc_AddInvoiceResponse, AddInvoiceResponse__Output as _lnrpc_AddInvoiceResponse__Output } from './lnrpc/AddInvoiceResponse.js';
import type { Amount as _lnrpc_Amount, Amount__Output as _lnrpc_Amount__Output } from './lnrpc/Amount.js';
import type { BakeMacaroonRequest as _lnrpc_BakeMacaroonRequest, BakeMacaroonRequest__Output as _lnrpc_BakeMacaroonRequest__Output } from './lnrpc/BakeMacaroonRequest.js';
import type { BakeMacaroonResponse as _lnrpc_BakeMacaroonResponse, BakeMacaroonResponse__Output as _lnrpc_BakeMacaroonResponse__Output } from './lnrpc/BakeMacaroonResponse.js';
import type { Chain as _lnrpc_Chain, Chain__Output as _lnrpc_Chain__Output } from './lnrpc/Chain.js';
import type { Channel as _lnrpc_Channel, Channel__Output as _lnrpc_Channel__Output } from './lnrpc/Channel.js';
import type { ChannelBalanceRequest as _lnrpc_ChannelBalanceRequest, ChannelBalanceRequest__Output as _lnrpc_ChannelBalanceRequest__Output } from './lnrpc/ChannelBalanceRequest.js';
import type { ChannelBalanceResponse as _lnrpc_ChannelBalanceResponse, ChannelBalanceResponse__Output as _lnrpc_ChannelBalanceResponse__Output } from './lnrpc/ChannelBalanceResponse.js';
import type { ChannelConstraints as _lnrpc_ChannelConstraints, ChannelConstraints__Output as _lnrpc_ChannelConstraints__Output } from './lnrpc/ChannelConstraints.js';
import type { DeleteMacaroonIDRequest as _lnrpc_DeleteMacaroonIDRequest, DeleteMacaroonIDRequest__Output as _lnrpc_DeleteMacaroonIDRequest__Output } from './lnrpc/DeleteMacaroonIDRequest.js';
import type { DeleteMacaroonIDResponse as _lnrpc_DeleteMacaroonIDResponse, DeleteMacaroonIDResponse__Output as _lnrpc_DeleteMacaroonIDResponse__Output } from './lnrpc/DeleteMacaroonIDResponse.js';
import type { Failure as _lnrpc_Failure, Failure__Output as _lnrpc_Failure__Output } from './lnrpc/Failure.js';
import type { Feature as _lnrpc_Feature, Feature__Output as _lnrpc_Feature__Output } from './lnrpc/Feature.js';
import type { GetInfoRequest as _lnrpc_GetInfoRequest, GetInfoRequest__Output as _lnrpc_GetInfoRequest__Output } from './lnrpc/GetInfoRequest.js';
import type { GetInfoResponse as _lnrpc_GetInfoResponse, GetInfoResponse__Output as _lnrpc_GetInfoResponse__Output } from './lnrpc/GetInfoResponse.js';
import type { HTLC as _lnrpc_HTLC, HTLC__Output as _lnrpc_HTLC__Output } from './lnrpc/HTLC.js';
import type { HTLCAttempt as _lnrpc_HTLCAttempt, HTLCAttempt__Output as _lnrpc_HTLCAttempt__Output } from './lnrpc/HTLCAttempt.js';
import type { Hop as _lnrpc_Hop, Hop__Output as _lnrpc_Hop__Output } from './lnrpc/Hop.js';
import type { HopHint as _lnrpc_HopHint, HopHint__Output as _lnrpc_HopHint__Output } from './lnrpc/HopHint.js';
import type { Invoice as _lnrpc_Invoice, Invoice__Output as _lnrpc_Invoice__Output } from './lnrpc/Invoice.js';
import type { InvoiceHTLC as _lnrpc_InvoiceHTLC, InvoiceHTLC__Output as _lnrpc_InvoiceHTLC__Output } from './lnrpc/InvoiceHTLC.js';
import type { InvoiceSubscription as _lnrpc_InvoiceSubscription, InvoiceSubscription__Output as _lnrpc_InvoiceSubscription__Output } from './lnrpc/InvoiceSubscription.js';
import type { LightningClient as _lnrpc_LightningClient, LightningDefinition as _lnrpc_LightningDefinition } from './lnrpc/Lightning.js';
import type { ListChannelsRequest as _lnrpc_ListChannelsRequest, ListChannelsRequest__Output as _lnrpc_ListChannelsRequest__Output } from './lnrpc/ListChannelsRequest.js';
import type { ListChannelsResponse as _lnrpc_ListChannelsResponse, ListChannelsResponse__Output as _lnrpc_ListChannelsResponse__Output } from './lnrpc/ListChannelsResponse.js';
import type { ListInvoiceRequest as _lnrpc_ListInvoiceRequest, ListInvoiceRequest__Output as _lnrpc_ListInvoiceRequest__Output } from './lnrpc/ListInvoiceRequest.js';
import type { ListInvoiceResponse as _lnrpc_ListInvoiceResponse, ListInvoiceResponse__Output as _lnrpc_ListInvoiceResponse__Output } from './lnrpc/ListInvoiceResponse.js';
import type { ListPaymentsRequest as _lnrpc_ListPaymentsRequest, ListPaymentsRequest__Output as _lnrpc_ListPaymentsRequest__Output } from './lnrpc/ListPaymentsRequest.js';
import type { ListPaymentsResponse as _lnrpc_ListPaymentsResponse, ListPaymentsResponse__Output as _lnrpc_ListPaymentsResponse__Output } from './lnrpc/ListPaymentsResponse.js';
import type { LookupHtlcResolutionRequest as _lnrpc_LookupHtlcResolutionRequest, LookupHtlcResolutionRequest__Output as _lnrpc_LookupHtlcResolutionRequest__Output } from './lnrpc/LookupHtlcResolutionRequest.js';
import type { LookupHtlcResolutionResponse as _lnrpc_LookupHtlcResolutionResponse, LookupHtlcResolutionResponse__Output as _lnrpc_LookupHtlcResolutionResponse__Output } from './lnrpc/LookupHtlcResolutionResponse.js';
import type { MPPRecord as _lnrpc_MPPRecord, MPPRecord__Output as _lnrpc_MPPRecord__Output } from './lnrpc/MPPRecord.js';
import type { MacaroonPermission as _lnrpc_MacaroonPermission, MacaroonPermission__Output as _lnrpc_MacaroonPermission__Output } from './lnrpc/MacaroonPermission.js';
import type { PayReq as _lnrpc_PayReq, PayReq__Output as _lnrpc_PayReq__Output } from './lnrpc/PayReq.js';
import type { PayReqString as _lnrpc_PayReqString, PayReqString__Output as _lnrpc_PayReqString__Output } from './lnrpc/PayReqString.js';
import type { Payment as _lnrpc_Payment, Payment__Output as _lnrpc_Payment__Output } from './lnrpc/Payment.js';
import type { PaymentHash as _lnrpc_PaymentHash, PaymentHash__Output as _lnrpc_PaymentHash__Output } from './lnrpc/PaymentHash.js';
import type { PendingChannelsRequest as _lnrpc_PendingChannelsRequest, PendingChannelsRequest__Output as _lnrpc_PendingChannelsRequest__Output } from './lnrpc/PendingChannelsRequest.js';
import type { PendingChannelsResponse as _lnrpc_PendingChannelsResponse, PendingChannelsResponse__Output as _lnrpc_PendingChannelsResponse__Output } from './lnrpc/PendingChannelsResponse.js';
import type { Route as _lnrpc_Route, Route__Output as _lnrpc_Route__Output } from './lnrpc/Route.js';
import type { RouteHint as _lnrpc_RouteHint, RouteHint__Output as _lnrpc_RouteHint__Output } from './lnrpc/RouteHint.js';
import type { WalletBalanceRequest as _lnrpc_WalletBalanceRequest, WalletBalanceRequest__Output as _lnrpc_WalletBalanceRequest__Output } from './lnrpc/WalletBalanceRequest.js';
import type { WalletBalanceResponse as _lnrpc_WalletBalanceResponse, WalletBalanceResponse__Output as _lnrpc_WalletBalanceResponse__Output } from './lnrpc/WalletBalanceResponse.js';
import type { FinalHtlcEvent as _routerrpc_FinalHtlcEvent, FinalHtlcEvent__Output as _routerrpc_FinalHtlcEvent__Output } from './routerrpc/FinalHtlcEvent.js';
import type { ForwardEvent as _routerrpc_ForwardEvent, ForwardEvent__Output as _routerrpc_ForwardEvent__Output } from './routerrpc/ForwardEvent.js';
import type { ForwardFailEvent as _routerrpc_ForwardFailEvent, ForwardFailEvent__Output as _routerrpc_ForwardFailEvent__Output } from './routerrpc/ForwardFailEvent.js';
import type { HtlcEvent as _routerrpc_HtlcEvent, HtlcEvent__Output as _routerrpc_HtlcEvent__Output } from './routerrpc/HtlcEvent.js';
import type { HtlcInfo as _routerrpc_HtlcInfo, HtlcInfo__Output as _routerrpc_HtlcInfo__Output } from './routerrpc/HtlcInfo.js';
import type { LinkFailEvent as _routerrpc_LinkFailEvent, LinkFailEvent__Output as _routerrpc_LinkFailEvent__Output } from './routerrpc/LinkFailEvent.js';
import type { RouteFeeRequest as _routerrpc_RouteFeeRequest, RouteFeeRequest__Output as _routerrpc_RouteFeeRequest__Output } from './routerrpc/RouteFeeRequest.js';
import type { RouteFeeResponse as _routerrpc_RouteFeeResponse, RouteFeeResponse__Output as _routerrpc_RouteFeeResponse__Output } from './routerrpc/RouteFeeResponse.js';
import type { RouterClient as _routerrpc_RouterClient, RouterDefinition as _routerrpc_RouterDefinition } from './routerrpc/Router.js';
import type { SendPaymentRequest as _routerrpc_SendPaymentRequest, SendPaymentRequest__Output as _routerrpc_SendPaymentRequest__Output } from './routerrpc/SendPaymentRequest.js';
import type { SettleEvent as _routerrpc_SettleEvent, SettleEvent__Output as _routerrpc_SettleEvent__Output } from './routerrpc/SettleEvent.js';
import type { SubscribeHtlcEventsRequest as _routerrpc_SubscribeHtlcEventsRequest, SubscribeHtlcEventsRequest__Output as _routerrpc_SubscribeHtlcEventsRequest__Output } from './routerrpc/SubscribeHtlcEventsRequest.js';
import type { SubscribedEvent as _routerrpc_SubscribedEvent, SubscribedEvent__Output as _routerrpc_SubscribedEvent__Output } from './routerrpc/SubscribedEvent.js';
import type { TrackPaymentRequest as _routerrpc_TrackPaymentRequest, TrackPaymentRequest__Output as _routerrpc_TrackPaymentRequest__Output } from './routerrpc/TrackPaymentRequest.js';
import type { TrackPaymentsRequest as _routerrpc_TrackPaymentsRequest, TrackPaymentsRequest__Output as _routerrpc_TrackPaymentsRequest__Output } from './routerrpc/TrackPaymentsRequest.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  lnrpc: {
    AddInvoiceResponse: MessageTypeDefinition<_lnrpc_AddInvoiceResponse, _lnrpc_AddInvoiceResponse__Output>
    Amount: MessageTypeDefinition<_lnrpc_Amount, _lnrpc_Amount__Output>
    BakeMacaroonRequest: MessageTypeDefinition<_lnrpc_BakeMacaroonRequest, _lnrpc_BakeMacaroonRequest__Output>
    BakeMacaroonResponse: MessageTypeDefinition<_lnrpc_BakeMacaroonResponse, _lnrpc_BakeMacaroonResponse__Output>
    Chain: MessageTypeDefinition<_lnrpc_Chain, _lnrpc_Chain__Output>
    Channel: MessageTypeDefinition<_lnrpc_Channel, _lnrpc_Channel__Output>
    ChannelBalanceRequest: MessageTypeDefinition<_lnrpc_ChannelBalanceRequest, _lnrpc_ChannelBalanceRequest__Output>
    ChannelBalanceResponse: MessageTypeDefinition<_lnrpc_ChannelBalanceResponse, _lnrpc_ChannelBalanceResponse__Output>
    ChannelConstraints: MessageTypeDefinition<_lnrpc_ChannelConstraints, _lnrpc_ChannelConstraints__Output>
    DeleteMacaroonIDRequest: MessageTypeDefinition<_lnrpc_DeleteMacaroonIDRequest, _lnrpc_DeleteMacaroonIDRequest__Output>
    DeleteMacaroonIDResponse: MessageTypeDefinition<_lnrpc_DeleteMacaroonIDResponse, _lnrpc_DeleteMacaroonIDResponse__Output>
    Failure: MessageTypeDefinition<_lnrpc_Failure, _lnrpc_Failure__Output>
    Feature: MessageTypeDefinition<_lnrpc_Feature, _lnrpc_Feature__Output>
    GetInfoRequest: MessageTypeDefinition<_lnrpc_GetInfoRequest, _lnrpc_GetInfoRequest__Output>
    GetInfoResponse: MessageTypeDefinition<_lnrpc_GetInfoResponse, _lnrpc_GetInfoResponse__Output>
    HTLC: MessageTypeDefinition<_lnrpc_HTLC, _lnrpc_HTLC__Output>
    HTLCAttempt: MessageTypeDefinition<_lnrpc_HTLCAttempt, _lnrpc_HTLCAttempt__Output>
    Hop: MessageTypeDefinition<_lnrpc_Hop, _lnrpc_Hop__Output>
    HopHint: MessageTypeDefinition<_lnrpc_HopHint, _lnrpc_HopHint__Output>
    Invoice: MessageTypeDefinition<_lnrpc_Invoice, _lnrpc_Invoice__Output>
    InvoiceHTLC: MessageTypeDefinition<_lnrpc_InvoiceHTLC, _lnrpc_InvoiceHTLC__Output>
    InvoiceHTLCState: EnumTypeDefinition
    InvoiceSubscription: MessageTypeDefinition<_lnrpc_InvoiceSubscription, _lnrpc_InvoiceSubscription__Output>
    Lightning: SubtypeConstructor<typeof grpc.Client, _lnrpc_LightningClient> & { service: _lnrpc_LightningDefinition }
    ListChannelsRequest: MessageTypeDefinition<_lnrpc_ListChannelsRequest, _lnrpc_ListChannelsRequest__Output>
    ListChannelsResponse: MessageTypeDefinition<_lnrpc_ListChannelsResponse, _lnrpc_ListChannelsResponse__Output>
    ListInvoiceRequest: MessageTypeDefinition<_lnrpc_ListInvoiceRequest, _lnrpc_ListInvoiceRequest__Output>
    ListInvoiceResponse: MessageTypeDefinition<_lnrpc_ListInvoiceResponse, _lnrpc_ListInvoiceResponse__Output>
    ListPaymentsRequest: MessageTypeDefinition<_lnrpc_ListPaymentsRequest, _lnrpc_ListPaymentsRequest__Output>
    ListPaymentsResponse: MessageTypeDefinition<_lnrpc_ListPaymentsResponse, _lnrpc_ListPaymentsResponse__Output>
    LookupHtlcResolutionRequest: MessageTypeDefinition<_lnrpc_LookupHtlcResolutionRequest, _lnrpc_LookupHtlcResolutionRequest__Output>
    LookupHtlcResolutionResponse: MessageTypeDefinition<_lnrpc_LookupHtlcResolutionResponse, _lnrpc_LookupHtlcResolutionResponse__Output>
    MPPRecord: MessageTypeDefinition<_lnrpc_MPPRecord, _lnrpc_MPPRecord__Output>
    MacaroonPermission: MessageTypeDefinition<_lnrpc_MacaroonPermission, _lnrpc_MacaroonPermission__Output>
    PayReq: MessageTypeDefinition<_lnrpc_PayReq, _lnrpc_PayReq__Output>
    PayReqString: MessageTypeDefinition<_lnrpc_PayReqString, _lnrpc_PayReqString__Output>
    Payment: MessageTypeDefinition<_lnrpc_Payment, _lnrpc_Payment__Output>
    PaymentFailureReason: EnumTypeDefinition
    PaymentHash: MessageTypeDefinition<_lnrpc_PaymentHash, _lnrpc_PaymentHash__Output>
    PendingChannelsRequest: MessageTypeDefinition<_lnrpc_PendingChannelsRequest, _lnrpc_PendingChannelsRequest__Output>
    PendingChannelsResponse: MessageTypeDefinition<_lnrpc_PendingChannelsResponse, _lnrpc_PendingChannelsResponse__Output>
    Route: MessageTypeDefinition<_lnrpc_Route, _lnrpc_Route__Output>
    RouteHint: MessageTypeDefinition<_lnrpc_RouteHint, _lnrpc_RouteHint__Output>
    WalletBalanceRequest: MessageTypeDefinition<_lnrpc_WalletBalanceRequest, _lnrpc_WalletBalanceRequest__Output>
    WalletBalanceResponse: MessageTypeDefinition<_lnrpc_WalletBalanceResponse, _lnrpc_WalletBalanceResponse__Output>
  }
  routerrpc: {
    FailureDetail: EnumTypeDefinition
    FinalHtlcEvent: MessageTypeDefinition<_routerrpc_FinalHtlcEvent, _routerrpc_FinalHtlcEvent__Output>
    ForwardEvent: MessageTypeDefinition<_routerrpc_ForwardEvent, _routerrpc_ForwardEvent__Output>
    ForwardFailEvent: MessageTypeDefinition<_routerrpc_ForwardFailEvent, _routerrpc_ForwardFailEvent__Output>
    HtlcEvent: MessageTypeDefinition<_routerrpc_HtlcEvent, _routerrpc_HtlcEvent__Output>
    HtlcInfo: MessageTypeDefinition<_routerrpc_HtlcInfo, _routerrpc_HtlcInfo__Output>
    LinkFailEvent: MessageTypeDefinition<_routerrpc_LinkFailEvent, _routerrpc_LinkFailEvent__Output>
    RouteFeeRequest: MessageTypeDefinition<_routerrpc_RouteFeeRequest, _routerrpc_RouteFeeRequest__Output>
    RouteFeeResponse: MessageTypeDefinition<_routerrpc_RouteFeeResponse, _routerrpc_RouteFeeResponse__Output>
    Router: SubtypeConstructor<typeof grpc.Client, _routerrpc_RouterClient> & { service: _routerrpc_RouterDefinition }
    SendPaymentRequest: MessageTypeDefinition<_routerrpc_SendPaymentRequest, _routerrpc_SendPaymentRequest__Output>
    SettleEvent: MessageTypeDefinition<_routerrpc_SettleEvent, _routerrpc_SettleEvent__Output>
    SubscribeHtlcEventsRequest: MessageTypeDefinition<_routerrpc_SubscribeHtlcEventsRequest, _routerrpc_SubscribeHtlcEventsRequest__Output>
    SubscribedEvent: MessageTypeDefinition<_routerrpc_SubscribedEvent, _routerrpc_SubscribedEvent__Output>
    TrackPaymentRequest: MessageTypeDefinition<_routerrpc_TrackPaymentRequest, _routerrpc_TrackPaymentRequest__Output>
    TrackPaymentsRequest: MessageTypeDefinition<_routerrpc_TrackPaymentsRequest, _routerrpc_TrackPaymentsRequest__Output>
  }
}

