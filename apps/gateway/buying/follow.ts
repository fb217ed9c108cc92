/**
 * `GET /v1/tasks/{taskId}/events`: a task as server-sent events (HTML, section 9.2). Every change of state is an event with
 * its number as id, so a client that comes back with `Last-Event-ID` gets what it missed, from Postgres and not from memory.
 *
 * Progress is told as it is, not as it was: of reports that came in quick succession the last one. Partial output comes after
 * the delivery, piece by piece, and the output with the last event; both only to the holder of the task's credential.
 */
import type { Socket } from 'node:net';
import { Type } from 'typebox';
import type { TaskMessage } from '#contracts/dispatch';
import { TaskId, timestamp } from '#contracts/http/shared';
import { inputRequestView, isDelivered, isFailed, taskView } from '#contracts/http/task';
import { monotonicMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { addressPrefix } from '../edge/client.js';
import { refuse } from '../edge/validation.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type EdgeReply, type EdgeRequest, type Route } from '../route.js';
import { paidHeaders } from './paywall.js';
import { refundOf } from './redeem.js';
import { proofHeaders, proofOf } from './task-proof.js';
import { awaitTask, hashesOf, type TaskProof } from './task-wait.js';

/** A comment is sent so often, for proxies that end what is silent. */
const aliveEveryMs = 15_000;
/** Then the client comes back with the id of the last event that it has. */
const longestMs = 15 * 60_000;
const retryMs = 1_000;
const eventIdPattern = /^([0-9]{1,9})(?:\.(?:([0-9]{1,9})|p([0-9]{1,4})|(end)))?$/;

export function followTask(gateway: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/tasks/{taskId}/events',
    name: 'followTask',
    group: 'Buying',
    summary: 'Follow a task as server-sent events',
    description:
      '`state` (`{"state", "at", "reason"}`) for every change, with the `inputRequest` while the seller waits for its answer, `progress` (`{"progress", "note"}`) while it runs, after the delivery `output` (`{"n", "output"}`) for each piece of partial output, for the L402 credential, and at the end `task`: what `GET /v1/tasks/{taskId}` answers, with the output for the L402 credential. `Last-Event-ID` goes on after that event; who has had the last one gets 204.',
    auth: { kind: 'task' },
    params: Type.Object({ taskId: TaskId }),
    unknownPath: 'task_not_found',
    requestHeaders: [
      ...proofHeaders,
      { name: 'Last-Event-ID', description: 'The `id` of the last event that arrived.' },
    ],
    responses: {
      200: {
        description: 'The events, until the task is over or a quarter of an hour has passed.',
        schema: Type.String(),
        contentType: 'text/event-stream',
      },
      204: { description: 'There is nothing more to tell.' },
    },
    errors: ['task_not_found', 'too_many_requests', 'invalid_request'],
    handle: (request) => follow(gateway, request),
  });
}

interface Follow {
  readonly taskId: string;
  readonly proof: TaskProof;
  readonly withOutput: boolean;
}

/** What the follower has seen: the number of the last change of state, and the last progress after it. */
interface Position {
  readonly n: number;
  readonly said: number;
  /** Pieces of partial output, which come after the delivery. */
  readonly pieces: number;
  readonly ended: boolean;
}

async function follow(gateway: Gateway, request: EdgeRequest<{ taskId: string }>): Promise<EdgeReply> {
  const { taskId } = request.params;
  const from = lastEventId(request);
  const { token, proof } = proofOf(gateway, request);
  const ask = proof && ({ taskId, proof, waitMs: 0, until: 'changed', etag: '', eventsAfter: from.n } as const);
  const task = ask && (await awaitTask(gateway, ask));
  if (!task) throw new AppError('task_not_found', 'there is no such task, or it is not yours');
  if (from.n > positionOf(task).n) refuseId('names an event that this task has not had');
  if (from.ended && isOver(task)) return { status: 204, headers: paidHeaders };
  const reply = {
    status: 200,
    headers: { ...paidHeaders, 'x-accel-buffering': 'no' },
    contentType: 'text/event-stream',
  };
  if (request.method === 'HEAD') return reply;
  const leave = gateway.followers.enter(addressPrefix(gateway.proxies.clientAddress(request.raw)));
  const events = eventsOf(gateway, { taskId, proof: ask.proof, withOutput: token !== undefined }, task, from);
  return { ...reply, stream: whileConnected(request.raw.socket, events, leave) };
}

function lastEventId({ raw }: EdgeRequest): Position {
  const id = raw.headers['last-event-id'];
  if (id === undefined || id === '') return { n: 0, said: 0, pieces: 0, ended: false };
  const [, n = '', said = 0, pieces = 0, end] = (typeof id === 'string' && eventIdPattern.exec(id)) || [];
  if (n === '') refuseId('must be the id of an event of this task');
  return { n: Number(n), said: Number(said), pieces: Number(pieces), ended: end !== undefined };
}

function refuseId(message: string): never {
  refuse('invalid_request', 'the Last-Event-ID is not accepted', [{ path: 'Last-Event-ID', message }]);
}

async function* eventsOf(
  gateway: Gateway,
  { taskId, proof, withOutput }: Follow,
  first: TaskMessage,
  from: Position,
): AsyncGenerator<string> {
  const endMs = monotonicMs() + longestMs;
  yield `retry: ${retryMs}\n\n`;
  let task: TaskMessage | undefined = first;
  let seen: Position = from;
  while (task) {
    for (const { n, toState: state, atMs, reason } of task.events) {
      const asked = state === 'INPUT_REQUIRED' && n === positionOf(task).n ? task.inputRequest : null;
      yield event('state', String(n), {
        ...{ state, at: timestamp(atMs) },
        ...(reason === '' ? {} : { reason }),
        ...(asked === null ? {} : { inputRequest: inputRequestView(asked) }),
      });
    }
    const now = positionOf(task);
    if (task.hasProgress && (now.n > seen.n || now.said > seen.said)) {
      const { progress, progressNote: note } = task;
      yield event('progress', `${now.n}.${now.said}`, { progress, ...(note === '' ? {} : { note }) });
    }
    if (isOver(task)) {
      if (withOutput) yield* piecesOf(gateway, task, proof, from);
      const shown = taskView(withOutput ? task : { ...task, outputJson: '' }, await refundOf(gateway, task));
      yield event('task', `${now.n}.end`, shown);
      return;
    }
    if (gateway.stopping.aborted || monotonicMs() >= endMs) return;
    const etag: string = task.etag;
    const ask = { taskId, proof, waitMs: aliveEveryMs, until: 'changed', etag, eventsAfter: now.n } as const;
    task = await awaitTask(gateway, ask);
    if (task?.etag === etag) yield ': alive\n\n';
    seen = now;
  }
}

/** What the seller has reported while it worked, piece by piece, each as its text. */
async function* piecesOf(
  { dispatch }: Gateway,
  task: TaskMessage,
  proof: TaskProof,
  from: Position,
): AsyncGenerator<string> {
  const { taskId, pieces: count } = task;
  const { n } = positionOf(task);
  const after = from.n === n ? from.pieces : 0;
  if (count <= after) return;
  const { pieces } = await dispatch.getPieces({ taskId, paymentHash: hashesOf(proof).paymentHash, after });
  for (const piece of pieces) {
    yield `event: output\nid: ${n}.p${piece.n}\ndata: {"n":${piece.n},"output":${piece.outputJson}}\n\n`;
  }
}

function event(name: string, id: string, data: unknown): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Dispatch's tag is the number of changes, then that of reports of progress. */
function positionOf({ etag }: TaskMessage): Position {
  const [n = '0', said = '0'] = etag.split('-');
  return { n: Number(n), said: Number(said) || 0, pieces: 0, ended: false };
}

function isOver({ state }: TaskMessage): boolean {
  return isDelivered(state) || isFailed(state);
}

/** Runs `end` however the reading stops, also when it never begins. */
function whileConnected(socket: Socket, events: AsyncGenerator<string>, end: () => void): AsyncIterable<string> {
  socket.once('close', end);
  return (async function* () {
    try {
      yield* events;
    } finally {
      socket.off('close', end);
      end();
    }
  })();
}
