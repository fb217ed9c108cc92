/** What an answer, or the lack of one, makes of a task. The attempt is always the task's last one. */
import { addMs } from '#kernel/clock';
import { idFromUuid } from '#kernel/ids';
import type { Answer } from './answer.js';
import type { AttemptStore } from './attempt-store.js';
import { stepMarginMs } from './config.js';
import type { Context } from './context.js';
import { deadlineJob } from './deadline-job.js';
import type { Ending } from './ending.js';
import type { CallVerdict } from './outcome-sql.js';
import type { Places } from './places.js';
import type { Asking } from './questions/asking.js';
import type { Question } from './questions/question.js';
import type { StepQueue } from './queue.js';
import { isTooLate, mayTryAgain, retryAt, type TaskState } from './task.js';
import type { Actor, TaskRow, TaskStore } from './task-store.js';

const unanswered = "the seller's question was not answered in time";
const lostLease = "the seller's worker was lost";

export interface ResultDeps {
  readonly tasks: TaskStore;
  readonly attempts: AttemptStore;
  readonly ending: Ending;
  readonly queue: StepQueue;
  readonly places: Places;
  readonly asking: Asking;
}

/** Why an attempt brought nothing, and what that says of its seller. */
interface Failure {
  readonly reason: string;
  readonly actor: Actor;
  readonly call: CallVerdict | undefined;
}

export class Results {
  constructor(
    private readonly context: Context,
    private readonly deps: ResultDeps,
  ) {}

  /** The task's state afterwards; undefined when the answer came too late and changed nothing. */
  async take(task: TaskRow, answer: Answer, actor: Actor): Promise<TaskState | undefined> {
    switch (answer.kind) {
      case 'output':
        return await this.takeOutput(task, answer.outputJson, actor);
      case 'later':
        return await this.wait(task);
      case 'ask':
        return await this.ask(task, answer.question, actor);
      case 'refused':
        return await this.refuse(task, answer.reason, actor);
      case 'failed':
        return await this.fail(task, { reason: answer.failure, actor, call: answer.call });
    }
  }

  /** The seller calls back: until then nobody here waits for it. */
  private async wait(task: TaskRow): Promise<TaskState | undefined> {
    if (!(await this.deps.attempts.wait(task.id, task.attempts))) return undefined;
    await this.deps.queue.add([deadlineJob(task, this.context.clock.now())]);
    return 'RUNNING';
  }

  /** A question out of turn is an attempt that brought nothing. */
  private async ask(task: TaskRow, question: Question, actor: Actor): Promise<TaskState | undefined> {
    const asked = await this.deps.asking.ask(task, question);
    if (asked.outcome === 'asked') {
      if (task.delivery === 'push') await this.deps.queue.add([deadlineJob(task, this.context.clock.now())]);
      return asked.state;
    }
    if (asked.outcome === 'over') return undefined;
    return await this.fail(task, { reason: `the seller's ${asked.detail}`, actor, call: 'failed' });
  }

  /** The attempt brought nothing: another one while there is time, else the money goes back. */
  async fail(task: TaskRow, why: Failure): Promise<TaskState | undefined> {
    const now = this.context.clock.now();
    const deadlineAt = task.deadlineAt ?? now;
    if (isTooLate(now, deadlineAt)) return await this.deps.ending.expire(task.id, why.actor);
    const again = retryAt(task.attempts, now, deadlineAt);
    if (again !== undefined) return await this.requeue(task, again, why);
    return await this.failForGood(task, why);
  }

  /** Back to the queue without a delay: whoever called the seller stops, nobody was there to take the claim, or an admin wants it. */
  async giveBack(task: TaskRow, reason: string, actor: Actor = 'dispatch'): Promise<TaskState | undefined> {
    return await this.requeue(task, this.context.clock.now(), { reason, actor, call: undefined });
  }

  /** The lease of a claimed attempt has run out: the next worker gets the task at once. */
  async loseLease(task: TaskRow): Promise<TaskState | undefined> {
    const why = { reason: lostLease, actor: 'sweeper', call: 'failed' } as const;
    if (mayTryAgain(task.attempts)) return await this.requeue(task, this.context.clock.now(), why);
    return await this.failForGood(task, why);
  }

  /** The time for the buyer's answer is over. */
  async failUnanswered(task: TaskRow): Promise<TaskState | undefined> {
    const now = this.context.clock.now();
    const change = { now, actor: 'sweeper', reason: unanswered, nextStepAt: addMs(now, stepMarginMs) } as const;
    return await this.over(await this.deps.tasks.failUnanswered(task.id, task.attempts, change));
  }

  private async failForGood(task: TaskRow, why: Failure): Promise<TaskState | undefined> {
    const now = this.context.clock.now();
    const change = { now, ...why, nextStepAt: addMs(now, stepMarginMs) };
    return await this.over(await this.deps.tasks.fail(task.id, task.attempts, change));
  }

  private async takeOutput(task: TaskRow, outputJson: string, actor: Actor): Promise<TaskState | undefined> {
    const now = this.context.clock.now();
    const nextStepAt = addMs(now, stepMarginMs);
    const stored = await this.deps.attempts.storeOutput(task.id, task.attempts, outputJson, now, nextStepAt);
    if (stored === undefined) return undefined;
    this.deps.places.freed(stored.listingId);
    return await this.deps.ending.finishOrLeave(stored, actor);
  }

  private async refuse(task: TaskRow, reason: string, actor: Actor): Promise<TaskState | undefined> {
    const now = this.context.clock.now();
    const change = { now, actor, reason, nextStepAt: addMs(now, stepMarginMs) };
    const refused = await this.deps.tasks.refuse(task.id, task.attempts, change);
    return await this.over(refused);
  }

  private async over(task: TaskRow | undefined): Promise<TaskState | undefined> {
    if (task === undefined) return undefined;
    this.context.changed(task);
    this.deps.places.freed(task.listingId);
    await this.deps.ending.closeChargeOrLeave(task);
    return task.state;
  }

  private async requeue(task: TaskRow, offerAt: Date, why: Failure): Promise<TaskState | undefined> {
    const now = this.context.clock.now();
    const change = { now, ...why, nextStepAt: addMs(offerAt, stepMarginMs) };
    const queued = await this.deps.tasks.requeue(task.id, task.attempts, offerAt, change);
    if (queued === undefined) return undefined;
    this.context.changed(queued);
    this.deps.places.freed(queued.listingId);
    if (queued.delivery === 'pull') return queued.state;
    await this.deps.queue.add([
      {
        step: 'offer',
        taskId: idFromUuid('task', queued.id),
        listingId: idFromUuid('listing', queued.listingId),
        listingVersion: queued.listingVersion,
        round: queued.attempts,
        delayMs: Math.max(0, offerAt.getTime() - now.getTime()),
      },
    ]);
    return queued.state;
  }
}
