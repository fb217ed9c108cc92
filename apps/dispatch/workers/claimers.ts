/**
 * Claims that wait for work in this process, by seller. A task that is queued, or a place that becomes free, wakes one of
 * them: the one that has waited longest. Another process's tasks are found by asking now and then.
 */
import { AppError } from '#kernel/errors';

export interface ClaimerLimits {
  readonly perSeller: number;
  readonly inAll: number;
}

/** What a claim that is one too many is told to wait. */
const retryAfterSeconds = 2;

export interface Claimer {
  /** True after a wake since the last look, false after that time or when nobody may wait any more. */
  woken(ms: number): Promise<boolean>;
  /** The holder must call it. A wake that it did not follow goes to the next one. */
  end(): void;
}

interface Waiting {
  readonly slugs: readonly string[];
  /** The slug whose task is there, until it is looked for. */
  wokenBy: string | undefined;
  resume: () => void;
}

export class Claimers {
  private readonly bySeller = new Map<string, Set<Waiting>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private count = 0;
  closed = false;

  constructor(private readonly limits: ClaimerLimits) {}

  /** Waits from now on, so that no task between a look and the wait is missed. Throws `too_many_requests`. */
  wait(sellerUuid: string, slugs: readonly string[]): Claimer {
    const group = this.bySeller.get(sellerUuid) ?? new Set();
    if (group.size >= this.limits.perSeller || this.count >= this.limits.inAll) {
      const whose = group.size >= this.limits.perSeller ? 'of this account' : 'of all sellers';
      throw new AppError('too_many_requests', `too many claims ${whose} wait already`, { retryAfterSeconds });
    }
    const waiting: Waiting = { slugs, wokenBy: undefined, resume: () => undefined };
    this.bySeller.set(sellerUuid, group.add(waiting));
    this.count += 1;
    return {
      woken: async (ms) => {
        if (waiting.wokenBy === undefined && !this.closed) await sleepUntil(waiting, ms);
        const woken = waiting.wokenBy !== undefined;
        waiting.wokenBy = undefined;
        return woken && !this.closed;
      },
      end: () => {
        this.count -= 1;
        group.delete(waiting);
        if (group.size === 0 && this.bySeller.get(sellerUuid) === group) this.bySeller.delete(sellerUuid);
        if (waiting.wokenBy !== undefined) this.wake(sellerUuid, waiting.wokenBy);
      },
    };
  }

  /** Work of that slug may be claimed, now or after that time. */
  wake(sellerUuid: string, slug: string, delayMs = 0): void {
    if (this.closed) return;
    if (delayMs > 0) {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        this.wake(sellerUuid, slug);
      }, delayMs);
      this.timers.add(timer);
      return;
    }
    for (const waiting of this.bySeller.get(sellerUuid) ?? []) {
      if (waiting.wokenBy !== undefined || (waiting.slugs.length > 0 && !waiting.slugs.includes(slug))) continue;
      waiting.wokenBy = slug;
      waiting.resume();
      return;
    }
  }

  /** The sellers that wait. */
  sellers(): string[] {
    return [...this.bySeller.keys()];
  }

  /** Lets nobody wait any more, so that no request holds up a stop. */
  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const group of this.bySeller.values()) for (const { resume } of group) resume();
  }
}

async function sleepUntil(waiting: Waiting, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    waiting.resume = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
