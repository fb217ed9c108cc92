/**
 * Finds the tasks whose next step is overdue and does it: whatever a crash, a lost job or a neighbour that was away has left
 * undone. Each row says in `next_step_at` when that is, so a sweep with nothing to do is one look at an index. The steps are
 * done here and not put into the queue again, so they also happen while the queue is away.
 */
import { addMs } from '#kernel/clock';
import { idFromUuid } from '#kernel/ids';
import type { Context } from './context.js';
import type { Ending } from './ending.js';
import type { Offering } from './offering.js';
import type { Giving } from './questions/giving.js';
import type { Results } from './results.js';
import type { DueTask, SweepStore } from './sweep-store.js';
import { dueStep } from './task.js';
import type { UnpaidStore } from './unpaid-store.js';

const batchSize = 100;
/** Batches of one sweep; what is left comes with the next. */
const maxBatches = 10;
const concurrentSteps = 16;
/** A claimed task that is still not done after this is claimed again. */
const claimMs = 5_000;
const idleClientsEveryMs = 60_000;
const idleClientsPerSweep = 1_000;

export interface SweeperDeps {
  readonly sweeps: SweepStore;
  readonly unpaid: UnpaidStore;
  readonly offering: Offering;
  readonly giving: Giving;
  readonly results: Results;
  readonly ending: Ending;
}

export class Sweeper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  private idleClientsAtMs = 0;

  constructor(
    private readonly context: Context,
    private readonly deps: SweeperDeps,
    private readonly intervalMs: number,
  ) {}

  start(): void {
    this.schedule(this.intervalMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One sweep. Never throws for one task's trouble; that task comes again. */
  async sweep(): Promise<void> {
    for (let batch = 0; batch < maxBatches && !this.stopped; batch += 1) {
      const now = this.context.clock.now();
      const tasks = await this.deps.sweeps.claim(now, batchSize, addMs(now, claimMs));
      await this.forget(tasks, now);
      await this.doSteps(tasks, now);
      if (tasks.length < batchSize) break;
    }
    const nowMs = this.context.clock.now().getTime();
    if (nowMs < this.idleClientsAtMs) return;
    this.idleClientsAtMs = nowMs + idleClientsEveryMs;
    await this.deps.unpaid.dropIdleClients(idleClientsPerSweep);
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.sweep()
        .catch((thrown: unknown) => this.context.log.warn({ err: thrown }, 'A sweep failed; the next one comes.'))
        .finally(() => this.schedule(this.intervalMs));
    }, delayMs);
  }

  private async forget(tasks: readonly DueTask[], now: Date): Promise<void> {
    const unpaid = tasks.filter((task) => dueStep(task, now) === 'forgetUnpaid').map(({ id }) => id);
    if (unpaid.length > 0) {
      const deleted = await this.deps.unpaid.forget(unpaid);
      this.context.log.debug({ deleted }, 'Unpaid tasks were deleted.');
    }
    const old = tasks.filter((task) => dueStep(task, now) === 'forgetResult').map(({ id }) => id);
    if (old.length > 0) {
      const forgotten = await this.deps.sweeps.forgetResults(old, now, addMs(now, -this.context.retentionMs));
      this.context.log.debug({ forgotten }, 'Results were deleted after their retention period.');
    }
  }

  private async doSteps(tasks: readonly DueTask[], now: Date): Promise<void> {
    const due = tasks.values();
    const worker = async () => {
      for (const task of due) {
        if (this.stopped) return;
        try {
          await this.step(task, now);
        } catch (thrown) {
          const taskId = idFromUuid('task', task.id);
          this.context.log.warn({ err: thrown, taskId }, 'A step failed in a sweep and is tried again.');
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrentSteps, tasks.length) }, worker));
  }

  private async step(task: DueTask, now: Date): Promise<void> {
    const { offering, giving, results, ending } = this.deps;
    const step = dueStep(task, now);
    switch (step) {
      case 'offer':
        await offering.offer(task.id, idFromUuid('listing', task.listingId), task.listingVersion);
        break;
      case 'loseAttempt':
        if (task.delivery === 'pull') await results.loseLease(task);
        else if (!offering.isCalling(task.id)) {
          await results.fail(task, { reason: 'the attempt was lost', actor: 'sweeper', call: undefined });
        }
        break;
      case 'giveAnswer':
        giving.give(task);
        break;
      case 'failUnanswered':
        await results.failUnanswered(task);
        break;
      case 'finish':
        await ending.finish(task, 'sweeper');
        break;
      case 'expire':
        await ending.expire(task.id, 'sweeper');
        break;
      case 'closeCharge':
        await ending.closeCharge(task);
        break;
      case 'forgetUnpaid':
      case 'forgetResult':
      case 'none':
        break;
    }
  }
}
