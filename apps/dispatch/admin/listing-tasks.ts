/** Tasks in pages, for admins. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, isId, parseId } from '#kernel/ids';
import type { Context } from '../context.js';
import { type TaskState, taskStates } from '../task.js';
import type { ListedTask, TaskLists } from './task-lists.js';

const pageMax = 500;

export class ListingTasks {
  constructor(
    private readonly context: Context,
    private readonly lists: TaskLists,
  ) {}

  async list(request: RequestOf<Dispatch, 'listTasks'>): Promise<ReplyOf<Dispatch, 'listTasks'>> {
    const limit = Math.min(Math.max(request.limit, 1), pageMax);
    const rows = await this.lists.list({
      now: this.context.clock.now(),
      state: request.state === '' ? undefined : stateOf(request.state),
      sellerUuid: request.sellerAccountId === '' ? undefined : idToUuid(parseId('account', request.sellerAccountId)),
      slug: request.slug === '' ? undefined : request.slug,
      stuck: request.stuck,
      patienceMs: request.patienceSeconds * 1_000,
      queuePatienceMs: request.queuePatienceSeconds * 1_000,
      newestFirst: request.newestFirst,
      after: request.cursor === '' ? undefined : keyOf(request.cursor),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { tasks: page.map(message), nextCursor: rows.length > limit && last ? idFromUuid('task', last.id) : '' };
  }
}

function message(task: ListedTask): ReplyOf<Dispatch, 'listTasks'>['tasks'][number] {
  return {
    taskId: idFromUuid('task', task.id),
    state: task.state,
    serviceSlug: task.serviceSlug,
    sellerAccountId: idFromUuid('account', task.sellerAccountId),
    funding: task.funding,
    priceMsat: task.priceMsat.toString(),
    deliveryMode: task.delivery,
    attempts: task.attempts,
    reason: task.reason,
    chargeClosed: task.chargeClosedAt !== null,
    createdAtMs: ms(task.createdAt),
    queuedAtMs: ms(task.queuedAt),
    startedAtMs: ms(task.startedAt),
    deadlineAtMs: ms(task.deadlineAt),
    finishedAtMs: ms(task.finishedAt),
    leaseUntilMs: ms(task.leaseUntil),
    nextStepAtMs: ms(task.nextStepAt),
    stuck: task.stuck ?? '',
    stuckSinceMs: ms(task.stuckSince),
  };
}

function ms(at: Date | null): string {
  return String(at?.getTime() ?? 0);
}

function stateOf(text: string): TaskState {
  const state = taskStates.find((known) => known === text);
  if (state === undefined) throw new AppError('invalid_request', `no task is ever in a state ${text.slice(0, 40)}`);
  return state;
}

function keyOf(cursor: string): string {
  if (!isId('task', cursor)) throw new AppError('invalid_cursor', 'the cursor was not made by this list');
  return idToUuid(cursor);
}
