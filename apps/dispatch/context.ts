import type { Clock } from '#kernel/clock';
import { idFromUuid } from '#kernel/ids';
import type { Log } from './log.js';
import type { TaskRow } from './task-store.js';
import type { Waiters } from './waiters.js';

/** What every step needs besides its stores. */
export interface Context {
  readonly clock: Clock;
  readonly log: Log;
  readonly retentionMs: number;
  /** One line in the log for each change of state, and whoever waits for the task wakes up. */
  changed(task: TaskRow): void;
}

export function createContext(clock: Clock, log: Log, retentionMs: number, waiters: Waiters): Context {
  return {
    clock,
    log,
    retentionMs,
    changed(task) {
      const { id, state, attempts, reason } = task;
      log.info({ taskId: idFromUuid('task', id), state, attempts, ...(reason && { reason }) }, 'A task has changed.');
      waiters.notify(id);
    },
  };
}
