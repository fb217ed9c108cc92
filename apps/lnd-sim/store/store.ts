/**
 * The world and its journal together: a transaction is in memory at once, so that the next request decides on it, and is
 * shown to anyone only when it is on the disk.
 *
 * There is one journal for all nodes. A payment changes the books of two or three nodes in one step; with a journal for
 * each, a crash between two of them would create or destroy money, and the nodes would need a protocol to find out.
 */
import type { AppError } from '#kernel/errors';
import type { Change } from '../core/rows.js';
import { decodeChanges, encodeChanges } from './codec.js';
import { Journal, replaceJournal } from './journal.js';
import { World } from './world.js';

/** Below this a rewrite saves nothing that anyone would notice. */
const leastLines = 2000;
/** How many lines per row that counts make a rewrite worth its time. */
const mostLinesPerRow = 1.5;

export class Store {
  private constructor(
    readonly world: World,
    private readonly journal: Journal,
  ) {}

  /** Replays the journal; one that has mostly superseded rows is first replaced by the rows that count. */
  static async open(path: string, onFailure: (error: AppError) => void): Promise<Store> {
    const world = new World();
    const { journal, lineCount } = await Journal.open(path, (line) => world.apply(decodeChanges(line)), onFailure);
    const rows = [...world.snapshot()];
    if (lineCount < leastLines || lineCount < mostLinesPerRow * rows.length) return new Store(world, journal);
    await journal.close();
    await replaceJournal(path, rows.map(encodeChanges));
    const reopened = await Journal.open(path, () => undefined, onFailure);
    return new Store(world, reopened.journal);
  }

  /** One transaction. `durable` is where its events are published and its caller is answered. */
  commit(changes: readonly Change[], durable: () => void = () => undefined): void {
    try {
      this.world.apply(changes);
    } catch (error) {
      // Half of a transaction is in memory: nothing that follows from it may be written or acknowledged.
      this.journal.fail(error);
      throw error;
    }
    this.journal.append(encodeChanges(changes), durable);
  }

  /** Calls back when everything that was committed so far is durable. */
  afterDurable(callback: () => void): void {
    this.journal.afterDurable(callback);
  }

  /** Rejects where the journal fails before that. */
  durable(): Promise<void> {
    return new Promise((resolve, reject) => this.journal.afterDurable(resolve, reject));
  }

  async close(): Promise<void> {
    await this.journal.close();
  }
}
