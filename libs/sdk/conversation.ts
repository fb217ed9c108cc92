/**
 * What a seller that is pushed to says about one task, turn by turn: a question, and after its answer the next one, and in the
 * end the outcome of the work. Each message of the marketplace is answered with the turn that follows it.
 */
import type { Answer, TaskDelivery } from './delivery.js';
import { type AskOptions, earlierAnswer } from './question.js';

interface Open {
  n: number;
  readonly ask: object;
  readonly answered: (input: unknown) => void;
}

/** A question is given up by itself so long after the marketplace has given it up. */
const graceMs = 5_000;
const usualAnswerWithinMs = 600_000;

export class Conversation {
  #next = deferred();
  #open: Open | undefined;
  #delivery: TaskDelivery;
  #questions: number;
  #before: Promise<unknown> = Promise.resolve();

  constructor(delivery: TaskDelivery) {
    this.#delivery = delivery;
    this.#questions = delivery.questions ?? 0;
  }

  /** What the seller says next. */
  get next(): Promise<Answer> {
    return this.#next.promise;
  }

  /** One question after the other; `signal` ends the waiting. */
  async ask(message: string, options: AskOptions, signal: AbortSignal): Promise<unknown> {
    const turn = this.#before.then(() => {
      const known = earlierAnswer(this.#delivery.answers, message);
      return known ? known.input : this.#askNow({ message, ...options }, signal);
    });
    this.#before = turn.catch(() => undefined);
    return await turn;
  }

  /** The answer to question `n`; false where that question is not open. */
  give(n: number, input: unknown): boolean {
    const open = this.#open;
    if (open?.n !== n) return false;
    this.#open = undefined;
    this.#next = deferred();
    open.answered(input);
    return true;
  }

  /** A further attempt at the task: what is open is answered in it, or asked again. */
  rejoin(delivery: TaskDelivery): void {
    this.#delivery = delivery;
    this.#questions = Math.max(this.#questions, delivery.questions ?? 0);
    const open = this.#open;
    if (!open) return;
    const known = delivery.answers?.find(({ n }) => n === open.n);
    if (known) {
      this.give(open.n, known.input);
      return;
    }
    this.#questions += 1;
    open.n = this.#questions;
    this.#next = deferred();
    this.#next.resolve({ status: 200, body: { ask: { n: open.n, ...open.ask } } });
  }

  /** The work is done. One that ends while its question is open has nothing more to say: no output is taken before the answer. */
  end(outcome: Answer): void {
    this.#next.resolve(outcome);
  }

  #askNow(ask: AskOptions & { readonly message: string }, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    this.#questions += 1;
    const n = this.#questions;
    this.#next.resolve({ status: 200, body: { ask: { n, ...ask } } });
    return new Promise<unknown>((resolve, reject) => {
      const ms = (ask.answerWithinMs ?? usualAnswerWithinMs) + graceMs;
      const late = setTimeout(() => failed(new Error('the buyer has not answered in time')), ms);
      const aborted = () => failed(signal.reason);
      const settle = () => {
        clearTimeout(late);
        signal.removeEventListener('abort', aborted);
      };
      const failed = (error: unknown) => {
        settle();
        this.#open = undefined;
        reject(error);
      };
      const answered = (input: unknown) => {
        settle();
        resolve(input);
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.#open = { n, ask, answered };
    });
  }
}

interface Deferred {
  readonly promise: Promise<Answer>;
  readonly resolve: (answer: Answer) => void;
}

function deferred(): Deferred {
  let resolve: (answer: Answer) => void = () => undefined;
  const promise = new Promise<Answer>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
