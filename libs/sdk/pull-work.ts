/**
 * The seller's side without an address: claims paid work from the marketplace, keeps its lease by heartbeats, and brings the
 * result. Nothing listens, so it runs behind any NAT; several of them may share one account.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ClaimedWork, isLost, untilTaken } from './claimed-work.js';
import { type Answer, answerOf } from './delivery.js';
import { MarketError } from './errors.js';
import type { Task } from './seller.js';
import { instantOf, unixMs } from './time.js';
import { WorkDesk } from './work-desk.js';

export { Refuse } from './delivery.js';

export interface PulledTask extends Task {
  /**
   * Tells the buyer how far the work is, 0 to 1. The note is read before anything is paid, so it must not be the output. A piece
   * is partial output, any JSON of up to 64 kB, which the buyer gets after the delivery; it is left out where a hold pays.
   */
  progress(fraction: number, note?: string, piece?: unknown): Promise<void>;
  /** The pieces that an attempt before this one has left. What shall stay of them is told again. */
  readonly partialOutput: readonly unknown[];
}

export interface PullOptions {
  readonly baseUrl: string;
  /** Of the account that sells; it must allow `sell`. */
  readonly credential: string;
  /** Only these listings; all that the account sells by pull unless said. */
  readonly slugs?: readonly string[];
  /**
   * Does the work. Returns the output; throws `Refuse` to decline for good, anything else to fail this attempt. The task's
   * signal is aborted when its lease is lost or its deadline passes.
   */
  readonly work: (task: PulledTask) => unknown;
  /** Tasks that are worked on at the same time; 1 unless said. */
  readonly concurrency?: number;
  /** A lost worker's task goes to the next one after so long; 30 s unless said. Three heartbeats fit into it. */
  readonly leaseMs?: number;
  readonly onEvent?: (event: PullEvent) => void;
}

export type PullEvent =
  | { readonly name: 'claimed'; readonly taskId: string; readonly attempt: number }
  | {
      readonly name: 'done';
      readonly taskId: string;
      readonly attempt: number;
      readonly ms: number;
      readonly state: string;
    }
  | {
      readonly name: 'refused' | 'failed' | 'lost';
      readonly taskId: string;
      readonly attempt: number;
      readonly ms: number;
      readonly error: Error;
    }
  /** A claim that failed; it is repeated. */
  | { readonly name: 'away'; readonly error: Error };

export interface Puller {
  /** Resolves after `close`; rejects with the MarketError of a claim that can never succeed, such as a wrong credential. */
  readonly ended: Promise<void>;
  /** Claims no more, lets running work finish and its results leave. */
  close(): Promise<void>;
}

const defaultLeaseMs = 30_000;
const claimWaitSeconds = 20;
const firstBackoffMs = 200;
const maxBackoffMs = 10_000;

/** Claims and works until closed. */
export function pullWork(options: PullOptions): Puller {
  const closing = new AbortController();
  const worker = new Worker(options, closing.signal);
  const loops = Array.from({ length: options.concurrency ?? 1 }, () => worker.run());
  const ended = Promise.all(loops).then(
    () => undefined,
    (error: unknown) => {
      closing.abort();
      throw error;
    },
  );
  // Whoever does not look at `ended` learns of it by `onEvent`.
  ended.catch(() => undefined);
  return {
    ended,
    async close() {
      closing.abort();
      await Promise.allSettled(loops);
    },
  };
}

class Worker {
  readonly #options: PullOptions;
  readonly #closing: AbortSignal;
  readonly #desk: WorkDesk;
  readonly #leaseMs: number;

  constructor(options: PullOptions, closing: AbortSignal) {
    this.#options = options;
    this.#closing = closing;
    this.#desk = new WorkDesk(options);
    this.#leaseMs = options.leaseMs ?? defaultLeaseMs;
  }

  /** One task after the other. Throws only what no further claim can change. */
  async run(): Promise<void> {
    const slugs = this.#options.slugs === undefined ? {} : { slugs: this.#options.slugs };
    for (let backoffMs = firstBackoffMs; !this.#closing.aborted; ) {
      try {
        const order = { ...slugs, wait: claimWaitSeconds, leaseMs: this.#leaseMs };
        const claim = await this.#desk.claim(order, this.#closing);
        backoffMs = firstBackoffMs;
        if (claim !== undefined) await this.#work(claim);
      } catch (thrown) {
        if (this.#closing.aborted) return;
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        this.#options.onEvent?.({ name: 'away', error });
        if (error instanceof MarketError && isFinal(error)) throw error;
        await sleep(backoffMs, undefined, { signal: this.#closing }).catch(() => undefined);
        backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
      }
    }
  }

  async #work(claim: Claim): Promise<void> {
    const { taskId, attempt, service, version, input } = claim;
    this.#options.onEvent?.({ name: 'claimed', taskId, attempt });
    const startedMs = unixMs();
    const deadlineAt = instantOf(claim.deadlineAt);
    const over = new AbortController();
    const leftMs = Math.min(Math.max(0, deadlineAt.getTime() - unixMs()), 2 ** 31 - 1);
    const deadline = setTimeout(() => over.abort(new Error('the deadline has passed')), leftMs);
    const done = new AbortController();
    const beating = this.#heartbeat(claim, AbortSignal.any([done.signal, over.signal]), over);
    const said = new ClaimedWork(this.#desk, claim, over, deadlineAt);
    const task: PulledTask = {
      ...{ taskId, attempt, service, version, input, deadlineAt },
      signal: over.signal,
      partialOutput: claim.partialOutput ?? [],
      progress: (fraction, note = '', piece = undefined) => said.progress(fraction, note, piece),
      ask: (message, asked) => said.ask(message, asked),
    };
    try {
      const { answer, error } = await answerOf(() => this.#options.work(task));
      const ms = unixMs() - startedMs;
      if (over.signal.aborted) {
        this.#options.onEvent?.({ name: 'lost', taskId, attempt, ms, error: over.signal.reason as Error });
        return;
      }
      await this.#bring(claim, { answer, error, ms }, deadlineAt);
    } finally {
      clearTimeout(deadline);
      done.abort();
      await beating;
    }
  }

  /** Three times in a lease. */
  async #heartbeat(claim: Claim, until: AbortSignal, over: AbortController): Promise<void> {
    for (;;) {
      await sleep(this.#leaseMs / 3, undefined, { signal: until }).catch(() => undefined);
      if (until.aborted) return;
      try {
        await this.#desk.report(claim, 'heartbeat');
      } catch (error) {
        if (isLost(error)) over.abort(error);
      }
    }
  }

  /** Repeats until the marketplace has taken or refused the result, or the deadline makes it worthless. */
  async #bring(claim: Claim, { answer, error, ms }: Outcome, deadlineAt: Date): Promise<void> {
    const { taskId, attempt } = claim;
    const refused = answer.status === 422;
    const failure = { message: answer.body.error?.message ?? 'the work failed', retry: !refused };
    try {
      const { state } = await untilTaken(
        () => this.#desk.report<{ state: string }>(claim, error ? 'fail' : 'complete', error ? failure : answer.body),
        deadlineAt.getTime(),
      );
      if (error) this.#options.onEvent?.({ name: refused ? 'refused' : 'failed', taskId, attempt, ms, error });
      else this.#options.onEvent?.({ name: 'done', taskId, attempt, ms, state });
    } catch (thrown) {
      const problem = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#options.onEvent?.({ name: isLost(problem) ? 'lost' : 'failed', taskId, attempt, ms, error: problem });
    }
  }
}

/** What the work came to, and how long it took. */
interface Outcome {
  readonly answer: Answer;
  readonly error: Error | undefined;
  readonly ms: number;
}

type Claim = NonNullable<Awaited<ReturnType<WorkDesk['claim']>>>;

/** Whether the same claim would fail again whenever it is made. */
function isFinal({ status }: MarketError): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
