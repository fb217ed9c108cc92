/**
 * Tells the registry what became of attempts and tasks, in batches, and which sellers' workers ask for work. What is told is
 * taken out of the table only after the registry has it, and the registry counts each once, so a crash between the two costs
 * and doubles nothing.
 */
import { createHash } from 'node:crypto';
import type { Registry, ReportedOutcome } from '#contracts/registry';
import { addMs } from '#kernel/clock';
import { idFromUuid } from '#kernel/ids';
import type { Context } from './context.js';
import type { OutcomeStore, UntoldOutcome } from './outcome-store.js';
import { isFinal, type TaskState } from './task.js';
import type { Seekers } from './workers/seekers.js';

const batchSize = 500;
/** Batches of one round; what is left comes with the next. */
const maxBatches = 20;
/** What was taken and is not told by then is taken again. */
const takenMs = 10_000;
const registryDeadlineMs = 5_000;
const unclaimed = 'no worker of the seller claimed the task in time';

export class Reporter {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly context: Context,
    private readonly outcomes: OutcomeStore,
    private readonly seekers: Seekers,
    private readonly registry: Registry,
    private readonly intervalMs: number,
  ) {}

  start(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.report()
        .catch((thrown: unknown) =>
          this.context.log.warn({ err: thrown }, 'The registry could not be told of outcomes; it will be.'),
        )
        .finally(() => this.start());
    }, this.intervalMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  async report(): Promise<void> {
    for (let batch = 0; batch < maxBatches && !this.stopped; batch += 1) {
      const now = this.context.clock.now();
      const taken = await this.outcomes.take(now, batchSize, addMs(now, takenMs));
      const claims = this.seekers.take(now);
      if (taken.length === 0 && claims.length === 0) return;
      const request = { outcomes: taken.map(message), claims };
      await this.registry.reportOutcomes(request, { deadlineMs: registryDeadlineMs });
      if (taken.length > 0) await this.outcomes.forget(taken);
      if (taken.length < batchSize) return;
    }
  }
}

function message(outcome: UntoldOutcome): ReportedOutcome {
  const { taskUuid, n, listingUuid, listingVersion, toState, call, reason, workMs, at, buyerHash } = outcome;
  return {
    taskId: idFromUuid('task', taskUuid),
    taskVersion: n,
    listingId: idFromUuid('listing', listingUuid),
    listingVersion,
    ended: isFinal(toState as TaskState) ? toState.toLowerCase() : '',
    call,
    reason: call === 'unreachable' && toState === 'EXPIRED' ? unclaimed : reason,
    workMs: Math.max(0, workMs),
    // A buyer is another one at each listing: who reads the figures cannot follow it from seller to seller.
    buyerHash: createHash('sha256').update(listingUuid).update(buyerHash).digest().subarray(0, 8),
    atMs: String(at.getTime()),
  };
}
