/**
 * Gathers callers that want the same step for different tasks into one statement: whoever comes while a batch is under way
 * is in the next one. No timer, and no delay when idle. What many tasks share (a seller's places, the room for unpaid input) is
 * then locked once and committed once for all of them, where one statement each would have waited for the other's commit.
 */
import { assert } from '#kernel/assert';
import { AppError } from '#kernel/errors';

/** Of one step of one task. */
export interface GatheredItem {
  readonly taskUuid: string;
}

export interface GatherLimits {
  readonly items: number;
  /** Together, by `weightOf`; an item that is heavier goes alone. */
  readonly weight: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** A second batch is on its way while the database works on the first. */
const lanes = 2;
const defaultLimits: GatherLimits = { items: 128, weight: Number.POSITIVE_INFINITY };

export class Gather<Item extends GatheredItem, Result> {
  private queue: Waiting<Item, Result>[] = [];
  private busy = 0;
  private woken = false;

  /** `run` answers each item, in their order, or takes none of them and throws. */
  constructor(
    private readonly run: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly limits: GatherLimits = defaultLimits,
    private readonly weightOf: (item: Item) => number = () => 0,
  ) {}

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

  /** A task is at most once in a batch: its second step waits for the next. */
  private take(): Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    const later: Waiting<Item, Result>[] = [];
    const taken = new Set<string>();
    let weight = 0;
    for (const waiting of this.queue) {
      const heavier = weight + this.weightOf(waiting.item);
      const fits = batch.length === 0 || (batch.length < this.limits.items && heavier <= this.limits.weight);
      if (!fits || taken.has(waiting.item.taskUuid)) {
        later.push(waiting);
        continue;
      }
      taken.add(waiting.item.taskUuid);
      weight = heavier;
      batch.push(waiting);
    }
    this.queue = later;
    return batch;
  }

  /** Never throws. One item that the database cannot digest must not take the others down: then each is tried alone. */
  private async settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.run(batch.map(({ item }) => item));
      assert(results.length === batch.length, 'a statement answered another number of items than it was given');
      for (const [at, { resolve }] of batch.entries()) resolve(results[at] as Result);
    } catch (thrown) {
      if (thrown instanceof AppError || batch.length === 1) for (const { reject } of batch) reject(thrown);
      else for (const one of batch) await this.settle([one]);
    }
  }
}
