// Original file: proto/lnd/lightning.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AddInvoiceResponse as _lnrpc_AddInvoiceResponse, AddInvoiceResponse__Output as _lnrpc_AddInvoiceResponse__Output } from '../lnrpc/AddInvoiceResponse.js';
import type { BakeMacaroonRequest as _lnrpc_BakeMacaroonRequest, BakeMacaroonRequest__Output as _lnrpc_BakeMacaroonRequest__Output } from '../lnrpc/BakeMacaroonRequest.js';
import type { BakeMacaroonResponse as _lnrpc_BakeMacaroonResponse, BakeMacaroonResponse__Output as _lnrpc_BakeMacaroonResponse__Output } from '../lnrpc/BakeMacaroonResponse.js';
import type { ChannelBalanceRequest as _lnrpc_ChannelBalanceRequest, ChannelBalanceRequest__Output as _lnrpc_ChannelBalanceRequest__Output } from '../lnrpc/ChannelBalanceRequest.js';
import type { ChannelBalanceResponse as _lnrpc_ChannelBalanceResponse, ChannelBalanceResponse__Output as _lnrpc_ChannelBalanceResponse__Output } from '../lnrpc/ChannelBalanceResponse.js';
import type { DeleteMacaroonIDRequest as _lnrpc_DeleteMacaroonIDRequest, DeleteMacaroonIDRequest__Output as _lnrpc_DeleteMacaroonIDRequest__Output } from '../lnrpc/DeleteMacaroonIDRequest.js';
import type { DeleteMacaroonIDResponse as _lnrpc_DeleteMacaroonIDResponse, DeleteMacaroonIDResponse__Output as _lnrpc_DeleteMacaroonIDResponse__Output } from '../lnrpc/DeleteMacaroonIDResponse.js';
import type { GetInfoRequest as _lnrpc_GetInfoRequest, GetInfoRequest__Output as _lnrpc_GetInfoRequest__Output } from '../lnrpc/GetInfoRequest.js';
import type { GetInfoResponse as _lnrpc_GetInfoResponse, GetInfoResponse__Output as _lnrpc_GetInfoResponse__Output } from '../lnrpc/GetInfoResponse.js';
import type { Invoice as _lnrpc_Invoice, Invoice__Output as _lnrpc_Invoice__Output } from '../lnrpc/Invoice.js';
import type { InvoiceSubscription as _lnrpc_InvoiceSubscription, InvoiceSubscription__Output as _lnrpc_InvoiceSubscription__Output } from '../lnrpc/InvoiceSubscription.js';
import type { ListChannelsRequest as _lnrpc_ListChannelsRequest, ListChannelsRequest__Output as _lnrpc_ListChannelsRequest__Output } from '../lnrpc/ListChannelsRequest.js';
import type { ListChannelsResponse as _lnrpc_ListChannelsResponse, ListChannelsResponse__Output as _lnrpc_ListChannelsResponse__Output } from '../lnrpc/ListChannelsResponse.js';
import type { ListInvoiceRequest as _lnrpc_ListInvoiceRequest, ListInvoiceRequest__Output as _lnrpc_ListInvoiceRequest__Output } from '../lnrpc/ListInvoiceRequest.js';
import type { ListInvoiceResponse as _lnrpc_ListInvoiceResponse, ListInvoiceResponse__Output as _lnrpc_ListInvoiceResponse__Output } from '../lnrpc/ListInvoiceResponse.js';
import type { ListPaymentsRequest as _lnrpc_ListPaymentsRequest, ListPaymentsRequest__Output as _lnrpc_ListPaymentsRequest__Output } from '../lnrpc/ListPaymentsRequest.js';
import type { ListPaymentsResponse as _lnrpc_ListPaymentsResponse, ListPaymentsResponse__Output as _lnrpc_ListPaymentsResponse__Output } from '../lnrpc/ListPaymentsResponse.js';
import type { LookupHtlcResolutionRequest as _lnrpc_LookupHtlcResolutionRequest, LookupHtlcResolutionRequest__Output as _lnrpc_LookupHtlcResolutionRequest__Output } from '../lnrpc/LookupHtlcResolutionRequest.js';
import type { LookupHtlcResolutionResponse as _lnrpc_LookupHtlcResolutionResponse, LookupHtlcResolutionResponse__Output as _lnrpc_LookupHtlcResolutionResponse__Output } from '../lnrpc/LookupHtlcResolutionResponse.js';
import type { PayReq as _lnrpc_PayReq, PayReq__Output as _lnrpc_PayReq__Output } from '../lnrpc/PayReq.js';
import type { PayReqString as _lnrpc_PayReqString, PayReqString__Output as _lnrpc_PayReqString__Output } from '../lnrpc/PayReqString.js';
import type { PaymentHash as _lnrpc_PaymentHash, PaymentHash__Output as _lnrpc_PaymentHash__Output } from '../lnrpc/PaymentHash.js';
import type { PendingChannelsRequest as _lnrpc_PendingChannelsRequest, PendingChannelsRequest__Output as _lnrpc_PendingChannelsRequest__Output } from '../lnrpc/PendingChannelsRequest.js';
import type { PendingChannelsResponse as _lnrpc_PendingChannelsResponse, PendingChannelsResponse__Output as _lnrpc_PendingChannelsResponse__Output } from '../lnrpc/PendingChannelsResponse.js';
import type { WalletBalanceRequest as _lnrpc_WalletBalanceRequest, WalletBalanceRequest__Output as _lnrpc_WalletBalanceRequest__Output } from '../lnrpc/WalletBalanceRequest.js';
import type { WalletBalanceResponse as _lnrpc_WalletBalanceResponse, WalletBalanceResponse__Output as _lnrpc_WalletBalanceResponse__Output } from '../lnrpc/WalletBalanceResponse.js';

export interface LightningClient extends grpc.Client {
  AddInvoice(argument: _lnrpc_Invoice, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  AddInvoice(argument: _lnrpc_Invoice, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  AddInvoice(argument: _lnrpc_Invoice, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  AddInvoice(argument: _lnrpc_Invoice, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  addInvoice(argument: _lnrpc_Invoice, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  addInvoice(argument: _lnrpc_Invoice, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  addInvoice(argument: _lnrpc_Invoice, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  addInvoice(argument: _lnrpc_Invoice, callback: grpc.requestCallback<_lnrpc_AddInvoiceResponse__Output>): grpc.ClientUnaryCall;
  
  BakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  BakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  BakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  BakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  bakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  bakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  bakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  bakeMacaroon(argument: _lnrpc_BakeMacaroonRequest, callback: grpc.requestCallback<_lnrpc_BakeMacaroonResponse__Output>): grpc.ClientUnaryCall;
  
  ChannelBalance(argument: _lnrpc_ChannelBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  ChannelBalance(argument: _lnrpc_ChannelBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  ChannelBalance(argument: _lnrpc_ChannelBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  ChannelBalance(argument: _lnrpc_ChannelBalanceRequest, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  channelBalance(argument: _lnrpc_ChannelBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  channelBalance(argument: _lnrpc_ChannelBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  channelBalance(argument: _lnrpc_ChannelBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  channelBalance(argument: _lnrpc_ChannelBalanceRequest, callback: grpc.requestCallback<_lnrpc_ChannelBalanceResponse__Output>): grpc.ClientUnaryCall;
  
  DecodePayReq(argument: _lnrpc_PayReqString, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  DecodePayReq(argument: _lnrpc_PayReqString, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  DecodePayReq(argument: _lnrpc_PayReqString, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  DecodePayReq(argument: _lnrpc_PayReqString, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  decodePayReq(argument: _lnrpc_PayReqString, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  decodePayReq(argument: _lnrpc_PayReqString, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  decodePayReq(argument: _lnrpc_PayReqString, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  decodePayReq(argument: _lnrpc_PayReqString, callback: grpc.requestCallback<_lnrpc_PayReq__Output>): grpc.ClientUnaryCall;
  
  DeleteMacaroonID(argument: _lnrpc_DeleteMacaroonIDRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  DeleteMacaroonID(argument: _lnrpc_DeleteMacaroonIDRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  DeleteMacaroonID(argument: _lnrpc_DeleteMacaroonIDRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  DeleteMacaroonID(argument: _lnrpc_DeleteMacaroonIDRequest, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  deleteMacaroonId(argument: _lnrpc_DeleteMacaroonIDRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  deleteMacaroonId(argument: _lnrpc_DeleteMacaroonIDRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  deleteMacaroonId(argument: _lnrpc_DeleteMacaroonIDRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  deleteMacaroonId(argument: _lnrpc_DeleteMacaroonIDRequest, callback: grpc.requestCallback<_lnrpc_DeleteMacaroonIDResponse__Output>): grpc.ClientUnaryCall;
  
  GetInfo(argument: _lnrpc_GetInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _lnrpc_GetInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _lnrpc_GetInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _lnrpc_GetInfoRequest, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _lnrpc_GetInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _lnrpc_GetInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _lnrpc_GetInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _lnrpc_GetInfoRequest, callback: grpc.requestCallback<_lnrpc_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  
  ListChannels(argument: _lnrpc_ListChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _lnrpc_ListChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _lnrpc_ListChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  ListChannels(argument: _lnrpc_ListChannelsRequest, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _lnrpc_ListChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _lnrpc_ListChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _lnrpc_ListChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  listChannels(argument: _lnrpc_ListChannelsRequest, callback: grpc.requestCallback<_lnrpc_ListChannelsResponse__Output>): grpc.ClientUnaryCall;
  
  ListInvoices(argument: _lnrpc_ListInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  ListInvoices(argument: _lnrpc_ListInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  ListInvoices(argument: _lnrpc_ListInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  ListInvoices(argument: _lnrpc_ListInvoiceRequest, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  listInvoices(argument: _lnrpc_ListInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  listInvoices(argument: _lnrpc_ListInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  listInvoices(argument: _lnrpc_ListInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  listInvoices(argument: _lnrpc_ListInvoiceRequest, callback: grpc.requestCallback<_lnrpc_ListInvoiceResponse__Output>): grpc.ClientUnaryCall;
  
  ListPayments(argument: _lnrpc_ListPaymentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  ListPayments(argument: _lnrpc_ListPaymentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  ListPayments(argument: _lnrpc_ListPaymentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  ListPayments(argument: _lnrpc_ListPaymentsRequest, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  listPayments(argument: _lnrpc_ListPaymentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  listPayments(argument: _lnrpc_ListPaymentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  listPayments(argument: _lnrpc_ListPaymentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  listPayments(argument: _lnrpc_ListPaymentsRequest, callback: grpc.requestCallback<_lnrpc_ListPaymentsResponse__Output>): grpc.ClientUnaryCall;
  
  LookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  LookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  LookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  LookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  lookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  lookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  lookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  lookupHtlcResolution(argument: _lnrpc_LookupHtlcResolutionRequest, callback: grpc.requestCallback<_lnrpc_LookupHtlcResolutionResponse__Output>): grpc.ClientUnaryCall;
  
  LookupInvoice(argument: _lnrpc_PaymentHash, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  LookupInvoice(argument: _lnrpc_PaymentHash, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  LookupInvoice(argument: _lnrpc_PaymentHash, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  LookupInvoice(argument: _lnrpc_PaymentHash, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  lookupInvoice(argument: _lnrpc_PaymentHash, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  lookupInvoice(argument: _lnrpc_PaymentHash, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  lookupInvoice(argument: _lnrpc_PaymentHash, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  lookupInvoice(argument: _lnrpc_PaymentHash, callback: grpc.requestCallback<_lnrpc_Invoice__Output>): grpc.ClientUnaryCall;
  
  PendingChannels(argument: _lnrpc_PendingChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  PendingChannels(argument: _lnrpc_PendingChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  PendingChannels(argument: _lnrpc_PendingChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  PendingChannels(argument: _lnrpc_PendingChannelsRequest, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  pendingChannels(argument: _lnrpc_PendingChannelsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  pendingChannels(argument: _lnrpc_PendingChannelsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  pendingChannels(argument: _lnrpc_PendingChannelsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  pendingChannels(argument: _lnrpc_PendingChannelsRequest, callback: grpc.requestCallback<_lnrpc_PendingChannelsResponse__Output>): grpc.ClientUnaryCall;
  
  SubscribeInvoices(argument: _lnrpc_InvoiceSubscription, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Invoice__Output>;
  SubscribeInvoices(argument: _lnrpc_InvoiceSubscription, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Invoice__Output>;
  subscribeInvoices(argument: _lnrpc_InvoiceSubscription, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Invoice__Output>;
  subscribeInvoices(argument: _lnrpc_InvoiceSubscription, options?: grpc.CallOptions): grpc.ClientReadableStream<_lnrpc_Invoice__Output>;
  
  WalletBalance(argument: _lnrpc_WalletBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  WalletBalance(argument: _lnrpc_WalletBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  WalletBalance(argument: _lnrpc_WalletBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  WalletBalance(argument: _lnrpc_WalletBalanceRequest, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  walletBalance(argument: _lnrpc_WalletBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  walletBalance(argument: _lnrpc_WalletBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  walletBalance(argument: _lnrpc_WalletBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  walletBalance(argument: _lnrpc_WalletBalanceRequest, callback: grpc.requestCallback<_lnrpc_WalletBalanceResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface LightningHandlers extends grpc.UntypedServiceImplementation {
  AddInvoice: grpc.handleUnaryCall<_lnrpc_Invoice__Output, _lnrpc_AddInvoiceResponse>;
  
  BakeMacaroon: grpc.handleUnaryCall<_lnrpc_BakeMacaroonRequest__Output, _lnrpc_BakeMacaroonResponse>;
  
  ChannelBalance: grpc.handleUnaryCall<_lnrpc_ChannelBalanceRequest__Output, _lnrpc_ChannelBalanceResponse>;
  
  DecodePayReq: grpc.handleUnaryCall<_lnrpc_PayReqString__Output, _lnrpc_PayReq>;
  
  DeleteMacaroonID: grpc.handleUnaryCall<_lnrpc_DeleteMacaroonIDRequest__Output, _lnrpc_DeleteMacaroonIDResponse>;
  
  GetInfo: grpc.handleUnaryCall<_lnrpc_GetInfoRequest__Output, _lnrpc_GetInfoResponse>;
  
  ListChannels: grpc.handleUnaryCall<_lnrpc_ListChannelsRequest__Output, _lnrpc_ListChannelsResponse>;
  
  ListInvoices: grpc.handleUnaryCall<_lnrpc_ListInvoiceRequest__Output, _lnrpc_ListInvoiceResponse>;
  
  ListPayments: grpc.handleUnaryCall<_lnrpc_ListPaymentsRequest__Output, _lnrpc_ListPaymentsResponse>;
  
  LookupHtlcResolution: grpc.handleUnaryCall<_lnrpc_LookupHtlcResolutionRequest__Output, _lnrpc_LookupHtlcResolutionResponse>;
  
  LookupInvoice: grpc.handleUnaryCall<_lnrpc_PaymentHash__Output, _lnrpc_Invoice>;
  
  PendingChannels: grpc.handleUnaryCall<_lnrpc_PendingChannelsRequest__Output, _lnrpc_PendingChannelsResponse>;
  
  SubscribeInvoices: grpc.handleServerStreamingCall<_lnrpc_InvoiceSubscription__Output, _lnrpc_Invoice>;
  
  WalletBalance: grpc.handleUnaryCall<_lnrpc_WalletBalanceRequest__Output, _lnrpc_WalletBalanceResponse>;
  
}

export interface LightningDefinition extends grpc.ServiceDefinition {
  AddInvoice: MethodDefinition<_lnrpc_Invoice, _lnrpc_AddInvoiceResponse, _lnrpc_Invoice__Output, _lnrpc_AddInvoiceResponse__Output>
  BakeMacaroon: MethodDefinition<_lnrpc_BakeMacaroonRequest, _lnrpc_BakeMacaroonResponse, _lnrpc_BakeMacaroonRequest__Output, _lnrpc_BakeMacaroonResponse__Output>
  ChannelBalance: MethodDefinition<_lnrpc_ChannelBalanceRequest, _lnrpc_ChannelBalanceResponse, _lnrpc_ChannelBalanceRequest__Output, _lnrpc_ChannelBalanceResponse__Output>
  DecodePayReq: MethodDefinition<_lnrpc_PayReqString, _lnrpc_PayReq, _lnrpc_PayReqString__Output, _lnrpc_PayReq__Output>
  DeleteMacaroonID: MethodDefinition<_lnrpc_DeleteMacaroonIDRequest, _lnrpc_DeleteMacaroonIDResponse, _lnrpc_DeleteMacaroonIDRequest__Output, _lnrpc_DeleteMacaroonIDResponse__Output>
  GetInfo: MethodDefinition<_lnrpc_GetInfoRequest, _lnrpc_GetInfoResponse, _lnrpc_GetInfoRequest__Output, _lnrpc_GetInfoResponse__Output>
  ListChannels: MethodDefinition<_lnrpc_ListChannelsRequest, _lnrpc_ListChannelsResponse, _lnrpc_ListChannelsRequest__Output, _lnrpc_ListChannelsResponse__Output>
  ListInvoices: MethodDefinition<_lnrpc_ListInvoiceRequest, _lnrpc_ListInvoiceResponse, _lnrpc_ListInvoiceRequest__Output, _lnrpc_ListInvoiceResponse__Output>
  ListPayments: MethodDefinition<_lnrpc_ListPaymentsRequest, _lnrpc_ListPaymentsResponse, _lnrpc_ListPaymentsRequest__Output, _lnrpc_ListPaymentsResponse__Output>
  LookupHtlcResolution: MethodDefinition<_lnrpc_LookupHtlcResolutionRequest, _lnrpc_LookupHtlcResolutionResponse, _lnrpc_LookupHtlcResolutionRequest__Output, _lnrpc_LookupHtlcResolutionResponse__Output>
  LookupInvoice: MethodDefinition<_lnrpc_PaymentHash, _lnrpc_Invoice, _lnrpc_PaymentHash__Output, _lnrpc_Invoice__Output>
  PendingChannels: MethodDefinition<_lnrpc_PendingChannelsRequest, _lnrpc_PendingChannelsResponse, _lnrpc_PendingChannelsRequest__Output, _lnrpc_PendingChannelsResponse__Output>
  SubscribeInvoices: MethodDefinition<_lnrpc_InvoiceSubscription, _lnrpc_Invoice, _lnrpc_InvoiceSubscription__Output, _lnrpc_Invoice__Output>
  WalletBalance: MethodDefinition<_lnrpc_WalletBalanceRequest, _lnrpc_WalletBalanceResponse, _lnrpc_WalletBalanceRequest__Output, _lnrpc_WalletBalanceResponse__Output>
}
