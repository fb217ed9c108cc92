/** A seller's result: by callback for an attempt that it took with 202, or with its credential for one that it claimed. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, parseId } from '#kernel/ids';
import { verifyWebhook } from '#outbound/webhook';
import { maxAnswerBytes, readCallback } from '../answer.js';
import type { AttemptRow, AttemptStore } from '../attempt-store.js';
import type { Context } from '../context.js';
import type { Asking } from '../questions/asking.js';
import type { Question } from '../questions/question.js';
import type { Results } from '../results.js';
import type { Sellers } from '../seller.js';
import type { TaskRow, TaskStore } from '../task-store.js';
import type { ListingVersion, Versions } from '../versions.js';
import { notRunning, ownClaim } from './claimed-attempt.js';

type Request = RequestOf<Dispatch, 'completeAttempt'>;

export interface CompletionDeps {
  readonly tasks: TaskStore;
  readonly attempts: AttemptStore;
  readonly versions: Versions;
  readonly sellers: Sellers;
  readonly results: Results;
  readonly asking: Asking;
}

export class Completion {
  constructor(
    private readonly context: Context,
    private readonly deps: CompletionDeps,
  ) {}

  async complete(request: Request): Promise<ReplyOf<Dispatch, 'completeAttempt'>> {
    const { task, attempt } = await this.find(request);
    const version = await this.versionOf(task);
    this.verify(request, attempt, version);
    return await this.take(task, attempt, version, request.body);
  }

  /** The result of a claimed attempt: who brings it is known by its account. */
  async finish(request: RequestOf<Dispatch, 'finishAttempt'>): Promise<ReplyOf<Dispatch, 'finishAttempt'>> {
    const task = await ownClaim(this.deps.tasks, request);
    const attempt = await this.deps.attempts.find(task.id, request.attempt);
    if (attempt === undefined) throw notRunning();
    return await this.take(task, attempt, await this.versionOf(task), request.body);
  }

  private async take(
    task: TaskRow,
    attempt: AttemptRow,
    version: ListingVersion,
    body: Buffer,
  ): Promise<ReplyOf<Dispatch, 'completeAttempt'>> {
    if (body.length > maxAnswerBytes) {
      throw new AppError('body_too_large', `an answer may have ${maxAnswerBytes} bytes`);
    }
    // The same callback twice, or one that was sent again because its answer was lost.
    if (attempt.state === 'delivered') return { state: task.state };
    if (task.finishedAt !== null || task.attempts !== attempt.number || attempt.endedAt !== null) throw notRunning();

    const answer = readCallback(body, version.outputSchema);
    if (answer.kind === 'ask') return await this.ask(task, answer.question);
    if (answer.kind === 'failed' && answer.question !== undefined) {
      const { code, detail, fields } = answer.question;
      throw new AppError(code, `the question cannot be asked: ${detail}`, { fields });
    }
    const brings = answer.kind === 'output' || (answer.kind === 'failed' && answer.fields !== undefined);
    if (task.state === 'INPUT_REQUIRED' && brings) {
      throw new AppError(
        'task_not_running',
        'the task waits for the answer of its buyer, and takes no output before it',
      );
    }
    const state = await this.deps.results.take(task, answer, 'seller');
    if (state === undefined) return await this.afterRace(task, attempt);
    if (answer.kind === 'failed' && answer.fields !== undefined) {
      throw new AppError('invalid_output', answer.failure, { fields: answer.fields });
    }
    return { state };
  }

  private async ask(task: TaskRow, question: Question): Promise<ReplyOf<Dispatch, 'completeAttempt'>> {
    const asked = await this.deps.asking.ask(task, question);
    if (asked.outcome === 'asked') return { state: asked.state };
    throw asked.outcome === 'over' ? notRunning() : new AppError('question_out_of_turn', asked.detail);
  }

  private async versionOf(task: TaskRow): Promise<ListingVersion> {
    return await this.deps.versions.get(idFromUuid('listing', task.listingId), task.listingVersion);
  }

  private async find(request: Request): Promise<{ task: TaskRow; attempt: AttemptRow }> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const task = await this.deps.tasks.find(taskUuid);
    const attempt = task && (await this.deps.attempts.find(taskUuid, request.attempt));
    if (task?.delivery !== 'push' || attempt === undefined) {
      throw new AppError('task_not_found', 'there is no such task, or no such attempt at it');
    }
    return { task, attempt };
  }

  private verify(request: Request, attempt: AttemptRow, version: ListingVersion): void {
    const verdict = verifyWebhook({
      secrets: [this.deps.sellers.secret(version)],
      headers: {
        'webhook-id': request.webhookId,
        'webhook-timestamp': request.webhookTimestamp,
        'webhook-signature': request.webhookSignature,
      },
      body: request.body,
      now: this.context.clock.now(),
    });
    if (verdict !== 'valid') throw new AppError('forbidden', `the signature of the callback is not valid: ${verdict}`);
    if (request.webhookId !== idFromUuid('attempt', attempt.id)) {
      throw new AppError('forbidden', 'the callback was signed for another attempt');
    }
  }

  /** Another answer, or the deadline, came in between; two equal answers at once are both right. */
  private async afterRace(task: TaskRow, attempt: AttemptRow): Promise<ReplyOf<Dispatch, 'completeAttempt'>> {
    const winner = await this.deps.attempts.find(task.id, attempt.number);
    const current = await this.deps.tasks.find(task.id);
    if (winner?.state === 'delivered' && current !== undefined) return { state: current.state };
    throw notRunning();
  }
}
