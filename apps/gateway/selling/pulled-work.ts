/** Work of sellers without an address: they claim it, keep their lease, and bring the result, all with their credential. */
import { Type } from 'typebox';
import { TaskId } from '#contracts/http/shared';
import {
  AttemptFailure,
  AttemptOutput,
  AttemptReply,
  ClaimedTask,
  ClaimOrder,
  claimedText,
  defaultLeaseMs,
  Lease,
  LeaseExtension,
  leaseView,
  ProgressReport,
} from '#contracts/http/work';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeReply, type Route } from '../route.js';
import { awaitClaim } from './claim-wait.js';
import { maxAnswerBytes } from './work.js';

const smallBodyBytes = 16 * 1024;
const maxPieceBytes = 64 * 1024;
export const noStore = { 'cache-control': 'no-store' };

const seller = { group: 'Selling', auth: { kind: 'account', action: 'sell' } } as const;
export const ofAttempt = {
  ...seller,
  method: 'POST',
  params: Type.Object({ taskId: TaskId, attempt: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  unknownPath: 'task_not_found',
} as const;
export const lost = ['task_not_found', 'task_not_running'] as const;
export const path = '/v1/work/{taskId}/attempts/{attempt}';
const leaseReply = { 200: { description: 'The lease as it is now.', schema: Lease } };
export const stateReply = { 200: { description: 'The state of the task after it.', schema: AttemptReply } };

export function pulledWorkRoutes(gateway: Gateway): Route[] {
  return [claim(gateway), heartbeat(gateway), extend(gateway), progress(gateway), complete(gateway), fail(gateway)];
}

function claim(gateway: Gateway): Route {
  return defineRoute({
    ...seller,
    method: 'POST',
    path: '/v1/work/claim',
    name: 'claimWork',
    summary: 'Claim a paid task',
    description:
      'Of the listings with `delivery: {"mode": "pull"}`. The answer is one task with a lease: without a sign of life (heartbeat, extend, progress) before `leaseUntil` another worker of the account gets it. The attempt number is what proves the lease.',
    body: { schema: ClaimOrder, maxBytes: smallBodyBytes },
    responses: {
      200: { description: 'A task, from now on in your hands.', schema: ClaimedTask },
      204: { description: 'There was nothing to do; claim again.' },
    },
    errors: ['too_many_requests'],
    async handle({ accountId, body, raw }) {
      const order = {
        accountId,
        slugs: body.slugs ?? [],
        waitMs: (body.wait ?? 0) * 1_000,
        leaseMs: body.leaseMs ?? defaultLeaseMs,
      };
      const task = await awaitClaim(gateway, order, raw.socket);
      if (task === undefined) return { status: 204, headers: noStore };
      return { status: 200, headers: noStore, text: claimedText(task), contentType: 'application/json' };
    },
  });
}

function heartbeat({ dispatch, reports }: Gateway): Route {
  return defineRoute({
    ...ofAttempt,
    path: `${path}/heartbeat`,
    name: 'heartbeatAttempt',
    summary: 'Keep the lease of a claimed task',
    description: 'The lease begins anew with the length that it had, never beyond the deadline. No body.',
    responses: leaseReply,
    errors: [...lost, 'too_many_requests'],
    async handle({ params, accountId }) {
      reports.count(`${accountId}/${params.taskId}`);
      return leaseAnswer(await dispatch.renewLease({ accountId, ...params, ...asBefore }));
    },
  });
}

function extend({ dispatch, reports }: Gateway): Route {
  return defineRoute({
    ...ofAttempt,
    path: `${path}/extend`,
    name: 'extendAttempt',
    summary: 'Change the length of a lease',
    description: 'The lease begins anew with that length, and so does every later one of this attempt.',
    body: { schema: LeaseExtension, maxBytes: smallBodyBytes },
    responses: leaseReply,
    errors: [...lost, 'too_many_requests'],
    async handle({ params, accountId, body }) {
      reports.count(`${accountId}/${params.taskId}`);
      return leaseAnswer(await dispatch.renewLease({ accountId, ...params, ...asBefore, leaseMs: body.leaseMs }));
    },
  });
}

function progress({ dispatch, reports }: Gateway): Route {
  return defineRoute({
    ...ofAttempt,
    path: `${path}/progress`,
    name: 'reportProgress',
    summary: 'Tell the buyer how far the work is',
    description:
      'A sign of life as well. The buyer sees fraction and note within a second, before it has paid for anything; a piece of output is kept unseen until the delivery, and refused for a task that is paid by a hold. A piece whose number was there before changes nothing.',
    body: { schema: ProgressReport, maxBytes: smallBodyBytes + maxPieceBytes },
    responses: leaseReply,
    errors: [...lost, 'too_many_requests', 'partial_output_refused'],
    async handle({ params, accountId, body }) {
      reports.count(`${accountId}/${params.taskId}`);
      const { progress: fraction, note = '', piece } = body;
      const report = { hasProgress: true, progress: fraction, note };
      const kept = piece ? { pieceN: piece.n, pieceJson: JSON.stringify(piece.output) } : {};
      return leaseAnswer(await dispatch.renewLease({ accountId, ...params, ...asBefore, ...report, ...kept }));
    },
  });
}

function complete({ dispatch }: Gateway): Route {
  return defineRoute({
    ...ofAttempt,
    path: `${path}/complete`,
    name: 'completeClaimed',
    summary: 'Deliver the result of a claimed task',
    description:
      'An output that does not match the listing is a failed attempt. The same result again gets the same answer.',
    body: { schema: AttemptOutput, maxBytes: maxAnswerBytes },
    responses: stateReply,
    errors: [...lost, 'invalid_output'],
    async handle({ params, accountId, body }) {
      const result = Buffer.from(JSON.stringify({ output: body.output }));
      return stateAnswer(await dispatch.finishAttempt({ accountId, ...params, body: result }));
    },
  });
}

function fail({ dispatch }: Gateway): Route {
  return defineRoute({
    ...ofAttempt,
    path: `${path}/fail`,
    name: 'failClaimed',
    summary: 'Give up a claimed task',
    description:
      'With `retry` another attempt follows, with backoff, while the deadline allows it; without it the task is refused.',
    body: { schema: AttemptFailure, maxBytes: smallBodyBytes },
    responses: stateReply,
    errors: lost,
    async handle({ params, accountId, body }) {
      const error = { message: body.message, retry: body.retry ?? false };
      const result = Buffer.from(JSON.stringify({ error }));
      return stateAnswer(await dispatch.finishAttempt({ accountId, ...params, body: result }));
    },
  });
}

/** A sign of life that changes nothing else. */
const asBefore = { leaseMs: 0, hasProgress: false, progress: 0, note: '', pieceN: 0, pieceJson: '' };

function leaseAnswer(lease: Parameters<typeof leaseView>[0]): EdgeReply {
  return { status: 200, headers: noStore, json: leaseView(lease) };
}

export function stateAnswer({ state }: { readonly state: string }): EdgeReply {
  return { status: 200, headers: noStore, json: { state } };
}
