import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { Answered as _botbazaar_dispatch_v1_Answered, Answered__Output as _botbazaar_dispatch_v1_Answered__Output } from './botbazaar/dispatch/v1/Answered.js';
import type { Attempt as _botbazaar_dispatch_v1_Attempt, Attempt__Output as _botbazaar_dispatch_v1_Attempt__Output } from './botbazaar/dispatch/v1/Attempt.js';
import type { AwaitAnswerReply as _botbazaar_dispatch_v1_AwaitAnswerReply, AwaitAnswerReply__Output as _botbazaar_dispatch_v1_AwaitAnswerReply__Output } from './botbazaar/dispatch/v1/AwaitAnswerReply.js';
import type { AwaitAnswerRequest as _botbazaar_dispatch_v1_AwaitAnswerRequest, AwaitAnswerRequest__Output as _botbazaar_dispatch_v1_AwaitAnswerRequest__Output } from './botbazaar/dispatch/v1/AwaitAnswerRequest.js';
import type { CancelTaskReply as _botbazaar_dispatch_v1_CancelTaskReply, CancelTaskReply__Output as _botbazaar_dispatch_v1_CancelTaskReply__Output } from './botbazaar/dispatch/v1/CancelTaskReply.js';
import type { CancelTaskRequest as _botbazaar_dispatch_v1_CancelTaskRequest, CancelTaskRequest__Output as _botbazaar_dispatch_v1_CancelTaskRequest__Output } from './botbazaar/dispatch/v1/CancelTaskRequest.js';
import type { ClaimTaskReply as _botbazaar_dispatch_v1_ClaimTaskReply, ClaimTaskReply__Output as _botbazaar_dispatch_v1_ClaimTaskReply__Output } from './botbazaar/dispatch/v1/ClaimTaskReply.js';
import type { ClaimTaskRequest as _botbazaar_dispatch_v1_ClaimTaskRequest, ClaimTaskRequest__Output as _botbazaar_dispatch_v1_ClaimTaskRequest__Output } from './botbazaar/dispatch/v1/ClaimTaskRequest.js';
import type { ClaimedTask as _botbazaar_dispatch_v1_ClaimedTask, ClaimedTask__Output as _botbazaar_dispatch_v1_ClaimedTask__Output } from './botbazaar/dispatch/v1/ClaimedTask.js';
import type { CompleteAttemptReply as _botbazaar_dispatch_v1_CompleteAttemptReply, CompleteAttemptReply__Output as _botbazaar_dispatch_v1_CompleteAttemptReply__Output } from './botbazaar/dispatch/v1/CompleteAttemptReply.js';
import type { CompleteAttemptRequest as _botbazaar_dispatch_v1_CompleteAttemptRequest, CompleteAttemptRequest__Output as _botbazaar_dispatch_v1_CompleteAttemptRequest__Output } from './botbazaar/dispatch/v1/CompleteAttemptRequest.js';
import type { DefundTaskReply as _botbazaar_dispatch_v1_DefundTaskReply, DefundTaskReply__Output as _botbazaar_dispatch_v1_DefundTaskReply__Output } from './botbazaar/dispatch/v1/DefundTaskReply.js';
import type { DefundTaskRequest as _botbazaar_dispatch_v1_DefundTaskRequest, DefundTaskRequest__Output as _botbazaar_dispatch_v1_DefundTaskRequest__Output } from './botbazaar/dispatch/v1/DefundTaskRequest.js';
import type { DispatchClient as _botbazaar_dispatch_v1_DispatchClient, DispatchDefinition as _botbazaar_dispatch_v1_DispatchDefinition } from './botbazaar/dispatch/v1/Dispatch.js';
import type { DropTaskReply as _botbazaar_dispatch_v1_DropTaskReply, DropTaskReply__Output as _botbazaar_dispatch_v1_DropTaskReply__Output } from './botbazaar/dispatch/v1/DropTaskReply.js';
import type { DropTaskRequest as _botbazaar_dispatch_v1_DropTaskRequest, DropTaskRequest__Output as _botbazaar_dispatch_v1_DropTaskRequest__Output } from './botbazaar/dispatch/v1/DropTaskRequest.js';
import type { EnableWebhookReply as _botbazaar_dispatch_v1_EnableWebhookReply, EnableWebhookReply__Output as _botbazaar_dispatch_v1_EnableWebhookReply__Output } from './botbazaar/dispatch/v1/EnableWebhookReply.js';
import type { FinishAttemptRequest as _botbazaar_dispatch_v1_FinishAttemptRequest, FinishAttemptRequest__Output as _botbazaar_dispatch_v1_FinishAttemptRequest__Output } from './botbazaar/dispatch/v1/FinishAttemptRequest.js';
import type { FundTaskReply as _botbazaar_dispatch_v1_FundTaskReply, FundTaskReply__Output as _botbazaar_dispatch_v1_FundTaskReply__Output } from './botbazaar/dispatch/v1/FundTaskReply.js';
import type { FundTaskRequest as _botbazaar_dispatch_v1_FundTaskRequest, FundTaskRequest__Output as _botbazaar_dispatch_v1_FundTaskRequest__Output } from './botbazaar/dispatch/v1/FundTaskRequest.js';
import type { GetPiecesReply as _botbazaar_dispatch_v1_GetPiecesReply, GetPiecesReply__Output as _botbazaar_dispatch_v1_GetPiecesReply__Output } from './botbazaar/dispatch/v1/GetPiecesReply.js';
import type { GetPiecesRequest as _botbazaar_dispatch_v1_GetPiecesRequest, GetPiecesRequest__Output as _botbazaar_dispatch_v1_GetPiecesRequest__Output } from './botbazaar/dispatch/v1/GetPiecesRequest.js';
import type { GetTaskRequest as _botbazaar_dispatch_v1_GetTaskRequest, GetTaskRequest__Output as _botbazaar_dispatch_v1_GetTaskRequest__Output } from './botbazaar/dispatch/v1/GetTaskRequest.js';
import type { GetTimelineRequest as _botbazaar_dispatch_v1_GetTimelineRequest, GetTimelineRequest__Output as _botbazaar_dispatch_v1_GetTimelineRequest__Output } from './botbazaar/dispatch/v1/GetTimelineRequest.js';
import type { InputRequest as _botbazaar_dispatch_v1_InputRequest, InputRequest__Output as _botbazaar_dispatch_v1_InputRequest__Output } from './botbazaar/dispatch/v1/InputRequest.js';
import type { KeepTaskReply as _botbazaar_dispatch_v1_KeepTaskReply, KeepTaskReply__Output as _botbazaar_dispatch_v1_KeepTaskReply__Output } from './botbazaar/dispatch/v1/KeepTaskReply.js';
import type { KeepTaskRequest as _botbazaar_dispatch_v1_KeepTaskRequest, KeepTaskRequest__Output as _botbazaar_dispatch_v1_KeepTaskRequest__Output } from './botbazaar/dispatch/v1/KeepTaskRequest.js';
import type { Lease as _botbazaar_dispatch_v1_Lease, Lease__Output as _botbazaar_dispatch_v1_Lease__Output } from './botbazaar/dispatch/v1/Lease.js';
import type { ListTasksReply as _botbazaar_dispatch_v1_ListTasksReply, ListTasksReply__Output as _botbazaar_dispatch_v1_ListTasksReply__Output } from './botbazaar/dispatch/v1/ListTasksReply.js';
import type { ListTasksRequest as _botbazaar_dispatch_v1_ListTasksRequest, ListTasksRequest__Output as _botbazaar_dispatch_v1_ListTasksRequest__Output } from './botbazaar/dispatch/v1/ListTasksRequest.js';
import type { ListWebhooksReply as _botbazaar_dispatch_v1_ListWebhooksReply, ListWebhooksReply__Output as _botbazaar_dispatch_v1_ListWebhooksReply__Output } from './botbazaar/dispatch/v1/ListWebhooksReply.js';
import type { ListedTask as _botbazaar_dispatch_v1_ListedTask, ListedTask__Output as _botbazaar_dispatch_v1_ListedTask__Output } from './botbazaar/dispatch/v1/ListedTask.js';
import type { OwnTaskRequest as _botbazaar_dispatch_v1_OwnTaskRequest, OwnTaskRequest__Output as _botbazaar_dispatch_v1_OwnTaskRequest__Output } from './botbazaar/dispatch/v1/OwnTaskRequest.js';
import type { Piece as _botbazaar_dispatch_v1_Piece, Piece__Output as _botbazaar_dispatch_v1_Piece__Output } from './botbazaar/dispatch/v1/Piece.js';
import type { ProvideInputReply as _botbazaar_dispatch_v1_ProvideInputReply, ProvideInputReply__Output as _botbazaar_dispatch_v1_ProvideInputReply__Output } from './botbazaar/dispatch/v1/ProvideInputReply.js';
import type { ProvideInputRequest as _botbazaar_dispatch_v1_ProvideInputRequest, ProvideInputRequest__Output as _botbazaar_dispatch_v1_ProvideInputRequest__Output } from './botbazaar/dispatch/v1/ProvideInputRequest.js';
import type { ReleaseAttemptRequest as _botbazaar_dispatch_v1_ReleaseAttemptRequest, ReleaseAttemptRequest__Output as _botbazaar_dispatch_v1_ReleaseAttemptRequest__Output } from './botbazaar/dispatch/v1/ReleaseAttemptRequest.js';
import type { RenewLeaseRequest as _botbazaar_dispatch_v1_RenewLeaseRequest, RenewLeaseRequest__Output as _botbazaar_dispatch_v1_RenewLeaseRequest__Output } from './botbazaar/dispatch/v1/RenewLeaseRequest.js';
import type { ReplayWebhookRequest as _botbazaar_dispatch_v1_ReplayWebhookRequest, ReplayWebhookRequest__Output as _botbazaar_dispatch_v1_ReplayWebhookRequest__Output } from './botbazaar/dispatch/v1/ReplayWebhookRequest.js';
import type { RetryTaskReply as _botbazaar_dispatch_v1_RetryTaskReply, RetryTaskReply__Output as _botbazaar_dispatch_v1_RetryTaskReply__Output } from './botbazaar/dispatch/v1/RetryTaskReply.js';
import type { RetryTaskRequest as _botbazaar_dispatch_v1_RetryTaskRequest, RetryTaskRequest__Output as _botbazaar_dispatch_v1_RetryTaskRequest__Output } from './botbazaar/dispatch/v1/RetryTaskRequest.js';
import type { Task as _botbazaar_dispatch_v1_Task, Task__Output as _botbazaar_dispatch_v1_Task__Output } from './botbazaar/dispatch/v1/Task.js';
import type { TaskEvent as _botbazaar_dispatch_v1_TaskEvent, TaskEvent__Output as _botbazaar_dispatch_v1_TaskEvent__Output } from './botbazaar/dispatch/v1/TaskEvent.js';
import type { TimelineReply as _botbazaar_dispatch_v1_TimelineReply, TimelineReply__Output as _botbazaar_dispatch_v1_TimelineReply__Output } from './botbazaar/dispatch/v1/TimelineReply.js';
import type { WebhookAttempt as _botbazaar_dispatch_v1_WebhookAttempt, WebhookAttempt__Output as _botbazaar_dispatch_v1_WebhookAttempt__Output } from './botbazaar/dispatch/v1/WebhookAttempt.js';
import type { WebhookDelivery as _botbazaar_dispatch_v1_WebhookDelivery, WebhookDelivery__Output as _botbazaar_dispatch_v1_WebhookDelivery__Output } from './botbazaar/dispatch/v1/WebhookDelivery.js';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  botbazaar: {
    dispatch: {
      v1: {
        Answered: MessageTypeDefinition<_botbazaar_dispatch_v1_Answered, _botbazaar_dispatch_v1_Answered__Output>
        Attempt: MessageTypeDefinition<_botbazaar_dispatch_v1_Attempt, _botbazaar_dispatch_v1_Attempt__Output>
        AwaitAnswerReply: MessageTypeDefinition<_botbazaar_dispatch_v1_AwaitAnswerReply, _botbazaar_dispatch_v1_AwaitAnswerReply__Output>
        AwaitAnswerRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_AwaitAnswerRequest, _botbazaar_dispatch_v1_AwaitAnswerRequest__Output>
        CancelTaskReply: MessageTypeDefinition<_botbazaar_dispatch_v1_CancelTaskReply, _botbazaar_dispatch_v1_CancelTaskReply__Output>
        CancelTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_CancelTaskRequest, _botbazaar_dispatch_v1_CancelTaskRequest__Output>
        ClaimTaskReply: MessageTypeDefinition<_botbazaar_dispatch_v1_ClaimTaskReply, _botbazaar_dispatch_v1_ClaimTaskReply__Output>
        ClaimTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_ClaimTaskRequest, _botbazaar_dispatch_v1_ClaimTaskRequest__Output>
        ClaimedTask: MessageTypeDefinition<_botbazaar_dispatch_v1_ClaimedTask, _botbazaar_dispatch_v1_ClaimedTask__Output>
        CompleteAttemptReply: MessageTypeDefinition<_botbazaar_dispatch_v1_CompleteAttemptReply, _botbazaar_dispatch_v1_CompleteAttemptReply__Output>
        CompleteAttemptRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_CompleteAttemptRequest, _botbazaar_dispatch_v1_CompleteAttemptRequest__Output>
        DefundTaskReply: MessageTypeDefinition<_botbazaar_dispatch_v1_DefundTaskReply, _botbazaar_dispatch_v1_DefundTaskReply__Output>
        DefundTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_DefundTaskRequest, _botbazaar_dispatch_v1_DefundTaskRequest__Output>
        Dispatch: SubtypeConstructor<typeof grpc.Client, _botbazaar_dispatch_v1_DispatchClient> & { service: _botbazaar_dispatch_v1_DispatchDefinition }
        DropTaskReply: MessageTypeDefinition<_botbazaar_dispatch_v1_DropTaskReply, _botbazaar_dispatch_v1_DropTaskReply__Output>
        DropTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_DropTaskRequest, _botbazaar_dispatch_v1_DropTaskRequest__Output>
        EnableWebhookReply: MessageTypeDefinition<_botbazaar_dispatch_v1_EnableWebhookReply, _botbazaar_dispatch_v1_EnableWebhookReply__Output>
        FinishAttemptRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_FinishAttemptRequest, _botbazaar_dispatch_v1_FinishAttemptRequest__Output>
        FundTaskReply: MessageTypeDefinition<_botbazaar_dispatch_v1_FundTaskReply, _botbazaar_dispatch_v1_FundTaskReply__Output>
        FundTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_FundTaskRequest, _botbazaar_dispatch_v1_FundTaskRequest__Output>
        GetPiecesReply: MessageTypeDefinition<_botbazaar_dispatch_v1_GetPiecesReply, _botbazaar_dispatch_v1_GetPiecesReply__Output>
        GetPiecesRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_GetPiecesRequest, _botbazaar_dispatch_v1_GetPiecesRequest__Output>
        GetTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_GetTaskRequest, _botbazaar_dispatch_v1_GetTaskRequest__Output>
        GetTimelineRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_GetTimelineRequest, _botbazaar_dispatch_v1_GetTimelineRequest__Output>
        InputRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_InputRequest, _botbazaar_dispatch_v1_InputRequest__Output>
        KeepTaskReply: MessageTypeDefinition<_botbazaar_dispatch_v1_KeepTaskReply, _botbazaar_dispatch_v1_KeepTaskReply__Output>
        KeepTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_KeepTaskRequest, _botbazaar_dispatch_v1_KeepTaskRequest__Output>
        Lease: MessageTypeDefinition<_botbazaar_dispatch_v1_Lease, _botbazaar_dispatch_v1_Lease__Output>
        ListTasksReply: MessageTypeDefinition<_botbazaar_dispatch_v1_ListTasksReply, _botbazaar_dispatch_v1_ListTasksReply__Output>
        ListTasksRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_ListTasksRequest, _botbazaar_dispatch_v1_ListTasksRequest__Output>
        ListWebhooksReply: MessageTypeDefinition<_botbazaar_dispatch_v1_ListWebhooksReply, _botbazaar_dispatch_v1_ListWebhooksReply__Output>
        ListedTask: MessageTypeDefinition<_botbazaar_dispatch_v1_ListedTask, _botbazaar_dispatch_v1_ListedTask__Output>
        OwnTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_OwnTaskRequest, _botbazaar_dispatch_v1_OwnTaskRequest__Output>
        Piece: MessageTypeDefinition<_botbazaar_dispatch_v1_Piece, _botbazaar_dispatch_v1_Piece__Output>
        ProvideInputReply: MessageTypeDefinition<_botbazaar_dispatch_v1_ProvideInputReply, _botbazaar_dispatch_v1_ProvideInputReply__Output>
        ProvideInputRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_ProvideInputRequest, _botbazaar_dispatch_v1_ProvideInputRequest__Output>
        ReleaseAttemptRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_ReleaseAttemptRequest, _botbazaar_dispatch_v1_ReleaseAttemptRequest__Output>
        RenewLeaseRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_RenewLeaseRequest, _botbazaar_dispatch_v1_RenewLeaseRequest__Output>
        ReplayWebhookRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_ReplayWebhookRequest, _botbazaar_dispatch_v1_ReplayWebhookRequest__Output>
        RetryTaskReply: MessageTypeDefinition<_botbazaar_dispatch_v1_RetryTaskReply, _botbazaar_dispatch_v1_RetryTaskReply__Output>
        RetryTaskRequest: MessageTypeDefinition<_botbazaar_dispatch_v1_RetryTaskRequest, _botbazaar_dispatch_v1_RetryTaskRequest__Output>
        Task: MessageTypeDefinition<_botbazaar_dispatch_v1_Task, _botbazaar_dispatch_v1_Task__Output>
        TaskEvent: MessageTypeDefinition<_botbazaar_dispatch_v1_TaskEvent, _botbazaar_dispatch_v1_TaskEvent__Output>
        TimelineReply: MessageTypeDefinition<_botbazaar_dispatch_v1_TimelineReply, _botbazaar_dispatch_v1_TimelineReply__Output>
        WebhookAttempt: MessageTypeDefinition<_botbazaar_dispatch_v1_WebhookAttempt, _botbazaar_dispatch_v1_WebhookAttempt__Output>
        WebhookDelivery: MessageTypeDefinition<_botbazaar_dispatch_v1_WebhookDelivery, _botbazaar_dispatch_v1_WebhookDelivery__Output>
      }
    }
  }
}

