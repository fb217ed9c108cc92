/**
 * Ending a task before its delivery: by whoever ordered it, by an admin, or because LND gave the money back. The call that this
 * process has with the seller is ended as well; its answer would not be taken.
 */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import type { Ending } from './ending.js';
import type { Offering } from './offering.js';
import type { ReadStore } from './read-store.js';
import { mayRead, notFound } from './reading.js';

const moneyGone = 'Lightning gave the payment back before the work was delivered';
const byBuyer = 'the buyer canceled it';

export class Canceling {
  constructor(
    private readonly reads: ReadStore,
    private readonly ending: Ending,
    private readonly offering: Offering,
  ) {}

  async cancel(request: RequestOf<Dispatch, 'cancelTask'>): Promise<ReplyOf<Dispatch, 'cancelTask'>> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const task = await this.reads.find(taskUuid, false);
    const { byAdmin } = request;
    if (task === undefined || !(byAdmin || mayRead(task, request.paymentHash, request.taskKeyHash))) throw notFound();
    const reason = byAdmin ? request.reason : byBuyer;
    const endCall = this.offering.callOf(taskUuid);
    const state = await this.ending.cancel(taskUuid, byAdmin ? 'admin' : 'buyer', reason);
    if (state === undefined) throw notFound();
    if (state !== 'CANCELED') throw new AppError('task_over', `the task is ${state} and cannot be canceled any more`);
    endCall();
    return { state };
  }

  async defund({ taskId }: RequestOf<Dispatch, 'defundTask'>): Promise<ReplyOf<Dispatch, 'defundTask'>> {
    const taskUuid = idToUuid(parseId('task', taskId));
    const endCall = this.offering.callOf(taskUuid);
    const state = await this.ending.cancel(taskUuid, 'dispatch', moneyGone);
    if (state === 'CANCELED') endCall();
    return { state: state ?? '' };
  }
}
