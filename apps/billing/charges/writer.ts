/**
 * The one way in which charges change and money moves.
 *
 * Callers that come while a batch is under way form the next one: no timer, no delay when idle, one round trip and one
 * commit for as many as wait. Several writers, in one process or in many, are safe together; the ledger's head orders them.
 *
 * An answer that was lost (the connection died, perhaps after the commit) is asked for again with the same request ids and
 * transfer ids, so the caller learns the truth and nothing happens twice.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#kernel/assert';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Tx } from '#persistence/database';
import { sqlState } from '#persistence/database-errors';
import {
  type Advance,
  type AdvanceResult,
  type AdvanceRow,
  advanceSql,
  type BatchItem,
  decodeRow,
  encodeBatch,
  inLockOrder,
  type Posting,
} from './advance-batch.js';

export type { Advance, AdvanceResult } from './advance-batch.js';

const maxBatch = 512;
const maxQueue = 4_096;
/** A restarting Postgres is back within seconds; who waits longer than this is told that the outcome is unknown. */
const retryDelaysMs = [10, 50, 250, 1_000, 2_000, 4_000];

interface Waiting extends BatchItem {
  resolve(result: AdvanceResult): void;
  reject(error: unknown): void;
}

export class ChargeWriter {
  #queue: Waiting[] = [];
  #working = false;
  #closed = false;
  #idle: (() => void)[] = [];

  /** `database` logs in as billing's role; its statement timeout bounds a batch. */
  constructor(
    private readonly database: Pick<Tx, 'query'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the step together with its transfers, or says why not. Throws `unavailable` when too many wait, or when the database
   * cannot be reached: then the same `requestId` must be used to ask again.
   */
  advance(step: Advance | Posting): Promise<AdvanceResult> {
    if (this.#closed) return Promise.reject(new AppError('unavailable', 'billing is stopping'));
    if (this.#queue.length >= maxQueue) {
      return Promise.reject(new AppError('unavailable', 'too many payments at once', { retryAfterSeconds: 1 }));
    }
    return new Promise((resolve, reject) => {
      const requestId = (step.chargeId === undefined ? undefined : step.requestId) ?? randomUUID();
      this.#queue.push({ step, requestId, resolve, reject });
      this.#wake();
    });
  }

  /** Takes nothing more and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#working) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Whoever asks in the same turn of the event loop goes into the same batch. */
  #wake(): void {
    if (this.#working) return;
    this.#working = true;
    queueMicrotask(() => void this.#work());
  }

  /** One batch at a time: a second one would only wait for the head of the ledger, which the first has locked. */
  async #work(): Promise<void> {
    while (this.#queue.length > 0) await this.#settle(this.#take());
    this.#working = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** At most one step of a charge, and one use of a transfer's id, per batch: the others wait for the next. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    const taken = new Set<string>();
    for (const item of this.#queue) {
      const keys = item.step.transfers.map((transfer) => transfer.id);
      if (item.step.chargeId !== undefined) keys.push(item.step.chargeId);
      if (batch.length === maxBatch || keys.some((key) => taken.has(key))) {
        later.push(item);
        continue;
      }
      for (const key of keys) taken.add(key);
      batch.push(item);
    }
    this.#queue = later;
    return batch.sort(inLockOrder);
  }

  /** Never throws: every item of the batch is answered. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    let rows: readonly AdvanceRow[];
    try {
      rows = await this.#send(batch);
    } catch (thrown) {
      await this.#isolate(batch, thrown);
      return;
    }
    batch.forEach((item, index) => {
      item.resolve(decodeRow(rows[index] as AdvanceRow));
    });
  }

  /** One item that the database cannot digest must not take the others down: halves are tried apart until it stands alone. */
  async #isolate(batch: readonly Waiting[], thrown: unknown): Promise<void> {
    const [only] = batch;
    if (thrown instanceof AppError) {
      for (const item of batch) item.reject(thrown);
    } else if (only && batch.length === 1) {
      only.reject(new AppError('internal', 'the database did not accept the step', { cause: thrown }));
    } else {
      const middle = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, middle));
      await this.#settle(batch.slice(middle));
    }
  }

  async #send(batch: readonly BatchItem[]): Promise<readonly AdvanceRow[]> {
    const args = encodeBatch(this.clock.now(), batch);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const rows = await this.database.query<AdvanceRow>(advanceSql, args, { name: 'billing_advance' });
        assert(rows.length === batch.length, 'billing.advance answered another number of items than it was given');
        return rows;
      } catch (thrown) {
        const delayMs = retryDelaysMs[attempt];
        if (!isPassing(thrown)) throw thrown;
        if (delayMs === undefined) {
          throw new AppError('unavailable', 'whether the step was taken is not known; ask again', { cause: thrown });
        }
        await sleep(delayMs);
      }
    }
  }
}

/** A lost connection, or a conflict with a transaction of another writer. */
function isPassing(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'unavailable';
  return ['40001', '40P01'].includes(sqlState(thrown) ?? '');
}
