/**
 * Follows the invoices of one node, connection after connection. The streams bring news at once; the sweep (sweep.ts), at
 * every connect and every minute, makes the marketplace right whatever the streams lost. Nothing is remembered that a
 * restart would miss.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import { monotonicMs } from '#kernel/clock';
import type { InvoiceWatch, WatchedNode } from '#lightning/invoice-watch';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';
import type { HeldLock } from '#persistence/advisory-lock';
import { CatchUp, type CatchUpDeps } from './catch-up.js';
import { AnotherNode, NodeCondition } from './condition.js';
import type { Finality } from './finality.js';
import type { Lead } from './leader.js';
import { factOf, type Reporter } from './report.js';
import { sweepInvoices } from './sweep.js';

export interface FollowerConfig {
  readonly sweepIntervalMs: number;
  readonly heightIntervalMs: number;
}

/** LND hands every event to all single subscriptions one by one, and a stream costs some 30 kB on both sides. */
const followedMax = 6_000;
/** So often is swept while there are more: a hold that no stream tells of has seconds to live. */
const crowdedSweepMs = 5_000;
const reconnectPausesMs = [200, 500, 1_000, 2_000, 5_000];
/** A connection that stood this long was a good one, and the next is made at once. */
const steadyMs = 10_000;
/** A stream of one invoice that ended too early is opened again this often; then the sweep has to do. */
const reopenings = 5;
/** What came in without a charge is looked for this seldom where the stream has no gaps. */
const sweepsPerReading = 10;
/** A sweep that failed is repeated soon: a hold that it would have found has seconds to live. */
const sweepRetryMs = 1_000;

/** One connection to the node: who is there, and what ends it. */
interface Connection {
  readonly node: string;
  readonly signal: AbortSignal;
}

export class Follower {
  private readonly stopping = new AbortController();
  /** Hashes whose streams are open in this connection. */
  private readonly followed = new Set<string>();
  /** Everything that runs, also what is left of a connection that has just ended. */
  private readonly work = new Set<Promise<void>>();
  private readonly condition: NodeCondition;
  private readonly catchUp = new CatchUp();
  /** An event of the stream was left out, as far as its indexes tell, or a reading did not come to its end. */
  private gap = false;
  /** Not all invoices could be followed when they were looked at last. */
  private crowded = false;

  constructor(
    private readonly watch: InvoiceWatch,
    private readonly others: {
      readonly billing: Billing;
      readonly reporter: Reporter;
      readonly finality: Finality;
      readonly lead: Lead;
    },
    private readonly config: FollowerConfig,
    private readonly logger: Logger,
  ) {
    this.condition = new NodeCondition(others.billing, logger);
  }

  get health(): HealthCheck {
    return this.condition.health;
  }

  start(): void {
    void this.track(this.run());
  }

  /** Nothing runs any more when it resolves. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.watch.close();
    while (this.work.size > 0) await Promise.allSettled(this.work);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const beganAt = monotonicMs();
      try {
        await this.connect();
        if (!signal.aborted) this.logger.info('the Lightning node ended the stream of invoices');
      } catch (error) {
        this.condition.failed(error);
        if (!signal.aborted) this.logger.warn({ err: error }, 'the connection to the Lightning node failed');
        if (!signal.aborted) await this.condition.tell(false, 0);
      }
      if (monotonicMs() - beganAt >= steadyMs) failures = 0;
      await sleep(reconnectPausesMs[Math.min(failures, reconnectPausesMs.length - 1)] ?? 0, signal);
    }
  }

  /** Returns when the node ends the stream of invoices, which it also does on a clean shutdown. */
  private async connect(): Promise<void> {
    const node = await this.watch.ready();
    this.condition.heard(node);
    const lock = await this.standBy(node.pubkey);
    if (!lock) return;
    try {
      await this.followNode(node.pubkey, lock.lost);
    } catch (error) {
      this.condition.failed(error);
      throw error;
    } finally {
      // The last word of the leader, before another one may speak.
      this.condition.listening('ended');
      if (!this.stopping.signal.aborted && !lock.lost.aborted) await this.condition.tell(true, 0);
      this.condition.listening('of another process');
      await lock.release();
    }
  }

  /** Until this process leads; meanwhile the node is looked at as the leader does. */
  private async standBy(node: string): Promise<HeldLock | undefined> {
    const done = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, done.signal]);
    const look = async () => {
      for (;;) {
        await sleep(this.config.heightIntervalMs, signal);
        if (signal.aborted) return;
        await this.watch.ready().then(
          (seen) => this.condition.heard(seen),
          (error) => this.condition.failed(error),
        );
      }
    };
    void this.track(look());
    try {
      return await this.others.lead(node, this.stopping.signal);
    } finally {
      done.abort();
    }
  }

  private async followNode(node: string, lost: AbortSignal): Promise<void> {
    await this.hear(node);
    const ended = new AbortController();
    const connection = { node, signal: AbortSignal.any([this.stopping.signal, ended.signal, lost]) };
    // While billing is away each report that waits listens; Node would take more than ten for a leak.
    setMaxListeners(0, connection.signal);
    this.condition.listening('open');
    try {
      // The stream is asked for before the first sweep, so no invoice falls between the two.
      await Promise.race([
        this.track(this.followAdded(connection)),
        this.track(this.keepSweeping(connection)),
        this.track(this.keepReadingHeight(connection)),
        this.track(this.others.finality.keep(node, connection.signal)),
      ]);
    } finally {
      ended.abort();
      this.followed.clear();
    }
  }

  private async followAdded({ node, signal }: Connection): Promise<void> {
    let settleIndex = 0n;
    for await (const invoice of this.watch.added(signal)) {
      if (settleIndex > 0n && invoice.settleIndex > settleIndex + 1n) this.gap = true;
      if (invoice.settleIndex > settleIndex) settleIndex = invoice.settleIndex;
      const fact = factOf(invoice);
      if (!fact) this.follow({ node, signal }, invoice.paymentHash);
      // News of an invoice that is followed comes by its own stream as well, and there in order.
      else if (!this.followed.has(invoice.paymentHash.toString('hex')))
        await this.others.reporter.insist(node, fact, signal);
    }
  }

  private follow(connection: Connection, paymentHash: Buffer): void {
    const { signal } = connection;
    const key = paymentHash.toString('hex');
    if (signal.aborted || this.followed.has(key)) return;
    if (this.followed.size >= followedMax) {
      this.crowded = true;
      return;
    }
    this.followed.add(key);
    void this.track(
      this.followOne(connection, paymentHash).finally(() => {
        if (!signal.aborted) this.followed.delete(key);
      }),
    );
  }

  /** Until the invoice is final. Never throws: what the streams of one invoice do not tell, the sweep finds. */
  private async followOne(connection: Connection, paymentHash: Buffer): Promise<void> {
    const { signal } = connection;
    for (let opened = 0; opened <= reopenings && !signal.aborted; opened += 1) {
      try {
        if (await this.readChanges(connection, paymentHash)) return;
      } catch (error) {
        const fields = { err: error, paymentHash: paymentHash.toString('hex') };
        if (!signal.aborted) this.logger.warn(fields, 'the stream of one invoice broke and is opened again');
      }
      await sleep(reconnectPausesMs[Math.min(opened, reconnectPausesMs.length - 1)] ?? 0, signal);
    }
  }

  /** Whether the last state was final; the end of the stream itself says nothing, since a shutdown looks the same. */
  private async readChanges({ node, signal }: Connection, paymentHash: Buffer): Promise<boolean> {
    let final = false;
    for await (const invoice of this.watch.changes(paymentHash, signal)) {
      const fact = factOf(invoice);
      if (fact) await this.others.reporter.insist(node, fact, signal);
      final = invoice.state === 'SETTLED' || invoice.state === 'CANCELED';
    }
    return final;
  }

  private async keepSweeping(connection: Connection): Promise<void> {
    const { signal } = connection;
    const { watch, logger } = this;
    const { billing, reporter } = this.others;
    const follow = (paymentHash: Buffer) => this.follow(connection, paymentHash);
    const deps = { ...connection, watch, billing, reporter, logger };
    for (let sweeps = 0; !signal.aborted; ) {
      let healed = false;
      const beforeLookups = async () => {
        if (sweeps % sweepsPerReading === 0 || this.gap) await this.readSettled(deps);
      };
      this.crowded = false;
      try {
        healed = await sweepInvoices({ ...deps, follow, beforeLookups });
        if (healed) sweeps += 1;
      } catch (error) {
        if (!signal.aborted) this.logger.warn({ err: error }, 'the sweep of invoices failed and is repeated');
      }
      await this.untilNextSweep(healed, signal);
    }
  }

  private async untilNextSweep(healed: boolean, signal: AbortSignal): Promise<void> {
    const { sweepIntervalMs } = this.config;
    let leftMs = healed ? sweepIntervalMs : Math.min(sweepIntervalMs, sweepRetryMs);
    do {
      const stepMs = Math.min(leftMs, crowdedSweepMs);
      await sleep(stepMs, signal);
      leftMs -= stepMs;
    } while (leftMs > 0 && !this.crowded && !signal.aborted);
  }

  /** Never throws: what is left to read is read at the next sweep, and must not keep this one from its charges. */
  private async readSettled(deps: CatchUpDeps): Promise<void> {
    this.gap = false;
    try {
      const { complete, lostInvoices } = await this.catchUp.read(deps);
      this.condition.invoicesLost(lostInvoices);
      this.gap ||= !complete;
    } catch (error) {
      this.gap = true;
      if (!deps.signal.aborted) this.logger.warn({ err: error }, 'the settled invoices were not read to their end');
    }
  }

  /**
   * Our own clock of blocks: LND's expiry watcher may lag behind the height that LND itself reports, and
   * the node behind what another of ours sees. A height is told again
   * every minute, for holds that were found after it had been told.
   */
  private async keepReadingHeight({ node, signal }: Connection): Promise<void> {
    let told = { height: 0, atMs: 0 };
    while (!signal.aborted) {
      const { blockHeight } = await this.hear(node);
      if (!signal.aborted) await this.condition.tell(true, this.followed.size, () => this.watch.inboundMsat());
      const height = Math.max(blockHeight, this.condition.elsewhere);
      if (height > told.height || monotonicMs() - told.atMs >= this.config.sweepIntervalMs) {
        try {
          await this.others.reporter.reportHeight(node, Math.max(height, told.height));
          told = { height: Math.max(height, told.height), atMs: monotonicMs() };
        } catch (error) {
          this.logger.warn({ err: error, height }, 'a height was not taken and is told again');
        }
      }
      await sleep(this.config.heightIntervalMs, signal);
    }
  }

  /** One heartbeat; throws where that node does not answer it. */
  private async hear(node: string): Promise<WatchedNode> {
    const seen = await this.watch.ready();
    this.condition.heard(seen);
    if (seen.pubkey !== node) throw new AnotherNode();
    return seen;
  }

  /** Remembers what runs, so that a stop can wait for it. */
  private track(running: Promise<void>): Promise<void> {
    const noted: Promise<void> = running.catch(() => undefined).finally(() => this.work.delete(noted));
    this.work.add(noted);
    return running;
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted pause is the normal way to stop, not a failure.
  await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
