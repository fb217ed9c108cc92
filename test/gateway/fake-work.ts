/** Dispatch as sellers without an address see it: a queue of tasks, and what they say of those that they claimed. */
import type { ClaimedTaskMessage, Dispatch } from '#contracts/dispatch';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';

type Request<M extends keyof Dispatch> = Parameters<Dispatch[M]>[0];

export class FakeWork {
  readonly claims: Request<'claimTask'>[] = [];
  readonly renewals: Request<'renewLease'>[] = [];
  readonly results: { attempt: number; body: unknown }[] = [];
  readonly released: string[] = [];
  readonly awaited: Request<'awaitAnswer'>[] = [];
  /** What the buyer answers, once `answer` was called. */
  private answerJson = '';
  /** Makes each claim fail. */
  failure: Error | undefined;
  private readonly queued: ClaimedTaskMessage[] = [];
  private readonly claimed = new Map<string, string>();
  private readonly waiting = new Set<() => void>();

  queue(
    inputJson: string,
    left: Partial<Pick<ClaimedTaskMessage, 'answers' | 'pieceJsons' | 'questions'>> = {},
  ): string {
    const taskId = newId('task');
    const times = { deadlineAtMs: '1767225620000', leaseUntilMs: '1767225605000' };
    const attempt = { attempt: 1, serviceSlug: 'echo', listingVersion: 2, leaseMs: 5_000 };
    const nothing = { answers: [], pieceJsons: [], questions: 0, funding: 'invoice' };
    this.queued.push({ taskId, inputJson, ...nothing, ...left, ...attempt, ...times });
    for (const wake of this.waiting) wake();
    return taskId;
  }

  answer(answerJson: string): void {
    this.answerJson = answerJson;
    for (const wake of this.waiting) wake();
  }

  stop(): void {
    for (const wake of this.waiting) wake();
  }

  get waitingClaims(): number {
    return this.waiting.size;
  }

  readonly service: Pick<Dispatch, 'claimTask' | 'renewLease' | 'finishAttempt' | 'releaseAttempt' | 'awaitAnswer'> = {
    claimTask: async (request) => {
      this.claims.push(request);
      if (this.failure) throw this.failure;
      if (this.queued.length === 0 && request.waitMs > 0) await this.wait(request.waitMs);
      const task = this.queued.shift() ?? null;
      if (task) this.claimed.set(task.taskId, request.accountId);
      return { task };
    },
    renewLease: async (request) => {
      this.own(request);
      this.renewals.push(request);
      return { leaseUntilMs: '1767225610000', deadlineAtMs: '1767225620000', leaseMs: request.leaseMs || 5_000 };
    },
    finishAttempt: async (request) => {
      this.own(request);
      const body: unknown = JSON.parse(request.body.toString());
      this.results.push({ attempt: request.attempt, body });
      if (typeof body === 'object' && body !== null && 'error' in body) return { state: 'QUEUED' };
      if (typeof body === 'object' && body !== null && 'ask' in body) return { state: 'INPUT_REQUIRED' };
      const { output } = body as { output: unknown };
      if (output === 'wrong') {
        const fields = [{ path: '', message: 'must be of type number' }];
        throw new AppError('invalid_output', 'the output does not match the schema', { fields });
      }
      return { state: 'DELIVERED' };
    },
    awaitAnswer: async (request) => {
      this.own(request);
      this.awaited.push(request);
      if (this.answerJson === '' && request.waitMs > 0) await this.wait(request.waitMs);
      return { answered: this.answerJson !== '', answerJson: this.answerJson };
    },
    releaseAttempt: async (request) => {
      this.own(request);
      this.released.push(request.taskId);
      return { state: 'QUEUED' };
    },
  };

  private own({ accountId, taskId, attempt }: Request<'releaseAttempt'>): void {
    if (this.claimed.get(taskId) !== accountId) throw new AppError('task_not_found', 'you did not claim it');
    if (attempt !== 1) throw new AppError('task_not_running', 'that attempt is over');
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
    });
  }
}
