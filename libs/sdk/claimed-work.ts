/** What a worker says of a task while it works: how far it is, pieces of the output, and questions to the buyer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { MarketError } from './errors.js';
import { type AskOptions, earlierAnswer } from './question.js';
import { unixMs } from './time.js';
import type { ClaimedTask, WorkDesk } from './work-desk.js';

const firstBackoffMs = 200;
const maxBackoffMs = 10_000;
const inputWaitSeconds = 20;

export class ClaimedWork {
  readonly #desk: WorkDesk;
  readonly #claim: ClaimedTask;
  readonly #over: AbortController;
  readonly #deadlineMs: number;
  #questions: number;
  #pieces = 0;
  /** Questions and pieces are numbered, so each waits for the one before it. */
  #before: Promise<unknown> = Promise.resolve();

  /** `over` is aborted once the marketplace says that the lease is lost or the task is over. */
  constructor(desk: WorkDesk, claim: ClaimedTask, over: AbortController, deadlineAt: Date) {
    this.#desk = desk;
    this.#claim = claim;
    this.#over = over;
    this.#deadlineMs = deadlineAt.getTime();
    this.#questions = claim.questions ?? 0;
  }

  /** A report without a piece that is lost on the way does no harm; a piece is repeated until it is taken. */
  async progress(fraction: number, note: string, piece: unknown): Promise<void> {
    const report = { progress: fraction, note };
    if (piece === undefined || this.#claim.funding === 'hold') {
      await this.#desk.report(this.#claim, 'progress', report).catch((error: unknown) => {
        if (isLost(error)) this.#over.abort(error);
      });
      return;
    }
    await this.#inTurn(async () => {
      const body = { ...report, piece: { n: this.#pieces + 1, output: piece } };
      await this.#taken(() => this.#desk.report(this.#claim, 'progress', body));
      this.#pieces += 1;
    });
  }

  /** The buyer's answer. Rejects when the task is over before it comes. */
  async ask(message: string, { schema, answerWithinMs }: AskOptions = {}): Promise<unknown> {
    const known = earlierAnswer(this.#claim.answers, message);
    if (known) return known.input;
    return await this.#inTurn(async () => {
      const n = this.#questions + 1;
      await this.#taken(() => this.#desk.report(this.#claim, 'ask', { n, message, schema, answerWithinMs }));
      this.#questions = n;
      for (;;) {
        const answer = await this.#taken(() => this.#desk.input(this.#claim, n, inputWaitSeconds, this.#over.signal));
        if (answer) return answer.input;
        this.#over.signal.throwIfAborted();
      }
    });
  }

  async #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#before.then(step);
    this.#before = turn.catch(() => undefined);
    return await turn;
  }

  async #taken<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await untilTaken(call, this.#deadlineMs, this.#over.signal);
    } catch (error) {
      if (isLost(error)) this.#over.abort(error);
      throw error;
    }
  }
}

/** Repeats what got lost on the way, until the marketplace has taken or refused it, or that time has come. */
export async function untilTaken<T>(call: () => Promise<T>, untilMs: number, signal?: AbortSignal): Promise<T> {
  for (let backoffMs = firstBackoffMs; ; backoffMs = Math.min(backoffMs * 2, maxBackoffMs)) {
    try {
      return await call();
    } catch (error) {
      signal?.throwIfAborted();
      const definite = error instanceof MarketError && error.status !== 429 && error.status < 500;
      if (definite || unixMs() + backoffMs > untilMs) throw error;
      await sleep(backoffMs, undefined, signal ? { signal } : {});
    }
  }
}

/** The lease is someone else's now, or the task is over. */
export function isLost(error: unknown): boolean {
  return error instanceof MarketError && (error.status === 404 || error.code === 'task_not_running');
}
