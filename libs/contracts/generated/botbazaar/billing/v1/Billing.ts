// Original file: proto/botbazaar/billing/v1/billing.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AcceptDifferenceReply as _botbazaar_billing_v1_AcceptDifferenceReply, AcceptDifferenceReply__Output as _botbazaar_billing_v1_AcceptDifferenceReply__Output } from '../../../botbazaar/billing/v1/AcceptDifferenceReply.js';
import type { AcceptDifferenceRequest as _botbazaar_billing_v1_AcceptDifferenceRequest, AcceptDifferenceRequest__Output as _botbazaar_billing_v1_AcceptDifferenceRequest__Output } from '../../../botbazaar/billing/v1/AcceptDifferenceRequest.js';
import type { AccountReply as _botbazaar_billing_v1_AccountReply, AccountReply__Output as _botbazaar_billing_v1_AccountReply__Output } from '../../../botbazaar/billing/v1/AccountReply.js';
import type { BeginAdminActionReply as _botbazaar_billing_v1_BeginAdminActionReply, BeginAdminActionReply__Output as _botbazaar_billing_v1_BeginAdminActionReply__Output } from '../../../botbazaar/billing/v1/BeginAdminActionReply.js';
import type { BeginAdminActionRequest as _botbazaar_billing_v1_BeginAdminActionRequest, BeginAdminActionRequest__Output as _botbazaar_billing_v1_BeginAdminActionRequest__Output } from '../../../botbazaar/billing/v1/BeginAdminActionRequest.js';
import type { BeginPayoutAttemptReply as _botbazaar_billing_v1_BeginPayoutAttemptReply, BeginPayoutAttemptReply__Output as _botbazaar_billing_v1_BeginPayoutAttemptReply__Output } from '../../../botbazaar/billing/v1/BeginPayoutAttemptReply.js';
import type { BeginPayoutAttemptRequest as _botbazaar_billing_v1_BeginPayoutAttemptRequest, BeginPayoutAttemptRequest__Output as _botbazaar_billing_v1_BeginPayoutAttemptRequest__Output } from '../../../botbazaar/billing/v1/BeginPayoutAttemptRequest.js';
import type { CancelChargeReply as _botbazaar_billing_v1_CancelChargeReply, CancelChargeReply__Output as _botbazaar_billing_v1_CancelChargeReply__Output } from '../../../botbazaar/billing/v1/CancelChargeReply.js';
import type { CancelChargeRequest as _botbazaar_billing_v1_CancelChargeRequest, CancelChargeRequest__Output as _botbazaar_billing_v1_CancelChargeRequest__Output } from '../../../botbazaar/billing/v1/CancelChargeRequest.js';
import type { CaptureChargeReply as _botbazaar_billing_v1_CaptureChargeReply, CaptureChargeReply__Output as _botbazaar_billing_v1_CaptureChargeReply__Output } from '../../../botbazaar/billing/v1/CaptureChargeReply.js';
import type { CaptureChargeRequest as _botbazaar_billing_v1_CaptureChargeRequest, CaptureChargeRequest__Output as _botbazaar_billing_v1_CaptureChargeRequest__Output } from '../../../botbazaar/billing/v1/CaptureChargeRequest.js';
import type { ChargeReply as _botbazaar_billing_v1_ChargeReply, ChargeReply__Output as _botbazaar_billing_v1_ChargeReply__Output } from '../../../botbazaar/billing/v1/ChargeReply.js';
import type { CheckIntegrityRequest as _botbazaar_billing_v1_CheckIntegrityRequest, CheckIntegrityRequest__Output as _botbazaar_billing_v1_CheckIntegrityRequest__Output } from '../../../botbazaar/billing/v1/CheckIntegrityRequest.js';
import type { CheckInvoicesReply as _botbazaar_billing_v1_CheckInvoicesReply, CheckInvoicesReply__Output as _botbazaar_billing_v1_CheckInvoicesReply__Output } from '../../../botbazaar/billing/v1/CheckInvoicesReply.js';
import type { CheckInvoicesRequest as _botbazaar_billing_v1_CheckInvoicesRequest, CheckInvoicesRequest__Output as _botbazaar_billing_v1_CheckInvoicesRequest__Output } from '../../../botbazaar/billing/v1/CheckInvoicesRequest.js';
import type { Checkpoint as _botbazaar_billing_v1_Checkpoint, Checkpoint__Output as _botbazaar_billing_v1_Checkpoint__Output } from '../../../botbazaar/billing/v1/Checkpoint.js';
import type { ClearRegressionReply as _botbazaar_billing_v1_ClearRegressionReply, ClearRegressionReply__Output as _botbazaar_billing_v1_ClearRegressionReply__Output } from '../../../botbazaar/billing/v1/ClearRegressionReply.js';
import type { ClearRegressionRequest as _botbazaar_billing_v1_ClearRegressionRequest, ClearRegressionRequest__Output as _botbazaar_billing_v1_ClearRegressionRequest__Output } from '../../../botbazaar/billing/v1/ClearRegressionRequest.js';
import type { CloseIncidentReply as _botbazaar_billing_v1_CloseIncidentReply, CloseIncidentReply__Output as _botbazaar_billing_v1_CloseIncidentReply__Output } from '../../../botbazaar/billing/v1/CloseIncidentReply.js';
import type { CloseIncidentRequest as _botbazaar_billing_v1_CloseIncidentRequest, CloseIncidentRequest__Output as _botbazaar_billing_v1_CloseIncidentRequest__Output } from '../../../botbazaar/billing/v1/CloseIncidentRequest.js';
import type { CreateAccountReply as _botbazaar_billing_v1_CreateAccountReply, CreateAccountReply__Output as _botbazaar_billing_v1_CreateAccountReply__Output } from '../../../botbazaar/billing/v1/CreateAccountReply.js';
import type { CreateAccountRequest as _botbazaar_billing_v1_CreateAccountRequest, CreateAccountRequest__Output as _botbazaar_billing_v1_CreateAccountRequest__Output } from '../../../botbazaar/billing/v1/CreateAccountRequest.js';
import type { CreatePayoutReply as _botbazaar_billing_v1_CreatePayoutReply, CreatePayoutReply__Output as _botbazaar_billing_v1_CreatePayoutReply__Output } from '../../../botbazaar/billing/v1/CreatePayoutReply.js';
import type { CreatePayoutRequest as _botbazaar_billing_v1_CreatePayoutRequest, CreatePayoutRequest__Output as _botbazaar_billing_v1_CreatePayoutRequest__Output } from '../../../botbazaar/billing/v1/CreatePayoutRequest.js';
import type { CreateRefundReply as _botbazaar_billing_v1_CreateRefundReply, CreateRefundReply__Output as _botbazaar_billing_v1_CreateRefundReply__Output } from '../../../botbazaar/billing/v1/CreateRefundReply.js';
import type { CreateRefundRequest as _botbazaar_billing_v1_CreateRefundRequest, CreateRefundRequest__Output as _botbazaar_billing_v1_CreateRefundRequest__Output } from '../../../botbazaar/billing/v1/CreateRefundRequest.js';
import type { DeletePayoutScheduleReply as _botbazaar_billing_v1_DeletePayoutScheduleReply, DeletePayoutScheduleReply__Output as _botbazaar_billing_v1_DeletePayoutScheduleReply__Output } from '../../../botbazaar/billing/v1/DeletePayoutScheduleReply.js';
import type { DeletePayoutScheduleRequest as _botbazaar_billing_v1_DeletePayoutScheduleRequest, DeletePayoutScheduleRequest__Output as _botbazaar_billing_v1_DeletePayoutScheduleRequest__Output } from '../../../botbazaar/billing/v1/DeletePayoutScheduleRequest.js';
import type { EndAdminActionReply as _botbazaar_billing_v1_EndAdminActionReply, EndAdminActionReply__Output as _botbazaar_billing_v1_EndAdminActionReply__Output } from '../../../botbazaar/billing/v1/EndAdminActionReply.js';
import type { EndAdminActionRequest as _botbazaar_billing_v1_EndAdminActionRequest, EndAdminActionRequest__Output as _botbazaar_billing_v1_EndAdminActionRequest__Output } from '../../../botbazaar/billing/v1/EndAdminActionRequest.js';
import type { GetAccountRequest as _botbazaar_billing_v1_GetAccountRequest, GetAccountRequest__Output as _botbazaar_billing_v1_GetAccountRequest__Output } from '../../../botbazaar/billing/v1/GetAccountRequest.js';
import type { GetChargeRequest as _botbazaar_billing_v1_GetChargeRequest, GetChargeRequest__Output as _botbazaar_billing_v1_GetChargeRequest__Output } from '../../../botbazaar/billing/v1/GetChargeRequest.js';
import type { GetCheckpointRequest as _botbazaar_billing_v1_GetCheckpointRequest, GetCheckpointRequest__Output as _botbazaar_billing_v1_GetCheckpointRequest__Output } from '../../../botbazaar/billing/v1/GetCheckpointRequest.js';
import type { GetPayoutRequest as _botbazaar_billing_v1_GetPayoutRequest, GetPayoutRequest__Output as _botbazaar_billing_v1_GetPayoutRequest__Output } from '../../../botbazaar/billing/v1/GetPayoutRequest.js';
import type { GetPayoutScheduleRequest as _botbazaar_billing_v1_GetPayoutScheduleRequest, GetPayoutScheduleRequest__Output as _botbazaar_billing_v1_GetPayoutScheduleRequest__Output } from '../../../botbazaar/billing/v1/GetPayoutScheduleRequest.js';
import type { GetPayoutStoryRequest as _botbazaar_billing_v1_GetPayoutStoryRequest, GetPayoutStoryRequest__Output as _botbazaar_billing_v1_GetPayoutStoryRequest__Output } from '../../../botbazaar/billing/v1/GetPayoutStoryRequest.js';
import type { GetReconciliationReply as _botbazaar_billing_v1_GetReconciliationReply, GetReconciliationReply__Output as _botbazaar_billing_v1_GetReconciliationReply__Output } from '../../../botbazaar/billing/v1/GetReconciliationReply.js';
import type { GetReconciliationRequest as _botbazaar_billing_v1_GetReconciliationRequest, GetReconciliationRequest__Output as _botbazaar_billing_v1_GetReconciliationRequest__Output } from '../../../botbazaar/billing/v1/GetReconciliationRequest.js';
import type { GetRefundRequest as _botbazaar_billing_v1_GetRefundRequest, GetRefundRequest__Output as _botbazaar_billing_v1_GetRefundRequest__Output } from '../../../botbazaar/billing/v1/GetRefundRequest.js';
import type { GetTrialBalanceRequest as _botbazaar_billing_v1_GetTrialBalanceRequest, GetTrialBalanceRequest__Output as _botbazaar_billing_v1_GetTrialBalanceRequest__Output } from '../../../botbazaar/billing/v1/GetTrialBalanceRequest.js';
import type { IntegrityReply as _botbazaar_billing_v1_IntegrityReply, IntegrityReply__Output as _botbazaar_billing_v1_IntegrityReply__Output } from '../../../botbazaar/billing/v1/IntegrityReply.js';
import type { ListAdminActionsReply as _botbazaar_billing_v1_ListAdminActionsReply, ListAdminActionsReply__Output as _botbazaar_billing_v1_ListAdminActionsReply__Output } from '../../../botbazaar/billing/v1/ListAdminActionsReply.js';
import type { ListAdminActionsRequest as _botbazaar_billing_v1_ListAdminActionsRequest, ListAdminActionsRequest__Output as _botbazaar_billing_v1_ListAdminActionsRequest__Output } from '../../../botbazaar/billing/v1/ListAdminActionsRequest.js';
import type { ListChargeEventsReply as _botbazaar_billing_v1_ListChargeEventsReply, ListChargeEventsReply__Output as _botbazaar_billing_v1_ListChargeEventsReply__Output } from '../../../botbazaar/billing/v1/ListChargeEventsReply.js';
import type { ListChargesReply as _botbazaar_billing_v1_ListChargesReply, ListChargesReply__Output as _botbazaar_billing_v1_ListChargesReply__Output } from '../../../botbazaar/billing/v1/ListChargesReply.js';
import type { ListChargesRequest as _botbazaar_billing_v1_ListChargesRequest, ListChargesRequest__Output as _botbazaar_billing_v1_ListChargesRequest__Output } from '../../../botbazaar/billing/v1/ListChargesRequest.js';
import type { ListEntriesReply as _botbazaar_billing_v1_ListEntriesReply, ListEntriesReply__Output as _botbazaar_billing_v1_ListEntriesReply__Output } from '../../../botbazaar/billing/v1/ListEntriesReply.js';
import type { ListEntriesRequest as _botbazaar_billing_v1_ListEntriesRequest, ListEntriesRequest__Output as _botbazaar_billing_v1_ListEntriesRequest__Output } from '../../../botbazaar/billing/v1/ListEntriesRequest.js';
import type { ListHoldsReply as _botbazaar_billing_v1_ListHoldsReply, ListHoldsReply__Output as _botbazaar_billing_v1_ListHoldsReply__Output } from '../../../botbazaar/billing/v1/ListHoldsReply.js';
import type { ListHoldsRequest as _botbazaar_billing_v1_ListHoldsRequest, ListHoldsRequest__Output as _botbazaar_billing_v1_ListHoldsRequest__Output } from '../../../botbazaar/billing/v1/ListHoldsRequest.js';
import type { ListIncidentsReply as _botbazaar_billing_v1_ListIncidentsReply, ListIncidentsReply__Output as _botbazaar_billing_v1_ListIncidentsReply__Output } from '../../../botbazaar/billing/v1/ListIncidentsReply.js';
import type { ListIncidentsRequest as _botbazaar_billing_v1_ListIncidentsRequest, ListIncidentsRequest__Output as _botbazaar_billing_v1_ListIncidentsRequest__Output } from '../../../botbazaar/billing/v1/ListIncidentsRequest.js';
import type { ListLedgerAccountsReply as _botbazaar_billing_v1_ListLedgerAccountsReply, ListLedgerAccountsReply__Output as _botbazaar_billing_v1_ListLedgerAccountsReply__Output } from '../../../botbazaar/billing/v1/ListLedgerAccountsReply.js';
import type { ListLedgerAccountsRequest as _botbazaar_billing_v1_ListLedgerAccountsRequest, ListLedgerAccountsRequest__Output as _botbazaar_billing_v1_ListLedgerAccountsRequest__Output } from '../../../botbazaar/billing/v1/ListLedgerAccountsRequest.js';
import type { ListNodesReply as _botbazaar_billing_v1_ListNodesReply, ListNodesReply__Output as _botbazaar_billing_v1_ListNodesReply__Output } from '../../../botbazaar/billing/v1/ListNodesReply.js';
import type { ListNodesRequest as _botbazaar_billing_v1_ListNodesRequest, ListNodesRequest__Output as _botbazaar_billing_v1_ListNodesRequest__Output } from '../../../botbazaar/billing/v1/ListNodesRequest.js';
import type { ListPayoutStopsReply as _botbazaar_billing_v1_ListPayoutStopsReply, ListPayoutStopsReply__Output as _botbazaar_billing_v1_ListPayoutStopsReply__Output } from '../../../botbazaar/billing/v1/ListPayoutStopsReply.js';
import type { ListPayoutStopsRequest as _botbazaar_billing_v1_ListPayoutStopsRequest, ListPayoutStopsRequest__Output as _botbazaar_billing_v1_ListPayoutStopsRequest__Output } from '../../../botbazaar/billing/v1/ListPayoutStopsRequest.js';
import type { ListPayoutWorkReply as _botbazaar_billing_v1_ListPayoutWorkReply, ListPayoutWorkReply__Output as _botbazaar_billing_v1_ListPayoutWorkReply__Output } from '../../../botbazaar/billing/v1/ListPayoutWorkReply.js';
import type { ListPayoutWorkRequest as _botbazaar_billing_v1_ListPayoutWorkRequest, ListPayoutWorkRequest__Output as _botbazaar_billing_v1_ListPayoutWorkRequest__Output } from '../../../botbazaar/billing/v1/ListPayoutWorkRequest.js';
import type { ListPayoutsReply as _botbazaar_billing_v1_ListPayoutsReply, ListPayoutsReply__Output as _botbazaar_billing_v1_ListPayoutsReply__Output } from '../../../botbazaar/billing/v1/ListPayoutsReply.js';
import type { ListPayoutsRequest as _botbazaar_billing_v1_ListPayoutsRequest, ListPayoutsRequest__Output as _botbazaar_billing_v1_ListPayoutsRequest__Output } from '../../../botbazaar/billing/v1/ListPayoutsRequest.js';
import type { ListReceiptsReply as _botbazaar_billing_v1_ListReceiptsReply, ListReceiptsReply__Output as _botbazaar_billing_v1_ListReceiptsReply__Output } from '../../../botbazaar/billing/v1/ListReceiptsReply.js';
import type { ListReceiptsRequest as _botbazaar_billing_v1_ListReceiptsRequest, ListReceiptsRequest__Output as _botbazaar_billing_v1_ListReceiptsRequest__Output } from '../../../botbazaar/billing/v1/ListReceiptsRequest.js';
import type { ListReconciliationsReply as _botbazaar_billing_v1_ListReconciliationsReply, ListReconciliationsReply__Output as _botbazaar_billing_v1_ListReconciliationsReply__Output } from '../../../botbazaar/billing/v1/ListReconciliationsReply.js';
import type { ListReconciliationsRequest as _botbazaar_billing_v1_ListReconciliationsRequest, ListReconciliationsRequest__Output as _botbazaar_billing_v1_ListReconciliationsRequest__Output } from '../../../botbazaar/billing/v1/ListReconciliationsRequest.js';
import type { ListRegressionsReply as _botbazaar_billing_v1_ListRegressionsReply, ListRegressionsReply__Output as _botbazaar_billing_v1_ListRegressionsReply__Output } from '../../../botbazaar/billing/v1/ListRegressionsReply.js';
import type { ListRegressionsRequest as _botbazaar_billing_v1_ListRegressionsRequest, ListRegressionsRequest__Output as _botbazaar_billing_v1_ListRegressionsRequest__Output } from '../../../botbazaar/billing/v1/ListRegressionsRequest.js';
import type { ListTransfersReply as _botbazaar_billing_v1_ListTransfersReply, ListTransfersReply__Output as _botbazaar_billing_v1_ListTransfersReply__Output } from '../../../botbazaar/billing/v1/ListTransfersReply.js';
import type { ListTransfersRequest as _botbazaar_billing_v1_ListTransfersRequest, ListTransfersRequest__Output as _botbazaar_billing_v1_ListTransfersRequest__Output } from '../../../botbazaar/billing/v1/ListTransfersRequest.js';
import type { ListUnsettledReply as _botbazaar_billing_v1_ListUnsettledReply, ListUnsettledReply__Output as _botbazaar_billing_v1_ListUnsettledReply__Output } from '../../../botbazaar/billing/v1/ListUnsettledReply.js';
import type { ListUnsettledRequest as _botbazaar_billing_v1_ListUnsettledRequest, ListUnsettledRequest__Output as _botbazaar_billing_v1_ListUnsettledRequest__Output } from '../../../botbazaar/billing/v1/ListUnsettledRequest.js';
import type { OpenChargeRequest as _botbazaar_billing_v1_OpenChargeRequest, OpenChargeRequest__Output as _botbazaar_billing_v1_OpenChargeRequest__Output } from '../../../botbazaar/billing/v1/OpenChargeRequest.js';
import type { PaymentReply as _botbazaar_billing_v1_PaymentReply, PaymentReply__Output as _botbazaar_billing_v1_PaymentReply__Output } from '../../../botbazaar/billing/v1/PaymentReply.js';
import type { Payout as _botbazaar_billing_v1_Payout, Payout__Output as _botbazaar_billing_v1_Payout__Output } from '../../../botbazaar/billing/v1/Payout.js';
import type { PayoutSchedule as _botbazaar_billing_v1_PayoutSchedule, PayoutSchedule__Output as _botbazaar_billing_v1_PayoutSchedule__Output } from '../../../botbazaar/billing/v1/PayoutSchedule.js';
import type { PayoutStory as _botbazaar_billing_v1_PayoutStory, PayoutStory__Output as _botbazaar_billing_v1_PayoutStory__Output } from '../../../botbazaar/billing/v1/PayoutStory.js';
import type { RefundReply as _botbazaar_billing_v1_RefundReply, RefundReply__Output as _botbazaar_billing_v1_RefundReply__Output } from '../../../botbazaar/billing/v1/RefundReply.js';
import type { ReportFinalityReply as _botbazaar_billing_v1_ReportFinalityReply, ReportFinalityReply__Output as _botbazaar_billing_v1_ReportFinalityReply__Output } from '../../../botbazaar/billing/v1/ReportFinalityReply.js';
import type { ReportFinalityRequest as _botbazaar_billing_v1_ReportFinalityRequest, ReportFinalityRequest__Output as _botbazaar_billing_v1_ReportFinalityRequest__Output } from '../../../botbazaar/billing/v1/ReportFinalityRequest.js';
import type { ReportHeightReply as _botbazaar_billing_v1_ReportHeightReply, ReportHeightReply__Output as _botbazaar_billing_v1_ReportHeightReply__Output } from '../../../botbazaar/billing/v1/ReportHeightReply.js';
import type { ReportHeightRequest as _botbazaar_billing_v1_ReportHeightRequest, ReportHeightRequest__Output as _botbazaar_billing_v1_ReportHeightRequest__Output } from '../../../botbazaar/billing/v1/ReportHeightRequest.js';
import type { ReportHoldingsReply as _botbazaar_billing_v1_ReportHoldingsReply, ReportHoldingsReply__Output as _botbazaar_billing_v1_ReportHoldingsReply__Output } from '../../../botbazaar/billing/v1/ReportHoldingsReply.js';
import type { ReportHoldingsRequest as _botbazaar_billing_v1_ReportHoldingsRequest, ReportHoldingsRequest__Output as _botbazaar_billing_v1_ReportHoldingsRequest__Output } from '../../../botbazaar/billing/v1/ReportHoldingsRequest.js';
import type { ReportInvoiceReply as _botbazaar_billing_v1_ReportInvoiceReply, ReportInvoiceReply__Output as _botbazaar_billing_v1_ReportInvoiceReply__Output } from '../../../botbazaar/billing/v1/ReportInvoiceReply.js';
import type { ReportInvoiceRequest as _botbazaar_billing_v1_ReportInvoiceRequest, ReportInvoiceRequest__Output as _botbazaar_billing_v1_ReportInvoiceRequest__Output } from '../../../botbazaar/billing/v1/ReportInvoiceRequest.js';
import type { ReportInvoicesReply as _botbazaar_billing_v1_ReportInvoicesReply, ReportInvoicesReply__Output as _botbazaar_billing_v1_ReportInvoicesReply__Output } from '../../../botbazaar/billing/v1/ReportInvoicesReply.js';
import type { ReportInvoicesRequest as _botbazaar_billing_v1_ReportInvoicesRequest, ReportInvoicesRequest__Output as _botbazaar_billing_v1_ReportInvoicesRequest__Output } from '../../../botbazaar/billing/v1/ReportInvoicesRequest.js';
import type { ReportNodeReply as _botbazaar_billing_v1_ReportNodeReply, ReportNodeReply__Output as _botbazaar_billing_v1_ReportNodeReply__Output } from '../../../botbazaar/billing/v1/ReportNodeReply.js';
import type { ReportNodeRequest as _botbazaar_billing_v1_ReportNodeRequest, ReportNodeRequest__Output as _botbazaar_billing_v1_ReportNodeRequest__Output } from '../../../botbazaar/billing/v1/ReportNodeRequest.js';
import type { ReportPayoutReply as _botbazaar_billing_v1_ReportPayoutReply, ReportPayoutReply__Output as _botbazaar_billing_v1_ReportPayoutReply__Output } from '../../../botbazaar/billing/v1/ReportPayoutReply.js';
import type { ReportPayoutRequest as _botbazaar_billing_v1_ReportPayoutRequest, ReportPayoutRequest__Output as _botbazaar_billing_v1_ReportPayoutRequest__Output } from '../../../botbazaar/billing/v1/ReportPayoutRequest.js';
import type { ReportScheduleRunReply as _botbazaar_billing_v1_ReportScheduleRunReply, ReportScheduleRunReply__Output as _botbazaar_billing_v1_ReportScheduleRunReply__Output } from '../../../botbazaar/billing/v1/ReportScheduleRunReply.js';
import type { ReportScheduleRunRequest as _botbazaar_billing_v1_ReportScheduleRunRequest, ReportScheduleRunRequest__Output as _botbazaar_billing_v1_ReportScheduleRunRequest__Output } from '../../../botbazaar/billing/v1/ReportScheduleRunRequest.js';
import type { RequestReconciliationReply as _botbazaar_billing_v1_RequestReconciliationReply, RequestReconciliationReply__Output as _botbazaar_billing_v1_RequestReconciliationReply__Output } from '../../../botbazaar/billing/v1/RequestReconciliationReply.js';
import type { RequestReconciliationRequest as _botbazaar_billing_v1_RequestReconciliationRequest, RequestReconciliationRequest__Output as _botbazaar_billing_v1_RequestReconciliationRequest__Output } from '../../../botbazaar/billing/v1/RequestReconciliationRequest.js';
import type { SaveCheckpointReply as _botbazaar_billing_v1_SaveCheckpointReply, SaveCheckpointReply__Output as _botbazaar_billing_v1_SaveCheckpointReply__Output } from '../../../botbazaar/billing/v1/SaveCheckpointReply.js';
import type { SaveCheckpointRequest as _botbazaar_billing_v1_SaveCheckpointRequest, SaveCheckpointRequest__Output as _botbazaar_billing_v1_SaveCheckpointRequest__Output } from '../../../botbazaar/billing/v1/SaveCheckpointRequest.js';
import type { SetPayoutScheduleRequest as _botbazaar_billing_v1_SetPayoutScheduleRequest, SetPayoutScheduleRequest__Output as _botbazaar_billing_v1_SetPayoutScheduleRequest__Output } from '../../../botbazaar/billing/v1/SetPayoutScheduleRequest.js';
import type { SetPayoutStopReply as _botbazaar_billing_v1_SetPayoutStopReply, SetPayoutStopReply__Output as _botbazaar_billing_v1_SetPayoutStopReply__Output } from '../../../botbazaar/billing/v1/SetPayoutStopReply.js';
import type { SetPayoutStopRequest as _botbazaar_billing_v1_SetPayoutStopRequest, SetPayoutStopRequest__Output as _botbazaar_billing_v1_SetPayoutStopRequest__Output } from '../../../botbazaar/billing/v1/SetPayoutStopRequest.js';
import type { SummarizeChargesReply as _botbazaar_billing_v1_SummarizeChargesReply, SummarizeChargesReply__Output as _botbazaar_billing_v1_SummarizeChargesReply__Output } from '../../../botbazaar/billing/v1/SummarizeChargesReply.js';
import type { SummarizeChargesRequest as _botbazaar_billing_v1_SummarizeChargesRequest, SummarizeChargesRequest__Output as _botbazaar_billing_v1_SummarizeChargesRequest__Output } from '../../../botbazaar/billing/v1/SummarizeChargesRequest.js';
import type { TakeDueSchedulesReply as _botbazaar_billing_v1_TakeDueSchedulesReply, TakeDueSchedulesReply__Output as _botbazaar_billing_v1_TakeDueSchedulesReply__Output } from '../../../botbazaar/billing/v1/TakeDueSchedulesReply.js';
import type { TakeDueSchedulesRequest as _botbazaar_billing_v1_TakeDueSchedulesRequest, TakeDueSchedulesRequest__Output as _botbazaar_billing_v1_TakeDueSchedulesRequest__Output } from '../../../botbazaar/billing/v1/TakeDueSchedulesRequest.js';
import type { TakeReconciliationReply as _botbazaar_billing_v1_TakeReconciliationReply, TakeReconciliationReply__Output as _botbazaar_billing_v1_TakeReconciliationReply__Output } from '../../../botbazaar/billing/v1/TakeReconciliationReply.js';
import type { TakeReconciliationRequest as _botbazaar_billing_v1_TakeReconciliationRequest, TakeReconciliationRequest__Output as _botbazaar_billing_v1_TakeReconciliationRequest__Output } from '../../../botbazaar/billing/v1/TakeReconciliationRequest.js';
import type { TrialBalanceReply as _botbazaar_billing_v1_TrialBalanceReply, TrialBalanceReply__Output as _botbazaar_billing_v1_TrialBalanceReply__Output } from '../../../botbazaar/billing/v1/TrialBalanceReply.js';
import type { VerifyCredentialReply as _botbazaar_billing_v1_VerifyCredentialReply, VerifyCredentialReply__Output as _botbazaar_billing_v1_VerifyCredentialReply__Output } from '../../../botbazaar/billing/v1/VerifyCredentialReply.js';
import type { VerifyCredentialRequest as _botbazaar_billing_v1_VerifyCredentialRequest, VerifyCredentialRequest__Output as _botbazaar_billing_v1_VerifyCredentialRequest__Output } from '../../../botbazaar/billing/v1/VerifyCredentialRequest.js';

export interface BillingClient extends grpc.Client {
  AcceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  AcceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  AcceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  AcceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  acceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  acceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  acceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  acceptDifference(argument: _botbazaar_billing_v1_AcceptDifferenceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_AcceptDifferenceReply__Output>): grpc.ClientUnaryCall;
  
  BeginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  BeginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  BeginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  BeginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  beginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  beginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  beginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  beginAdminAction(argument: _botbazaar_billing_v1_BeginAdminActionRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginAdminActionReply__Output>): grpc.ClientUnaryCall;
  
  BeginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  BeginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  BeginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  BeginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  beginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  beginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  beginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  beginPayoutAttempt(argument: _botbazaar_billing_v1_BeginPayoutAttemptRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_BeginPayoutAttemptReply__Output>): grpc.ClientUnaryCall;
  
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
  
  CheckInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  CheckInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  CheckInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  CheckInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  checkInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  checkInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  checkInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  checkInvoices(argument: _botbazaar_billing_v1_CheckInvoicesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CheckInvoicesReply__Output>): grpc.ClientUnaryCall;
  
  ClearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  ClearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  ClearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  ClearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  clearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  clearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  clearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  clearRegression(argument: _botbazaar_billing_v1_ClearRegressionRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ClearRegressionReply__Output>): grpc.ClientUnaryCall;
  
  CloseIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  CloseIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  CloseIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  CloseIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  closeIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  closeIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  closeIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  closeIncident(argument: _botbazaar_billing_v1_CloseIncidentRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CloseIncidentReply__Output>): grpc.ClientUnaryCall;
  
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  CreateAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  createAccount(argument: _botbazaar_billing_v1_CreateAccountRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateAccountReply__Output>): grpc.ClientUnaryCall;
  
  CreatePayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  CreatePayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  CreatePayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  CreatePayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  createPayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  createPayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  createPayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  createPayout(argument: _botbazaar_billing_v1_CreatePayoutRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreatePayoutReply__Output>): grpc.ClientUnaryCall;
  
  CreateRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  CreateRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  CreateRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  CreateRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  createRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  createRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  createRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  createRefund(argument: _botbazaar_billing_v1_CreateRefundRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_CreateRefundReply__Output>): grpc.ClientUnaryCall;
  
  DeletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  DeletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  DeletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  DeletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  deletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  deletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  deletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  deletePayoutSchedule(argument: _botbazaar_billing_v1_DeletePayoutScheduleRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_DeletePayoutScheduleReply__Output>): grpc.ClientUnaryCall;
  
  EndAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  EndAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  EndAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  EndAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  endAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  endAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  endAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  endAdminAction(argument: _botbazaar_billing_v1_EndAdminActionRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_EndAdminActionReply__Output>): grpc.ClientUnaryCall;
  
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
  
  GetCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  GetCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  GetCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  GetCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  getCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  getCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  getCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  getCheckpoint(argument: _botbazaar_billing_v1_GetCheckpointRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_Checkpoint__Output>): grpc.ClientUnaryCall;
  
  GetPayment(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  GetPayment(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  GetPayment(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  GetPayment(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  getPayment(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  getPayment(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  getPayment(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  getPayment(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PaymentReply__Output>): grpc.ClientUnaryCall;
  
  GetPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  GetPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  GetPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  GetPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  getPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  getPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  getPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  getPayout(argument: _botbazaar_billing_v1_GetPayoutRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_Payout__Output>): grpc.ClientUnaryCall;
  
  GetPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  GetPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  GetPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  GetPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  getPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  getPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  getPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  getPayoutSchedule(argument: _botbazaar_billing_v1_GetPayoutScheduleRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  
  GetPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  GetPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  GetPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  GetPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  getPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  getPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  getPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  getPayoutStory(argument: _botbazaar_billing_v1_GetPayoutStoryRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutStory__Output>): grpc.ClientUnaryCall;
  
  GetReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  GetReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  GetReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  GetReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  getReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  getReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  getReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  getReconciliation(argument: _botbazaar_billing_v1_GetReconciliationRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_GetReconciliationReply__Output>): grpc.ClientUnaryCall;
  
  GetRefund(argument: _botbazaar_billing_v1_GetRefundRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  GetRefund(argument: _botbazaar_billing_v1_GetRefundRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  GetRefund(argument: _botbazaar_billing_v1_GetRefundRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  GetRefund(argument: _botbazaar_billing_v1_GetRefundRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  getRefund(argument: _botbazaar_billing_v1_GetRefundRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  getRefund(argument: _botbazaar_billing_v1_GetRefundRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  getRefund(argument: _botbazaar_billing_v1_GetRefundRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  getRefund(argument: _botbazaar_billing_v1_GetRefundRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_RefundReply__Output>): grpc.ClientUnaryCall;
  
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  GetTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  getTrialBalance(argument: _botbazaar_billing_v1_GetTrialBalanceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TrialBalanceReply__Output>): grpc.ClientUnaryCall;
  
  ListAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  ListAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  ListAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  ListAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  listAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  listAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  listAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  listAdminActions(argument: _botbazaar_billing_v1_ListAdminActionsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListAdminActionsReply__Output>): grpc.ClientUnaryCall;
  
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  ListChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  listChargeEvents(argument: _botbazaar_billing_v1_GetChargeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargeEventsReply__Output>): grpc.ClientUnaryCall;
  
  ListCharges(argument: _botbazaar_billing_v1_ListChargesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  ListCharges(argument: _botbazaar_billing_v1_ListChargesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  ListCharges(argument: _botbazaar_billing_v1_ListChargesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  ListCharges(argument: _botbazaar_billing_v1_ListChargesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  listCharges(argument: _botbazaar_billing_v1_ListChargesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  listCharges(argument: _botbazaar_billing_v1_ListChargesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  listCharges(argument: _botbazaar_billing_v1_ListChargesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  listCharges(argument: _botbazaar_billing_v1_ListChargesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListChargesReply__Output>): grpc.ClientUnaryCall;
  
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  ListEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  listEntries(argument: _botbazaar_billing_v1_ListEntriesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListEntriesReply__Output>): grpc.ClientUnaryCall;
  
  ListHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  ListHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  ListHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  ListHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  listHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  listHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  listHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  listHolds(argument: _botbazaar_billing_v1_ListHoldsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListHoldsReply__Output>): grpc.ClientUnaryCall;
  
  ListIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  ListIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  ListIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  ListIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  listIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  listIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  listIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  listIncidents(argument: _botbazaar_billing_v1_ListIncidentsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListIncidentsReply__Output>): grpc.ClientUnaryCall;
  
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  ListLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  listLedgerAccounts(argument: _botbazaar_billing_v1_ListLedgerAccountsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListLedgerAccountsReply__Output>): grpc.ClientUnaryCall;
  
  ListNodes(argument: _botbazaar_billing_v1_ListNodesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  ListNodes(argument: _botbazaar_billing_v1_ListNodesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  ListNodes(argument: _botbazaar_billing_v1_ListNodesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  ListNodes(argument: _botbazaar_billing_v1_ListNodesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  listNodes(argument: _botbazaar_billing_v1_ListNodesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  listNodes(argument: _botbazaar_billing_v1_ListNodesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  listNodes(argument: _botbazaar_billing_v1_ListNodesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  listNodes(argument: _botbazaar_billing_v1_ListNodesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListNodesReply__Output>): grpc.ClientUnaryCall;
  
  ListPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  ListPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  ListPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  ListPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  listPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  listPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  listPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  listPayoutStops(argument: _botbazaar_billing_v1_ListPayoutStopsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutStopsReply__Output>): grpc.ClientUnaryCall;
  
  ListPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  ListPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  ListPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  ListPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  listPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  listPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  listPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  listPayoutWork(argument: _botbazaar_billing_v1_ListPayoutWorkRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutWorkReply__Output>): grpc.ClientUnaryCall;
  
  ListPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  ListPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  ListPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  ListPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  listPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  listPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  listPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  listPayouts(argument: _botbazaar_billing_v1_ListPayoutsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListPayoutsReply__Output>): grpc.ClientUnaryCall;
  
  ListReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  ListReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  ListReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  ListReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  listReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  listReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  listReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  listReceipts(argument: _botbazaar_billing_v1_ListReceiptsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReceiptsReply__Output>): grpc.ClientUnaryCall;
  
  ListReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  ListReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  ListReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  ListReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  listReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  listReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  listReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  listReconciliations(argument: _botbazaar_billing_v1_ListReconciliationsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListReconciliationsReply__Output>): grpc.ClientUnaryCall;
  
  ListRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  ListRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  ListRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  ListRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  listRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  listRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  listRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  listRegressions(argument: _botbazaar_billing_v1_ListRegressionsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ListRegressionsReply__Output>): grpc.ClientUnaryCall;
  
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
  
  ReportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  ReportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  ReportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  ReportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  reportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  reportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  reportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  reportFinality(argument: _botbazaar_billing_v1_ReportFinalityRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportFinalityReply__Output>): grpc.ClientUnaryCall;
  
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  ReportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  reportHeight(argument: _botbazaar_billing_v1_ReportHeightRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHeightReply__Output>): grpc.ClientUnaryCall;
  
  ReportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  ReportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  ReportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  ReportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  reportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  reportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  reportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  reportHoldings(argument: _botbazaar_billing_v1_ReportHoldingsRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportHoldingsReply__Output>): grpc.ClientUnaryCall;
  
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  ReportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  reportInvoice(argument: _botbazaar_billing_v1_ReportInvoiceRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoiceReply__Output>): grpc.ClientUnaryCall;
  
  ReportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  ReportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  ReportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  ReportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  reportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  reportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  reportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  reportInvoices(argument: _botbazaar_billing_v1_ReportInvoicesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportInvoicesReply__Output>): grpc.ClientUnaryCall;
  
  ReportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  ReportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  ReportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  ReportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  reportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  reportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  reportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  reportNode(argument: _botbazaar_billing_v1_ReportNodeRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportNodeReply__Output>): grpc.ClientUnaryCall;
  
  ReportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  ReportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  ReportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  ReportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  reportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  reportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  reportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  reportPayout(argument: _botbazaar_billing_v1_ReportPayoutRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportPayoutReply__Output>): grpc.ClientUnaryCall;
  
  ReportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  ReportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  ReportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  ReportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  reportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  reportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  reportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  reportScheduleRun(argument: _botbazaar_billing_v1_ReportScheduleRunRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_ReportScheduleRunReply__Output>): grpc.ClientUnaryCall;
  
  RequestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  RequestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  RequestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  RequestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  requestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  requestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  requestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  requestReconciliation(argument: _botbazaar_billing_v1_RequestReconciliationRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_RequestReconciliationReply__Output>): grpc.ClientUnaryCall;
  
  SaveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  SaveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  SaveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  SaveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  saveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  saveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  saveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  saveCheckpoint(argument: _botbazaar_billing_v1_SaveCheckpointRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_SaveCheckpointReply__Output>): grpc.ClientUnaryCall;
  
  SetPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  SetPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  SetPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  SetPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  setPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  setPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  setPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  setPayoutSchedule(argument: _botbazaar_billing_v1_SetPayoutScheduleRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_PayoutSchedule__Output>): grpc.ClientUnaryCall;
  
  SetPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  SetPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  SetPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  SetPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  setPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  setPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  setPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  setPayoutStop(argument: _botbazaar_billing_v1_SetPayoutStopRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_SetPayoutStopReply__Output>): grpc.ClientUnaryCall;
  
  SummarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  SummarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  SummarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  SummarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  summarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  summarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  summarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  summarizeCharges(argument: _botbazaar_billing_v1_SummarizeChargesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_SummarizeChargesReply__Output>): grpc.ClientUnaryCall;
  
  TakeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  TakeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  TakeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  TakeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  takeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  takeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  takeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  takeDueSchedules(argument: _botbazaar_billing_v1_TakeDueSchedulesRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeDueSchedulesReply__Output>): grpc.ClientUnaryCall;
  
  TakeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  TakeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  TakeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  TakeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  takeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  takeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  takeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  takeReconciliation(argument: _botbazaar_billing_v1_TakeReconciliationRequest, callback: grpc.requestCallback<_botbazaar_billing_v1_TakeReconciliationReply__Output>): grpc.ClientUnaryCall;
  
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
  AcceptDifference: grpc.handleUnaryCall<_botbazaar_billing_v1_AcceptDifferenceRequest__Output, _botbazaar_billing_v1_AcceptDifferenceReply>;
  
  BeginAdminAction: grpc.handleUnaryCall<_botbazaar_billing_v1_BeginAdminActionRequest__Output, _botbazaar_billing_v1_BeginAdminActionReply>;
  
  BeginPayoutAttempt: grpc.handleUnaryCall<_botbazaar_billing_v1_BeginPayoutAttemptRequest__Output, _botbazaar_billing_v1_BeginPayoutAttemptReply>;
  
  CancelCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_CancelChargeRequest__Output, _botbazaar_billing_v1_CancelChargeReply>;
  
  CaptureCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_CaptureChargeRequest__Output, _botbazaar_billing_v1_CaptureChargeReply>;
  
  CheckIntegrity: grpc.handleUnaryCall<_botbazaar_billing_v1_CheckIntegrityRequest__Output, _botbazaar_billing_v1_IntegrityReply>;
  
  CheckInvoices: grpc.handleUnaryCall<_botbazaar_billing_v1_CheckInvoicesRequest__Output, _botbazaar_billing_v1_CheckInvoicesReply>;
  
  ClearRegression: grpc.handleUnaryCall<_botbazaar_billing_v1_ClearRegressionRequest__Output, _botbazaar_billing_v1_ClearRegressionReply>;
  
  CloseIncident: grpc.handleUnaryCall<_botbazaar_billing_v1_CloseIncidentRequest__Output, _botbazaar_billing_v1_CloseIncidentReply>;
  
  CreateAccount: grpc.handleUnaryCall<_botbazaar_billing_v1_CreateAccountRequest__Output, _botbazaar_billing_v1_CreateAccountReply>;
  
  CreatePayout: grpc.handleUnaryCall<_botbazaar_billing_v1_CreatePayoutRequest__Output, _botbazaar_billing_v1_CreatePayoutReply>;
  
  CreateRefund: grpc.handleUnaryCall<_botbazaar_billing_v1_CreateRefundRequest__Output, _botbazaar_billing_v1_CreateRefundReply>;
  
  DeletePayoutSchedule: grpc.handleUnaryCall<_botbazaar_billing_v1_DeletePayoutScheduleRequest__Output, _botbazaar_billing_v1_DeletePayoutScheduleReply>;
  
  EndAdminAction: grpc.handleUnaryCall<_botbazaar_billing_v1_EndAdminActionRequest__Output, _botbazaar_billing_v1_EndAdminActionReply>;
  
  GetAccount: grpc.handleUnaryCall<_botbazaar_billing_v1_GetAccountRequest__Output, _botbazaar_billing_v1_AccountReply>;
  
  GetCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ChargeReply>;
  
  GetCheckpoint: grpc.handleUnaryCall<_botbazaar_billing_v1_GetCheckpointRequest__Output, _botbazaar_billing_v1_Checkpoint>;
  
  GetPayment: grpc.handleUnaryCall<_botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_PaymentReply>;
  
  GetPayout: grpc.handleUnaryCall<_botbazaar_billing_v1_GetPayoutRequest__Output, _botbazaar_billing_v1_Payout>;
  
  GetPayoutSchedule: grpc.handleUnaryCall<_botbazaar_billing_v1_GetPayoutScheduleRequest__Output, _botbazaar_billing_v1_PayoutSchedule>;
  
  GetPayoutStory: grpc.handleUnaryCall<_botbazaar_billing_v1_GetPayoutStoryRequest__Output, _botbazaar_billing_v1_PayoutStory>;
  
  GetReconciliation: grpc.handleUnaryCall<_botbazaar_billing_v1_GetReconciliationRequest__Output, _botbazaar_billing_v1_GetReconciliationReply>;
  
  GetRefund: grpc.handleUnaryCall<_botbazaar_billing_v1_GetRefundRequest__Output, _botbazaar_billing_v1_RefundReply>;
  
  GetTrialBalance: grpc.handleUnaryCall<_botbazaar_billing_v1_GetTrialBalanceRequest__Output, _botbazaar_billing_v1_TrialBalanceReply>;
  
  ListAdminActions: grpc.handleUnaryCall<_botbazaar_billing_v1_ListAdminActionsRequest__Output, _botbazaar_billing_v1_ListAdminActionsReply>;
  
  ListChargeEvents: grpc.handleUnaryCall<_botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ListChargeEventsReply>;
  
  ListCharges: grpc.handleUnaryCall<_botbazaar_billing_v1_ListChargesRequest__Output, _botbazaar_billing_v1_ListChargesReply>;
  
  ListEntries: grpc.handleUnaryCall<_botbazaar_billing_v1_ListEntriesRequest__Output, _botbazaar_billing_v1_ListEntriesReply>;
  
  ListHolds: grpc.handleUnaryCall<_botbazaar_billing_v1_ListHoldsRequest__Output, _botbazaar_billing_v1_ListHoldsReply>;
  
  ListIncidents: grpc.handleUnaryCall<_botbazaar_billing_v1_ListIncidentsRequest__Output, _botbazaar_billing_v1_ListIncidentsReply>;
  
  ListLedgerAccounts: grpc.handleUnaryCall<_botbazaar_billing_v1_ListLedgerAccountsRequest__Output, _botbazaar_billing_v1_ListLedgerAccountsReply>;
  
  ListNodes: grpc.handleUnaryCall<_botbazaar_billing_v1_ListNodesRequest__Output, _botbazaar_billing_v1_ListNodesReply>;
  
  ListPayoutStops: grpc.handleUnaryCall<_botbazaar_billing_v1_ListPayoutStopsRequest__Output, _botbazaar_billing_v1_ListPayoutStopsReply>;
  
  ListPayoutWork: grpc.handleUnaryCall<_botbazaar_billing_v1_ListPayoutWorkRequest__Output, _botbazaar_billing_v1_ListPayoutWorkReply>;
  
  ListPayouts: grpc.handleUnaryCall<_botbazaar_billing_v1_ListPayoutsRequest__Output, _botbazaar_billing_v1_ListPayoutsReply>;
  
  ListReceipts: grpc.handleUnaryCall<_botbazaar_billing_v1_ListReceiptsRequest__Output, _botbazaar_billing_v1_ListReceiptsReply>;
  
  ListReconciliations: grpc.handleUnaryCall<_botbazaar_billing_v1_ListReconciliationsRequest__Output, _botbazaar_billing_v1_ListReconciliationsReply>;
  
  ListRegressions: grpc.handleUnaryCall<_botbazaar_billing_v1_ListRegressionsRequest__Output, _botbazaar_billing_v1_ListRegressionsReply>;
  
  ListTransfers: grpc.handleUnaryCall<_botbazaar_billing_v1_ListTransfersRequest__Output, _botbazaar_billing_v1_ListTransfersReply>;
  
  ListUnsettled: grpc.handleUnaryCall<_botbazaar_billing_v1_ListUnsettledRequest__Output, _botbazaar_billing_v1_ListUnsettledReply>;
  
  OpenCharge: grpc.handleUnaryCall<_botbazaar_billing_v1_OpenChargeRequest__Output, _botbazaar_billing_v1_ChargeReply>;
  
  ReportFinality: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportFinalityRequest__Output, _botbazaar_billing_v1_ReportFinalityReply>;
  
  ReportHeight: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportHeightRequest__Output, _botbazaar_billing_v1_ReportHeightReply>;
  
  ReportHoldings: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportHoldingsRequest__Output, _botbazaar_billing_v1_ReportHoldingsReply>;
  
  ReportInvoice: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportInvoiceRequest__Output, _botbazaar_billing_v1_ReportInvoiceReply>;
  
  ReportInvoices: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportInvoicesRequest__Output, _botbazaar_billing_v1_ReportInvoicesReply>;
  
  ReportNode: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportNodeRequest__Output, _botbazaar_billing_v1_ReportNodeReply>;
  
  ReportPayout: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportPayoutRequest__Output, _botbazaar_billing_v1_ReportPayoutReply>;
  
  ReportScheduleRun: grpc.handleUnaryCall<_botbazaar_billing_v1_ReportScheduleRunRequest__Output, _botbazaar_billing_v1_ReportScheduleRunReply>;
  
  RequestReconciliation: grpc.handleUnaryCall<_botbazaar_billing_v1_RequestReconciliationRequest__Output, _botbazaar_billing_v1_RequestReconciliationReply>;
  
  SaveCheckpoint: grpc.handleUnaryCall<_botbazaar_billing_v1_SaveCheckpointRequest__Output, _botbazaar_billing_v1_SaveCheckpointReply>;
  
  SetPayoutSchedule: grpc.handleUnaryCall<_botbazaar_billing_v1_SetPayoutScheduleRequest__Output, _botbazaar_billing_v1_PayoutSchedule>;
  
  SetPayoutStop: grpc.handleUnaryCall<_botbazaar_billing_v1_SetPayoutStopRequest__Output, _botbazaar_billing_v1_SetPayoutStopReply>;
  
  SummarizeCharges: grpc.handleUnaryCall<_botbazaar_billing_v1_SummarizeChargesRequest__Output, _botbazaar_billing_v1_SummarizeChargesReply>;
  
  TakeDueSchedules: grpc.handleUnaryCall<_botbazaar_billing_v1_TakeDueSchedulesRequest__Output, _botbazaar_billing_v1_TakeDueSchedulesReply>;
  
  TakeReconciliation: grpc.handleUnaryCall<_botbazaar_billing_v1_TakeReconciliationRequest__Output, _botbazaar_billing_v1_TakeReconciliationReply>;
  
  VerifyCredential: grpc.handleUnaryCall<_botbazaar_billing_v1_VerifyCredentialRequest__Output, _botbazaar_billing_v1_VerifyCredentialReply>;
  
}

export interface BillingDefinition extends grpc.ServiceDefinition {
  AcceptDifference: MethodDefinition<_botbazaar_billing_v1_AcceptDifferenceRequest, _botbazaar_billing_v1_AcceptDifferenceReply, _botbazaar_billing_v1_AcceptDifferenceRequest__Output, _botbazaar_billing_v1_AcceptDifferenceReply__Output>
  BeginAdminAction: MethodDefinition<_botbazaar_billing_v1_BeginAdminActionRequest, _botbazaar_billing_v1_BeginAdminActionReply, _botbazaar_billing_v1_BeginAdminActionRequest__Output, _botbazaar_billing_v1_BeginAdminActionReply__Output>
  BeginPayoutAttempt: MethodDefinition<_botbazaar_billing_v1_BeginPayoutAttemptRequest, _botbazaar_billing_v1_BeginPayoutAttemptReply, _botbazaar_billing_v1_BeginPayoutAttemptRequest__Output, _botbazaar_billing_v1_BeginPayoutAttemptReply__Output>
  CancelCharge: MethodDefinition<_botbazaar_billing_v1_CancelChargeRequest, _botbazaar_billing_v1_CancelChargeReply, _botbazaar_billing_v1_CancelChargeRequest__Output, _botbazaar_billing_v1_CancelChargeReply__Output>
  CaptureCharge: MethodDefinition<_botbazaar_billing_v1_CaptureChargeRequest, _botbazaar_billing_v1_CaptureChargeReply, _botbazaar_billing_v1_CaptureChargeRequest__Output, _botbazaar_billing_v1_CaptureChargeReply__Output>
  CheckIntegrity: MethodDefinition<_botbazaar_billing_v1_CheckIntegrityRequest, _botbazaar_billing_v1_IntegrityReply, _botbazaar_billing_v1_CheckIntegrityRequest__Output, _botbazaar_billing_v1_IntegrityReply__Output>
  CheckInvoices: MethodDefinition<_botbazaar_billing_v1_CheckInvoicesRequest, _botbazaar_billing_v1_CheckInvoicesReply, _botbazaar_billing_v1_CheckInvoicesRequest__Output, _botbazaar_billing_v1_CheckInvoicesReply__Output>
  ClearRegression: MethodDefinition<_botbazaar_billing_v1_ClearRegressionRequest, _botbazaar_billing_v1_ClearRegressionReply, _botbazaar_billing_v1_ClearRegressionRequest__Output, _botbazaar_billing_v1_ClearRegressionReply__Output>
  CloseIncident: MethodDefinition<_botbazaar_billing_v1_CloseIncidentRequest, _botbazaar_billing_v1_CloseIncidentReply, _botbazaar_billing_v1_CloseIncidentRequest__Output, _botbazaar_billing_v1_CloseIncidentReply__Output>
  CreateAccount: MethodDefinition<_botbazaar_billing_v1_CreateAccountRequest, _botbazaar_billing_v1_CreateAccountReply, _botbazaar_billing_v1_CreateAccountRequest__Output, _botbazaar_billing_v1_CreateAccountReply__Output>
  CreatePayout: MethodDefinition<_botbazaar_billing_v1_CreatePayoutRequest, _botbazaar_billing_v1_CreatePayoutReply, _botbazaar_billing_v1_CreatePayoutRequest__Output, _botbazaar_billing_v1_CreatePayoutReply__Output>
  CreateRefund: MethodDefinition<_botbazaar_billing_v1_CreateRefundRequest, _botbazaar_billing_v1_CreateRefundReply, _botbazaar_billing_v1_CreateRefundRequest__Output, _botbazaar_billing_v1_CreateRefundReply__Output>
  DeletePayoutSchedule: MethodDefinition<_botbazaar_billing_v1_DeletePayoutScheduleRequest, _botbazaar_billing_v1_DeletePayoutScheduleReply, _botbazaar_billing_v1_DeletePayoutScheduleRequest__Output, _botbazaar_billing_v1_DeletePayoutScheduleReply__Output>
  EndAdminAction: MethodDefinition<_botbazaar_billing_v1_EndAdminActionRequest, _botbazaar_billing_v1_EndAdminActionReply, _botbazaar_billing_v1_EndAdminActionRequest__Output, _botbazaar_billing_v1_EndAdminActionReply__Output>
  GetAccount: MethodDefinition<_botbazaar_billing_v1_GetAccountRequest, _botbazaar_billing_v1_AccountReply, _botbazaar_billing_v1_GetAccountRequest__Output, _botbazaar_billing_v1_AccountReply__Output>
  GetCharge: MethodDefinition<_botbazaar_billing_v1_GetChargeRequest, _botbazaar_billing_v1_ChargeReply, _botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ChargeReply__Output>
  GetCheckpoint: MethodDefinition<_botbazaar_billing_v1_GetCheckpointRequest, _botbazaar_billing_v1_Checkpoint, _botbazaar_billing_v1_GetCheckpointRequest__Output, _botbazaar_billing_v1_Checkpoint__Output>
  GetPayment: MethodDefinition<_botbazaar_billing_v1_GetChargeRequest, _botbazaar_billing_v1_PaymentReply, _botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_PaymentReply__Output>
  GetPayout: MethodDefinition<_botbazaar_billing_v1_GetPayoutRequest, _botbazaar_billing_v1_Payout, _botbazaar_billing_v1_GetPayoutRequest__Output, _botbazaar_billing_v1_Payout__Output>
  GetPayoutSchedule: MethodDefinition<_botbazaar_billing_v1_GetPayoutScheduleRequest, _botbazaar_billing_v1_PayoutSchedule, _botbazaar_billing_v1_GetPayoutScheduleRequest__Output, _botbazaar_billing_v1_PayoutSchedule__Output>
  GetPayoutStory: MethodDefinition<_botbazaar_billing_v1_GetPayoutStoryRequest, _botbazaar_billing_v1_PayoutStory, _botbazaar_billing_v1_GetPayoutStoryRequest__Output, _botbazaar_billing_v1_PayoutStory__Output>
  GetReconciliation: MethodDefinition<_botbazaar_billing_v1_GetReconciliationRequest, _botbazaar_billing_v1_GetReconciliationReply, _botbazaar_billing_v1_GetReconciliationRequest__Output, _botbazaar_billing_v1_GetReconciliationReply__Output>
  GetRefund: MethodDefinition<_botbazaar_billing_v1_GetRefundRequest, _botbazaar_billing_v1_RefundReply, _botbazaar_billing_v1_GetRefundRequest__Output, _botbazaar_billing_v1_RefundReply__Output>
  GetTrialBalance: MethodDefinition<_botbazaar_billing_v1_GetTrialBalanceRequest, _botbazaar_billing_v1_TrialBalanceReply, _botbazaar_billing_v1_GetTrialBalanceRequest__Output, _botbazaar_billing_v1_TrialBalanceReply__Output>
  ListAdminActions: MethodDefinition<_botbazaar_billing_v1_ListAdminActionsRequest, _botbazaar_billing_v1_ListAdminActionsReply, _botbazaar_billing_v1_ListAdminActionsRequest__Output, _botbazaar_billing_v1_ListAdminActionsReply__Output>
  ListChargeEvents: MethodDefinition<_botbazaar_billing_v1_GetChargeRequest, _botbazaar_billing_v1_ListChargeEventsReply, _botbazaar_billing_v1_GetChargeRequest__Output, _botbazaar_billing_v1_ListChargeEventsReply__Output>
  ListCharges: MethodDefinition<_botbazaar_billing_v1_ListChargesRequest, _botbazaar_billing_v1_ListChargesReply, _botbazaar_billing_v1_ListChargesRequest__Output, _botbazaar_billing_v1_ListChargesReply__Output>
  ListEntries: MethodDefinition<_botbazaar_billing_v1_ListEntriesRequest, _botbazaar_billing_v1_ListEntriesReply, _botbazaar_billing_v1_ListEntriesRequest__Output, _botbazaar_billing_v1_ListEntriesReply__Output>
  ListHolds: MethodDefinition<_botbazaar_billing_v1_ListHoldsRequest, _botbazaar_billing_v1_ListHoldsReply, _botbazaar_billing_v1_ListHoldsRequest__Output, _botbazaar_billing_v1_ListHoldsReply__Output>
  ListIncidents: MethodDefinition<_botbazaar_billing_v1_ListIncidentsRequest, _botbazaar_billing_v1_ListIncidentsReply, _botbazaar_billing_v1_ListIncidentsRequest__Output, _botbazaar_billing_v1_ListIncidentsReply__Output>
  ListLedgerAccounts: MethodDefinition<_botbazaar_billing_v1_ListLedgerAccountsRequest, _botbazaar_billing_v1_ListLedgerAccountsReply, _botbazaar_billing_v1_ListLedgerAccountsRequest__Output, _botbazaar_billing_v1_ListLedgerAccountsReply__Output>
  ListNodes: MethodDefinition<_botbazaar_billing_v1_ListNodesRequest, _botbazaar_billing_v1_ListNodesReply, _botbazaar_billing_v1_ListNodesRequest__Output, _botbazaar_billing_v1_ListNodesReply__Output>
  ListPayoutStops: MethodDefinition<_botbazaar_billing_v1_ListPayoutStopsRequest, _botbazaar_billing_v1_ListPayoutStopsReply, _botbazaar_billing_v1_ListPayoutStopsRequest__Output, _botbazaar_billing_v1_ListPayoutStopsReply__Output>
  ListPayoutWork: MethodDefinition<_botbazaar_billing_v1_ListPayoutWorkRequest, _botbazaar_billing_v1_ListPayoutWorkReply, _botbazaar_billing_v1_ListPayoutWorkRequest__Output, _botbazaar_billing_v1_ListPayoutWorkReply__Output>
  ListPayouts: MethodDefinition<_botbazaar_billing_v1_ListPayoutsRequest, _botbazaar_billing_v1_ListPayoutsReply, _botbazaar_billing_v1_ListPayoutsRequest__Output, _botbazaar_billing_v1_ListPayoutsReply__Output>
  ListReceipts: MethodDefinition<_botbazaar_billing_v1_ListReceiptsRequest, _botbazaar_billing_v1_ListReceiptsReply, _botbazaar_billing_v1_ListReceiptsRequest__Output, _botbazaar_billing_v1_ListReceiptsReply__Output>
  ListReconciliations: MethodDefinition<_botbazaar_billing_v1_ListReconciliationsRequest, _botbazaar_billing_v1_ListReconciliationsReply, _botbazaar_billing_v1_ListReconciliationsRequest__Output, _botbazaar_billing_v1_ListReconciliationsReply__Output>
  ListRegressions: MethodDefinition<_botbazaar_billing_v1_ListRegressionsRequest, _botbazaar_billing_v1_ListRegressionsReply, _botbazaar_billing_v1_ListRegressionsRequest__Output, _botbazaar_billing_v1_ListRegressionsReply__Output>
  ListTransfers: MethodDefinition<_botbazaar_billing_v1_ListTransfersRequest, _botbazaar_billing_v1_ListTransfersReply, _botbazaar_billing_v1_ListTransfersRequest__Output, _botbazaar_billing_v1_ListTransfersReply__Output>
  ListUnsettled: MethodDefinition<_botbazaar_billing_v1_ListUnsettledRequest, _botbazaar_billing_v1_ListUnsettledReply, _botbazaar_billing_v1_ListUnsettledRequest__Output, _botbazaar_billing_v1_ListUnsettledReply__Output>
  OpenCharge: MethodDefinition<_botbazaar_billing_v1_OpenChargeRequest, _botbazaar_billing_v1_ChargeReply, _botbazaar_billing_v1_OpenChargeRequest__Output, _botbazaar_billing_v1_ChargeReply__Output>
  ReportFinality: MethodDefinition<_botbazaar_billing_v1_ReportFinalityRequest, _botbazaar_billing_v1_ReportFinalityReply, _botbazaar_billing_v1_ReportFinalityRequest__Output, _botbazaar_billing_v1_ReportFinalityReply__Output>
  ReportHeight: MethodDefinition<_botbazaar_billing_v1_ReportHeightRequest, _botbazaar_billing_v1_ReportHeightReply, _botbazaar_billing_v1_ReportHeightRequest__Output, _botbazaar_billing_v1_ReportHeightReply__Output>
  ReportHoldings: MethodDefinition<_botbazaar_billing_v1_ReportHoldingsRequest, _botbazaar_billing_v1_ReportHoldingsReply, _botbazaar_billing_v1_ReportHoldingsRequest__Output, _botbazaar_billing_v1_ReportHoldingsReply__Output>
  ReportInvoice: MethodDefinition<_botbazaar_billing_v1_ReportInvoiceRequest, _botbazaar_billing_v1_ReportInvoiceReply, _botbazaar_billing_v1_ReportInvoiceRequest__Output, _botbazaar_billing_v1_ReportInvoiceReply__Output>
  ReportInvoices: MethodDefinition<_botbazaar_billing_v1_ReportInvoicesRequest, _botbazaar_billing_v1_ReportInvoicesReply, _botbazaar_billing_v1_ReportInvoicesRequest__Output, _botbazaar_billing_v1_ReportInvoicesReply__Output>
  ReportNode: MethodDefinition<_botbazaar_billing_v1_ReportNodeRequest, _botbazaar_billing_v1_ReportNodeReply, _botbazaar_billing_v1_ReportNodeRequest__Output, _botbazaar_billing_v1_ReportNodeReply__Output>
  ReportPayout: MethodDefinition<_botbazaar_billing_v1_ReportPayoutRequest, _botbazaar_billing_v1_ReportPayoutReply, _botbazaar_billing_v1_ReportPayoutRequest__Output, _botbazaar_billing_v1_ReportPayoutReply__Output>
  ReportScheduleRun: MethodDefinition<_botbazaar_billing_v1_ReportScheduleRunRequest, _botbazaar_billing_v1_ReportScheduleRunReply, _botbazaar_billing_v1_ReportScheduleRunRequest__Output, _botbazaar_billing_v1_ReportScheduleRunReply__Output>
  RequestReconciliation: MethodDefinition<_botbazaar_billing_v1_RequestReconciliationRequest, _botbazaar_billing_v1_RequestReconciliationReply, _botbazaar_billing_v1_RequestReconciliationRequest__Output, _botbazaar_billing_v1_RequestReconciliationReply__Output>
  SaveCheckpoint: MethodDefinition<_botbazaar_billing_v1_SaveCheckpointRequest, _botbazaar_billing_v1_SaveCheckpointReply, _botbazaar_billing_v1_SaveCheckpointRequest__Output, _botbazaar_billing_v1_SaveCheckpointReply__Output>
  SetPayoutSchedule: MethodDefinition<_botbazaar_billing_v1_SetPayoutScheduleRequest, _botbazaar_billing_v1_PayoutSchedule, _botbazaar_billing_v1_SetPayoutScheduleRequest__Output, _botbazaar_billing_v1_PayoutSchedule__Output>
  SetPayoutStop: MethodDefinition<_botbazaar_billing_v1_SetPayoutStopRequest, _botbazaar_billing_v1_SetPayoutStopReply, _botbazaar_billing_v1_SetPayoutStopRequest__Output, _botbazaar_billing_v1_SetPayoutStopReply__Output>
  SummarizeCharges: MethodDefinition<_botbazaar_billing_v1_SummarizeChargesRequest, _botbazaar_billing_v1_SummarizeChargesReply, _botbazaar_billing_v1_SummarizeChargesRequest__Output, _botbazaar_billing_v1_SummarizeChargesReply__Output>
  TakeDueSchedules: MethodDefinition<_botbazaar_billing_v1_TakeDueSchedulesRequest, _botbazaar_billing_v1_TakeDueSchedulesReply, _botbazaar_billing_v1_TakeDueSchedulesRequest__Output, _botbazaar_billing_v1_TakeDueSchedulesReply__Output>
  TakeReconciliation: MethodDefinition<_botbazaar_billing_v1_TakeReconciliationRequest, _botbazaar_billing_v1_TakeReconciliationReply, _botbazaar_billing_v1_TakeReconciliationRequest__Output, _botbazaar_billing_v1_TakeReconciliationReply__Output>
  VerifyCredential: MethodDefinition<_botbazaar_billing_v1_VerifyCredentialRequest, _botbazaar_billing_v1_VerifyCredentialReply, _botbazaar_billing_v1_VerifyCredentialRequest__Output, _botbazaar_billing_v1_VerifyCredentialReply__Output>
}
