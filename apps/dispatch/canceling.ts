/** Ending a task before its delivery, by whoever ordered it or by an admin. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import type { Ending } from './ending.js';
import type { ReadStore } from './read-store.js';
import { mayRead, notFound } from './reading.js';

const byBuyer = 'the buyer canceled it';

export class Canceling {
  constructor(
    private readonly reads: ReadStore,
    private readonly ending: Ending,
  ) {}

  async cancel(request: RequestOf<Dispatch, 'cancelTask'>): Promise<ReplyOf<Dispatch, 'cancelTask'>> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const task = await this.reads.find(taskUuid, false);
    const { byAdmin } = request;
    if (task === undefined || !(byAdmin || mayRead(task, request.paymentHash, request.taskKeyHash))) throw notFound();
    const reason = byAdmin ? request.reason : byBuyer;
    const state = await this.ending.cancel(taskUuid, byAdmin ? 'admin' : 'buyer', reason);
    if (state === undefined) throw notFound();
    if (state !== 'CANCELED') throw new AppError('task_over', `the task is ${state} and cannot be canceled any more`);
    return { state };
  }
}
