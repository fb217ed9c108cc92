/** What buyers and admins may see of a task. The output leaves only when it is DELIVERED, and only for the payment hash. */
import { timingSafeEqual } from 'node:crypto';
import type { Dispatch, TaskMessage, TimelineReply } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, parseId } from '#kernel/ids';
import type { AttemptStore } from './attempt-store.js';
import type { Context } from './context.js';
import type { PieceStore } from './piece-store.js';
import { etagOf, isAtWork, type ReadStore, type SeenTask } from './read-store.js';
import { isFinal } from './task.js';
import type { Waiters } from './waiters.js';

const maxWaitMs = 60_000;
const noHash = Buffer.alloc(0);
/** Whoever waits for the end of a task that waits for its buyer learns of it soon, but not as often as it asks. */
const askedWaitMs = 1_000;

export class Reading {
  constructor(
    private readonly context: Context,
    private readonly reads: ReadStore,
    private readonly attempts: AttemptStore,
    private readonly pieces: PieceStore,
    private readonly waiters: Waiters,
  ) {}

  /**
   * With `waitMs`: answers once the etag differs from `unlessEtag`, or, without one, once the task is over or its buyer is
   * asked. Throws `task_not_found`, also for a wrong key.
   */
  async getTask(request: RequestOf<Dispatch, 'getTask'>): Promise<TaskMessage> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const until = this.context.clock.now().getTime() + Math.min(Math.max(0, request.waitMs), maxWaitMs);
    const listener = request.waitMs > 0 ? this.waiters.listen(taskUuid) : undefined;
    const askedAt = Math.min(until, this.context.clock.now().getTime() + askedWaitMs);
    let mayWait = true;
    try {
      for (;;) {
        const byPayer = request.paymentHash.length > 0;
        const task = await this.reads.find(taskUuid, byPayer);
        if (task === undefined || !mayRead(task, request.paymentHash, request.taskKeyHash)) throw notFound();
        const end = task.state === 'INPUT_REQUIRED' && request.unlessEtag === '' ? askedAt : until;
        const leftMs = mayWait ? end - this.context.clock.now().getTime() : 0;
        const changed = request.unlessEtag !== '' && etagOf(task) !== request.unlessEtag;
        if (listener === undefined || leftMs <= 0 || changed || isFinal(task.state)) {
          return {
            ...message(task, this.context.clock.now()),
            pieces: byPayer && task.state === 'DELIVERED' && task.forgottenAt === null ? task.pieces : 0,
            events: await this.eventsAfter(request.eventsAfter, task),
          };
        }
        mayWait = await listener.changed(leftMs, etagOf(task));
      }
    } finally {
      listener?.end();
    }
  }

  /** Those that had happened when the task was read. */
  private async eventsAfter(after: number, task: SeenTask): Promise<TaskMessage['events']> {
    if (after < 0 || after >= task.version) return [];
    return (await this.history(task)).filter(({ n }) => n > after && n <= task.version);
  }

  private async history(task: SeenTask): Promise<TaskMessage['events']> {
    const kept = {
      n: 1,
      fromState: '',
      toState: 'AWAITING_PAYMENT',
      actor: 'buyer',
      reason: '',
      atMs: ms(task.createdAt),
    };
    const events = await this.reads.events(task.id);
    return [kept, ...events.map(({ at, ...event }) => ({ ...event, atMs: ms(at) }))];
  }

  /** Partial output, after the delivery and for the payment hash alone. */
  async getPieces(request: RequestOf<Dispatch, 'getPieces'>): Promise<ReplyOf<Dispatch, 'getPieces'>> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const task = await this.reads.find(taskUuid, false);
    if (task === undefined || request.paymentHash.length === 0 || !mayRead(task, request.paymentHash, noHash)) {
      throw notFound();
    }
    const pieces = task.state === 'DELIVERED' ? await this.pieces.delivered(taskUuid, request.after) : [];
    return { pieces };
  }

  async getTimeline(request: RequestOf<Dispatch, 'getTimeline'>): Promise<TimelineReply> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const task = await this.reads.find(taskUuid, false);
    if (task === undefined) throw notFound();
    const [events, attempts] = await Promise.all([this.history(task), this.attempts.list(taskUuid)]);
    return {
      task: message(task, this.context.clock.now()),
      events,
      attempts: attempts.map(({ number, id, state, failure, startedAt, endedAt }) => ({
        number,
        attemptId: idFromUuid('attempt', id),
        state,
        failure,
        startedAtMs: ms(startedAt),
        endedAtMs: ms(endedAt),
      })),
    };
  }
}

/** One of the two must be presented and right; both comparisons take the same time for every wrong value. */
export function mayRead(task: SeenTask, paymentHash: Buffer, taskKeyHash: Buffer): boolean {
  if (paymentHash.length > 0) return task.paymentHash !== null && equal(task.paymentHash, paymentHash);
  return equal(task.taskKeyHash, taskKeyHash);
}

function equal(own: Buffer, presented: Buffer): boolean {
  return own.length === presented.length && timingSafeEqual(own, presented);
}

export function message(task: SeenTask, now: Date): TaskMessage {
  return {
    taskId: idFromUuid('task', task.id),
    state: task.state,
    serviceSlug: task.serviceSlug,
    listingId: idFromUuid('listing', task.listingId),
    listingVersion: task.listingVersion,
    funding: task.funding,
    priceMsat: task.priceMsat.toString(),
    createdAtMs: ms(task.createdAt),
    queuedAtMs: ms(task.queuedAt),
    startedAtMs: ms(task.startedAt),
    finishedAtMs: ms(task.finishedAt),
    finishedAgoMs: task.finishedAt ? String(Math.max(0, now.getTime() - task.finishedAt.getTime())) : '0',
    deadlineAtMs: ms(task.deadlineAt),
    attempts: task.attempts,
    reason: task.reason,
    etag: etagOf(task),
    outputJson: task.outputJson ?? '',
    ...progressOf(task),
    inputRequest: inputRequestOf(task),
    outputGone: task.state === 'DELIVERED' && task.forgottenAt !== null,
    pieces: 0,
    events: [],
  };
}

/** Of the attempt that runs; it carries no output. */
function progressOf({ state, progress, progressNote }: SeenTask) {
  if (!isAtWork(state) || progress === null) return { hasProgress: false, progress: 0, progressNote: '' };
  return { hasProgress: true, progress, progressNote };
}

function inputRequestOf({ asked, answerUntil }: SeenTask): TaskMessage['inputRequest'] {
  if (asked === null) return null;
  const { n, message: question, schemaJson } = asked;
  return { n, message: question, schemaJson: schemaJson ?? '', answerUntilMs: ms(answerUntil) };
}

/** An instant as messages have it; 0 where there is none. */
export function ms(instant: Date | null): string {
  return instant === null ? '0' : String(instant.getTime());
}

export function notFound(): AppError {
  return new AppError('task_not_found', 'there is no such task, or it is not yours');
}
