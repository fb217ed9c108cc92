/** The webhook of a task, for its buyer: what became of each event, and sending one again. */
import { Type } from 'typebox';
import { TaskId } from '#contracts/http/shared';
import { deliveryView, EnabledWebhook, TaskWebhook, WebhookDelivery, webhookView } from '#contracts/http/webhook';
import { AppError } from '#kernel/errors';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeRequest, type Route } from '../route.js';
import { paidHeaders } from './paywall.js';
import { proofHeaders, proofOf } from './task-proof.js';

export function webhookRoutes(gateway: Gateway): Route[] {
  return [listWebhooks(gateway), replayWebhook(gateway), enableWebhook(gateway)];
}

const shared = {
  group: 'Buying',
  auth: { kind: 'task' },
  unknownPath: 'task_not_found',
  requestHeaders: proofHeaders,
} as const;

const none = Buffer.alloc(0);

/** Whose request it is, as dispatch is told. */
function ownTask(gateway: Gateway, request: EdgeRequest<{ taskId: string }>) {
  const { proof } = proofOf(gateway, request);
  if (!proof) throw new AppError('task_not_found', 'there is no such task, or it is not yours');
  return {
    taskId: request.params.taskId,
    paymentHash: 'paymentHash' in proof ? proof.paymentHash : none,
    taskKeyHash: 'taskKeyHash' in proof ? proof.taskKeyHash : none,
  };
}

function listWebhooks(gateway: Gateway): Route {
  return defineRoute({
    ...shared,
    method: 'GET',
    path: '/v1/tasks/{taskId}/webhooks',
    name: 'listWebhooks',
    summary: "Read what became of a task's webhook",
    description:
      'Each event with its attempts, and whether the webhook is disabled. Kept as long as the result of the task.',
    params: Type.Object({ taskId: TaskId }),
    responses: { 200: { description: 'The webhook.', schema: TaskWebhook } },
    errors: ['task_not_found'],
    async handle(request) {
      const webhook = await gateway.dispatch.listWebhooks(ownTask(gateway, request));
      return { status: 200, headers: paidHeaders, json: webhookView(webhook) };
    },
  });
}

function replayWebhook(gateway: Gateway): Route {
  return defineRoute({
    ...shared,
    method: 'POST',
    path: '/v1/tasks/{taskId}/webhooks/{n}/replay',
    name: 'replayWebhook',
    summary: 'Send an event again',
    description:
      'With the same `webhook-id`, whatever became of it before, at most ten times. Enables the webhook where it is disabled.',
    params: Type.Object({ taskId: TaskId, n: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
    responses: { 202: { description: 'It is sent at once.', schema: WebhookDelivery } },
    errors: ['task_not_found', 'not_found', 'conflict'],
    async handle(request) {
      const { n } = request.params;
      const delivery = await gateway.dispatch.replayWebhook({ ...ownTask(gateway, request), n });
      return { status: 202, headers: paidHeaders, json: deliveryView(delivery) };
    },
  });
}

function enableWebhook(gateway: Gateway): Route {
  return defineRoute({
    ...shared,
    method: 'POST',
    path: '/v1/tasks/{taskId}/webhooks/enable',
    name: 'enableWebhook',
    summary: 'Enable a webhook again',
    description:
      'One that was disabled after 20 failed calls in a row, or because it answered 410. What waited for that is sent. Repeating it changes nothing.',
    params: Type.Object({ taskId: TaskId }),
    responses: { 200: { description: 'It is enabled.', schema: EnabledWebhook } },
    errors: ['task_not_found', 'not_found'],
    async handle(request) {
      const { resumed } = await gateway.dispatch.enableWebhook(ownTask(gateway, request));
      return { status: 200, headers: paidHeaders, json: { resumed } };
    },
  });
}
