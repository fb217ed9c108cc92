/**
 * Buying in one request: `GET|POST /v1/services/{slug}/run`, for clients that take the body of the paid answer as the
 * result. Never a 202, since nobody follows one.
 */
import { type TSchema, Type } from 'typebox';
import type { TaskMessage } from '#contracts/dispatch';
import { Slug } from '#contracts/http/shared';
import { isDelivered, type Refund, RunOrder, taskView } from '#contracts/http/task';
import type { Service } from '#contracts/registry';
import { parseJson } from '#json-schema/json-bounds';
import { AppError } from '#kernel/errors';
import { etagOf, matchEtag, taskTag } from '../edge/etag.js';
import { readPreferences } from '../edge/prefer.js';
import { problemReply } from '../edge/problem.js';
import { bodyReader } from '../edge/validation.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeReply, type EdgeRequest, type Route, type RouteResponse } from '../route.js';
import { requireSynchronous, termsOf } from './funding.js';
import { checkInput, findOpenService, inputFromQuery, inputLimits, maxInputBytes } from './order.js';
import { type Purchase, paidHeaders, purchase } from './paywall.js';
import type { Redeemed } from './redeem.js';
import { paymentRequired, purchaseHeaders, retryAfterSeconds, taskHeaders } from './tasks.js';

const readRunOrder = bodyReader(RunOrder, maxInputBytes + 4096);
const params = Type.Object({ slug: Slug });

const output: TSchema = Type.Unknown({
  description:
    'The output itself: text/plain where it is a string, else JSON. Of a task that failed after its payment the task; header `Task-State` tells them apart.',
});

const responses: Readonly<Record<number, RouteResponse>> = {
  200: {
    description: 'The output.',
    schema: output,
    headers: { 'Task-Id': 'The task behind it.', 'Task-State': 'DELIVERED, or how it failed.' },
  },
  402: paymentRequired,
};

const errors = [
  'service_not_found',
  'service_paused',
  'invalid_input',
  'hold_not_offered',
  'idempotency_key_reused',
  'too_many_requests',
  'quota_exceeded',
  'lightning_unavailable',
  'still_running',
] as const;

const shared = {
  path: '/v1/services/{slug}/run',
  group: 'Buying',
  auth: { kind: 'payment' },
  params,
  unknownPath: 'service_not_found',
  requestHeaders: [
    ...purchaseHeaders,
    {
      name: 'Prefer',
      description: '`wait=10`: how long to wait for the result; `payment=invoice`: to be paid at once.',
    },
  ],
} as const;

export function runRoutes(gateway: Gateway): Route[] {
  return [runByGet(gateway), runByPost(gateway), headOfRun(gateway)];
}

function runByGet(gateway: Gateway): Route {
  return defineRoute({
    ...shared,
    method: 'GET',
    name: 'runByGet',
    summary: 'Buy and get the output in one GET',
    description:
      'The parameters of the query are the properties of the input, read by the types of its schema; or `input=<JSON>` is the whole input. Only for services that answer within 20 s.',
    responses: { ...responses, 304: { description: 'The output has not changed.' } },
    errors,
    handle: (request) =>
      purchase(gateway, request, {
        readOrder(service) {
          const input = inputFromQuery(service, request.rawQuery, (text) => parseJson(text, inputLimits));
          return orderOf(gateway, request, service, input);
        },
        answer: (redeemed) => answer(request, redeemed),
      }),
  });
}

function runByPost(gateway: Gateway): Route {
  return defineRoute({
    ...shared,
    method: 'POST',
    name: 'runByPost',
    summary: 'Buy and get the output in one POST',
    description: 'As the GET, with the input in the body.',
    body: { schema: RunOrder, maxBytes: maxInputBytes + 4096, raw: true },
    responses,
    errors,
    handle: (request) =>
      purchase(gateway, request, {
        readOrder: (service) => orderOf(gateway, request, service, readRunOrder(request).input),
        answer: (redeemed) => answer(request, redeemed),
      }),
  });
}

/** Says whether the service can be bought. An invoice is made only for those who could read it. */
function headOfRun(gateway: Gateway): Route {
  return defineRoute({
    ...shared,
    method: 'HEAD',
    name: 'headOfRun',
    summary: 'Whether a GET here could be bought; makes no invoice',
    auth: { kind: 'none' },
    requestHeaders: [],
    responses: { 200: { description: 'It could.' } },
    errors: ['service_not_found', 'service_paused', 'hold_not_offered'],
    async handle(request) {
      const service = await findOpenService(gateway, request.params.slug);
      requireSynchronous(service.deadlineMs);
      return {
        status: 200,
        headers: { 'cache-control': 'no-store', link: `</v1/services/${service.slug}>; rel="describedby"` },
      };
    },
  });
}

function orderOf(
  gateway: Gateway,
  request: EdgeRequest,
  service: Service,
  input: unknown,
): ReturnType<Purchase['readOrder']> {
  requireSynchronous(service.deadlineMs);
  const inputJson = checkInput(gateway, service, input, request.method === 'POST' ? '/input' : '');
  // A hold is what such a service offers anyway.
  const asked = readPreferences(request.raw).funding === 'invoice' ? 'invoice' : undefined;
  return { inputJson, terms: termsOf(service.deadlineMs, asked) };
}

function answer(request: EdgeRequest, redeemed: Exclude<Redeemed, { kind: 'lapsed' }>): EdgeReply {
  if (redeemed.kind === 'running') {
    const error = new AppError('still_running', 'the task is paid and still running; send the same request again', {
      retryAfterSeconds,
    });
    return problemReply(error, { ...paidHeaders, 'task-id': redeemed.taskId });
  }
  const { task } = redeemed;
  const refund = redeemed.kind === 'failed' ? redeemed.refund : undefined;
  const etag = taskTag(task, refund);
  const headers = { ...paidHeaders, ...taskHeaders(task), etag: etagOf(etag, 'full') };
  if (request.method === 'GET' && matchEtag(request.raw, 'full').includes(etag)) return { status: 304, headers };
  return { status: 200, headers, ...outputOf(task, refund) };
}

function outputOf(task: TaskMessage, refund: Refund | undefined): Pick<EdgeReply, 'json' | 'text'> {
  if (!isDelivered(task.state)) return { json: taskView(task, refund) };
  const value: unknown = JSON.parse(task.outputJson);
  return typeof value === 'string' ? { text: value } : { json: value };
}
