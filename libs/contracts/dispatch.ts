import type { DispatchDefinition } from './generated/botbazaar/dispatch/v1/Dispatch.js';
import type { ServiceOf } from './service.js';

export type Dispatch = ServiceOf<DispatchDefinition>;

export type { ClaimedTask__Output as ClaimedTaskMessage } from './generated/botbazaar/dispatch/v1/ClaimedTask.js';
export type { InputRequest__Output as InputRequestMessage } from './generated/botbazaar/dispatch/v1/InputRequest.js';
export type { Lease__Output as LeaseMessage } from './generated/botbazaar/dispatch/v1/Lease.js';
export type { ListedTask__Output as ListedTaskMessage } from './generated/botbazaar/dispatch/v1/ListedTask.js';
export type { ListWebhooksReply__Output as ListWebhooksReply } from './generated/botbazaar/dispatch/v1/ListWebhooksReply.js';
export type { Task__Output as TaskMessage } from './generated/botbazaar/dispatch/v1/Task.js';
export type { TimelineReply__Output as TimelineReply } from './generated/botbazaar/dispatch/v1/TimelineReply.js';
export type { WebhookDelivery__Output as WebhookDeliveryMessage } from './generated/botbazaar/dispatch/v1/WebhookDelivery.js';
