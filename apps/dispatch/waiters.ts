/**
 * Who waits for a change of a task. What this process changes wakes them at once; what another process changes is found by
 * one look a second at all tasks that are waited for.
 */
import { setTimeout as pause } from 'node:timers/promises';

const lookEveryMs = 1_000;

/** The tags of tasks, by their ids; one that is missing there is gone. */
export type Look = (taskUuids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

interface Waiting {
  /** What the waiter has seen last. */
  etag: string;
  readonly wake: () => void;
}

export class Waiters {
  private readonly byTask = new Map<string, Set<Waiting>>();
  private readonly closing = new AbortController();
  private count = 0;
  private looking = false;

  constructor(
    private readonly look: Look,
    private readonly onFailure: (error: unknown) => void,
    private readonly maxWaiters = 2_000,
  ) {}

  /** Wakes all that wait for that task. */
  notify(taskUuid: string): void {
    for (const { wake } of [...(this.byTask.get(taskUuid) ?? [])]) wake();
  }

  /** Lets nobody wait any more, so that no request holds up a stop. */
  close(): void {
    this.closing.abort();
    for (const taskUuid of [...this.byTask.keys()]) this.notify(taskUuid);
  }

  /**
   * Listens from now on, so that no change between a read and the wait is missed; undefined when too many wait already.
   * The holder must call `end`.
   */
  listen(taskUuid: string): Listener | undefined {
    if (this.closing.signal.aborted || this.count >= this.maxWaiters) return undefined;
    this.count += 1;
    let changed = false;
    let resume: (() => void) | undefined;
    const waiting: Waiting = {
      etag: '',
      wake: () => {
        changed = true;
        resume?.();
      },
    };
    const others = this.byTask.get(taskUuid) ?? new Set();
    this.byTask.set(taskUuid, others.add(waiting));
    void this.keepLooking();
    return {
      changed: async (ms, etag) => {
        waiting.etag = etag;
        if (!changed) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, ms);
            resume = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        }
        changed = false;
        return !this.closing.signal.aborted;
      },
      end: () => {
        this.count -= 1;
        others.delete(waiting);
        if (others.size === 0 && this.byTask.get(taskUuid) === others) this.byTask.delete(taskUuid);
      },
    };
  }

  /** Runs while anybody waits. A look that fails is made again; until then only this process's own changes are seen. */
  private async keepLooking(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const { signal } = this.closing;
    while (this.count > 0 && !signal.aborted) {
      // An aborted pause is how the looking stops.
      await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
      const taskUuids = [...this.byTask.keys()];
      if (signal.aborted || taskUuids.length === 0) continue;
      const etags = await this.look(taskUuids).catch(this.onFailure);
      if (!etags) continue;
      for (const taskUuid of taskUuids) {
        for (const { etag, wake } of [...(this.byTask.get(taskUuid) ?? [])]) {
          if (etag !== '' && etag !== (etags.get(taskUuid) ?? 'gone')) wake();
        }
      }
    }
    this.looking = false;
  }
}

interface Listener {
  /**
   * Resolves after a change since the last look, or once the task is no longer what `etag` says, or after that time; false
   * when nobody may wait any more.
   */
  changed(ms: number, etag: string): Promise<boolean>;
  end(): void;
}
