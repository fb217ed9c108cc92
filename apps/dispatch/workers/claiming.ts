/** The long poll by which sellers without an address get their work. */
import type { ClaimedTaskMessage, Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, newId, parseId } from '#kernel/ids';
import type { Context } from '../context.js';
import type { PieceStore } from '../piece-store.js';
import type { QuestionStore } from '../questions/question-store.js';
import type { Claimers } from './claimers.js';
import type { ClaimedRow, LeaseStore } from './lease-store.js';
import { leaseLength } from './leases.js';
import type { Seekers } from './seekers.js';

const maxWaitMs = 60_000;
const maxSlugs = 100;

export interface ClaimingDeps {
  readonly leases: LeaseStore;
  readonly questions: QuestionStore;
  readonly pieces: PieceStore;
  readonly claimers: Claimers;
  readonly seekers: Seekers;
}

export class Claiming {
  private poll: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(
    private readonly context: Context,
    private readonly deps: ClaimingDeps,
    private readonly pollMs: number,
  ) {}

  /** Looks now and then for work that another process has queued, in one question for all that wait. */
  start(): void {
    this.poll = setInterval(() => void this.lookForAll(), this.pollMs);
  }

  stop(): void {
    clearInterval(this.poll);
    this.deps.claimers.close();
  }

  async claim(request: RequestOf<Dispatch, 'claimTask'>): Promise<ReplyOf<Dispatch, 'claimTask'>> {
    const sellerUuid = idToUuid(parseId('account', request.accountId));
    const leaseMs = leaseLength(request.leaseMs);
    const { slugs } = request;
    if (slugs.length > maxSlugs) throw new AppError('invalid_request', `a claim names at most ${maxSlugs} listings`);
    this.deps.seekers.note(sellerUuid, slugs, this.context.clock.now());
    const until = this.context.clock.now().getTime() + Math.min(Math.max(0, request.waitMs), maxWaitMs);
    const claimer = request.waitMs > 0 ? this.deps.claimers.wait(sellerUuid, slugs) : undefined;
    try {
      for (;;) {
        if (this.deps.claimers.closed) return { task: null };
        const task = await this.take(sellerUuid, slugs, leaseMs);
        if (task !== undefined) return { task: await this.handOver(task) };
        const leftMs = until - this.context.clock.now().getTime();
        if (claimer === undefined || leftMs <= 0 || !(await claimer.woken(leftMs))) return { task: null };
      }
    } finally {
      claimer?.end();
    }
  }

  /** With what earlier attempts have left, so that the buyer is not asked the same again and no work is done twice. */
  private async handOver(task: ClaimedRow): Promise<ClaimedTaskMessage> {
    const [answered, pieceJsons] = await Promise.all([
      task.questions === 0 ? [] : this.deps.questions.answered(task.id),
      task.attempts === 1 ? [] : this.deps.pieces.handOver(task.id, task.attempts),
    ]);
    const answers = answered.map(({ n, message: question, answerJson }) => ({ n, message: question, answerJson }));
    return { ...message(task), answers, pieceJsons };
  }

  private async take(sellerUuid: string, slugs: readonly string[], leaseMs: number): Promise<ClaimedRow | undefined> {
    const now = this.context.clock.now();
    const task = await this.deps.leases.claim({
      sellerUuid,
      slugs,
      attemptUuid: idToUuid(newId('attempt', now)),
      now,
      leaseMs,
      leaseUntil: addMs(now, leaseMs),
    });
    if (task === undefined) return undefined;
    this.context.changed(task);
    // There may be more of it, which nobody was woken for because nobody waited when it came.
    this.deps.claimers.wake(sellerUuid, task.serviceSlug);
    return task;
  }

  private async lookForAll(): Promise<void> {
    const sellers = this.deps.claimers.sellers();
    if (this.looking || sellers.length === 0) return;
    this.looking = true;
    try {
      for (const { sellerUuid, slug } of await this.deps.leases.claimable(sellers, this.context.clock.now())) {
        this.deps.claimers.wake(sellerUuid, slug);
      }
    } catch (thrown) {
      this.context.log.warn({ err: thrown }, 'Work of other processes could not be looked for.');
    } finally {
      this.looking = false;
    }
  }
}

function message(task: ClaimedRow) {
  return {
    taskId: idFromUuid('task', task.id),
    attempt: task.attempts,
    serviceSlug: task.serviceSlug,
    listingVersion: task.listingVersion,
    inputJson: task.inputJson,
    deadlineAtMs: String(task.deadlineAt.getTime()),
    leaseUntilMs: String(task.leaseUntil.getTime()),
    leaseMs: task.leaseMs,
    questions: task.questions,
    funding: task.funding,
  };
}
