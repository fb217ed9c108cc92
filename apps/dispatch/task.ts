/**
 * A task and what may happen to it: a pure machine. The stores take the states that a transition may start from out of this
 * table into their guards, so the SQL and the machine cannot drift apart.
 *
 *     AWAITING_PAYMENT → QUEUED ⇄ RUNNING ⇄ INPUT_REQUIRED
 *                                 RUNNING → DELIVERED        all but DELIVERED ↘ FAILED | EXPIRED | CANCELED | REJECTED
 *
 * A task goes back from RUNNING to QUEUED when its attempt has failed, or the lease of its worker has run out, and another
 * one may follow. It is INPUT_REQUIRED while its seller waits for the buyer's answer to a question, and is delivered from
 * RUNNING alone. It becomes DELIVERED only after billing has captured the money, whatever the seller has answered before.
 */

export const taskStates = [
  'AWAITING_PAYMENT',
  'QUEUED',
  'RUNNING',
  'INPUT_REQUIRED',
  'DELIVERED',
  'FAILED',
  'EXPIRED',
  'CANCELED',
  'REJECTED',
] as const;
export type TaskState = (typeof taskStates)[number];

/** push: dispatch calls the seller; pull: the seller claims the task. */
export type Delivery = 'push' | 'pull';

/** What can happen to a task. `hurry` is an admin who does not want to wait for the next attempt. `expire` from AWAITING_PAYMENT is money that came too late for the work. */
const transitions = {
  fund: { from: ['AWAITING_PAYMENT'], to: 'QUEUED' },
  hurry: { from: ['QUEUED'], to: 'QUEUED' },
  start: { from: ['QUEUED'], to: 'RUNNING' },
  ask: { from: ['RUNNING'], to: 'INPUT_REQUIRED' },
  answer: { from: ['INPUT_REQUIRED'], to: 'RUNNING' },
  requeue: { from: ['RUNNING', 'INPUT_REQUIRED'], to: 'QUEUED' },
  deliver: { from: ['RUNNING'], to: 'DELIVERED' },
  fail: { from: ['QUEUED', 'RUNNING', 'INPUT_REQUIRED'], to: 'FAILED' },
  refuse: { from: ['RUNNING', 'INPUT_REQUIRED'], to: 'REJECTED' },
  expire: { from: ['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'INPUT_REQUIRED'], to: 'EXPIRED' },
  cancel: { from: ['QUEUED', 'RUNNING', 'INPUT_REQUIRED'], to: 'CANCELED' },
} as const satisfies Record<string, { from: readonly TaskState[]; to: TaskState }>;

export type TaskTransition = keyof typeof transitions;
export const taskTransitions = Object.keys(transitions) as readonly TaskTransition[];

/** Where the transition leads from that state; undefined where it is illegal. */
export function nextState(state: TaskState, transition: TaskTransition): TaskState | undefined {
  const { from, to } = transitions[transition];
  return (from as readonly TaskState[]).includes(state) ? to : undefined;
}

export function sourcesOf(transition: TaskTransition): readonly TaskState[] {
  return transitions[transition].from;
}

export function targetOf(transition: TaskTransition): TaskState {
  return transitions[transition].to;
}

export function isFinal(state: TaskState): boolean {
  return taskTransitions.every((transition) => nextState(state, transition) === undefined);
}

/** What of a task says which step it needs. */
export interface TaskProgress {
  readonly state: TaskState;
  readonly delivery: Delivery;
  readonly expiresAt: Date;
  readonly offerAt: Date | null;
  readonly deadlineAt: Date | null;
  readonly outputStoredAt: Date | null;
  readonly chargeClosedAt: Date | null;
  readonly forgottenAt: Date | null;
  /** The state of the attempt that is not over, if there is one. */
  readonly openAttempt: 'running' | 'waiting' | null;
  /** Until when the buyer may answer the question that is asked. */
  readonly answerUntil: Date | null;
  /** The buyer has answered a seller that is pushed to, and it has not taken the answer yet. */
  readonly answerToGive: boolean;
}

/**
 * forgetUnpaid: nobody paid; offer: give it to the seller; loseAttempt: whoever ran the attempt is gone; finish: the output
 * is there, ask billing; giveAnswer: bring the seller what the buyer answered; failUnanswered: the buyer has not answered in
 * time; expire: the deadline has passed; closeCharge: the money must go back; forgetResult: kept long enough.
 */
export type DueStep =
  | 'forgetUnpaid'
  | 'offer'
  | 'loseAttempt'
  | 'finish'
  | 'giveAnswer'
  | 'failUnanswered'
  | 'expire'
  | 'closeCharge'
  | 'forgetResult'
  | 'none';

/** The step that a task needs once the time of its `next_step_at` has come, whatever was lost before. */
export function dueStep(task: TaskProgress, now: Date): DueStep {
  if (task.state === 'AWAITING_PAYMENT') return task.expiresAt <= now ? 'forgetUnpaid' : 'none';
  if (isFinal(task.state)) {
    if (task.chargeClosedAt === null) return 'closeCharge';
    return task.forgottenAt === null ? 'forgetResult' : 'none';
  }
  if (task.deadlineAt !== null && task.deadlineAt <= now) return 'expire';
  if (task.state === 'QUEUED' && task.delivery === 'pull') return 'none';
  if (task.state === 'QUEUED') return task.offerAt !== null && task.offerAt <= now ? 'offer' : 'none';
  if (task.state === 'INPUT_REQUIRED') {
    return task.answerUntil !== null && task.answerUntil <= now ? 'failUnanswered' : 'none';
  }
  if (task.outputStoredAt !== null) return 'finish';
  if (task.answerToGive) return 'giveAnswer';
  return task.openAttempt === 'running' ? 'loseAttempt' : 'none';
}

const maxAttempts = 5;
const retryDelaysMs = [250, 1_000, 4_000];
/** With less time than this no seller is called: the deadline is as good as passed. */
const leastWorkMs = 100;

/** Whether a failure counts as the deadline's: timers and clocks differ by some milliseconds. */
export function isTooLate(now: Date, deadlineAt: Date): boolean {
  return now.getTime() + leastWorkMs > deadlineAt.getTime();
}

/** Whether another attempt may follow attempt number `attempts`. */
export function mayTryAgain(attempts: number): boolean {
  return attempts < maxAttempts;
}

function retryDelayMs(tries: number): number {
  return retryDelaysMs[Math.min(tries, retryDelaysMs.length) - 1] ?? 0;
}

/** When the next attempt may start after attempt number `attempts` has failed; undefined where none may. */
export function retryAt(attempts: number, now: Date, deadlineAt: Date): Date | undefined {
  if (!mayTryAgain(attempts)) return undefined;
  const at = new Date(now.getTime() + retryDelayMs(attempts));
  return isTooLate(at, deadlineAt) ? undefined : at;
}

/** How many questions one task may have, over all attempts. */
export const maxQuestions = 10;

/** When the buyer's answer is brought to the seller again after `tries` vain ones; undefined where it is given up. */
export function giveAgainAt(tries: number, now: Date): Date | undefined {
  if (!mayTryAgain(tries)) return undefined;
  return new Date(now.getTime() + retryDelayMs(tries));
}

/** Clocks of two services differ a little: a task that lacks no more than this is still tried. */
const fundingToleranceMs = 2_000;

/** Whether a task that is funded now can still be done in the time that its listing needs. */
export function canStillBeDone(now: Date, workMs: number, deadlineAt: Date): boolean {
  return now.getTime() + workMs - fundingToleranceMs <= deadlineAt.getTime();
}
