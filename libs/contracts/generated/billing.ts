import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AcceptDifferenceReply as _botbazaar_billing_v1_AcceptDifferenceReply, AcceptDifferenceReply__Output as _botbazaar_billing_v1_AcceptDifferenceReply__Output } from './botbazaar/billing/v1/AcceptDifferenceReply.js';
import type { AcceptDifferenceRequest as _botbazaar_billing_v1_AcceptDifferenceRequest, AcceptDifferenceRequest__Output as _botbazaar_billing_v1_AcceptDifferenceRequest__Output } from './botbazaar/billing/v1/AcceptDifferenceRequest.js';
import type { AccountReply as _botbazaar_billing_v1_AccountReply, AccountReply__Output as _botbazaar_billing_v1_AccountReply__Output } from './botbazaar/billing/v1/AccountReply.js';
import type { AdminAction as _botbazaar_billing_v1_AdminAction, AdminAction__Output as _botbazaar_billing_v1_AdminAction__Output } from './botbazaar/billing/v1/AdminAction.js';
import type { BeginAdminActionReply as _botbazaar_billing_v1_BeginAdminActionReply, BeginAdminActionReply__Output as _botbazaar_billing_v1_BeginAdminActionReply__Output } from './botbazaar/billing/v1/BeginAdminActionReply.js';
import type { BeginAdminActionRequest as _botbazaar_billing_v1_BeginAdminActionRequest, BeginAdminActionRequest__Output as _botbazaar_billing_v1_BeginAdminActionRequest__Output } from './botbazaar/billing/v1/BeginAdminActionRequest.js';
import type { BeginPayoutAttemptReply as _botbazaar_billing_v1_BeginPayoutAttemptReply, BeginPayoutAttemptReply__Output as _botbazaar_billing_v1_BeginPayoutAttemptReply__Output } from './botbazaar/billing/v1/BeginPayoutAttemptReply.js';
import type { BeginPayoutAttemptRequest as _botbazaar_billing_v1_BeginPayoutAttemptRequest, BeginPayoutAttemptRequest__Output as _botbazaar_billing_v1_BeginPayoutAttemptRequest__Output } from './botbazaar/billing/v1/BeginPayoutAttemptRequest.js';
import type { BillingClient as _botbazaar_billing_v1_BillingClient, BillingDefinition as _botbazaar_billing_v1_BillingDefinition } from './botbazaar/billing/v1/Billing.js';
import type { CancelChargeReply as _botbazaar_billing_v1_CancelChargeReply, CancelChargeReply__Output as _botbazaar_billing_v1_CancelChargeReply__Output } from './botbazaar/billing/v1/CancelChargeReply.js';
import type { CancelChargeRequest as _botbazaar_billing_v1_CancelChargeRequest, CancelChargeRequest__Output as _botbazaar_billing_v1_CancelChargeRequest__Output } from './botbazaar/billing/v1/CancelChargeRequest.js';
import type { CaptureChargeReply as _botbazaar_billing_v1_CaptureChargeReply, CaptureChargeReply__Output as _botbazaar_billing_v1_CaptureChargeReply__Output } from './botbazaar/billing/v1/CaptureChargeReply.js';
import type { CaptureChargeRequest as _botbazaar_billing_v1_CaptureChargeRequest, CaptureChargeRequest__Output as _botbazaar_billing_v1_CaptureChargeRequest__Output } from './botbazaar/billing/v1/CaptureChargeRequest.js';
import type { ChargeEvent as _botbazaar_billing_v1_ChargeEvent, ChargeEvent__Output as _botbazaar_billing_v1_ChargeEvent__Output } from './botbazaar/billing/v1/ChargeEvent.js';
import type { ChargeReply as _botbazaar_billing_v1_ChargeReply, ChargeReply__Output as _botbazaar_billing_v1_ChargeReply__Output } from './botbazaar/billing/v1/ChargeReply.js';
import type { ChargeSummaryLine as _botbazaar_billing_v1_ChargeSummaryLine, ChargeSummaryLine__Output as _botbazaar_billing_v1_ChargeSummaryLine__Output } from './botbazaar/billing/v1/ChargeSummaryLine.js';
import type { CheckIntegrityRequest as _botbazaar_billing_v1_CheckIntegrityRequest, CheckIntegrityRequest__Output as _botbazaar_billing_v1_CheckIntegrityRequest__Output } from './botbazaar/billing/v1/CheckIntegrityRequest.js';
import type { CheckInvoicesReply as _botbazaar_billing_v1_CheckInvoicesReply, CheckInvoicesReply__Output as _botbazaar_billing_v1_CheckInvoicesReply__Output } from './botbazaar/billing/v1/CheckInvoicesReply.js';
import type { CheckInvoicesRequest as _botbazaar_billing_v1_CheckInvoicesRequest, CheckInvoicesRequest__Output as _botbazaar_billing_v1_CheckInvoicesRequest__Output } from './botbazaar/billing/v1/CheckInvoicesRequest.js';
import type { Checkpoint as _botbazaar_billing_v1_Checkpoint, Checkpoint__Output as _botbazaar_billing_v1_Checkpoint__Output } from './botbazaar/billing/v1/Checkpoint.js';
import type { ClearRegressionReply as _botbazaar_billing_v1_ClearRegressionReply, ClearRegressionReply__Output as _botbazaar_billing_v1_ClearRegressionReply__Output } from './botbazaar/billing/v1/ClearRegressionReply.js';
import type { ClearRegressionRequest as _botbazaar_billing_v1_ClearRegressionRequest, ClearRegressionRequest__Output as _botbazaar_billing_v1_ClearRegressionRequest__Output } from './botbazaar/billing/v1/ClearRegressionRequest.js';
import type { CloseIncidentReply as _botbazaar_billing_v1_CloseIncidentReply, CloseIncidentReply__Output as _botbazaar_billing_v1_CloseIncidentReply__Output } from './botbazaar/billing/v1/CloseIncidentReply.js';
import type { CloseIncidentRequest as _botbazaar_billing_v1_CloseIncidentRequest, CloseIncidentRequest__Output as _botbazaar_billing_v1_CloseIncidentRequest__Output } from './botbazaar/billing/v1/CloseIncidentRequest.js';
import type { CreateAccountReply as _botbazaar_billing_v1_CreateAccountReply, CreateAccountReply__Output as _botbazaar_billing_v1_CreateAccountReply__Output } from './botbazaar/billing/v1/CreateAccountReply.js';
import type { CreateAccountRequest as _botbazaar_billing_v1_CreateAccountRequest, CreateAccountRequest__Output as _botbazaar_billing_v1_CreateAccountRequest__Output } from './botbazaar/billing/v1/CreateAccountRequest.js';
import type { CreatePayoutReply as _botbazaar_billing_v1_CreatePayoutReply, CreatePayoutReply__Output as _botbazaar_billing_v1_CreatePayoutReply__Output } from './botbazaar/billing/v1/CreatePayoutReply.js';
import type { CreatePayoutRequest as _botbazaar_billing_v1_CreatePayoutRequest, CreatePayoutRequest__Output as _botbazaar_billing_v1_CreatePayoutRequest__Output } from './botbazaar/billing/v1/CreatePayoutRequest.js';
import type { CreateRefundReply as _botbazaar_billing_v1_CreateRefundReply, CreateRefundReply__Output as _botbazaar_billing_v1_CreateRefundReply__Output } from './botbazaar/billing/v1/CreateRefundReply.js';
import type { CreateRefundRequest as _botbazaar_billing_v1_CreateRefundRequest, CreateRefundRequest__Output as _botbazaar_billing_v1_CreateRefundRequest__Output } from './botbazaar/billing/v1/CreateRefundRequest.js';
import type { DeletePayoutScheduleReply as _botbazaar_billing_v1_DeletePayoutScheduleReply, DeletePayoutScheduleReply__Output as _botbazaar_billing_v1_DeletePayoutScheduleReply__Output } from './botbazaar/billing/v1/DeletePayoutScheduleReply.js';
import type { DeletePayoutScheduleRequest as _botbazaar_billing_v1_DeletePayoutScheduleRequest, DeletePayoutScheduleRequest__Output as _botbazaar_billing_v1_DeletePayoutScheduleRequest__Output } from './botbazaar/billing/v1/DeletePayoutScheduleRequest.js';
import type { DueSchedule as _botbazaar_billing_v1_DueSchedule, DueSchedule__Output as _botbazaar_billing_v1_DueSchedule__Output } from './botbazaar/billing/v1/DueSchedule.js';
import type { EndAdminActionReply as _botbazaar_billing_v1_EndAdminActionReply, EndAdminActionReply__Output as _botbazaar_billing_v1_EndAdminActionReply__Output } from './botbazaar/billing/v1/EndAdminActionReply.js';
import type { EndAdminActionRequest as _botbazaar_billing_v1_EndAdminActionRequest, EndAdminActionRequest__Output as _botbazaar_billing_v1_EndAdminActionRequest__Output } from './botbazaar/billing/v1/EndAdminActionRequest.js';
import type { GetAccountRequest as _botbazaar_billing_v1_GetAccountRequest, GetAccountRequest__Output as _botbazaar_billing_v1_GetAccountRequest__Output } from './botbazaar/billing/v1/GetAccountRequest.js';
import type { GetChargeRequest as _botbazaar_billing_v1_GetChargeRequest, GetChargeRequest__Output as _botbazaar_billing_v1_GetChargeRequest__Output } from './botbazaar/billing/v1/GetChargeRequest.js';
import type { GetCheckpointRequest as _botbazaar_billing_v1_GetCheckpointRequest, GetCheckpointRequest__Output as _botbazaar_billing_v1_GetCheckpointRequest__Output } from './botbazaar/billing/v1/GetCheckpointRequest.js';
import type { GetPayoutRequest as _botbazaar_billing_v1_GetPayoutRequest, GetPayoutRequest__Output as _botbazaar_billing_v1_GetPayoutRequest__Output } from './botbazaar/billing/v1/GetPayoutRequest.js';
import type { GetPayoutScheduleRequest as _botbazaar_billing_v1_GetPayoutScheduleRequest, GetPayoutScheduleRequest__Output as _botbazaar_billing_v1_GetPayoutScheduleRequest__Output } from './botbazaar/billing/v1/GetPayoutScheduleRequest.js';
import type { GetPayoutStoryRequest as _botbazaar_billing_v1_GetPayoutStoryRequest, GetPayoutStoryRequest__Output as _botbazaar_billing_v1_GetPayoutStoryRequest__Output } from './botbazaar/billing/v1/GetPayoutStoryRequest.js';
import type { GetReconciliationReply as _botbazaar_billing_v1_GetReconciliationReply, GetReconciliationReply__Output as _botbazaar_billing_v1_GetReconciliationReply__Output } from './botbazaar/billing/v1/GetReconciliationReply.js';
import type { GetReconciliationRequest as _botbazaar_billing_v1_GetReconciliationRequest, GetReconciliationRequest__Output as _botbazaar_billing_v1_GetReconciliationRequest__Output } from './botbazaar/billing/v1/GetReconciliationRequest.js';
import type { GetRefundRequest as _botbazaar_billing_v1_GetRefundRequest, GetRefundRequest__Output as _botbazaar_billing_v1_GetRefundRequest__Output } from './botbazaar/billing/v1/GetRefundRequest.js';
import type { GetTrialBalanceRequest as _botbazaar_billing_v1_GetTrialBalanceRequest, GetTrialBalanceRequest__Output as _botbazaar_billing_v1_GetTrialBalanceRequest__Output } from './botbazaar/billing/v1/GetTrialBalanceRequest.js';
import type { Hold as _botbazaar_billing_v1_Hold, Hold__Output as _botbazaar_billing_v1_Hold__Output } from './botbazaar/billing/v1/Hold.js';
import type { Incident as _botbazaar_billing_v1_Incident, Incident__Output as _botbazaar_billing_v1_Incident__Output } from './botbazaar/billing/v1/Incident.js';
import type { IntegrityReply as _botbazaar_billing_v1_IntegrityReply, IntegrityReply__Output as _botbazaar_billing_v1_IntegrityReply__Output } from './botbazaar/billing/v1/IntegrityReply.js';
import type { LedgerAccount as _botbazaar_billing_v1_LedgerAccount, LedgerAccount__Output as _botbazaar_billing_v1_LedgerAccount__Output } from './botbazaar/billing/v1/LedgerAccount.js';
import type { LedgerEntry as _botbazaar_billing_v1_LedgerEntry, LedgerEntry__Output as _botbazaar_billing_v1_LedgerEntry__Output } from './botbazaar/billing/v1/LedgerEntry.js';
import type { LedgerTransfer as _botbazaar_billing_v1_LedgerTransfer, LedgerTransfer__Output as _botbazaar_billing_v1_LedgerTransfer__Output } from './botbazaar/billing/v1/LedgerTransfer.js';
import type { ListAdminActionsReply as _botbazaar_billing_v1_ListAdminActionsReply, ListAdminActionsReply__Output as _botbazaar_billing_v1_ListAdminActionsReply__Output } from './botbazaar/billing/v1/ListAdminActionsReply.js';
import type { ListAdminActionsRequest as _botbazaar_billing_v1_ListAdminActionsRequest, ListAdminActionsRequest__Output as _botbazaar_billing_v1_ListAdminActionsRequest__Output } from './botbazaar/billing/v1/ListAdminActionsRequest.js';
import type { ListChargeEventsReply as _botbazaar_billing_v1_ListChargeEventsReply, ListChargeEventsReply__Output as _botbazaar_billing_v1_ListChargeEventsReply__Output } from './botbazaar/billing/v1/ListChargeEventsReply.js';
import type { ListChargesReply as _botbazaar_billing_v1_ListChargesReply, ListChargesReply__Output as _botbazaar_billing_v1_ListChargesReply__Output } from './botbazaar/billing/v1/ListChargesReply.js';
import type { ListChargesRequest as _botbazaar_billing_v1_ListChargesRequest, ListChargesRequest__Output as _botbazaar_billing_v1_ListChargesRequest__Output } from './botbazaar/billing/v1/ListChargesRequest.js';
import type { ListEntriesReply as _botbazaar_billing_v1_ListEntriesReply, ListEntriesReply__Output as _botbazaar_billing_v1_ListEntriesReply__Output } from './botbazaar/billing/v1/ListEntriesReply.js';
import type { ListEntriesRequest as _botbazaar_billing_v1_ListEntriesRequest, ListEntriesRequest__Output as _botbazaar_billing_v1_ListEntriesRequest__Output } from './botbazaar/billing/v1/ListEntriesRequest.js';
import type { ListHoldsReply as _botbazaar_billing_v1_ListHoldsReply, ListHoldsReply__Output as _botbazaar_billing_v1_ListHoldsReply__Output } from './botbazaar/billing/v1/ListHoldsReply.js';
import type { ListHoldsRequest as _botbazaar_billing_v1_ListHoldsRequest, ListHoldsRequest__Output as _botbazaar_billing_v1_ListHoldsRequest__Output } from './botbazaar/billing/v1/ListHoldsRequest.js';
import type { ListIncidentsReply as _botbazaar_billing_v1_ListIncidentsReply, ListIncidentsReply__Output as _botbazaar_billing_v1_ListIncidentsReply__Output } from './botbazaar/billing/v1/ListIncidentsReply.js';
import type { ListIncidentsRequest as _botbazaar_billing_v1_ListIncidentsRequest, ListIncidentsRequest__Output as _botbazaar_billing_v1_ListIncidentsRequest__Output } from './botbazaar/billing/v1/ListIncidentsRequest.js';
import type { ListLedgerAccountsReply as _botbazaar_billing_v1_ListLedgerAccountsReply, ListLedgerAccountsReply__Output as _botbazaar_billing_v1_ListLedgerAccountsReply__Output } from './botbazaar/billing/v1/ListLedgerAccountsReply.js';
import type { ListLedgerAccountsRequest as _botbazaar_billing_v1_ListLedgerAccountsRequest, ListLedgerAccountsRequest__Output as _botbazaar_billing_v1_ListLedgerAccountsRequest__Output } from './botbazaar/billing/v1/ListLedgerAccountsRequest.js';
import type { ListNodesReply as _botbazaar_billing_v1_ListNodesReply, ListNodesReply__Output as _botbazaar_billing_v1_ListNodesReply__Output } from './botbazaar/billing/v1/ListNodesReply.js';
import type { ListNodesRequest as _botbazaar_billing_v1_ListNodesRequest, ListNodesRequest__Output as _botbazaar_billing_v1_ListNodesRequest__Output } from './botbazaar/billing/v1/ListNodesRequest.js';
import type { ListPayoutStopsReply as _botbazaar_billing_v1_ListPayoutStopsReply, ListPayoutStopsReply__Output as _botbazaar_billing_v1_ListPayoutStopsReply__Output } from './botbazaar/billing/v1/ListPayoutStopsReply.js';
import type { ListPayoutStopsRequest as _botbazaar_billing_v1_ListPayoutStopsRequest, ListPayoutStopsRequest__Output as _botbazaar_billing_v1_ListPayoutStopsRequest__Output } from './botbazaar/billing/v1/ListPayoutStopsRequest.js';
import type { ListPayoutWorkReply as _botbazaar_billing_v1_ListPayoutWorkReply, ListPayoutWorkReply__Output as _botbazaar_billing_v1_ListPayoutWorkReply__Output } from './botbazaar/billing/v1/ListPayoutWorkReply.js';
import type { ListPayoutWorkRequest as _botbazaar_billing_v1_ListPayoutWorkRequest, ListPayoutWorkRequest__Output as _botbazaar_billing_v1_ListPayoutWorkRequest__Output } from './botbazaar/billing/v1/ListPayoutWorkRequest.js';
import type { ListPayoutsReply as _botbazaar_billing_v1_ListPayoutsReply, ListPayoutsReply__Output as _botbazaar_billing_v1_ListPayoutsReply__Output } from './botbazaar/billing/v1/ListPayoutsReply.js';
import type { ListPayoutsRequest as _botbazaar_billing_v1_ListPayoutsRequest, ListPayoutsRequest__Output as _botbazaar_billing_v1_ListPayoutsRequest__Output } from './botbazaar/billing/v1/ListPayoutsRequest.js';
import type { ListReceiptsReply as _botbazaar_billing_v1_ListReceiptsReply, ListReceiptsReply__Output as _botbazaar_billing_v1_ListReceiptsReply__Output } from './botbazaar/billing/v1/ListReceiptsReply.js';
import type { ListReceiptsRequest as _botbazaar_billing_v1_ListReceiptsRequest, ListReceiptsRequest__Output as _botbazaar_billing_v1_ListReceiptsRequest__Output } from './botbazaar/billing/v1/ListReceiptsRequest.js';
import type { ListReconciliationsReply as _botbazaar_billing_v1_ListReconciliationsReply, ListReconciliationsReply__Output as _botbazaar_billing_v1_ListReconciliationsReply__Output } from './botbazaar/billing/v1/ListReconciliationsReply.js';
import type { ListReconciliationsRequest as _botbazaar_billing_v1_ListReconciliationsRequest, ListReconciliationsRequest__Output as _botbazaar_billing_v1_ListReconciliationsRequest__Output } from './botbazaar/billing/v1/ListReconciliationsRequest.js';
import type { ListRegressionsReply as _botbazaar_billing_v1_ListRegressionsReply, ListRegressionsReply__Output as _botbazaar_billing_v1_ListRegressionsReply__Output } from './botbazaar/billing/v1/ListRegressionsReply.js';
import type { ListRegressionsRequest as _botbazaar_billing_v1_ListRegressionsRequest, ListRegressionsRequest__Output as _botbazaar_billing_v1_ListRegressionsRequest__Output } from './botbazaar/billing/v1/ListRegressionsRequest.js';
import type { ListTransfersReply as _botbazaar_billing_v1_ListTransfersReply, ListTransfersReply__Output as _botbazaar_billing_v1_ListTransfersReply__Output } from './botbazaar/billing/v1/ListTransfersReply.js';
import type { ListTransfersRequest as _botbazaar_billing_v1_ListTransfersRequest, ListTransfersRequest__Output as _botbazaar_billing_v1_ListTransfersRequest__Output } from './botbazaar/billing/v1/ListTransfersRequest.js';
import type { ListUnsettledReply as _botbazaar_billing_v1_ListUnsettledReply, ListUnsettledReply__Output as _botbazaar_billing_v1_ListUnsettledReply__Output } from './botbazaar/billing/v1/ListUnsettledReply.js';
import type { ListUnsettledRequest as _botbazaar_billing_v1_ListUnsettledRequest, ListUnsettledRequest__Output as _botbazaar_billing_v1_ListUnsettledRequest__Output } from './botbazaar/billing/v1/ListUnsettledRequest.js';
import type { ListedCharge as _botbazaar_billing_v1_ListedCharge, ListedCharge__Output as _botbazaar_billing_v1_ListedCharge__Output } from './botbazaar/billing/v1/ListedCharge.js';
import type { NodeCondition as _botbazaar_billing_v1_NodeCondition, NodeCondition__Output as _botbazaar_billing_v1_NodeCondition__Output } from './botbazaar/billing/v1/NodeCondition.js';
import type { NodeInvoiceCount as _botbazaar_billing_v1_NodeInvoiceCount, NodeInvoiceCount__Output as _botbazaar_billing_v1_NodeInvoiceCount__Output } from './botbazaar/billing/v1/NodeInvoiceCount.js';
import type { OpenChargeRequest as _botbazaar_billing_v1_OpenChargeRequest, OpenChargeRequest__Output as _botbazaar_billing_v1_OpenChargeRequest__Output } from './botbazaar/billing/v1/OpenChargeRequest.js';
import type { PaymentReply as _botbazaar_billing_v1_PaymentReply, PaymentReply__Output as _botbazaar_billing_v1_PaymentReply__Output } from './botbazaar/billing/v1/PaymentReply.js';
import type { Payout as _botbazaar_billing_v1_Payout, Payout__Output as _botbazaar_billing_v1_Payout__Output } from './botbazaar/billing/v1/Payout.js';
import type { PayoutAttempt as _botbazaar_billing_v1_PayoutAttempt, PayoutAttempt__Output as _botbazaar_billing_v1_PayoutAttempt__Output } from './botbazaar/billing/v1/PayoutAttempt.js';
import type { PayoutEvent as _botbazaar_billing_v1_PayoutEvent, PayoutEvent__Output as _botbazaar_billing_v1_PayoutEvent__Output } from './botbazaar/billing/v1/PayoutEvent.js';
import type { PayoutSchedule as _botbazaar_billing_v1_PayoutSchedule, PayoutSchedule__Output as _botbazaar_billing_v1_PayoutSchedule__Output } from './botbazaar/billing/v1/PayoutSchedule.js';
import type { PayoutStop as _botbazaar_billing_v1_PayoutStop, PayoutStop__Output as _botbazaar_billing_v1_PayoutStop__Output } from './botbazaar/billing/v1/PayoutStop.js';
import type { PayoutStory as _botbazaar_billing_v1_PayoutStory, PayoutStory__Output as _botbazaar_billing_v1_PayoutStory__Output } from './botbazaar/billing/v1/PayoutStory.js';
import type { PayoutWork as _botbazaar_billing_v1_PayoutWork, PayoutWork__Output as _botbazaar_billing_v1_PayoutWork__Output } from './botbazaar/billing/v1/PayoutWork.js';
import type { Reconciliation as _botbazaar_billing_v1_Reconciliation, Reconciliation__Output as _botbazaar_billing_v1_Reconciliation__Output } from './botbazaar/billing/v1/Reconciliation.js';
import type { ReconciliationFinding as _botbazaar_billing_v1_ReconciliationFinding, ReconciliationFinding__Output as _botbazaar_billing_v1_ReconciliationFinding__Output } from './botbazaar/billing/v1/ReconciliationFinding.js';
import type { ReconciliationLine as _botbazaar_billing_v1_ReconciliationLine, ReconciliationLine__Output as _botbazaar_billing_v1_ReconciliationLine__Output } from './botbazaar/billing/v1/ReconciliationLine.js';
import type { RefundReply as _botbazaar_billing_v1_RefundReply, RefundReply__Output as _botbazaar_billing_v1_RefundReply__Output } from './botbazaar/billing/v1/RefundReply.js';
import type { Regression as _botbazaar_billing_v1_Regression, Regression__Output as _botbazaar_billing_v1_Regression__Output } from './botbazaar/billing/v1/Regression.js';
import type { ReportFinalityReply as _botbazaar_billing_v1_ReportFinalityReply, ReportFinalityReply__Output as _botbazaar_billing_v1_ReportFinalityReply__Output } from './botbazaar/billing/v1/ReportFinalityReply.js';
import type { ReportFinalityRequest as _botbazaar_billing_v1_ReportFinalityRequest, ReportFinalityRequest__Output as _botbazaar_billing_v1_ReportFinalityRequest__Output } from './botbazaar/billing/v1/ReportFinalityRequest.js';
import type { ReportHeightReply as _botbazaar_billing_v1_ReportHeightReply, ReportHeightReply__Output as _botbazaar_billing_v1_ReportHeightReply__Output } from './botbazaar/billing/v1/ReportHeightReply.js';
import type { ReportHeightRequest as _botbazaar_billing_v1_ReportHeightRequest, ReportHeightRequest__Output as _botbazaar_billing_v1_ReportHeightRequest__Output } from './botbazaar/billing/v1/ReportHeightRequest.js';
import type { ReportHoldingsReply as _botbazaar_billing_v1_ReportHoldingsReply, ReportHoldingsReply__Output as _botbazaar_billing_v1_ReportHoldingsReply__Output } from './botbazaar/billing/v1/ReportHoldingsReply.js';
import type { ReportHoldingsRequest as _botbazaar_billing_v1_ReportHoldingsRequest, ReportHoldingsRequest__Output as _botbazaar_billing_v1_ReportHoldingsRequest__Output } from './botbazaar/billing/v1/ReportHoldingsRequest.js';
import type { ReportInvoiceReply as _botbazaar_billing_v1_ReportInvoiceReply, ReportInvoiceReply__Output as _botbazaar_billing_v1_ReportInvoiceReply__Output } from './botbazaar/billing/v1/ReportInvoiceReply.js';
import type { ReportInvoiceRequest as _botbazaar_billing_v1_ReportInvoiceRequest, ReportInvoiceRequest__Output as _botbazaar_billing_v1_ReportInvoiceRequest__Output } from './botbazaar/billing/v1/ReportInvoiceRequest.js';
import type { ReportInvoicesReply as _botbazaar_billing_v1_ReportInvoicesReply, ReportInvoicesReply__Output as _botbazaar_billing_v1_ReportInvoicesReply__Output } from './botbazaar/billing/v1/ReportInvoicesReply.js';
import type { ReportInvoicesRequest as _botbazaar_billing_v1_ReportInvoicesRequest, ReportInvoicesRequest__Output as _botbazaar_billing_v1_ReportInvoicesRequest__Output } from './botbazaar/billing/v1/ReportInvoicesRequest.js';
import type { ReportNodeReply as _botbazaar_billing_v1_ReportNodeReply, ReportNodeReply__Output as _botbazaar_billing_v1_ReportNodeReply__Output } from './botbazaar/billing/v1/ReportNodeReply.js';
import type { ReportNodeRequest as _botbazaar_billing_v1_ReportNodeRequest, ReportNodeRequest__Output as _botbazaar_billing_v1_ReportNodeRequest__Output } from './botbazaar/billing/v1/ReportNodeRequest.js';
import type { ReportPayoutReply as _botbazaar_billing_v1_ReportPayoutReply, ReportPayoutReply__Output as _botbazaar_billing_v1_ReportPayoutReply__Output } from './botbazaar/billing/v1/ReportPayoutReply.js';
import type { ReportPayoutRequest as _botbazaar_billing_v1_ReportPayoutRequest, ReportPayoutRequest__Output as _botbazaar_billing_v1_ReportPayoutRequest__Output } from './botbazaar/billing/v1/ReportPayoutRequest.js';
import type { ReportScheduleRunReply as _botbazaar_billing_v1_ReportScheduleRunReply, ReportScheduleRunReply__Output as _botbazaar_billing_v1_ReportScheduleRunReply__Output } from './botbazaar/billing/v1/ReportScheduleRunReply.js';
import type { ReportScheduleRunRequest as _botbazaar_billing_v1_ReportScheduleRunRequest, ReportScheduleRunRequest__Output as _botbazaar_billing_v1_ReportScheduleRunRequest__Output } from './botbazaar/billing/v1/ReportScheduleRunRequest.js';
import type { RequestReconciliationReply as _botbazaar_billing_v1_RequestReconciliationReply, RequestReconciliationReply__Output as _botbazaar_billing_v1_RequestReconciliationReply__Output } from './botbazaar/billing/v1/RequestReconciliationReply.js';
import type { RequestReconciliationRequest as _botbazaar_billing_v1_RequestReconciliationRequest, RequestReconciliationRequest__Output as _botbazaar_billing_v1_RequestReconciliationRequest__Output } from './botbazaar/billing/v1/RequestReconciliationRequest.js';
import type { ResolvedInvoice as _botbazaar_billing_v1_ResolvedInvoice, ResolvedInvoice__Output as _botbazaar_billing_v1_ResolvedInvoice__Output } from './botbazaar/billing/v1/ResolvedInvoice.js';
import type { SaveCheckpointReply as _botbazaar_billing_v1_SaveCheckpointReply, SaveCheckpointReply__Output as _botbazaar_billing_v1_SaveCheckpointReply__Output } from './botbazaar/billing/v1/SaveCheckpointReply.js';
import type { SaveCheckpointRequest as _botbazaar_billing_v1_SaveCheckpointRequest, SaveCheckpointRequest__Output as _botbazaar_billing_v1_SaveCheckpointRequest__Output } from './botbazaar/billing/v1/SaveCheckpointRequest.js';
import type { SetPayoutScheduleRequest as _botbazaar_billing_v1_SetPayoutScheduleRequest, SetPayoutScheduleRequest__Output as _botbazaar_billing_v1_SetPayoutScheduleRequest__Output } from './botbazaar/billing/v1/SetPayoutScheduleRequest.js';
import type { SetPayoutStopReply as _botbazaar_billing_v1_SetPayoutStopReply, SetPayoutStopReply__Output as _botbazaar_billing_v1_SetPayoutStopReply__Output } from './botbazaar/billing/v1/SetPayoutStopReply.js';
import type { SetPayoutStopRequest as _botbazaar_billing_v1_SetPayoutStopRequest, SetPayoutStopRequest__Output as _botbazaar_billing_v1_SetPayoutStopRequest__Output } from './botbazaar/billing/v1/SetPayoutStopRequest.js';
import type { SummarizeChargesReply as _botbazaar_billing_v1_SummarizeChargesReply, SummarizeChargesReply__Output as _botbazaar_billing_v1_SummarizeChargesReply__Output } from './botbazaar/billing/v1/SummarizeChargesReply.js';
import type { SummarizeChargesRequest as _botbazaar_billing_v1_SummarizeChargesRequest, SummarizeChargesRequest__Output as _botbazaar_billing_v1_SummarizeChargesRequest__Output } from './botbazaar/billing/v1/SummarizeChargesRequest.js';
import type { TakeDueSchedulesReply as _botbazaar_billing_v1_TakeDueSchedulesReply, TakeDueSchedulesReply__Output as _botbazaar_billing_v1_TakeDueSchedulesReply__Output } from './botbazaar/billing/v1/TakeDueSchedulesReply.js';
import type { TakeDueSchedulesRequest as _botbazaar_billing_v1_TakeDueSchedulesRequest, TakeDueSchedulesRequest__Output as _botbazaar_billing_v1_TakeDueSchedulesRequest__Output } from './botbazaar/billing/v1/TakeDueSchedulesRequest.js';
import type { TakeReconciliationReply as _botbazaar_billing_v1_TakeReconciliationReply, TakeReconciliationReply__Output as _botbazaar_billing_v1_TakeReconciliationReply__Output } from './botbazaar/billing/v1/TakeReconciliationReply.js';
import type { TakeReconciliationRequest as _botbazaar_billing_v1_TakeReconciliationRequest, TakeReconciliationRequest__Output as _botbazaar_billing_v1_TakeReconciliationRequest__Output } from './botbazaar/billing/v1/TakeReconciliationRequest.js';
import type { TransferLeg as _botbazaar_billing_v1_TransferLeg, TransferLeg__Output as _botbazaar_billing_v1_TransferLeg__Output } from './botbazaar/billing/v1/TransferLeg.js';
import type { TrialBalanceLine as _botbazaar_billing_v1_TrialBalanceLine, TrialBalanceLine__Output as _botbazaar_billing_v1_TrialBalanceLine__Output } from './botbazaar/billing/v1/TrialBalanceLine.js';
import type { TrialBalanceReply as _botbazaar_billing_v1_TrialBalanceReply, TrialBalanceReply__Output as _botbazaar_billing_v1_TrialBalanceReply__Output } from './botbazaar/billing/v1/TrialBalanceReply.js';
import type { UnsettledCharge as _botbazaar_billing_v1_UnsettledCharge, UnsettledCharge__Output as _botbazaar_billing_v1_UnsettledCharge__Output } from './botbazaar/billing/v1/UnsettledCharge.js';
import type { VerifyCredentialReply as _botbazaar_billing_v1_VerifyCredentialReply, VerifyCredentialReply__Output as _botbazaar_billing_v1_VerifyCredentialReply__Output } from './botbazaar/billing/v1/VerifyCredentialReply.js';
import type { VerifyCredentialRequest as _botbazaar_billing_v1_VerifyCredentialRequest, VerifyCredentialRequest__Output as _botbazaar_billing_v1_VerifyCredentialRequest__Output } from './botbazaar/billing/v1/VerifyCredentialRequest.js';
import type { WaitingReceipt as _botbazaar_billing_v1_WaitingReceipt, WaitingReceipt__Output as _botbazaar_billing_v1_WaitingReceipt__Output } from './botbazaar/billing/v1/WaitingReceipt.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  botbazaar: {
    billing: {
      v1: {
        AcceptDifferenceReply: MessageTypeDefinition<_botbazaar_billing_v1_AcceptDifferenceReply, _botbazaar_billing_v1_AcceptDifferenceReply__Output>
        AcceptDifferenceRequest: MessageTypeDefinition<_botbazaar_billing_v1_AcceptDifferenceRequest, _botbazaar_billing_v1_AcceptDifferenceRequest__Output>
        AccountReply: MessageTypeDefinition<_botbazaar_billing_v1_AccountReply, _botbazaar_billing_v1_AccountReply__Output>
        AdminAction: MessageTypeDefinition<_botbazaar_billing_v1_AdminAction, _botbazaar_billing_v1_AdminAction__Output>
        BeginAdminActionReply: MessageTypeDefinition<_botbazaar_billing_v1_BeginAdminActionReply, _botbazaar_billing_v1_BeginAdminActionReply__Output>
        BeginAdminActionRequest: MessageTypeDefinition<_botbazaar_billing_v1_BeginAdminActionRequest, _botbazaar_billing_v1_BeginAdminActionRequest__Output>
        BeginPayoutAttemptReply: MessageTypeDefinition<_botbazaar_billing_v1_BeginPayoutAttemptReply, _botbazaar_billing_v1_BeginPayoutAttemptReply__Output>
        BeginPayoutAttemptRequest: MessageTypeDefinition<_botbazaar_billing_v1_BeginPayoutAttemptRequest, _botbazaar_billing_v1_BeginPayoutAttemptRequest__Output>
        Billing: SubtypeConstructor<typeof grpc.Client, _botbazaar_billing_v1_BillingClient> & { service: _botbazaar_billing_v1_BillingDefinition }
        CancelChargeReply: MessageTypeDefinition<_botbazaar_billing_v1_CancelChargeReply, _botbazaar_billing_v1_CancelChargeReply__Output>
        CancelChargeRequest: MessageTypeDefinition<_botbazaar_billing_v1_CancelChargeRequest, _botbazaar_billing_v1_CancelChargeRequest__Output>
        CaptureChargeReply: MessageTypeDefinition<_botbazaar_billing_v1_CaptureChargeReply, _botbazaar_billing_v1_CaptureChargeReply__Output>
        CaptureChargeRequest: MessageTypeDefinition<_botbazaar_billing_v1_CaptureChargeRequest, _botbazaar_billing_v1_CaptureChargeRequest__Output>
        ChargeEvent: MessageTypeDefinition<_botbazaar_billing_v1_ChargeEvent, _botbazaar_billing_v1_ChargeEvent__Output>
        ChargeReply: MessageTypeDefinition<_botbazaar_billing_v1_ChargeReply, _botbazaar_billing_v1_ChargeReply__Output>
        ChargeSummaryLine: MessageTypeDefinition<_botbazaar_billing_v1_ChargeSummaryLine, _botbazaar_billing_v1_ChargeSummaryLine__Output>
        CheckIntegrityRequest: MessageTypeDefinition<_botbazaar_billing_v1_CheckIntegrityRequest, _botbazaar_billing_v1_CheckIntegrityRequest__Output>
        CheckInvoicesReply: MessageTypeDefinition<_botbazaar_billing_v1_CheckInvoicesReply, _botbazaar_billing_v1_CheckInvoicesReply__Output>
        CheckInvoicesRequest: MessageTypeDefinition<_botbazaar_billing_v1_CheckInvoicesRequest, _botbazaar_billing_v1_CheckInvoicesRequest__Output>
        Checkpoint: MessageTypeDefinition<_botbazaar_billing_v1_Checkpoint, _botbazaar_billing_v1_Checkpoint__Output>
        ClearRegressionReply: MessageTypeDefinition<_botbazaar_billing_v1_ClearRegressionReply, _botbazaar_billing_v1_ClearRegressionReply__Output>
        ClearRegressionRequest: MessageTypeDefinition<_botbazaar_billing_v1_ClearRegressionRequest, _botbazaar_billing_v1_ClearRegressionRequest__Output>
        CloseIncidentReply: MessageTypeDefinition<_botbazaar_billing_v1_CloseIncidentReply, _botbazaar_billing_v1_CloseIncidentReply__Output>
        CloseIncidentRequest: MessageTypeDefinition<_botbazaar_billing_v1_CloseIncidentRequest, _botbazaar_billing_v1_CloseIncidentRequest__Output>
        CreateAccountReply: MessageTypeDefinition<_botbazaar_billing_v1_CreateAccountReply, _botbazaar_billing_v1_CreateAccountReply__Output>
        CreateAccountRequest: MessageTypeDefinition<_botbazaar_billing_v1_CreateAccountRequest, _botbazaar_billing_v1_CreateAccountRequest__Output>
        CreatePayoutReply: MessageTypeDefinition<_botbazaar_billing_v1_CreatePayoutReply, _botbazaar_billing_v1_CreatePayoutReply__Output>
        CreatePayoutRequest: MessageTypeDefinition<_botbazaar_billing_v1_CreatePayoutRequest, _botbazaar_billing_v1_CreatePayoutRequest__Output>
        CreateRefundReply: MessageTypeDefinition<_botbazaar_billing_v1_CreateRefundReply, _botbazaar_billing_v1_CreateRefundReply__Output>
        CreateRefundRequest: MessageTypeDefinition<_botbazaar_billing_v1_CreateRefundRequest, _botbazaar_billing_v1_CreateRefundRequest__Output>
        DeletePayoutScheduleReply: MessageTypeDefinition<_botbazaar_billing_v1_DeletePayoutScheduleReply, _botbazaar_billing_v1_DeletePayoutScheduleReply__Output>
        DeletePayoutScheduleRequest: MessageTypeDefinition<_botbazaar_billing_v1_DeletePayoutScheduleRequest, _botbazaar_billing_v1_DeletePayoutScheduleRequest__Output>
        DueSchedule: MessageTypeDefinition<_botbazaar_billing_v1_DueSchedule, _botbazaar_billing_v1_DueSchedule__Output>
        EndAdminActionReply: MessageTypeDefinition<_botbazaar_billing_v1_EndAdminActionReply, _botbazaar_billing_v1_EndAdminActionReply__Output>
        EndAdminActionRequest: MessageTypeDefinition<_botbazaar_billing_v1_EndAdminActionRequest, _botbazaar_billing_v1_EndAdminActionRequest__Output>
        GetAccountRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetAccountRequest, _botbazaar_billing_v1_GetAccountRequest__Output>
        GetChargeRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetChargeRequest, _botbazaar_billing_v1_GetChargeRequest__Output>
        GetCheckpointRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetCheckpointRequest, _botbazaar_billing_v1_GetCheckpointRequest__Output>
        GetPayoutRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetPayoutRequest, _botbazaar_billing_v1_GetPayoutRequest__Output>
        GetPayoutScheduleRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetPayoutScheduleRequest, _botbazaar_billing_v1_GetPayoutScheduleRequest__Output>
        GetPayoutStoryRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetPayoutStoryRequest, _botbazaar_billing_v1_GetPayoutStoryRequest__Output>
        GetReconciliationReply: MessageTypeDefinition<_botbazaar_billing_v1_GetReconciliationReply, _botbazaar_billing_v1_GetReconciliationReply__Output>
        GetReconciliationRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetReconciliationRequest, _botbazaar_billing_v1_GetReconciliationRequest__Output>
        GetRefundRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetRefundRequest, _botbazaar_billing_v1_GetRefundRequest__Output>
        GetTrialBalanceRequest: MessageTypeDefinition<_botbazaar_billing_v1_GetTrialBalanceRequest, _botbazaar_billing_v1_GetTrialBalanceRequest__Output>
        Hold: MessageTypeDefinition<_botbazaar_billing_v1_Hold, _botbazaar_billing_v1_Hold__Output>
        Incident: MessageTypeDefinition<_botbazaar_billing_v1_Incident, _botbazaar_billing_v1_Incident__Output>
        IntegrityReply: MessageTypeDefinition<_botbazaar_billing_v1_IntegrityReply, _botbazaar_billing_v1_IntegrityReply__Output>
        LedgerAccount: MessageTypeDefinition<_botbazaar_billing_v1_LedgerAccount, _botbazaar_billing_v1_LedgerAccount__Output>
        LedgerEntry: MessageTypeDefinition<_botbazaar_billing_v1_LedgerEntry, _botbazaar_billing_v1_LedgerEntry__Output>
        LedgerTransfer: MessageTypeDefinition<_botbazaar_billing_v1_LedgerTransfer, _botbazaar_billing_v1_LedgerTransfer__Output>
        ListAdminActionsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListAdminActionsReply, _botbazaar_billing_v1_ListAdminActionsReply__Output>
        ListAdminActionsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListAdminActionsRequest, _botbazaar_billing_v1_ListAdminActionsRequest__Output>
        ListChargeEventsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListChargeEventsReply, _botbazaar_billing_v1_ListChargeEventsReply__Output>
        ListChargesReply: MessageTypeDefinition<_botbazaar_billing_v1_ListChargesReply, _botbazaar_billing_v1_ListChargesReply__Output>
        ListChargesRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListChargesRequest, _botbazaar_billing_v1_ListChargesRequest__Output>
        ListEntriesReply: MessageTypeDefinition<_botbazaar_billing_v1_ListEntriesReply, _botbazaar_billing_v1_ListEntriesReply__Output>
        ListEntriesRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListEntriesRequest, _botbazaar_billing_v1_ListEntriesRequest__Output>
        ListHoldsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListHoldsReply, _botbazaar_billing_v1_ListHoldsReply__Output>
        ListHoldsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListHoldsRequest, _botbazaar_billing_v1_ListHoldsRequest__Output>
        ListIncidentsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListIncidentsReply, _botbazaar_billing_v1_ListIncidentsReply__Output>
        ListIncidentsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListIncidentsRequest, _botbazaar_billing_v1_ListIncidentsRequest__Output>
        ListLedgerAccountsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListLedgerAccountsReply, _botbazaar_billing_v1_ListLedgerAccountsReply__Output>
        ListLedgerAccountsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListLedgerAccountsRequest, _botbazaar_billing_v1_ListLedgerAccountsRequest__Output>
        ListNodesReply: MessageTypeDefinition<_botbazaar_billing_v1_ListNodesReply, _botbazaar_billing_v1_ListNodesReply__Output>
        ListNodesRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListNodesRequest, _botbazaar_billing_v1_ListNodesRequest__Output>
        ListPayoutStopsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListPayoutStopsReply, _botbazaar_billing_v1_ListPayoutStopsReply__Output>
        ListPayoutStopsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListPayoutStopsRequest, _botbazaar_billing_v1_ListPayoutStopsRequest__Output>
        ListPayoutWorkReply: MessageTypeDefinition<_botbazaar_billing_v1_ListPayoutWorkReply, _botbazaar_billing_v1_ListPayoutWorkReply__Output>
        ListPayoutWorkRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListPayoutWorkRequest, _botbazaar_billing_v1_ListPayoutWorkRequest__Output>
        ListPayoutsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListPayoutsReply, _botbazaar_billing_v1_ListPayoutsReply__Output>
        ListPayoutsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListPayoutsRequest, _botbazaar_billing_v1_ListPayoutsRequest__Output>
        ListReceiptsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListReceiptsReply, _botbazaar_billing_v1_ListReceiptsReply__Output>
        ListReceiptsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListReceiptsRequest, _botbazaar_billing_v1_ListReceiptsRequest__Output>
        ListReconciliationsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListReconciliationsReply, _botbazaar_billing_v1_ListReconciliationsReply__Output>
        ListReconciliationsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListReconciliationsRequest, _botbazaar_billing_v1_ListReconciliationsRequest__Output>
        ListRegressionsReply: MessageTypeDefinition<_botbazaar_billing_v1_ListRegressionsReply, _botbazaar_billing_v1_ListRegressionsReply__Output>
        ListRegressionsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListRegressionsRequest, _botbazaar_billing_v1_ListRegressionsRequest__Output>
        ListTransfersReply: MessageTypeDefinition<_botbazaar_billing_v1_ListTransfersReply, _botbazaar_billing_v1_ListTransfersReply__Output>
        ListTransfersRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListTransfersRequest, _botbazaar_billing_v1_ListTransfersRequest__Output>
        ListUnsettledReply: MessageTypeDefinition<_botbazaar_billing_v1_ListUnsettledReply, _botbazaar_billing_v1_ListUnsettledReply__Output>
        ListUnsettledRequest: MessageTypeDefinition<_botbazaar_billing_v1_ListUnsettledRequest, _botbazaar_billing_v1_ListUnsettledRequest__Output>
        ListedCharge: MessageTypeDefinition<_botbazaar_billing_v1_ListedCharge, _botbazaar_billing_v1_ListedCharge__Output>
        NodeCondition: MessageTypeDefinition<_botbazaar_billing_v1_NodeCondition, _botbazaar_billing_v1_NodeCondition__Output>
        NodeInvoiceCount: MessageTypeDefinition<_botbazaar_billing_v1_NodeInvoiceCount, _botbazaar_billing_v1_NodeInvoiceCount__Output>
        OpenChargeRequest: MessageTypeDefinition<_botbazaar_billing_v1_OpenChargeRequest, _botbazaar_billing_v1_OpenChargeRequest__Output>
        PaymentReply: MessageTypeDefinition<_botbazaar_billing_v1_PaymentReply, _botbazaar_billing_v1_PaymentReply__Output>
        Payout: MessageTypeDefinition<_botbazaar_billing_v1_Payout, _botbazaar_billing_v1_Payout__Output>
        PayoutAttempt: MessageTypeDefinition<_botbazaar_billing_v1_PayoutAttempt, _botbazaar_billing_v1_PayoutAttempt__Output>
        PayoutEvent: MessageTypeDefinition<_botbazaar_billing_v1_PayoutEvent, _botbazaar_billing_v1_PayoutEvent__Output>
        PayoutSchedule: MessageTypeDefinition<_botbazaar_billing_v1_PayoutSchedule, _botbazaar_billing_v1_PayoutSchedule__Output>
        PayoutStop: MessageTypeDefinition<_botbazaar_billing_v1_PayoutStop, _botbazaar_billing_v1_PayoutStop__Output>
        PayoutStory: MessageTypeDefinition<_botbazaar_billing_v1_PayoutStory, _botbazaar_billing_v1_PayoutStory__Output>
        PayoutWork: MessageTypeDefinition<_botbazaar_billing_v1_PayoutWork, _botbazaar_billing_v1_PayoutWork__Output>
        Reconciliation: MessageTypeDefinition<_botbazaar_billing_v1_Reconciliation, _botbazaar_billing_v1_Reconciliation__Output>
        ReconciliationFinding: MessageTypeDefinition<_botbazaar_billing_v1_ReconciliationFinding, _botbazaar_billing_v1_ReconciliationFinding__Output>
        ReconciliationLine: MessageTypeDefinition<_botbazaar_billing_v1_ReconciliationLine, _botbazaar_billing_v1_ReconciliationLine__Output>
        RefundReply: MessageTypeDefinition<_botbazaar_billing_v1_RefundReply, _botbazaar_billing_v1_RefundReply__Output>
        Regression: MessageTypeDefinition<_botbazaar_billing_v1_Regression, _botbazaar_billing_v1_Regression__Output>
        ReportFinalityReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportFinalityReply, _botbazaar_billing_v1_ReportFinalityReply__Output>
        ReportFinalityRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportFinalityRequest, _botbazaar_billing_v1_ReportFinalityRequest__Output>
        ReportHeightReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportHeightReply, _botbazaar_billing_v1_ReportHeightReply__Output>
        ReportHeightRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportHeightRequest, _botbazaar_billing_v1_ReportHeightRequest__Output>
        ReportHoldingsReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportHoldingsReply, _botbazaar_billing_v1_ReportHoldingsReply__Output>
        ReportHoldingsRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportHoldingsRequest, _botbazaar_billing_v1_ReportHoldingsRequest__Output>
        ReportInvoiceReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportInvoiceReply, _botbazaar_billing_v1_ReportInvoiceReply__Output>
        ReportInvoiceRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportInvoiceRequest, _botbazaar_billing_v1_ReportInvoiceRequest__Output>
        ReportInvoicesReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportInvoicesReply, _botbazaar_billing_v1_ReportInvoicesReply__Output>
        ReportInvoicesRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportInvoicesRequest, _botbazaar_billing_v1_ReportInvoicesRequest__Output>
        ReportNodeReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportNodeReply, _botbazaar_billing_v1_ReportNodeReply__Output>
        ReportNodeRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportNodeRequest, _botbazaar_billing_v1_ReportNodeRequest__Output>
        ReportPayoutReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportPayoutReply, _botbazaar_billing_v1_ReportPayoutReply__Output>
        ReportPayoutRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportPayoutRequest, _botbazaar_billing_v1_ReportPayoutRequest__Output>
        ReportScheduleRunReply: MessageTypeDefinition<_botbazaar_billing_v1_ReportScheduleRunReply, _botbazaar_billing_v1_ReportScheduleRunReply__Output>
        ReportScheduleRunRequest: MessageTypeDefinition<_botbazaar_billing_v1_ReportScheduleRunRequest, _botbazaar_billing_v1_ReportScheduleRunRequest__Output>
        RequestReconciliationReply: MessageTypeDefinition<_botbazaar_billing_v1_RequestReconciliationReply, _botbazaar_billing_v1_RequestReconciliationReply__Output>
        RequestReconciliationRequest: MessageTypeDefinition<_botbazaar_billing_v1_RequestReconciliationRequest, _botbazaar_billing_v1_RequestReconciliationRequest__Output>
        ResolvedInvoice: MessageTypeDefinition<_botbazaar_billing_v1_ResolvedInvoice, _botbazaar_billing_v1_ResolvedInvoice__Output>
        SaveCheckpointReply: MessageTypeDefinition<_botbazaar_billing_v1_SaveCheckpointReply, _botbazaar_billing_v1_SaveCheckpointReply__Output>
        SaveCheckpointRequest: MessageTypeDefinition<_botbazaar_billing_v1_SaveCheckpointRequest, _botbazaar_billing_v1_SaveCheckpointRequest__Output>
        SetPayoutScheduleRequest: MessageTypeDefinition<_botbazaar_billing_v1_SetPayoutScheduleRequest, _botbazaar_billing_v1_SetPayoutScheduleRequest__Output>
        SetPayoutStopReply: MessageTypeDefinition<_botbazaar_billing_v1_SetPayoutStopReply, _botbazaar_billing_v1_SetPayoutStopReply__Output>
        SetPayoutStopRequest: MessageTypeDefinition<_botbazaar_billing_v1_SetPayoutStopRequest, _botbazaar_billing_v1_SetPayoutStopRequest__Output>
        SummarizeChargesReply: MessageTypeDefinition<_botbazaar_billing_v1_SummarizeChargesReply, _botbazaar_billing_v1_SummarizeChargesReply__Output>
        SummarizeChargesRequest: MessageTypeDefinition<_botbazaar_billing_v1_SummarizeChargesRequest, _botbazaar_billing_v1_SummarizeChargesRequest__Output>
        TakeDueSchedulesReply: MessageTypeDefinition<_botbazaar_billing_v1_TakeDueSchedulesReply, _botbazaar_billing_v1_TakeDueSchedulesReply__Output>
        TakeDueSchedulesRequest: MessageTypeDefinition<_botbazaar_billing_v1_TakeDueSchedulesRequest, _botbazaar_billing_v1_TakeDueSchedulesRequest__Output>
        TakeReconciliationReply: MessageTypeDefinition<_botbazaar_billing_v1_TakeReconciliationReply, _botbazaar_billing_v1_TakeReconciliationReply__Output>
        TakeReconciliationRequest: MessageTypeDefinition<_botbazaar_billing_v1_TakeReconciliationRequest, _botbazaar_billing_v1_TakeReconciliationRequest__Output>
        TransferLeg: MessageTypeDefinition<_botbazaar_billing_v1_TransferLeg, _botbazaar_billing_v1_TransferLeg__Output>
        TrialBalanceLine: MessageTypeDefinition<_botbazaar_billing_v1_TrialBalanceLine, _botbazaar_billing_v1_TrialBalanceLine__Output>
        TrialBalanceReply: MessageTypeDefinition<_botbazaar_billing_v1_TrialBalanceReply, _botbazaar_billing_v1_TrialBalanceReply__Output>
        UnsettledCharge: MessageTypeDefinition<_botbazaar_billing_v1_UnsettledCharge, _botbazaar_billing_v1_UnsettledCharge__Output>
        VerifyCredentialReply: MessageTypeDefinition<_botbazaar_billing_v1_VerifyCredentialReply, _botbazaar_billing_v1_VerifyCredentialReply__Output>
        VerifyCredentialRequest: MessageTypeDefinition<_botbazaar_billing_v1_VerifyCredentialRequest, _botbazaar_billing_v1_VerifyCredentialRequest__Output>
        WaitingReceipt: MessageTypeDefinition<_botbazaar_billing_v1_WaitingReceipt, _botbazaar_billing_v1_WaitingReceipt__Output>
      }
    }
  }
}

