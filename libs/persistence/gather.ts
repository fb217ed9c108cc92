/**
 * Gathers callers that want the same of different rows into one statement: whoever comes while a batch is under way is in the
 * next one. No timer, and no delay when idle. What many rows share is then locked once and committed once for all of them,
 * where with a statement each they would have waited for the other's commit.
 */
import { assert } from '#kernel/assert';
import { AppError } from '#kernel/errors';

export interface GatherOptions<Item, Result> {
  /** Answers each item, in their order, or takes none of them and throws. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Of its row, which is at most once in a batch: the next one for it waits for the next batch. */
  readonly keyOf: (item: Item) => string;
  /** What the items of a batch weigh together; one that is heavier goes alone. */
  readonly maxWeight?: number;
  readonly weightOf?: (item: Item) => number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** A second batch is on its way while the database works on the first. */
const lanes = 2;
const maxItems = 128;

export class Gather<Item, Result> {
  private queue: Waiting<Item, Result>[] = [];
  private busy = 0;
  private woken = false;

  constructor(private readonly options: GatherOptions<Item, Result>) {}

  do(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      this.wake();
    });
  }

  /** Whoever asks in the same turn of the event loop goes into the same batch. */
  private wake(): void {
    if (this.woken || this.busy >= lanes) return;
    this.woken = true;
    queueMicrotask(() => {
      this.woken = false;
      if (this.queue.length > 0 && this.busy < lanes) void this.work();
    });
  }

  private async work(): Promise<void> {
    this.busy += 1;
    while (this.queue.length > 0) await this.settle(this.take());
    this.busy -= 1;
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
