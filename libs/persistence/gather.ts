/**
 * Gathers callers that want the same of different rows into one statement: whoever comes while a batch is under way is in the
 * next one. No timer, and no delay when idle. What many rows share is then locked once and committed once for all of them,
 * where with a statement each they would have waited for the other's commit. One batch at a time: with a second one beside it,
 * both are smaller and wait for each other's locks, which took twice the processor time at 200 tasks a second.
 */
import { assert } from '#kernel/assert';
import { AppError } from '#kernel/errors';

export interface GatherOptions<Item, Result> {
  /** Answers each item, in their order, or takes none of them and throws. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Of its row, which is at most once in a batch: the next one for it waits for the next batch. */
  readonly keyOf: (item: Item) => string;
  /** Shared with other gathers whose statements lock the same rows. */
  readonly turn?: Turn;
  /** What the items of a batch weigh together; one that is heavier goes alone. */
  readonly maxWeight?: number;
  readonly weightOf?: (item: Item) => number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

const maxItems = 128;

/** One after another, in the order in which they asked. */
export class Turn {
  private last: Promise<unknown> = Promise.resolve();

  take(work: () => Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done;
    return done;
  }
}

export class Gather<Item, Result> {
  private queue: Waiting<Item, Result>[] = [];
  private working = false;
  private readonly turn: Turn;

  constructor(private readonly options: GatherOptions<Item, Result>) {
    this.turn = options.turn ?? new Turn();
  }

  do(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      this.wake();
    });
  }

  /** Whoever asks in the same turn of the event loop, or before the statement's turn has come, goes into the same batch. */
  private wake(): void {
    if (this.working) return;
    this.working = true;
    queueMicrotask(() => void this.work());
  }

  private async work(): Promise<void> {
    while (this.queue.length > 0) await this.turn.take(() => this.settle(this.take()));
    this.working = false;
  }

  private take(): Waiting<Item, Result>[] {
    const { keyOf, weightOf = () => 0, maxWeight = Number.POSITIVE_INFINITY } = this.options;
    const batch: Waiting<Item, Result>[] = [];
    const later: Waiting<Item, Result>[] = [];
    const taken = new Set<string>();
    let weight = 0;
    for (const waiting of this.queue) {
      const key = keyOf(waiting.item);
      const heavier = weight + weightOf(waiting.item);
      const fits = batch.length === 0 || (batch.length < maxItems && heavier <= maxWeight);
      if (!fits || taken.has(key)) {
        later.push(waiting);
        continue;
      }
      taken.add(key);
      weight = heavier;
      batch.push(waiting);
    }
    this.queue = later;
    return batch;
  }

  /** Never throws. One item that the database cannot digest must not take the others down: then each is tried alone. */
  private async settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.options.run(batch.map(({ item }) => item));
      assert(results.length === batch.length, 'a statement answered another number of items than it was given');
      for (const [at, { resolve }] of batch.entries()) resolve(results[at] as Result);
    } catch (thrown) {
      if (thrown instanceof AppError || batch.length === 1) for (const { reject } of batch) reject(thrown);
      else for (const one of batch) await this.settle([one]);
    }
  }
}
