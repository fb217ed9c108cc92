/** What trying a task again means in each state: pure. It never does what the task's own steps would not do by themselves. */
import { isFinal, isTooLate, mayTryAgain, type TaskProgress } from '../task.js';

export interface RetriedTask extends TaskProgress {
  readonly attempts: number;
  readonly leaseUntil: Date | null;
  readonly nextStepAt: Date | null;
}

/**
 * offer: to the seller, now; loseAttempt: its open attempt is over and it is offered again; finish: billing is asked for the
 * money again; expire: its deadline has passed; closeCharge: the money that is still with us goes back. nothing: somebody works
 * on it. unpaid, exhausted, over: it cannot be tried again.
 */
export type RetryStep =
  | 'offer'
  | 'loseAttempt'
  | 'finish'
  | 'expire'
  | 'closeCharge'
  | 'nothing'
  | 'unpaid'
  | 'exhausted'
  | 'over';

/** `attempt`: the one that is given up although somebody may be working on it; undefined: only one that is lost. */
export function retryStep(task: RetriedTask, attempt: number | undefined, now: Date): RetryStep {
  if (task.state === 'AWAITING_PAYMENT') return 'unpaid';
  if (isFinal(task.state)) return task.chargeClosedAt === null ? 'closeCharge' : 'over';
  if (task.deadlineAt === null || task.deadlineAt <= now) return 'expire';
  if (task.outputStoredAt !== null) return 'finish';
  if (task.state === 'QUEUED') return 'offer';
  if (attempt !== task.attempts && !isLost(task, now)) return 'nothing';
  return mayTryAgain(task.attempts) && !isTooLate(now, task.deadlineAt) ? 'loseAttempt' : 'exhausted';
}

/** Whoever worked on the open attempt has not been heard of in time. A seller that calls back later has until the deadline. */
function isLost(
  { state, delivery, openAttempt, answerToGive, leaseUntil, nextStepAt }: RetriedTask,
  now: Date,
): boolean {
  if (state !== 'RUNNING' || openAttempt !== 'running' || answerToGive) return false;
  const until = delivery === 'pull' ? leaseUntil : nextStepAt;
  return until !== null && until <= now;
}
