// Original file: proto/botbazaar/billing/v1/billing.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AccountReply as _botbazaar_billing_v1_AccountReply, AccountReply__Output as _botbazaar_billing_v1_AccountReply__Output } from '../../../botbazaar/billing/v1/AccountReply.js';
import type { CancelChargeReply as _botbazaar_billing_v1_CancelChargeReply, CancelChargeReply__Output as _botbazaar_billing_v1_CancelChargeReply__Output } from '../../../botbazaar/billing/v1/CancelChargeReply.js';
import type { CancelChargeRequest as _botbazaar_billing_v1_CancelChargeRequest, CancelChargeRequest__Output as _botbazaar_billing_v1_CancelChargeRequest__Output } from '../../../botbazaar/billing/v1/CancelChargeRequest.js';
import type { CaptureChargeReply as _botbazaar_billing_v1_CaptureChargeReply, CaptureChargeReply__Output as _botbazaar_billing_v1_CaptureChargeReply__Output } from '../../../botbazaar/billing/v1/CaptureChargeReply.js';
import type { CaptureChargeRequest as _botbazaar_billing_v1_CaptureChargeRequest, CaptureChargeRequest__Output as _botbazaar_billing_v1_CaptureChargeRequest__Output } from '../../../botbazaar/billing/v1/CaptureChargeRequest.js';
import type { ChargeReply as _botbazaar_billing_v1_ChargeReply, ChargeReply__Output as _botbazaar_billing_v1_ChargeReply__Output } from '../../../botbazaar/billing/v1/ChargeReply.js';
import type { CheckIntegrityRequest as _botbazaar_billing_v1_CheckIntegrityRequest, CheckIntegrityRequest__Output as _botbazaar_billing_v1_CheckIntegrityRequest__Output } from '../../../botbazaar/billing/v1/CheckIntegrityRequest.js';
import type { CreateAccountReply as _botbazaar_billing_v1_CreateAccountReply, CreateAccountReply__Output as _botbazaar_billing_v1_CreateAccountReply__Output } from '../../../botbazaar/billing/v1/CreateAccountReply.js';
import type { CreateAccountRequest as _botbazaar_billing_v1_CreateAccountRequest, CreateAccountRequest__Output as _botbazaar_billing_v1_CreateAccountRequest__Output } from '../../../botbazaar/billing/v1/CreateAccountRequest.js';
import type { GetAccountRequest as _botbazaar_billing_v1_GetAccountRequest, GetAccountRequest__Output as _botbazaar_billing_v1_GetAccountRequest__Output } from '../../../botbazaar/billing/v1/GetAccountRequest.js';
import type { GetChargeRequest as _botbazaar_billing_v1_GetChargeRequest, GetChargeRequest__Output as _botbazaar_billing_v1_GetChargeRequest__Output } from '../../../botbazaar/billing/v1/GetChargeRequest.js';
import type { GetTrialBalanceRequest as _botbazaar_billing_v1_GetTrialBalanceRequest, GetTrialBalanceRequest__Output as _botbazaar_billing_v1_GetTrialBalanceRequest__Output } from '../../../botbazaar/billing/v1/GetTrialBalanceRequest.js';
import type { IntegrityReply as _botbazaar_billing_v1_IntegrityReply, IntegrityReply__Output as _botbazaar_billing_v1_IntegrityReply__Output } from '../../../botbazaar/billing/v1/IntegrityReply.js';
import type { ListChargeEventsReply as _botbazaar_billing_v1_ListChargeEventsReply, ListChargeEventsReply__Output as _botbazaar_billing_v1_ListChargeEventsReply__Output } from '../../../botbazaar/billing/v1/ListChargeEventsReply.js';
import type { ListEntriesReply as _botbazaar_billing_v1_ListEntriesReply, ListEntriesReply__Output as _botbazaar_billing_v1_ListEntriesReply__Output } from '../../../botbazaar/billing/v1/ListEntriesReply.js';
import type { ListEntriesRequest as _botbazaar_billing_v1_ListEntriesRequest, ListEntriesRequest__Output as _botbazaar_billing_v1_ListEntriesRequest__Output } from '../../../botbazaar/billing/v1/ListEntriesRequest.js';
import type { ListLedgerAccountsReply as _botbazaar_billing_v1_ListLedgerAccountsReply, ListLedgerAccountsReply__Output as _botbazaar_billing_v1_ListLedgerAccountsReply__Output } from '../../../botbazaar/billing/v1/ListLedgerAccountsReply.js';
import type { ListLedgerAccountsRequest as _botbazaar_billing_v1_ListLedgerAccountsRequest, ListLedgerAccountsRequest__Output as _botbazaar_billing_v1_ListLedgerAccountsRequest__Output } from '../../../botbazaar/billing/v1/ListLedgerAccountsRequest.js';
import type { ListTransfersReply as _botbazaar_billing_v1_ListTransfersReply, ListTransfersReply__Output as _botbazaar_billing_v1_ListTransfersReply__Output } from '../../../botbazaar/billing/v1/ListTransfersReply.js';
import type { ListTransfersRequest as _botbazaar_billing_v1_ListTransfersRequest, ListTransfersRequest__Output as _botbazaar_billing_v1_ListTransfersRequest__Output } from '../../../botbazaar/billing/v1/ListTransfersRequest.js';
import type { ListUnsettledReply as _botbazaar_billing_v1_ListUnsettledReply, ListUnsettledReply__Output as _botbazaar_billing_v1_ListUnsettledReply__Output } from '../../../botbazaar/billing/v1/ListUnsettledReply.js';
import type { ListUnsettledRequest as _botbazaar_billing_v1_ListUnsettledRequest, ListUnsettledRequest__Output as _botbazaar_billing_v1_ListUnsettledRequest__Output } from '../../../botbazaar/billing/v1/ListUnsettledRequest.js';
import type { OpenChargeRequest as _botbazaar_billing_v1_OpenChargeRequest, OpenChargeRequest__Output as _botbazaar_billing_v1_OpenChargeRequest__Output } from '../../../botbazaar/billing/v1/OpenChargeRequest.js';
import type { ReportHeightReply as _botbazaar_billing_v1_ReportHeightReply, ReportHeightReply__Output as _botbazaar_billing_v1_ReportHeightReply__Output } from '../../../botbazaar/billing/v1/ReportHeightReply.js';
import type { ReportHeightRequest as _botbazaar_billing_v1_ReportHeightRequest, ReportHeightRequest__Output as _botbazaar_billing_v1_ReportHeightRequest__Output } from '../../../botbazaar/billing/v1/ReportHeightRequest.js';
import type { ReportInvoiceReply as _botbazaar_billing_v1_ReportInvoiceReply, ReportInvoiceReply__Output as _botbazaar_billing_v1_ReportInvoiceReply__Output } from '../../../botbazaar/billing/v1/ReportInvoiceReply.js';
import type { ReportInvoiceRequest as _botbazaar_billing_v1_ReportInvoiceRequest, ReportInvoiceRequest__Output as _botbazaar_billing_v1_ReportInvoiceRequest__Output } from '../../../botbazaar/billing/v1/ReportInvoiceRequest.js';
import type { TrialBalanceReply as _botbazaar_billing_v1_TrialBalanceReply, TrialBalanceReply__Output as _botbazaar_billing_v1_TrialBalanceReply__Output } from '../../../botbazaar/billing/v1/TrialBalanceReply.js';
import type { VerifyCredentialReply as _botbazaar_billing_v1_VerifyCredentialReply, VerifyCredentialReply__Output as _botbazaar_billing_v1_VerifyCredentialReply__Output } from '../../../botbazaar/billing/v1/VerifyCredentialReply.js';
import type { VerifyCredentialRequest as _botbazaar_billing_v1_VerifyCredentialRequest, VerifyCredentialRequest__Output as _botbazaar_billing_v1_VerifyCredentialRequest__Output } from '../../../botbazaar/billing/v1/VerifyCredentialRequest.js';

export interface BillingClient extends grpc.Client {
  CancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  CancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  CancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  CancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  cancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  cancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  cancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  cancelCharge(argument: _botbazaar_billing_v1_CancelChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CancelChargeReply__Output>): grpc.ClientUnaryCall;
  
  CaptureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  CaptureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  CaptureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  CaptureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  captureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  captureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  captureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  captureCharge(argument: _botbazaar_billing_v1_CaptureChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CaptureChargeReply__Output>): grpc.ClientUnaryCall;
  
  CheckIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  CheckIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  CheckIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  CheckIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  checkIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  checkIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  checkIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  checkIntegrity(argument: _botbazaar_billing_v1_CheckIntegrityRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_IntegrityReply__Output>): grpc.ClientUnaryCall;
  
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  
  GetAccount(argument: _botbazaar_billing_v1_GetAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  GetAccount(argument: _botbazaar_billing_v1_GetAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  GetAccount(argument: _botbazaar_billing_v1_GetAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  GetAccount(argument: _botbazaar_billing_v1_GetAccountRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  getAccount(argument: _botbazaar_billing_v1_GetAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  getAccount(argument: _botbazaar_billing_v1_GetAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  getAccount(argument: _botbazaar_billing_v1_GetAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  getAccount(argument: _botbazaar_billing_v1_GetAccountRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_AccountReply__Output>): grpc.ClientUnaryCall;
  
  GetCharge(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  GetCharge(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  GetCharge(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  GetCharge(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  getCharge(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  getCharge(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  getCharge(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  getCharge(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  
  ListTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  ListTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  ListTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  ListTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  listTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  listTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  listTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  listTransfers(argument: _botbazaar_billing_v1_ListTransfersRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListTransfersReply__Output>): grpc.ClientUnaryCall;
  
  ListUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  ListUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  ListUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  ListUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  listUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  listUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  listUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  listUnsettled(argument: _botbazaar_billing_v1_ListUnsettledRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListUnsettledReply__Output>): grpc.ClientUnaryCall;
  
  OpenCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  OpenCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  OpenCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  OpenCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  openCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  openCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  openCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  openCharge(argument: _botbazaar_billing_v1_OpenChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ChargeReply__Output>): grpc.ClientUnaryCall;
  
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  
  VerifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  VerifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  VerifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  VerifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  verifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  verifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  verifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  verifyCredential(argument: _botbazaar_billing_v1_VerifyCredentialRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_VerifyCredentialReply__Output>): grpc.ClientUnaryCall;
  
}

export interface BillingHandlers extends grpc.UntypedServiceImplementation {
  CancelCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_CancelChargeRequest__Output, _botbazaar_billing_v1_CancelChargeReply>;
  
  CaptureCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_CaptureChargeRequest__Output, _botbazaar_billing_v1_CaptureChargeReply>;
  
  CheckIntegrity: grpc.handleUnaryCall<_botbazaar_billing_v1_CheckIntegrityRequest__Output, _botbazaar_billing_v1_IntegrityReply>;
  
  CreateAccount: grpc.handleUnaryCall<_botbazaar_billing_v1_CreateAccountRequest__Output, _botbazaar_billing_v1_CreateAccountReply>;
  
  GetAccount: grpc.handleUnaryCall<_botbazaar_billing_v1_GetAccountRequest__Output, _botbazaar_billing_v1_AccountReply>;
  
  GetCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ChargeReply>;
  
  GetTrialBalance: grpc.handleUnaryCall<_botbazaar_billing_v1_GetTrialBalanceRequest__Output, _botbazaar_billing_v1_TrialBalanceReply>;
  
  ListChargeEvents: grpc.handleUnaryCall<_botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ListChargeEventsReply>;
  
  ListEntries: grpc.handleUnaryCall<_botbazaar_billing_v1_ListEntriesRequest__Output, _botbazaar_billing_v1_ListEntriesReply>;
  
  ListLedgerAccounts: grpc.handleUnaryCall<_botbazaar_billing_v1_ListLedgerAccountsRequest__Output, _botbazaar_billing_v1_ListLedgerAccountsReply>;
  
  ListTransfers: grpc.handleUnaryCall<_botbazaar_billing_v1_ListTransfersRequest__Output, _botbazaar_billing_v1_ListTransfersReply>;
  
  ListUnsettled: grpc.handleUnaryCall<_botbazaar_billing_v1_ListUnsettledRequest__Output, _botbazaar_billing_v1_ListUnsettledReply>;
  
  OpenCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_OpenChargeRequest__Output, _botbazaar_billing_v1_ChargeReply>;
  
  ReportHeight: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportHeightRequest__Output, _botbazaar_billing_v1_ReportHeightReply>;
  
  ReportInvoice: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportInvoiceRequest__Output, _botbazaar_billing_v1_ReportInvoiceReply>;
  
  VerifyCredential: grpc.handleUnaryCall<_botbazaar_billing_v1_VerifyCredentialRequest__Output, _botbazaar_billing_v1_VerifyCredentialReply>;
  
}

export interface BillingDefinition extends grpc.ServiceDefinition {
  CancelCharge: MethodDefinition<_botbazaar_billing_v1_CancelChargeRequest, _botbazaar_billing_v1_CancelChargeReply, _botbazaar_billing_v1_CancelChargeRequest__Output, _botbazaar_billing_v1_CancelChargeReply__Output>
  CaptureCharge: MethodDefinition<_botbazaar_billing_v1_CaptureChargeRequest, _botbazaar_billing_v1_CaptureChargeReply, _botbazaar_billing_v1_CaptureChargeRequest__Output, _botbazaar_billing_v1_CaptureChargeReply__Output>
  CheckIntegrity: MethodDefinition<_botbazaar_billing_v1_CheckIntegrityRequest, _botbazaar_billing_v1_IntegrityReply, _botbazaar_billing_v1_CheckIntegrityRequest__Output, _botbazaar_billing_v1_IntegrityReply__Output>
  CreateAccount: MethodDefinition<_botbazaar_billing_v1_CreateAccountRequest, _botbazaar_billing_v1_CreateAccountReply, _botbazaar_billing_v1_CreateAccountRequest__Output, _botbazaar_billing_v1_CreateAccountReply__Output>
  GetAccount: MethodDefinition<_botbazaar_billing_v1_GetAccountRequest, _botbazaar_billing_v1_AccountReply, _botbazaar_billing_v1_GetAccountRequest__Output, _botbazaar_billing_v1_AccountReply__Output>
  GetCharge: MethodDefinition<_botbazaar_billing_v1_GetChargeRequest, _botbazaar_billing_v1_ChargeReply, _botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ChargeReply__Output>
  GetTrialBalance: MethodDefinition<_botbazaar_billing_v1_GetTrialBalanceRequest, _botbazaar_billing_v1_TrialBalanceReply, _botbazaar_billing_v1_GetTrialBalanceRequest__Output, _botbazaar_billing_v1_TrialBalanceReply__Output>
  ListChargeEvents: MethodDefinition<_botbazaar_billing_v1_GetChargeRequest, _botbazaar_billing_v1_ListChargeEventsReply, _botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ListChargeEventsReply__Output>
  ListEntries: MethodDefinition<_botbazaar_billing_v1_ListEntriesRequest, _botbazaar_billing_v1_ListEntriesReply, _botbazaar_billing_v1_ListEntriesRequest__Output, _botbazaar_billing_v1_ListEntriesReply__Output>
  ListLedgerAccounts: MethodDefinition<_botbazaar_billing_v1_ListLedgerAccountsRequest, _botbazaar_billing_v1_ListLedgerAccountsReply, _botbazaar_billing_v1_ListLedgerAccountsRequest__Output, _botbazaar_billing_v1_ListLedgerAccountsReply__Output>
  ListTransfers: MethodDefinition<_botbazaar_billing_v1_ListTransfersRequest, _botbazaar_billing_v1_ListTransfersReply, _botbazaar_billing_v1_ListTransfersRequest__Output, _botbazaar_billing_v1_ListTransfersReply__Output>
  ListUnsettled: MethodDefinition<_botbazaar_billing_v1_ListUnsettledRequest, _botbazaar_billing_v1_ListUnsettledReply, _botbazaar_billing_v1_ListUnsettledRequest__Output, _botbazaar_billing_v1_ListUnsettledReply__Output>
  OpenCharge: MethodDefinition<_botbazaar_billing_v1_OpenChargeRequest, _botbazaar_billing_v1_ChargeReply, _botbazaar_billing_v1_OpenChargeRequest__Output, _botbazaar_billing_v1_ChargeReply__Output>
  ReportHeight: MethodDefinition<_botbazaar_billing_v1_ReportHeightRequest, _botbazaar_billing_v1_ReportHeightReply, _botbazaar_billing_v1_ReportHeightRequest__Output, _botbazaar_billing_v1_ReportHeightReply__Output>
  ReportInvoice: MethodDefinition<_botbazaar_billing_v1_ReportInvoiceRequest, _botbazaar_billing_v1_ReportInvoiceReply, _botbazaar_billing_v1_ReportInvoiceRequest__Output, _botbazaar_billing_v1_ReportInvoiceReply__Output>
  VerifyCredential: MethodDefinition<_botbazaar_billing_v1_VerifyCredentialRequest, _botbazaar_billing_v1_VerifyCredentialReply, _botbazaar_billing_v1_VerifyCredentialRequest__Output, _botbazaar_billing_v1_VerifyCredentialReply__Output>
}
