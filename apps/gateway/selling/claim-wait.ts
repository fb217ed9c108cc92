/**
 * A claim that waits for work. A task must not be claimed for someone who is not there any more: the wait is cut into calls
 * that are short, so that an abandoned one soon ends, and a task that comes all the same is given back at once.
 */
import type { Socket } from 'node:net';
import type { ClaimedTaskMessage, Dispatch } from '#contracts/dispatch';
import type { RequestOf } from '#contracts/service';
import { monotonicMs } from '#kernel/clock';
import { asAppError } from '#kernel/errors';
import type { Gateway } from '../gateway.js';

/** The longest that dispatch waits for a caller that may be gone. */
const sliceMs = 5_000;
/** What a call itself may take beside the wait. */
const callMs = 5_000;

/** Timers of two processes differ a little. */
const earlyMs = 50;

type ClaimGateway = Pick<Gateway, 'dispatch' | 'stopping' | 'logger'>;
type Order = RequestOf<Dispatch, 'claimTask'>;

/** Undefined when there was no task in that time, the process stops, or the caller has gone. */
export async function awaitClaim(
  gateway: ClaimGateway,
  order: Order,
  socket: Socket,
): Promise<ClaimedTaskMessage | undefined> {
  const caller = new Caller(gateway.stopping, socket);
  try {
    const claim = claimInSlices(gateway, order, caller);
    const first = await Promise.race([claim, caller.leaving]);
    if (first !== 'left') return first;
    claim.catch((error: unknown) => {
      gateway.logger.warn({ code: asAppError(error).code }, 'a claim that nobody waits for failed');
    });
    return undefined;
  } finally {
    caller.end();
  }
}

async function claimInSlices(
  { dispatch }: ClaimGateway,
  order: Order,
  caller: Caller,
): Promise<ClaimedTaskMessage | undefined> {
  const endMs = monotonicMs() + order.waitMs;
  for (;;) {
    const startedMs = monotonicMs();
    const waitMs = Math.min(sliceMs, Math.max(0, Math.ceil(endMs - startedMs)));
    const { task } = await dispatch.claimTask({ ...order, waitMs }, { deadlineMs: waitMs + callMs });
    if (caller.left) {
      if (task)
        await dispatch.releaseAttempt({ accountId: order.accountId, taskId: task.taskId, attempt: task.attempt });
      return undefined;
    }
    if (task) return task;
    // An answer that comes too early is of a dispatch that stops and lets nobody wait.
    const letWait = monotonicMs() - startedMs >= waitMs - earlyMs;
    if (monotonicMs() >= endMs || !letWait) return undefined;
  }
}

/** Whoever waits for the answer: gone when its connection is closed, or when this process stops. */
class Caller {
  left = false;
  readonly leaving: Promise<'left'>;
  private leave: () => void = () => undefined;

  constructor(
    private readonly stopping: AbortSignal,
    private readonly socket: Socket,
  ) {
    this.leaving = new Promise((resolve) => {
      this.leave = () => {
        this.left = true;
        resolve('left');
      };
    });
    if (stopping.aborted || socket.destroyed) this.leave();
    stopping.addEventListener('abort', this.leave, { once: true });
    socket.once('close', this.leave);
  }

  end(): void {
    this.stopping.removeEventListener('abort', this.leave);
    this.socket.removeListener('close', this.leave);
  }
}
