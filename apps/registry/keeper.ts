/**
 * What the registry does by itself: it probes the endpoints of suspended listings, which come back when they answer, and counts
 * listings anew whose tasks have become too old to count. Rows say what is due, so any number of replicas share the work.
 */
import { addMs, type Clock } from '#kernel/clock';
import { asAppError } from '#kernel/errors';
import { idFromUuid } from '#kernel/ids';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { afterStep } from './health.js';
import type { Outcomes } from './outcomes.js';
import type { Prober } from './probe.js';
import { type DueProbe, putOff, recover, takeDueProbes } from './probe-store.js';

const probesAtOnce = 8;
/** A probe that was taken and is not done after this is taken again. */
const takenMs = 60_000;
const listingsCountedAtOnce = 100;

export class Keeper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly prober: Prober,
    private readonly outcomes: Outcomes,
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  start(intervalMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.look()
        .catch((thrown: unknown) => this.logger.warn({ err: thrown }, 'The listings could not be looked after.'))
        .finally(() => this.start(intervalMs));
    }, intervalMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  async look(): Promise<void> {
    const now = this.clock.now();
    const due = await takeDueProbes(this.database, now, addMs(now, takenMs), probesAtOnce);
    await Promise.all(due.map((listing) => this.probe(listing)));
    await this.outcomes.measureOld(listingsCountedAtOnce);
  }

  private async probe({ id, url, secretVersion, probeStep, suspendedAt }: DueProbe): Promise<void> {
    const listingId = idFromUuid('listing', id);
    try {
      await this.prober.probe({ id: listingId, url, secretVersion }, 'by itself');
    } catch (thrown) {
      const { code, detail } = asAppError(thrown);
      // The host has had its probes of this minute; the listing is taken again after it.
      if (code === 'too_many_requests') return;
      if (code !== 'endpoint_failed_probe') throw thrown;
      const next = afterStep(probeStep, 'push', this.clock.now());
      await putOff(this.database, listingId, suspendedAt, { failure: detail, ...next });
      this.logger.info({ listingId, reason: detail, probeAt: next.probeAt }, 'A suspended listing failed its probe.');
      return;
    }
    if (!(await recover(this.database, listingId, suspendedAt, this.clock.now()))) return;
    this.logger.info({ listingId }, 'A suspended listing answered its probe and is on sale again.');
  }
}
