/** Asks for a task until it is in a final state, or the wait is over, or the process stops. */

import type { TaskMessage } from '#contracts/dispatch';
import { isDelivered, isFailed } from '#contracts/http/task';
import { monotonicMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Gateway } from '../gateway.js';

/** Whom the task is shown to. */
export type TaskProof = { readonly paymentHash: Buffer } | { readonly taskKeyHash: Buffer };

/** What the call itself may take beside the wait. */
const callMs = 5_000;
const none = Buffer.alloc(0);

/** As messages carry it: one of the two is empty. */
export function hashesOf(proof: TaskProof): { readonly paymentHash: Buffer; readonly taskKeyHash: Buffer } {
  return 'paymentHash' in proof
    ? { paymentHash: proof.paymentHash, taskKeyHash: none }
    : { paymentHash: none, taskKeyHash: proof.taskKeyHash };
}

/**
 * `until`: 'final' waits for the end of the task or a question to its buyer, 'changed' for any state but the one with `etag`. Undefined where there
 * is no such task, or it is not the presenter's.
 */
export async function awaitTask(
  gateway: Pick<Gateway, 'dispatch' | 'stopping'>,
  ask: {
    readonly taskId: string;
    readonly proof: TaskProof;
    readonly waitMs: number;
    readonly until: 'final' | 'changed';
    readonly etag: string;
    /** The task's events after that number come with it. */
    readonly eventsAfter?: number;
  },
): Promise<TaskMessage | undefined> {
  const { taskId, proof, until } = ask;
  const endMs = monotonicMs() + ask.waitMs;
  let etag = ask.etag;
  for (;;) {
    const waitMs = gateway.stopping.aborted ? 0 : Math.max(0, Math.ceil(endMs - monotonicMs()));
    const request = {
      taskId,
      ...hashesOf(proof),
      waitMs,
      unlessEtag: etag,
      eventsAfter: ask.eventsAfter ?? -1,
    };
    const task = await stopped(
      gateway,
      request,
      found(gateway.dispatch.getTask(request, { deadlineMs: waitMs + callMs })),
    );
    if (task === undefined || waitMs === 0) return task;
    if (isFailed(task.state) || isDelivered(task.state)) return task;
    if (until === 'final' ? task.state === 'INPUT_REQUIRED' : task.etag !== ask.etag) return task;
    etag = task.etag;
  }
}

type TaskRequest = Parameters<Gateway['dispatch']['getTask']>[0];

/** The answer, or where the process stops meanwhile the task as it is now. */
async function stopped(
  gateway: Pick<Gateway, 'dispatch' | 'stopping'>,
  request: TaskRequest,
  answer: Promise<TaskMessage | undefined>,
): Promise<TaskMessage | undefined> {
  if (request.waitMs === 0) return answer;
  let onStop: () => void = () => undefined;
  const stop = new Promise<'stop'>((resolve) => {
    onStop = () => resolve('stop');
    gateway.stopping.addEventListener('abort', onStop, { once: true });
  });
  try {
    const first = await Promise.race([answer, stop]);
    if (first !== 'stop') return first;
    // The waiting call ends by itself; what it says no longer matters.
    answer.catch(() => undefined);
    return await found(gateway.dispatch.getTask({ ...request, waitMs: 0 }));
  } finally {
    gateway.stopping.removeEventListener('abort', onStop);
  }
}

async function found(task: Promise<TaskMessage>): Promise<TaskMessage | undefined> {
  try {
    return await task;
  } catch (error) {
    if (error instanceof AppError && error.code === 'task_not_found') return undefined;
    throw error;
  }
}
