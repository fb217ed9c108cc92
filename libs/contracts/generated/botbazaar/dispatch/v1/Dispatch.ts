// Original file: proto/botbazaar/dispatch/v1/dispatch.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AwaitAnswerReply as _botbazaar_dispatch_v1_AwaitAnswerReply, AwaitAnswerReply__Output as _botbazaar_dispatch_v1_AwaitAnswerReply__Output } from '../../../botbazaar/dispatch/v1/AwaitAnswerReply.js';
import type { AwaitAnswerRequest as _botbazaar_dispatch_v1_AwaitAnswerRequest, AwaitAnswerRequest__Output as _botbazaar_dispatch_v1_AwaitAnswerRequest__Output } from '../../../botbazaar/dispatch/v1/AwaitAnswerRequest.js';
import type { CancelTaskReply as _botbazaar_dispatch_v1_CancelTaskReply, CancelTaskReply__Output as _botbazaar_dispatch_v1_CancelTaskReply__Output } from '../../../botbazaar/dispatch/v1/CancelTaskReply.js';
import type { CancelTaskRequest as _botbazaar_dispatch_v1_CancelTaskRequest, CancelTaskRequest__Output as _botbazaar_dispatch_v1_CancelTaskRequest__Output } from '../../../botbazaar/dispatch/v1/CancelTaskRequest.js';
import type { ClaimTaskReply as _botbazaar_dispatch_v1_ClaimTaskReply, ClaimTaskReply__Output as _botbazaar_dispatch_v1_ClaimTaskReply__Output } from '../../../botbazaar/dispatch/v1/ClaimTaskReply.js';
import type { ClaimTaskRequest as _botbazaar_dispatch_v1_ClaimTaskRequest, ClaimTaskRequest__Output as _botbazaar_dispatch_v1_ClaimTaskRequest__Output } from '../../../botbazaar/dispatch/v1/ClaimTaskRequest.js';
import type { CompleteAttemptReply as _botbazaar_dispatch_v1_CompleteAttemptReply, CompleteAttemptReply__Output as _botbazaar_dispatch_v1_CompleteAttemptReply__Output } from '../../../botbazaar/dispatch/v1/CompleteAttemptReply.js';
import type { CompleteAttemptRequest as _botbazaar_dispatch_v1_CompleteAttemptRequest, CompleteAttemptRequest__Output as _botbazaar_dispatch_v1_CompleteAttemptRequest__Output } from '../../../botbazaar/dispatch/v1/CompleteAttemptRequest.js';
import type { DefundTaskReply as _botbazaar_dispatch_v1_DefundTaskReply, DefundTaskReply__Output as _botbazaar_dispatch_v1_DefundTaskReply__Output } from '../../../botbazaar/dispatch/v1/DefundTaskReply.js';
import type { DefundTaskRequest as _botbazaar_dispatch_v1_DefundTaskRequest, DefundTaskRequest__Output as _botbazaar_dispatch_v1_DefundTaskRequest__Output } from '../../../botbazaar/dispatch/v1/DefundTaskRequest.js';
import type { DropTaskReply as _botbazaar_dispatch_v1_DropTaskReply, DropTaskReply__Output as _botbazaar_dispatch_v1_DropTaskReply__Output } from '../../../botbazaar/dispatch/v1/DropTaskReply.js';
import type { DropTaskRequest as _botbazaar_dispatch_v1_DropTaskRequest, DropTaskRequest__Output as _botbazaar_dispatch_v1_DropTaskRequest__Output } from '../../../botbazaar/dispatch/v1/DropTaskRequest.js';
import type { EnableWebhookReply as _botbazaar_dispatch_v1_EnableWebhookReply, EnableWebhookReply__Output as _botbazaar_dispatch_v1_EnableWebhookReply__Output } from '../../../botbazaar/dispatch/v1/EnableWebhookReply.js';
import type { FinishAttemptRequest as _botbazaar_dispatch_v1_FinishAttemptRequest, FinishAttemptRequest__Output as _botbazaar_dispatch_v1_FinishAttemptRequest__Output } from '../../../botbazaar/dispatch/v1/FinishAttemptRequest.js';
import type { FundTaskReply as _botbazaar_dispatch_v1_FundTaskReply, FundTaskReply__Output as _botbazaar_dispatch_v1_FundTaskReply__Output } from '../../../botbazaar/dispatch/v1/FundTaskReply.js';
import type { FundTaskRequest as _botbazaar_dispatch_v1_FundTaskRequest, FundTaskRequest__Output as _botbazaar_dispatch_v1_FundTaskRequest__Output } from '../../../botbazaar/dispatch/v1/FundTaskRequest.js';
import type { GetPiecesReply as _botbazaar_dispatch_v1_GetPiecesReply, GetPiecesReply__Output as _botbazaar_dispatch_v1_GetPiecesReply__Output } from '../../../botbazaar/dispatch/v1/GetPiecesReply.js';
import type { GetPiecesRequest as _botbazaar_dispatch_v1_GetPiecesRequest, GetPiecesRequest__Output as _botbazaar_dispatch_v1_GetPiecesRequest__Output } from '../../../botbazaar/dispatch/v1/GetPiecesRequest.js';
import type { GetTaskRequest as _botbazaar_dispatch_v1_GetTaskRequest, GetTaskRequest__Output as _botbazaar_dispatch_v1_GetTaskRequest__Output } from '../../../botbazaar/dispatch/v1/GetTaskRequest.js';
import type { GetTimelineRequest as _botbazaar_dispatch_v1_GetTimelineRequest, GetTimelineRequest__Output as _botbazaar_dispatch_v1_GetTimelineRequest__Output } from '../../../botbazaar/dispatch/v1/GetTimelineRequest.js';
import type { KeepTaskReply as _botbazaar_dispatch_v1_KeepTaskReply, KeepTaskReply__Output as _botbazaar_dispatch_v1_KeepTaskReply__Output } from '../../../botbazaar/dispatch/v1/KeepTaskReply.js';
import type { KeepTaskRequest as _botbazaar_dispatch_v1_KeepTaskRequest, KeepTaskRequest__Output as _botbazaar_dispatch_v1_KeepTaskRequest__Output } from '../../../botbazaar/dispatch/v1/KeepTaskRequest.js';
import type { Lease as _botbazaar_dispatch_v1_Lease, Lease__Output as _botbazaar_dispatch_v1_Lease__Output } from '../../../botbazaar/dispatch/v1/Lease.js';
import type { ListTasksReply as _botbazaar_dispatch_v1_ListTasksReply, ListTasksReply__Output as _botbazaar_dispatch_v1_ListTasksReply__Output } from '../../../botbazaar/dispatch/v1/ListTasksReply.js';
import type { ListTasksRequest as _botbazaar_dispatch_v1_ListTasksRequest, ListTasksRequest__Output as _botbazaar_dispatch_v1_ListTasksRequest__Output } from '../../../botbazaar/dispatch/v1/ListTasksRequest.js';
import type { ListWebhooksReply as _botbazaar_dispatch_v1_ListWebhooksReply, ListWebhooksReply__Output as _botbazaar_dispatch_v1_ListWebhooksReply__Output } from '../../../botbazaar/dispatch/v1/ListWebhooksReply.js';
import type { OwnTaskRequest as _botbazaar_dispatch_v1_OwnTaskRequest, OwnTaskRequest__Output as _botbazaar_dispatch_v1_OwnTaskRequest__Output } from '../../../botbazaar/dispatch/v1/OwnTaskRequest.js';
import type { ProvideInputReply as _botbazaar_dispatch_v1_ProvideInputReply, ProvideInputReply__Output as _botbazaar_dispatch_v1_ProvideInputReply__Output } from '../../../botbazaar/dispatch/v1/ProvideInputReply.js';
import type { ProvideInputRequest as _botbazaar_dispatch_v1_ProvideInputRequest, ProvideInputRequest__Output as _botbazaar_dispatch_v1_ProvideInputRequest__Output } from '../../../botbazaar/dispatch/v1/ProvideInputRequest.js';
import type { ReleaseAttemptRequest as _botbazaar_dispatch_v1_ReleaseAttemptRequest, ReleaseAttemptRequest__Output as _botbazaar_dispatch_v1_ReleaseAttemptRequest__Output } from '../../../botbazaar/dispatch/v1/ReleaseAttemptRequest.js';
import type { RenewLeaseRequest as _botbazaar_dispatch_v1_RenewLeaseRequest, RenewLeaseRequest__Output as _botbazaar_dispatch_v1_RenewLeaseRequest__Output } from '../../../botbazaar/dispatch/v1/RenewLeaseRequest.js';
import type { ReplayWebhookRequest as _botbazaar_dispatch_v1_ReplayWebhookRequest, ReplayWebhookRequest__Output as _botbazaar_dispatch_v1_ReplayWebhookRequest__Output } from '../../../botbazaar/dispatch/v1/ReplayWebhookRequest.js';
import type { RetryTaskReply as _botbazaar_dispatch_v1_RetryTaskReply, RetryTaskReply__Output as _botbazaar_dispatch_v1_RetryTaskReply__Output } from '../../../botbazaar/dispatch/v1/RetryTaskReply.js';
import type { RetryTaskRequest as _botbazaar_dispatch_v1_RetryTaskRequest, RetryTaskRequest__Output as _botbazaar_dispatch_v1_RetryTaskRequest__Output } from '../../../botbazaar/dispatch/v1/RetryTaskRequest.js';
import type { Task as _botbazaar_dispatch_v1_Task, Task__Output as _botbazaar_dispatch_v1_Task__Output } from '../../../botbazaar/dispatch/v1/Task.js';
import type { TimelineReply as _botbazaar_dispatch_v1_TimelineReply, TimelineReply__Output as _botbazaar_dispatch_v1_TimelineReply__Output } from '../../../botbazaar/dispatch/v1/TimelineReply.js';
import type { WebhookDelivery as _botbazaar_dispatch_v1_WebhookDelivery, WebhookDelivery__Output as _botbazaar_dispatch_v1_WebhookDelivery__Output } from '../../../botbazaar/dispatch/v1/WebhookDelivery.js';

export interface DispatchClient extends grpc.Client {
  AwaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  AwaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  AwaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  AwaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  awaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  awaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  awaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  awaitAnswer(argument: _botbazaar_dispatch_v1_AwaitAnswerRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_AwaitAnswerReply__Output>): grpc.ClientUnaryCall;
  
  CancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  CancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  CancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  CancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  cancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  cancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  cancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  cancelTask(argument: _botbazaar_dispatch_v1_CancelTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CancelTaskReply__Output>): grpc.ClientUnaryCall;
  
  ClaimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  ClaimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  ClaimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  ClaimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  claimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  claimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  claimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  claimTask(argument: _botbazaar_dispatch_v1_ClaimTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ClaimTaskReply__Output>): grpc.ClientUnaryCall;
  
  CompleteAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  CompleteAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  CompleteAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  CompleteAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  completeAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  completeAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  completeAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  completeAttempt(argument: _botbazaar_dispatch_v1_CompleteAttemptRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  
  DefundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  DefundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  DefundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  DefundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  defundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  defundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  defundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  defundTask(argument: _botbazaar_dispatch_v1_DefundTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DefundTaskReply__Output>): grpc.ClientUnaryCall;
  
  DropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  DropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  DropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  DropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  dropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  dropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  dropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  dropTask(argument: _botbazaar_dispatch_v1_DropTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_DropTaskReply__Output>): grpc.ClientUnaryCall;
  
  EnableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  EnableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  EnableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  EnableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  enableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  enableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  enableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  enableWebhook(argument: _botbazaar_dispatch_v1_OwnTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_EnableWebhookReply__Output>): grpc.ClientUnaryCall;
  
  FinishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  FinishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  FinishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  FinishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  finishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  finishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  finishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  finishAttempt(argument: _botbazaar_dispatch_v1_FinishAttemptRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  
  FundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  FundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  FundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  FundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  fundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  fundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  fundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  fundTask(argument: _botbazaar_dispatch_v1_FundTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_FundTaskReply__Output>): grpc.ClientUnaryCall;
  
  GetPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  GetPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  GetPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  GetPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  getPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  getPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  getPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  getPieces(argument: _botbazaar_dispatch_v1_GetPiecesRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_GetPiecesReply__Output>): grpc.ClientUnaryCall;
  
  GetTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  GetTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  GetTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  GetTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  getTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  getTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  getTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  getTask(argument: _botbazaar_dispatch_v1_GetTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Task__Output>): grpc.ClientUnaryCall;
  
  GetTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  GetTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  GetTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  GetTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  getTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  getTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  getTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  getTimeline(argument: _botbazaar_dispatch_v1_GetTimelineRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_TimelineReply__Output>): grpc.ClientUnaryCall;
  
  KeepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  KeepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  KeepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  KeepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  keepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  keepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  keepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  keepTask(argument: _botbazaar_dispatch_v1_KeepTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_KeepTaskReply__Output>): grpc.ClientUnaryCall;
  
  ListTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  ListTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  ListTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  ListTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  listTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  listTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  listTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  listTasks(argument: _botbazaar_dispatch_v1_ListTasksRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListTasksReply__Output>): grpc.ClientUnaryCall;
  
  ListWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  ListWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  listWebhooks(argument: _botbazaar_dispatch_v1_OwnTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ListWebhooksReply__Output>): grpc.ClientUnaryCall;
  
  ProvideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  ProvideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  ProvideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  ProvideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  provideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  provideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  provideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  provideInput(argument: _botbazaar_dispatch_v1_ProvideInputRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_ProvideInputReply__Output>): grpc.ClientUnaryCall;
  
  ReleaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  ReleaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  ReleaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  ReleaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  releaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  releaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  releaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  releaseAttempt(argument: _botbazaar_dispatch_v1_ReleaseAttemptRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_CompleteAttemptReply__Output>): grpc.ClientUnaryCall;
  
  RenewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  RenewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  RenewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  RenewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _botbazaar_dispatch_v1_RenewLeaseRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_Lease__Output>): grpc.ClientUnaryCall;
  
  ReplayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  ReplayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  ReplayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  ReplayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  replayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  replayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  replayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  replayWebhook(argument: _botbazaar_dispatch_v1_ReplayWebhookRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_WebhookDelivery__Output>): grpc.ClientUnaryCall;
  
  RetryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  RetryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  RetryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  RetryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  retryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  retryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  retryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  retryTask(argument: _botbazaar_dispatch_v1_RetryTaskRequest, callback: grpc.requestCallback<_botbazaar_dispatch_v1_RetryTaskReply__Output>): grpc.ClientUnaryCall;
  
}

export interface DispatchHandlers extends grpc.UntypedServiceImplementation {
  AwaitAnswer: grpc.handleUnaryCall<_botbazaar_dispatch_v1_AwaitAnswerRequest__Output, _botbazaar_dispatch_v1_AwaitAnswerReply>;
  
  CancelTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_CancelTaskRequest__Output, _botbazaar_dispatch_v1_CancelTaskReply>;
  
  ClaimTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_ClaimTaskRequest__Output, _botbazaar_dispatch_v1_ClaimTaskReply>;
  
  CompleteAttempt: grpc.handleUnaryCall<_botbazaar_dispatch_v1_CompleteAttemptRequest__Output, _botbazaar_dispatch_v1_CompleteAttemptReply>;
  
  DefundTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_DefundTaskRequest__Output, _botbazaar_dispatch_v1_DefundTaskReply>;
  
  DropTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_DropTaskRequest__Output, _botbazaar_dispatch_v1_DropTaskReply>;
  
  EnableWebhook: grpc.handleUnaryCall<_botbazaar_dispatch_v1_OwnTaskRequest__Output, _botbazaar_dispatch_v1_EnableWebhookReply>;
  
  FinishAttempt: grpc.handleUnaryCall<_botbazaar_dispatch_v1_FinishAttemptRequest__Output, _botbazaar_dispatch_v1_CompleteAttemptReply>;
  
  FundTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_FundTaskRequest__Output, _botbazaar_dispatch_v1_FundTaskReply>;
  
  GetPieces: grpc.handleUnaryCall<_botbazaar_dispatch_v1_GetPiecesRequest__Output, _botbazaar_dispatch_v1_GetPiecesReply>;
  
  GetTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_GetTaskRequest__Output, _botbazaar_dispatch_v1_Task>;
  
  GetTimeline: grpc.handleUnaryCall<_botbazaar_dispatch_v1_GetTimelineRequest__Output, _botbazaar_dispatch_v1_TimelineReply>;
  
  KeepTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_KeepTaskRequest__Output, _botbazaar_dispatch_v1_KeepTaskReply>;
  
  ListTasks: grpc.handleUnaryCall<_botbazaar_dispatch_v1_ListTasksRequest__Output, _botbazaar_dispatch_v1_ListTasksReply>;
  
  ListWebhooks: grpc.handleUnaryCall<_botbazaar_dispatch_v1_OwnTaskRequest__Output, _botbazaar_dispatch_v1_ListWebhooksReply>;
  
  ProvideInput: grpc.handleUnaryCall<_botbazaar_dispatch_v1_ProvideInputRequest__Output, _botbazaar_dispatch_v1_ProvideInputReply>;
  
  ReleaseAttempt: grpc.handleUnaryCall<_botbazaar_dispatch_v1_ReleaseAttemptRequest__Output, _botbazaar_dispatch_v1_CompleteAttemptReply>;
  
  RenewLease: grpc.handleUnaryCall<_botbazaar_dispatch_v1_RenewLeaseRequest__Output, _botbazaar_dispatch_v1_Lease>;
  
  ReplayWebhook: grpc.handleUnaryCall<_botbazaar_dispatch_v1_ReplayWebhookRequest__Output, _botbazaar_dispatch_v1_WebhookDelivery>;
  
  RetryTask: grpc.handleUnaryCall<_botbazaar_dispatch_v1_RetryTaskRequest__Output, _botbazaar_dispatch_v1_RetryTaskReply>;
  
}

export interface DispatchDefinition extends grpc.ServiceDefinition {
  AwaitAnswer: MethodDefinition<_botbazaar_dispatch_v1_AwaitAnswerRequest, _botbazaar_dispatch_v1_AwaitAnswerReply, _botbazaar_dispatch_v1_AwaitAnswerRequest__Output, _botbazaar_dispatch_v1_AwaitAnswerReply__Output>
  CancelTask: MethodDefinition<_botbazaar_dispatch_v1_CancelTaskRequest, _botbazaar_dispatch_v1_CancelTaskReply, _botbazaar_dispatch_v1_CancelTaskRequest__Output, _botbazaar_dispatch_v1_CancelTaskReply__Output>
  ClaimTask: MethodDefinition<_botbazaar_dispatch_v1_ClaimTaskRequest, _botbazaar_dispatch_v1_ClaimTaskReply, _botbazaar_dispatch_v1_ClaimTaskRequest__Output, _botbazaar_dispatch_v1_ClaimTaskReply__Output>
  CompleteAttempt: MethodDefinition<_botbazaar_dispatch_v1_CompleteAttemptRequest, _botbazaar_dispatch_v1_CompleteAttemptReply, _botbazaar_dispatch_v1_CompleteAttemptRequest__Output, _botbazaar_dispatch_v1_CompleteAttemptReply__Output>
  DefundTask: MethodDefinition<_botbazaar_dispatch_v1_DefundTaskRequest, _botbazaar_dispatch_v1_DefundTaskReply, _botbazaar_dispatch_v1_DefundTaskRequest__Output, _botbazaar_dispatch_v1_DefundTaskReply__Output>
  DropTask: MethodDefinition<_botbazaar_dispatch_v1_DropTaskRequest, _botbazaar_dispatch_v1_DropTaskReply, _botbazaar_dispatch_v1_DropTaskRequest__Output, _botbazaar_dispatch_v1_DropTaskReply__Output>
  EnableWebhook: MethodDefinition<_botbazaar_dispatch_v1_OwnTaskRequest, _botbazaar_dispatch_v1_EnableWebhookReply, _botbazaar_dispatch_v1_OwnTaskRequest__Output, _botbazaar_dispatch_v1_EnableWebhookReply__Output>
  FinishAttempt: MethodDefinition<_botbazaar_dispatch_v1_FinishAttemptRequest, _botbazaar_dispatch_v1_CompleteAttemptReply, _botbazaar_dispatch_v1_FinishAttemptRequest__Output, _botbazaar_dispatch_v1_CompleteAttemptReply__Output>
  FundTask: MethodDefinition<_botbazaar_dispatch_v1_FundTaskRequest, _botbazaar_dispatch_v1_FundTaskReply, _botbazaar_dispatch_v1_FundTaskRequest__Output, _botbazaar_dispatch_v1_FundTaskReply__Output>
  GetPieces: MethodDefinition<_botbazaar_dispatch_v1_GetPiecesRequest, _botbazaar_dispatch_v1_GetPiecesReply, _botbazaar_dispatch_v1_GetPiecesRequest__Output, _botbazaar_dispatch_v1_GetPiecesReply__Output>
  GetTask: MethodDefinition<_botbazaar_dispatch_v1_GetTaskRequest, _botbazaar_dispatch_v1_Task, _botbazaar_dispatch_v1_GetTaskRequest__Output, _botbazaar_dispatch_v1_Task__Output>
  GetTimeline: MethodDefinition<_botbazaar_dispatch_v1_GetTimelineRequest, _botbazaar_dispatch_v1_TimelineReply, _botbazaar_dispatch_v1_GetTimelineRequest__Output, _botbazaar_dispatch_v1_TimelineReply__Output>
  KeepTask: MethodDefinition<_botbazaar_dispatch_v1_KeepTaskRequest, _botbazaar_dispatch_v1_KeepTaskReply, _botbazaar_dispatch_v1_KeepTaskRequest__Output, _botbazaar_dispatch_v1_KeepTaskReply__Output>
  ListTasks: MethodDefinition<_botbazaar_dispatch_v1_ListTasksRequest, _botbazaar_dispatch_v1_ListTasksReply, _botbazaar_dispatch_v1_ListTasksRequest__Output, _botbazaar_dispatch_v1_ListTasksReply__Output>
  ListWebhooks: MethodDefinition<_botbazaar_dispatch_v1_OwnTaskRequest, _botbazaar_dispatch_v1_ListWebhooksReply, _botbazaar_dispatch_v1_OwnTaskRequest__Output, _botbazaar_dispatch_v1_ListWebhooksReply__Output>
  ProvideInput: MethodDefinition<_botbazaar_dispatch_v1_ProvideInputRequest, _botbazaar_dispatch_v1_ProvideInputReply, _botbazaar_dispatch_v1_ProvideInputRequest__Output, _botbazaar_dispatch_v1_ProvideInputReply__Output>
  ReleaseAttempt: MethodDefinition<_botbazaar_dispatch_v1_ReleaseAttemptRequest, _botbazaar_dispatch_v1_CompleteAttemptReply, _botbazaar_dispatch_v1_ReleaseAttemptRequest__Output, _botbazaar_dispatch_v1_CompleteAttemptReply__Output>
  RenewLease: MethodDefinition<_botbazaar_dispatch_v1_RenewLeaseRequest, _botbazaar_dispatch_v1_Lease, _botbazaar_dispatch_v1_RenewLeaseRequest__Output, _botbazaar_dispatch_v1_Lease__Output>
  ReplayWebhook: MethodDefinition<_botbazaar_dispatch_v1_ReplayWebhookRequest, _botbazaar_dispatch_v1_WebhookDelivery, _botbazaar_dispatch_v1_ReplayWebhookRequest__Output, _botbazaar_dispatch_v1_WebhookDelivery__Output>
  RetryTask: MethodDefinition<_botbazaar_dispatch_v1_RetryTaskRequest, _botbazaar_dispatch_v1_RetryTaskReply, _botbazaar_dispatch_v1_RetryTaskRequest__Output, _botbazaar_dispatch_v1_RetryTaskReply__Output>
}
