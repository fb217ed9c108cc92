/** An attempt that a worker claimed, as it is named by whoever comes with its number. */
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import type { TaskRow, TaskStore } from '../task-store.js';

export interface ClaimedAttempt {
  readonly accountId: string;
  readonly taskId: string;
  readonly attempt: number;
}

/** The claimed task of that account, while that attempt is its open one. Throws `task_not_found`, `task_not_running`. */
export async function openClaim(tasks: TaskStore, claim: ClaimedAttempt): Promise<TaskRow> {
  const task = await ownClaim(tasks, claim);
  if (task.finishedAt !== null || task.attempts !== claim.attempt || task.outputStoredAt !== null) throw notRunning();
  return task;
}

/** To anyone but its seller a task does not exist, and neither does an attempt that was never made. */
export async function ownClaim(tasks: TaskStore, { accountId, taskId, attempt }: ClaimedAttempt): Promise<TaskRow> {
  const task = await tasks.find(idToUuid(parseId('task', taskId)));
  const own = task?.delivery === 'pull' && task.sellerAccountId === idToUuid(parseId('account', accountId));
  if (!own || attempt < 1 || attempt > task.attempts) {
    throw new AppError('task_not_found', 'there is no such attempt, or you did not claim it');
  }
  return task;
}

export function notRunning(): AppError {
  return new AppError('task_not_running', 'the task does not wait for a result of this attempt any more');
}
