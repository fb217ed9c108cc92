/** Trying a task again because an admin says so. Each step is one that the sweeper might take, under the same guards. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, parseId } from '#kernel/ids';
import { stepMarginMs } from '../config.js';
import type { Context } from '../context.js';
import type { Ending } from '../ending.js';
import type { Offering } from '../offering.js';
import { notFound } from '../reading.js';
import type { Results } from '../results.js';
import type { DueTask, SweepStore } from '../sweep-store.js';
import type { TaskStore } from '../task-store.js';
import { retryStep } from './retry.js';

/** How often it looks again at a task that others move at the same time. */
const looks = 5;

type Reply = ReplyOf<Dispatch, 'retryTask'>;

export interface RetryingDeps {
  readonly sweeps: SweepStore;
  readonly tasks: TaskStore;
  readonly results: Results;
  readonly offering: Offering;
  readonly ending: Ending;
}

export class Retrying {
  constructor(
    private readonly context: Context,
    private readonly deps: RetryingDeps,
  ) {}

  async retry(request: RequestOf<Dispatch, 'retryTask'>): Promise<Reply> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    for (let look = 0; look < looks; look += 1) {
      const task = await this.deps.sweeps.look(taskUuid);
      if (task === undefined) throw notFound();
      const reply = await this.take(task, request);
      if (reply !== undefined) return reply;
    }
    throw new AppError('unavailable', 'the task is being moved by others all the time', { retryAfterSeconds: 1 });
  }

  /** Undefined where somebody else has moved the task first. */
  private async take(task: DueTask, request: RequestOf<Dispatch, 'retryTask'>): Promise<Reply | undefined> {
    const { ending } = this.deps;
    const step = retryStep(task, request.attempt === 0 ? undefined : request.attempt, this.context.clock.now());
    switch (step) {
      case 'offer':
        return await this.offer(task, request.reason);
      case 'loseAttempt':
        return await this.loseAttempt(task, request.reason);
      case 'finish':
        return { did: 'finished', state: await ending.finish(task, 'admin') };
      case 'expire':
        return { did: 'expired', state: (await ending.expire(task.id, 'admin')) ?? task.state };
      case 'closeCharge':
        await ending.closeCharge(task);
        return { did: 'closed', state: task.state };
      case 'nothing':
        return { did: 'nothing', state: task.state };
      case 'unpaid':
        throw new AppError('task_not_retryable', 'the task is not paid');
      case 'exhausted':
        throw new AppError('task_not_retryable', 'no attempt is left, or no time for one; it can be canceled');
      case 'over':
        throw new AppError('task_over', `the task is ${task.state}, and its money has moved`);
    }
  }

  private async offer(task: DueTask, reason: string): Promise<Reply | undefined> {
    const { tasks, offering } = this.deps;
    const now = this.context.clock.now();
    const hurried = await tasks.hurry(task.id, { now, actor: 'admin', reason, nextStepAt: addMs(now, stepMarginMs) });
    if (hurried !== undefined) this.context.changed(hurried);
    if (task.delivery === 'push') {
      await offering.offer(task.id, idFromUuid('listing', task.listingId), task.listingVersion);
    }
    const current = await tasks.find(task.id);
    return current && { did: 'offered', state: current.state };
  }

  private async loseAttempt(task: DueTask, reason: string): Promise<Reply | undefined> {
    // Taken before the task moves: a moment after that its next call may have begun.
    const endCall = this.deps.offering.callOf(task.id);
    const state = await this.deps.results.giveBack(task, reason, 'admin');
    if (state === undefined) return undefined;
    endCall();
    return { did: 'offered', state };
  }
}
