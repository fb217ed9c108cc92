/** A buyer's webhook: what it is sent, and what became of that. */
import { type Static, Type } from 'typebox';
import type { ListWebhooksReply, WebhookDeliveryMessage } from '../dispatch.js';
import { Timestamp, timestamp } from './shared.js';
import { Task } from './task.js';

/** The body of a webhook. */
export const TaskNotice = Type.Object(
  {
    type: Type.String({ description: '`task.` and the state in small letters.', examples: ['task.delivered'] }),
    timestamp: Timestamp,
    n: Type.Integer({ description: "The number of the change, which is also its `id` among the task's events." }),
    data: Task,
  },
  { title: 'TaskNotice' },
);

export const WebhookDelivery = Type.Object(
  {
    n: Type.Integer(),
    webhookId: Type.String({ description: 'The header `webhook-id`, the same at every attempt.' }),
    type: Type.String(),
    createdAt: Timestamp,
    status: Type.Enum(['pending', 'delivered', 'failed', 'paused', 'superseded', 'withheld'], {
      description:
        'failed: given up after a day. paused: waits until the webhook is enabled. superseded: a later event took its place. withheld: the money was not taken after all.',
    }),
    nextTryAt: Type.Optional(Timestamp),
    replays: Type.Integer(),
    attempts: Type.Array(
      Type.Object({
        at: Timestamp,
        durationMs: Type.Integer(),
        httpStatus: Type.Optional(Type.Integer()),
        failure: Type.Optional(Type.String({ description: 'Why there was no answer.' })),
      }),
      { description: 'Oldest first.' },
    ),
  },
  { title: 'WebhookDelivery' },
);
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const TaskWebhook = Type.Object(
  {
    url: Type.Optional(Type.String({ description: 'Absent: the task has no webhook.' })),
    failuresInRow: Type.Integer({ description: 'Of calls to this URL for this client, over all of its tasks.' }),
    disabled: Type.Optional(Type.Object({ at: Timestamp, reason: Type.String() })),
    deliveries: Type.Array(WebhookDelivery),
  },
  { title: 'TaskWebhook' },
);
export type TaskWebhook = Static<typeof TaskWebhook>;

export const EnabledWebhook = Type.Object(
  {
    resumed: Type.Integer({ description: 'How many events that had waited are sent now, over all tasks of this URL.' }),
  },
  { title: 'EnabledWebhook' },
);

export function webhookView(webhook: ListWebhooksReply): TaskWebhook {
  const { url, failuresInRow, disabledAtMs, disabledReason: reason, deliveries } = webhook;
  return {
    ...(url === '' ? {} : { url }),
    failuresInRow,
    ...(disabledAtMs === '0' ? {} : { disabled: { at: timestamp(disabledAtMs), reason } }),
    deliveries: deliveries.map(deliveryView),
  };
}

export function deliveryView(delivery: WebhookDeliveryMessage): WebhookDelivery {
  const { n, webhookId, type, createdAtMs, status, nextTryAtMs, replays, attempts } = delivery;
  return {
    n,
    webhookId,
    type,
    createdAt: timestamp(createdAtMs),
    status: status as WebhookDelivery['status'],
    ...(nextTryAtMs === '0' ? {} : { nextTryAt: timestamp(nextTryAtMs) }),
    replays,
    attempts: attempts.map(({ atMs, durationMs, httpStatus, failure }) => ({
      at: timestamp(atMs),
      durationMs,
      ...(httpStatus === 0 ? {} : { httpStatus }),
      ...(failure === '' ? {} : { failure }),
    })),
  };
}
