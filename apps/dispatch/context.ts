import type { Clock } from '#kernel/clock';
import { idFromUuid } from '#kernel/ids';
import type { Alarm } from './alarm.js';
import type { Log } from './log.js';
import type { TaskRow } from './task-store.js';
import type { Waiters } from './waiters.js';
import type { Claimers } from './workers/claimers.js';

/** What every step needs besides its stores. */
export interface Context {
  readonly clock: Clock;
  readonly log: Log;
  readonly retentionMs: number;
  /** One line in the log for each change of state; who waits for the task wakes up, and who waits for work to claim. */
  changed(task: TaskRow): void;
}

/** By which Nest knows it. */
export const contextToken = Symbol('Context');

export interface Listening {
  readonly waiters: Waiters;
  readonly claimers: Claimers;
  /** Rings when a task with a webhook has changed. */
  readonly webhooks: Alarm;
}

export function createContext(
  clock: Clock,
  log: Log,
  retentionMs: number,
  { waiters, claimers, webhooks }: Listening,
): Context {
  return {
    clock,
    log,
    retentionMs,
    changed(task) {
      const { id, state, attempts, reason } = task;
      log.info({ taskId: idFromUuid('task', id), state, attempts, ...(reason && { reason }) }, 'A task has changed.');
      waiters.notify(id);
      if (task.hasWebhook) webhooks.ring();
      if (task.delivery !== 'pull' || state === 'RUNNING' || state === 'INPUT_REQUIRED') return;
      // There is work, or a place for work that waits.
      const delayMs = state === 'QUEUED' && task.offerAt ? task.offerAt.getTime() - clock.now().getTime() : 0;
      claimers.wake(task.sellerAccountId, task.serviceSlug, delayMs);
    },
  };
}
