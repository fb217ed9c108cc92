/** How a task comes in: kept unpaid, dropped, or funded. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToBytes, idToUuid, parseId, type TaskId } from '#kernel/ids';
import { parseMsat } from '#kernel/msat';
import type { HostPort } from '#outbound/endpoint';
import { deriveBuyerWebhookSecret, formatWebhookSecret } from '#outbound/webhook';
import { stepMarginMs, unpaidGraceMs } from './config.js';
import type { Context } from './context.js';
import { deadlineJob } from './deadline-job.js';
import type { Ending } from './ending.js';
import type { StepJob, StepQueue } from './queue.js';
import { bytes32, instant } from './request.js';
import { canStillBeDone, type Delivery } from './task.js';
import type { TaskRow, TaskStore } from './task-store.js';
import type { UnpaidStore } from './unpaid-store.js';
import { orderedWebhook } from './webhooks/webhooks.js';

/** What a buyer's webhook is checked and signed with. */
export interface BuyerCalls {
  readonly allowedEndpoints: readonly HostPort[];
  readonly webhookKey: Buffer;
}

export interface IntakeDeps {
  readonly tasks: TaskStore;
  readonly unpaid: UnpaidStore;
  readonly ending: Ending;
  readonly queue: StepQueue;
}

const tooLate = 'the payment came too late for the work to be done in time';

export class Intake {
  constructor(
    private readonly context: Context,
    private readonly deps: IntakeDeps,
    private readonly buyers: BuyerCalls,
  ) {}

  async keep(request: RequestOf<Dispatch, 'keepTask'>): Promise<ReplyOf<Dispatch, 'keepTask'>> {
    if (request.expiresInMs <= 0) throw new AppError('invalid_request', 'an unpaid task is kept for some time');
    const taskId = parseId('task', request.taskId);
    const clientKey = bytes32(request.clientKey, 'clientKey');
    const webhook = orderedWebhook(request.webhookUrl, clientKey, this.buyers.allowedEndpoints);
    const now = this.context.clock.now();
    const expiresAt = addMs(now, request.expiresInMs);
    const created = await this.deps.unpaid.keep({
      taskUuid: idToUuid(taskId),
      listingUuid: idToUuid(parseId('listing', request.listingId)),
      listingVersion: request.listingVersion,
      serviceSlug: request.serviceSlug,
      sellerUuid: idToUuid(parseId('account', request.sellerAccountId)),
      delivery: deliveryOf(request.deliveryMode),
      maxRunning: request.maxConcurrency,
      funding: request.funding,
      priceMsat: parseMsat(request.priceMsat).toString(),
      clientKey,
      buyerHash: bytes32(request.buyerHash, 'buyerHash'),
      taskKeyHash: bytes32(request.taskKeyHash, 'taskKeyHash'),
      inputJson: request.inputJson,
      webhook,
      now,
      expiresAt,
      forgetAt: addMs(expiresAt, unpaidGraceMs),
    });
    return { created, webhookSecret: created && webhook ? this.secretOf(taskId) : '' };
  }

  private secretOf(taskId: TaskId): string {
    return formatWebhookSecret(deriveBuyerWebhookSecret(this.buyers.webhookKey, idToBytes(taskId)));
  }

  async drop(request: RequestOf<Dispatch, 'dropTask'>): Promise<ReplyOf<Dispatch, 'dropTask'>> {
    return { dropped: await this.deps.unpaid.drop(idToUuid(parseId('task', request.taskId))) };
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
      const expired = await this.deps.unpaid.fundTooLate(taskUuid, funds, tooLate);
      if (expired === undefined) return await this.alreadyFunded(taskUuid, funds.paymentHash);
      this.context.changed(expired);
      await this.deps.ending.closeChargeOrLeave(expired);
      return { outcome: 'expired' };
    }
    const queued = await this.deps.unpaid.fund(taskUuid, funds);
    if (queued === undefined) return await this.alreadyFunded(taskUuid, funds.paymentHash);
    this.context.changed(queued);
    await this.deps.queue.add([queued.delivery === 'pull' ? deadlineJob(queued, now) : offerJob(queued)]);
    return { outcome: 'queued' };
  }

  private async alreadyFunded(taskUuid: string, paymentHash: Buffer): Promise<ReplyOf<Dispatch, 'fundTask'>> {
    const funded = await this.deps.tasks.fundedBy(taskUuid);
    if (funded === undefined) {
      await this.deps.ending.cancelUnknown(taskUuid);
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
