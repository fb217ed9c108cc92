/** Who waits for a change of a task in this process. Another process's changes are found by polling. */
export class Waiters {
  private readonly byTask = new Map<string, Set<() => void>>();
  private count = 0;
  private closed = false;

  constructor(private readonly maxWaiters = 2_000) {}

  /** Wakes all that wait for that task. */
  notify(taskUuid: string): void {
    const waiting = this.byTask.get(taskUuid);
    if (waiting !== undefined) for (const wake of [...waiting]) wake();
  }

  /** Lets nobody wait any more, so that no request holds up a stop. */
  close(): void {
    this.closed = true;
    for (const taskUuid of [...this.byTask.keys()]) this.notify(taskUuid);
  }

  /**
   * Listens from now on, so that no change between a read and the wait is missed; undefined when too many wait already.
   * The holder must call `end`.
   */
  listen(taskUuid: string): Listener | undefined {
    if (this.closed || this.count >= this.maxWaiters) return undefined;
    this.count += 1;
    let changed = false;
    let resume: (() => void) | undefined;
    const wake = () => {
      changed = true;
      resume?.();
    };
    const waiting = this.byTask.get(taskUuid) ?? new Set();
    this.byTask.set(taskUuid, waiting.add(wake));
    return {
      changed: async (ms) => {
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
        return !this.closed;
      },
      end: () => {
        this.count -= 1;
        waiting.delete(wake);
        if (waiting.size === 0 && this.byTask.get(taskUuid) === waiting) this.byTask.delete(taskUuid);
      },
    };
  }
}

interface Listener {
  /** Resolves after a change since the last look, or after that time; false when nobody may wait any more. */
  changed(ms: number): Promise<boolean>;
  end(): void;
}
