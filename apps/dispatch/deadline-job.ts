/**
 * The job that ends a task at its deadline. Only a task for which nobody else waits needs one: a call to the seller ends at the
 * deadline by itself. What has no job, because a process was lost, is found by the sweeper within a second.
 */
import { idFromUuid } from '#kernel/ids';
import type { StepJob } from './queue.js';
import type { TaskRow } from './task-store.js';

export function deadlineJob(task: TaskRow, now: Date): StepJob {
  const deadlineAt = task.deadlineAt ?? now;
  return {
    step: 'deadline',
    taskId: idFromUuid('task', task.id),
    listingId: idFromUuid('listing', task.listingId),
    listingVersion: task.listingVersion,
    round: 0,
    delayMs: Math.max(1, deadlineAt.getTime() - now.getTime()),
  };
}
