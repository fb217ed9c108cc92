/** What keeps a claimed attempt with its worker, and how it is given back. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import { notRunning, openClaim, ownClaim } from './claimed-attempt.js';
import type { Context } from './context.js';
import type { LeaseStore } from './lease-store.js';
import { printable } from './printable.js';
import type { Results } from './results.js';
import type { TaskStore } from './task-store.js';

/** A lease that is shorter is lost by a slow network, one that is longer keeps a task from other workers. */
const leaseRangeMs = { min: 1_000, max: 600_000 };
const maxNoteLength = 200;

export function leaseLength(ms: number): number {
  const { min, max } = leaseRangeMs;
  if (ms < min || ms > max) throw new AppError('invalid_request', `a lease has ${min} to ${max} milliseconds`);
  return ms;
}

export interface LeaseDeps {
  readonly leases: LeaseStore;
  readonly tasks: TaskStore;
  readonly results: Results;
}

export class Leases {
  constructor(
    private readonly context: Context,
    private readonly deps: LeaseDeps,
  ) {}

  async renew(request: RequestOf<Dispatch, 'renewLease'>): Promise<ReplyOf<Dispatch, 'renewLease'>> {
    if (request.hasProgress && !(request.progress >= 0 && request.progress <= 1)) {
      throw new AppError('invalid_request', 'progress is a number from 0 to 1');
    }
    const note = printable(request.note).slice(0, maxNoteLength);
    const lease = await this.deps.leases.renew({
      sellerUuid: idToUuid(parseId('account', request.accountId)),
      taskUuid: idToUuid(parseId('task', request.taskId)),
      attempt: request.attempt,
      now: this.context.clock.now(),
      leaseMs: request.leaseMs === 0 ? undefined : leaseLength(request.leaseMs),
      progress: request.hasProgress ? { fraction: request.progress, note } : undefined,
    });
    if (lease === undefined) {
      await ownClaim(this.deps.tasks, request);
      throw notRunning();
    }
    const { leaseUntil, deadlineAt, leaseMs } = lease;
    return { leaseUntilMs: String(leaseUntil.getTime()), deadlineAtMs: String(deadlineAt.getTime()), leaseMs };
  }

  async release(request: RequestOf<Dispatch, 'releaseAttempt'>): Promise<ReplyOf<Dispatch, 'releaseAttempt'>> {
    const task = await openClaim(this.deps.tasks, request);
    const state = await this.deps.results.giveBack(task, 'nobody was there to take the claim');
    if (state === undefined) throw notRunning();
    return { state };
  }
}
