/** How a task comes in: kept unpaid, dropped, or funded. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, parseId } from '#kernel/ids';
import { parseMsat } from '#kernel/msat';
import { stepMarginMs, unpaidGraceMs } from './config.js';
import type { Context } from './context.js';
import { deadlineJob } from './deadline-job.js';
import type { Ending } from './ending.js';
import type { StepJob, StepQueue } from './queue.js';
import { bytes32, instant } from './request.js';
import { canStillBeDone, type Delivery } from './task.js';
import type { TaskRow, TaskStore } from './task-store.js';
import type { UnpaidStore } from './unpaid-store.js';

const tooLate = 'the payment came too late for the work to be done in time';

export class Intake {
  constructor(
    private readonly context: Context,
    private readonly tasks: TaskStore,
    private readonly unpaid: UnpaidStore,
    private readonly ending: Ending,
    private readonly queue: StepQueue,
  ) {}

  async keep(request: RequestOf<Dispatch, 'keepTask'>): Promise<ReplyOf<Dispatch, 'keepTask'>> {
    if (request.expiresInMs <= 0) throw new AppError('invalid_request', 'an unpaid task is kept for some time');
    const now = this.context.clock.now();
    const expiresAt = addMs(now, request.expiresInMs);
    const created = await this.unpaid.keep({
      taskUuid: idToUuid(parseId('task', request.taskId)),
      listingUuid: idToUuid(parseId('listing', request.listingId)),
      listingVersion: request.listingVersion,
      serviceSlug: request.serviceSlug,
      sellerUuid: idToUuid(parseId('account', request.sellerAccountId)),
      delivery: deliveryOf(request.deliveryMode),
      maxRunning: request.maxConcurrency,
      funding: request.funding,
      priceMsat: parseMsat(request.priceMsat).toString(),
      clientKey: bytes32(request.clientKey, 'clientKey'),
      buyerHash: bytes32(request.buyerHash, 'buyerHash'),
      taskKeyHash: bytes32(request.taskKeyHash, 'taskKeyHash'),
      inputJson: request.inputJson,
      now,
      expiresAt,
      forgetAt: addMs(expiresAt, unpaidGraceMs),
    });
    return { created };
  }

  async drop(request: RequestOf<Dispatch, 'dropTask'>): Promise<ReplyOf<Dispatch, 'dropTask'>> {
    return { dropped: await this.unpaid.drop(idToUuid(parseId('task', request.taskId))) };
  }

  async fund(request: RequestOf<Dispatch, 'fundTask'>): Promise<ReplyOf<Dispatch, 'fundTask'>> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const now = this.context.clock.now();
    const funds = {
      paymentHash: bytes32(request.paymentHash, 'paymentHash'),
      acceptedAt: instant(request.acceptedAtMs, 'acceptedAtMs'),
      deadlineAt: instant(request.deadlineAtMs, 'deadlineAtMs'),
      workMs: request.workMs,
      now,
      nextStepAt: addMs(now, stepMarginMs),
    };
    if (!canStillBeDone(now, funds.workMs, funds.deadlineAt)) {
      const expired = await this.unpaid.fundTooLate(taskUuid, funds, tooLate);
      if (expired === undefined) return await this.alreadyFunded(taskUuid, funds.paymentHash);
      this.context.changed(expired);
      await this.ending.closeChargeOrLeave(expired);
      return { outcome: 'expired' };
    }
    const queued = await this.unpaid.fund(taskUuid, funds);
    if (queued === undefined) return await this.alreadyFunded(taskUuid, funds.paymentHash);
    this.context.changed(queued);
    await this.queue.add([queued.delivery === 'pull' ? deadlineJob(queued, now) : offerJob(queued)]);
    return { outcome: 'queued' };
  }

  private async alreadyFunded(taskUuid: string, paymentHash: Buffer): Promise<ReplyOf<Dispatch, 'fundTask'>> {
    const funded = await this.tasks.fundedBy(taskUuid);
    if (funded === undefined) {
      await this.ending.cancelUnknown(taskUuid);
      return { outcome: 'unknown' };
    }
    if (!funded.equals(paymentHash)) throw new AppError('conflict', 'the task was funded by another payment');
    return { outcome: 'already' };
  }
}

function offerJob(task: TaskRow): StepJob {
  const taskId = idFromUuid('task', task.id);
  const listingId = idFromUuid('listing', task.listingId);
  return { step: 'offer', taskId, listingId, listingVersion: task.listingVersion, round: 0 };
}

function deliveryOf(mode: string): Delivery {
  if (mode === 'push' || mode === 'pull') return mode;
  throw new AppError('invalid_request', `no such mode of delivery: ${mode}`);
}
