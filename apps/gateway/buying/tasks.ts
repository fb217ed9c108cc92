/** Buying by task: `POST /v1/services/{slug}/tasks`, and reading a task. */
import { Type } from 'typebox';
import type { TaskMessage } from '#contracts/dispatch';
import { Slug, TaskId } from '#contracts/http/shared';
import { CanceledTask, Challenge, isDelivered, Task, TaskOrder, taskView } from '#contracts/http/task';
import { AppError } from '#kernel/errors';
import type { TaskId as TaskIdOf } from '#kernel/ids';
import { etagOf, matchEtag, taskTag } from '../edge/etag.js';
import { readPreferences } from '../edge/prefer.js';
import { problemReply, problemType } from '../edge/problem.js';
import { bodyReader } from '../edge/validation.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeReply, type EdgeRequest, type Route, type RouteResponse } from '../route.js';
import { followTask } from './follow.js';
import { termsOf } from './funding.js';
import { checkInput, checkWebhook, maxInputBytes } from './order.js';
import { paidHeaders, purchase } from './paywall.js';
import { moneyOf, refundOf } from './redeem.js';
import { proofHeaders, proofOf } from './task-proof.js';
import { awaitTask, hashesOf, type TaskProof } from './task-wait.js';

const readTaskOrder = bodyReader(TaskOrder, maxInputBytes + 4096);

/** Seconds after which a client that was told to come back does. */
export const retryAfterSeconds = 1;

/** Headers that clients may send to every route that can be paid. */
export const purchaseHeaders = [
  { name: 'Authorization', description: 'L402 <macaroon>:<preimage> of the challenge that was paid.' },
  { name: 'Idempotency-Key', description: 'Tells clients behind one address apart: 1 to 255 printable characters.' },
] as const;

export const paymentRequired: RouteResponse = {
  description: 'Pay the invoice, then send the same request again with the credential.',
  schema: Challenge,
  contentType: problemType,
  headers: {
    'WWW-Authenticate': 'L402 macaroon="…", invoice="…", version="0", token="…"',
    'Cache-Control': 'no-store',
  },
};

export function taskRoutes(gateway: Gateway): Route[] {
  return [createTask(gateway), getTask(gateway), followTask(gateway), cancelTask(gateway)];
}

function createTask(gateway: Gateway): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/services/{slug}/tasks',
    name: 'createTask',
    group: 'Buying',
    summary: 'Buy a task',
    description:
      'Without a credential the answer is a challenge. A hold invoice locks the money while the work is done: the wallet gets the preimage, and the seller the money, when the work is delivered; a task that fails costs nothing. Work that takes longer than 20 s is paid at once by an ordinary invoice, into escrow, and owed back when it is not delivered. The same request with `L402 <macaroon>:<preimage>` then gets the result, as often as asked within the replay window.',
    auth: { kind: 'payment' },
    params: Type.Object({ slug: Slug }),
    unknownPath: 'service_not_found',
    requestHeaders: [
      ...purchaseHeaders,
      {
        name: 'Prefer',
        description:
          '`payment=hold` asks for a hold whatever its length, `payment=invoice` for an ordinary invoice; `wait=10` is how long to wait for the result.',
      },
    ],
    body: { schema: TaskOrder, maxBytes: maxInputBytes + 4096, raw: true },
    responses: {
      200: { description: 'Paid and finished: the task with its output, or how it failed.', schema: Task },
      202: {
        description: 'Paid and still running.',
        schema: Task,
        headers: { Location: 'The task.', 'Retry-After': 'Seconds.' },
      },
      402: paymentRequired,
    },
    errors: [
      'service_not_found',
      'service_paused',
      'invalid_input',
      'invalid_endpoint',
      'hold_not_offered',
      'idempotency_key_reused',
      'too_many_requests',
      'quota_exceeded',
      'lightning_unavailable',
    ],
    handle: (request) =>
      purchase(gateway, request, {
        readOrder(service) {
          const { input, funding, webhook } = readTaskOrder(request);
          const asked = funding ?? readPreferences(request.raw).funding;
          const inputJson = checkInput(gateway, service, input, '/input');
          const terms = termsOf(service.deadlineMs, asked);
          return { inputJson, terms, ...(webhook && { webhookUrl: checkWebhook(gateway, webhook.url) }) };
        },
        answer(redeemed) {
          if (redeemed.kind === 'running') return stillRunning(redeemed.taskId, redeemed.task);
          return {
            status: 200,
            headers: { ...paidHeaders, ...taskHeaders(redeemed.task) },
            json: taskView(redeemed.task, redeemed.kind === 'failed' ? redeemed.refund : undefined),
          };
        },
      }),
  });
}

function stillRunning(taskId: string, task: TaskMessage | undefined): EdgeReply {
  if (!task) {
    const error = new AppError('still_running', 'the payment is being settled; send the same request again', {
      retryAfterSeconds,
    });
    return problemReply(error, { ...paidHeaders, 'task-id': taskId });
  }
  return {
    status: 202,
    headers: {
      ...paidHeaders,
      ...taskHeaders(task),
      location: `/v1/tasks/${taskId}`,
      'retry-after': String(retryAfterSeconds),
    },
    json: taskView(task),
  };
}

/** For clients of routes whose body is the output alone. */
export function taskHeaders(task: TaskMessage): Record<string, string> {
  return { 'task-id': task.taskId, 'task-state': task.state };
}

function getTask(gateway: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/tasks/{taskId}',
    name: 'getTask',
    group: 'Buying',
    summary: 'Read a task',
    description:
      'With the L402 credential of the task: state and, when it is delivered, the output. With its `Task-Key`: the state. Anyone else is told that there is no such task. `Prefer: wait=30` waits for the end or a question of the seller, or with `If-None-Match` for a change.',
    auth: { kind: 'task' },
    params: Type.Object({ taskId: TaskId }),
    unknownPath: 'task_not_found',
    requestHeaders: [
      ...proofHeaders,
      { name: 'Prefer', description: '`wait=N`: up to 30 seconds.' },
      { name: 'If-None-Match', description: '`ETag` of an earlier answer.' },
    ],
    responses: {
      200: { description: 'The task.', schema: Task, headers: { ETag: 'Changes with the state.' } },
      304: { description: 'Nothing has changed.' },
    },
    errors: ['task_not_found', 'task_expired'],
    handle: (request) => readTask(gateway, request),
  });
}

async function readTask(gateway: Gateway, request: EdgeRequest<{ taskId: string }>): Promise<EdgeReply> {
  const { taskId } = request.params;
  const { token, proof } = proofOf(gateway, request);
  const view = token ? 'full' : 'state';
  const known = matchEtag(request.raw, view);
  const task =
    proof && (await look(gateway, taskId as TaskIdOf, proof, known, readPreferences(request.raw).waitMs ?? 0));
  if (!task)
    return problemReply(new AppError('task_not_found', 'there is no such task, or it is not yours'), paidHeaders);
  if (token && !isDelivered(task.state)) await moneyOf(gateway, token);
  if (token && task.outputGone) {
    const error = new AppError('task_expired', 'the result was kept for its retention period and is gone');
    return problemReply(error, paidHeaders);
  }
  const refund = await refundOf(gateway, task);
  const etag = taskTag(task, refund);
  const headers = { ...paidHeaders, etag: etagOf(etag, view) };
  if (known.includes(etag)) return { status: 304, headers };
  // Dispatch shows the output to the payment hash alone; here it is left out once more for the key that never shows it.
  return { status: 200, headers, json: taskView(token ? task : { ...task, outputJson: '' }, refund) };
}

function look(
  gateway: Gateway,
  taskId: TaskIdOf,
  proof: TaskProof,
  known: readonly string[],
  waitMs: number,
): Promise<TaskMessage | undefined> {
  const etag = known[0] ?? '';
  return awaitTask(gateway, { taskId, proof, waitMs, until: etag === '' ? 'final' : 'changed', etag });
}

function cancelTask(gateway: Gateway): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/tasks/{taskId}/cancel',
    name: 'cancelTask',
    group: 'Buying',
    summary: 'Cancel a task',
    description:
      'Before its delivery: the money goes back, or is owed where it was paid by an ordinary invoice. Repeating it changes nothing. A task that is not paid is forgotten, and its invoice canceled.',
    auth: { kind: 'task' },
    params: Type.Object({ taskId: TaskId }),
    unknownPath: 'task_not_found',
    requestHeaders: proofHeaders,
    responses: {
      200: {
        description: 'It is canceled.',
        schema: CanceledTask,
      },
    },
    errors: ['task_not_found', 'task_over'],
    async handle(request) {
      const { proof } = proofOf(gateway, request);
      if (!proof) throw new AppError('task_not_found', 'there is no such task, or it is not yours');
      const { taskId } = request.params;
      const { state } = await gateway.dispatch.cancelTask({
        taskId,
        ...hashesOf(proof),
        byAdmin: false,
        reason: '',
      });
      return { status: 200, headers: paidHeaders, json: { taskId, state } };
    },
  });
}
