/**
 * Brings a buyer's answer to a seller that is pushed to: a signed POST to its endpoint, beside the offers. What comes back
 * means what it means for an offer; an answer that was not taken is brought again, with growing pauses, and at last the
 * attempt has failed. So it has at once where the seller knows nothing of it any more (404, 410).
 */
import { idFromUuid } from '#kernel/ids';
import type { Answer } from '../answer.js';
import type { AttemptStore } from '../attempt-store.js';
import type { Context } from '../context.js';
import type { Offering } from '../offering.js';
import type { Results } from '../results.js';
import type { Sellers } from '../seller.js';
import { giveAgainAt } from '../task.js';
import type { TaskRow } from '../task-store.js';
import type { Versions } from '../versions.js';
import type { QuestionStore } from './question-store.js';

export interface GivingDeps {
  readonly attempts: AttemptStore;
  readonly questions: QuestionStore;
  readonly versions: Versions;
  readonly sellers: Sellers;
  readonly results: Results;
  readonly offering: Offering;
}

export class Giving {
  constructor(
    private readonly context: Context,
    private readonly deps: GivingDeps,
  ) {}

  /** Begins the call. Where there is no room for it now, the sweeper comes back to the task. */
  give(task: TaskRow): void {
    this.deps.offering.alongside(task, (signal) => this.call(task, signal));
  }

  /** Never throws: what fails here is found by the sweeper, as an offer is. */
  private async call(task: TaskRow, signal: AbortSignal): Promise<void> {
    try {
      const answer = await this.deliver(task, signal);
      if (answer !== undefined) await this.take(task, answer);
    } catch (thrown) {
      const taskId = idFromUuid('task', task.id);
      this.context.log.warn({ err: thrown, taskId }, 'An answer could not be brought; the sweeper takes the task up.');
    }
  }

  private async deliver(
    task: TaskRow,
    signal: AbortSignal,
  ): Promise<Answer | { readonly kind: 'canceled' } | undefined> {
    const { attempts, questions, versions, sellers } = this.deps;
    const [version, attempt, question] = await Promise.all([
      versions.get(idFromUuid('listing', task.listingId), task.listingVersion),
      attempts.find(task.id, task.attempts),
      questions.find(task.id, task.questions),
    ]);
    if (attempt === undefined || question === undefined || question.answerJson === null) return undefined;
    const now = this.context.clock.now();
    const deadlineAt = task.deadlineAt ?? now;
    const leftMs = Math.max(1, deadlineAt.getTime() - now.getTime());
    return await sellers.giveAnswer(version, {
      taskId: idFromUuid('task', task.id),
      attempt: attempt.number,
      attemptId: idFromUuid('attempt', attempt.id),
      n: question.n,
      inputJson: question.answerJson,
      deadlineAt,
      now,
      timeoutMs: Math.min(leftMs, task.workMs ?? leftMs),
      signal,
    });
  }

  private async take(task: TaskRow, answer: Answer | { readonly kind: 'canceled' }): Promise<void> {
    const { questions, results } = this.deps;
    const now = this.context.clock.now();
    if (answer.kind === 'canceled') return await questions.giveAt(task, now);
    if (answer.kind === 'later') return await questions.taken(task, now);
    if (answer.kind !== 'failed' || answer.fields !== undefined || answer.question !== undefined) {
      await results.take(task, answer, 'seller');
      return;
    }
    const tries = await questions.countTry(task);
    if (tries === undefined) return;
    const again = answer.gone ? undefined : giveAgainAt(tries, now);
    if (again !== undefined) await questions.giveAt(task, again);
    else await results.fail(task, { reason: answer.failure, actor: 'seller', call: answer.call });
  }
}
