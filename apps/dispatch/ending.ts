/**
 * How a task ends. Billing decides about the money, always before or together with the final state that depends on it:
 * a delivery is recorded after the capture, an expiry after the cancellation. Only a failure, which can have no capture
 * because it has no output, is recorded first and its charge closed afterwards, by the sweeper if need be.
 */
import type { Billing } from '#contracts/billing';
import { assert } from '#kernel/assert';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid } from '#kernel/ids';
import { billingDeadlineMs } from './config.js';
import type { Context } from './context.js';
import type { StepQueue } from './queue.js';
import { isFinal, type TaskState } from './task.js';
import type { Actor, TaskRow, TaskStore } from './task-store.js';
import type { UnpaidStore } from './unpaid-store.js';

const deadlinePassed = 'the deadline passed before the work was delivered';
const moneyGone = "the buyer's payment was gone before the work was delivered";
const maxRounds = 5;

export class Ending {
  constructor(
    private readonly context: Context,
    private readonly tasks: TaskStore,
    private readonly unpaid: UnpaidStore,
    private readonly billing: Billing,
    private readonly queue: StepQueue,
  ) {}

  /** The output is stored: captures, and delivers if that succeeds. Throws when billing or the database is away. */
  async finish(task: TaskRow, actor: Actor): Promise<TaskState> {
    const taskId = idFromUuid('task', task.id);
    const { outcome } = await this.billing.captureCharge(
      { taskId, payeeAccountId: idFromUuid('account', task.sellerAccountId) },
      { deadlineMs: billingDeadlineMs },
    );
    if (outcome === 'captured') return await this.deliver(task, actor);
    assert(outcome === 'canceled' || outcome === 'unfunded', `billing answered a capture with "${outcome}"`);
    return await this.record('expire', task.id, 'canceled', { reason: moneyGone, actor });
  }

  /** As `finish`; what fails is left to a job and the sweeper. Returns the state as it is afterwards. */
  async finishOrLeave(task: TaskRow, actor: Actor): Promise<TaskState> {
    try {
      return await this.finish(task, actor);
    } catch (thrown) {
      const { id, listingVersion, version } = task;
      const taskId = idFromUuid('task', id);
      this.context.log.warn({ err: thrown, taskId }, 'A capture failed and is tried again.');
      const listingId = idFromUuid('listing', task.listingId);
      await this.queue.add([{ step: 'finish', taskId, listingId, listingVersion, round: version, delayMs: 250 }]);
      return task.state;
    }
  }

  /** The deadline has passed: the money goes back, unless it was captured a moment before. */
  async expire(taskUuid: string, actor: Actor): Promise<TaskState | undefined> {
    const task = await this.tasks.find(taskUuid);
    if (task === undefined || task.state === 'AWAITING_PAYMENT' || isFinal(task.state)) return task?.state;
    const outcome = await this.cancelCharge(taskUuid, deadlinePassed);
    if (outcome === 'canceled')
      return await this.record('expire', taskUuid, outcome, { reason: deadlinePassed, actor });
    const current = await this.tasks.find(taskUuid);
    if (current !== undefined && current.outputStoredAt !== null) return await this.deliver(current, actor);
    // Only a finished output is ever captured, so the two databases do not belong together.
    this.context.log.error({ taskId: idFromUuid('task', taskUuid) }, 'A charge is captured for a task without output.');
    return await this.record('expire', taskUuid, 'captured', { reason: deadlinePassed, actor });
  }

  /**
   * Somebody wants the task no more: the money goes back, unless it was captured a moment before, and then it is delivered. One
   * that is not paid is forgotten. Answers the state afterwards; undefined where there is no such task.
   */
  async cancel(taskUuid: string, actor: Actor, reason: string): Promise<TaskState | undefined> {
    const task = await this.tasks.find(taskUuid);
    if (task === undefined || isFinal(task.state)) return task?.state;
    const outcome = await this.cancelCharge(taskUuid, reason);
    if (task.state === 'AWAITING_PAYMENT' && (await this.unpaid.drop(taskUuid))) return 'CANCELED';
    if (outcome === 'canceled') return await this.record('cancel', taskUuid, outcome, { reason, actor });
    const current = await this.tasks.find(taskUuid);
    return current === undefined || isFinal(current.state) ? current?.state : await this.deliver(current, actor);
  }

  /** A task has failed: its money goes back. What fails here is left to the sweeper. */
  async closeChargeOrLeave(task: TaskRow): Promise<void> {
    try {
      await this.closeCharge(task);
    } catch (thrown) {
      const taskId = idFromUuid('task', task.id);
      this.context.log.warn({ err: thrown, taskId }, 'A cancellation failed and is tried again.');
    }
  }

  async closeCharge(task: TaskRow): Promise<void> {
    const outcome = await this.cancelCharge(task.id, task.reason);
    const taskId = idFromUuid('task', task.id);
    if (outcome === 'captured')
      this.context.log.error({ taskId }, 'A charge is captured for a task that was not delivered.');
    const now = this.context.clock.now();
    await this.tasks.closeCharge(task.id, outcome, now, this.forgetAt(task.finishedAt ?? now));
  }

  /** Gives back money for a task that dispatch does not have. */
  async cancelUnknown(taskUuid: string): Promise<void> {
    const outcome = await this.cancelCharge(taskUuid, 'no such task');
    const taskId = idFromUuid('task', taskUuid);
    this.context.log.warn({ taskId, outcome }, 'Money came for a task that is not kept; its charge was canceled.');
  }

  private async deliver(task: TaskRow, actor: Actor): Promise<TaskState> {
    const now = this.context.clock.now();
    const change = { now, actor, nextStepAt: this.forgetAt(now) };
    const delivered = await this.tasks.deliver(task.id, change);
    if (delivered !== undefined) {
      this.context.changed(delivered);
      // Its deadline would cost as many round trips as its offer did, to find that there is nothing to do.
      this.queue.takeBack({ step: 'deadline', taskId: idFromUuid('task', task.id), round: 0 });
      return delivered.state;
    }
    const current = await this.tasks.find(task.id);
    if (current?.state !== 'DELIVERED') {
      this.context.log.error(
        { taskId: idFromUuid('task', task.id), state: current?.state },
        'A charge is captured for a task that is over without a delivery.',
      );
    }
    return current?.state ?? task.state;
  }

  /** Reads the version again when a new attempt began meanwhile. */
  private async record(
    transition: 'expire' | 'cancel',
    taskUuid: string,
    outcome: 'captured' | 'canceled',
    why: { readonly reason: string; readonly actor: Actor },
  ): Promise<TaskState> {
    for (let round = 0; round < maxRounds; round += 1) {
      const task = await this.tasks.find(taskUuid);
      if (task === undefined) throw new AppError('internal', 'a funded task has vanished');
      if (isFinal(task.state)) return task.state;
      const now = this.context.clock.now();
      const change = { now, ...why, nextStepAt: this.forgetAt(now) };
      const expired = await this.tasks.end(transition, taskUuid, task.version, outcome, change);
      if (expired === undefined) continue;
      this.context.changed(expired);
      return expired.state;
    }
    throw new AppError('unavailable', 'the task kept changing; the sweeper comes back to it');
  }

  private async cancelCharge(taskUuid: string, reason: string): Promise<'canceled' | 'captured'> {
    const request = { taskId: idFromUuid('task', taskUuid), reason };
    const { outcome } = await this.billing.cancelCharge(request, { deadlineMs: billingDeadlineMs });
    assert(outcome === 'canceled' || outcome === 'captured', `billing answered a cancellation with "${outcome}"`);
    return outcome;
  }

  private forgetAt(finishedAt: Date): Date {
    return addMs(finishedAt, this.context.retentionMs);
  }
}
