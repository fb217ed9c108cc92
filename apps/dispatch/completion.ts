/** The seller's callback for an attempt that it took with 202. */
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, parseId } from '#kernel/ids';
import { verifyWebhook } from '#outbound/webhook';
import { maxAnswerBytes, readCallback } from './answer.js';
import type { AttemptRow, AttemptStore } from './attempt-store.js';
import type { Context } from './context.js';
import type { Results } from './results.js';
import type { Sellers } from './seller.js';
import type { TaskRow, TaskStore } from './task-store.js';
import type { ListingVersion, Versions } from './versions.js';

type Request = RequestOf<Dispatch, 'completeAttempt'>;

export interface CompletionDeps {
  readonly tasks: TaskStore;
  readonly attempts: AttemptStore;
  readonly versions: Versions;
  readonly sellers: Sellers;
  readonly results: Results;
}

export class Completion {
  constructor(
    private readonly context: Context,
    private readonly deps: CompletionDeps,
  ) {}

  async complete(request: Request): Promise<ReplyOf<Dispatch, 'completeAttempt'>> {
    if (request.body.length > maxAnswerBytes) {
      throw new AppError('body_too_large', `an answer may have ${maxAnswerBytes} bytes`);
    }
    const { task, attempt } = await this.find(request);
    const version = await this.deps.versions.get(idFromUuid('listing', task.listingId), task.listingVersion);
    this.verify(request, attempt, version);
    // The same callback twice, or one that was sent again because its answer was lost.
    if (attempt.state === 'delivered') return { state: task.state };
    if (task.state !== 'RUNNING' || task.attempts !== attempt.number || attempt.endedAt !== null) throw notRunning();

    const answer = readCallback(request.body, version.outputSchema);
    const state = await this.deps.results.take(task, answer, 'seller');
    if (state === undefined) return await this.afterRace(task, attempt);
    if (answer.kind === 'failed' && answer.fields !== undefined) {
      throw new AppError('invalid_output', answer.failure, { fields: answer.fields });
    }
    return { state };
  }

  private async find(request: Request): Promise<{ task: TaskRow; attempt: AttemptRow }> {
    const taskUuid = idToUuid(parseId('task', request.taskId));
    const task = await this.deps.tasks.find(taskUuid);
    const attempt = task && (await this.deps.attempts.find(taskUuid, request.attempt));
    if (task === undefined || attempt === undefined) {
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

function notRunning(): AppError {
  return new AppError('task_not_running', 'the task does not wait for a result of this attempt any more');
}
