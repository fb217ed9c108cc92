/**
 * Follows the invoices of one node. The streams bring news at once; the sweep, at every connect and every minute, makes
 * the marketplace right whatever the streams lost. It keeps no state that a restart would miss.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { NodeInvoice } from '#lightning/invoice';
import type { InvoiceWatch } from '#lightning/invoice-watch';
import type { HealthCheck } from '#observability/health';
import type { Logger } from '#observability/logger';
import { absent, factOf, type Reporter } from './report.js';

export interface FollowerConfig {
  readonly sweepIntervalMs: number;
  readonly heightIntervalMs: number;
}

/** LND hands every event to all single subscriptions one by one; beyond this many the sweep has to do. */
const followedMax = 2_000;
const unsettledPage = 500;
const reconnectPausesMs = [200, 500, 1_000, 2_000, 5_000];

export class Follower {
  private readonly stopping = new AbortController();
  private readonly followed = new Map<string, AbortController>();
  private running: Promise<void> = Promise.resolve();
  private missing: string | undefined = 'not connected yet';

  constructor(
    private readonly watch: InvoiceWatch,
    private readonly billing: Billing,
    private readonly reporter: Reporter,
    private readonly config: FollowerConfig,
    private readonly logger: Logger,
  ) {}

  readonly health: HealthCheck = { name: 'lightning', check: async () => this.missing };

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.watch.close();
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures += 1) {
      const connection = new AbortController();
      const signal = AbortSignal.any([this.stopping.signal, connection.signal]);
      try {
        const { pubkey } = await this.watch.ready();
        failures = 0;
        await Promise.race([
          this.followAdded(pubkey, signal),
          this.keepSweeping(pubkey, signal),
          this.keepReadingHeight(pubkey, signal),
        ]);
        if (!this.stopping.signal.aborted) this.missing = 'the node closed the stream of invoices';
      } catch (error) {
        if (this.stopping.signal.aborted) break;
        this.missing = 'the Lightning node is not reachable';
        this.logger.warn({ err: error }, 'the connection to the Lightning node failed and is made again');
      } finally {
        connection.abort();
        for (const one of this.followed.values()) one.abort();
        this.followed.clear();
      }
      await this.sleep(
        reconnectPausesMs[Math.min(failures, reconnectPausesMs.length - 1)] ?? 1_000,
        this.stopping.signal,
      );
    }
  }

  /** Returns when the node ends the stream, which it also does on a clean shutdown. */
  private async followAdded(node: string, signal: AbortSignal): Promise<void> {
    for await (const invoice of this.watch.added(signal)) {
      if (invoice.state === 'OPEN') this.follow(node, invoice.paymentHash, signal);
      else if (!this.followed.has(invoice.paymentHash.toString('hex'))) await this.tell(node, invoice);
    }
  }

  private follow(node: string, paymentHash: Buffer, signal: AbortSignal): void {
    const key = paymentHash.toString('hex');
    if (this.followed.has(key) || this.followed.size >= followedMax) return;
    const own = new AbortController();
    this.followed.set(key, own);
    void this.followOne(node, paymentHash, AbortSignal.any([signal, own.signal]))
      .catch((error) => this.logger.warn({ err: error, paymentHash: key }, 'the stream of one invoice broke'))
      .finally(() => {
        if (this.followed.get(key) === own) this.followed.delete(key);
      });
  }

  /** The end of the stream says nothing: a shutdown and a final state look alike, so the last state decides. */
  private async followOne(node: string, paymentHash: Buffer, signal: AbortSignal): Promise<void> {
    let last: NodeInvoice | undefined;
    for await (const invoice of this.watch.changes(paymentHash, signal)) {
      last = invoice;
      await this.tell(node, invoice);
    }
    if (signal.aborted || last?.state === 'SETTLED' || last?.state === 'CANCELED') return;
    const found = await this.watch.lookup(paymentHash);
    if (found) await this.tell(node, found);
  }

  private async tell(node: string, invoice: NodeInvoice): Promise<void> {
    const fact = factOf(invoice);
    if (fact) await this.reporter.report(node, fact);
  }

  private async keepSweeping(node: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sweep(node, signal);
      await this.sleep(this.config.sweepIntervalMs, signal);
    }
  }

  /** Compares every charge that is not final with what the node says of its invoice, and follows what is still open. */
  async sweep(node: string, signal: AbortSignal): Promise<void> {
    const pending = new Map<string, NodeInvoice>();
    for await (const invoice of this.watch.pending()) pending.set(invoice.paymentHash.toString('hex'), invoice);
    for (let after = ''; !signal.aborted; ) {
      const { charges } = await this.billing.listUnsettled({ node, after, limit: unsettledPage });
      for (const { paymentHash } of charges) {
        const invoice = pending.get(paymentHash.toString('hex')) ?? (await this.watch.lookup(paymentHash));
        if (!invoice) await this.reporter.report(node, absent(paymentHash));
        else await this.tell(node, invoice);
        if (invoice?.state === 'OPEN' || invoice?.state === 'ACCEPTED') this.follow(node, paymentHash, signal);
      }
      if (charges.length < unsettledPage) return;
      after = charges.at(-1)?.chargeId ?? '';
    }
  }

  /** Our own clock of blocks: LND's expiry watcher may lag behind the height that LND itself reports. */
  private async keepReadingHeight(node: string, signal: AbortSignal): Promise<void> {
    let told = 0;
    while (!signal.aborted) {
      const { pubkey, blockHeight, syncedToChain } = await this.watch.ready();
      if (pubkey !== node) throw new Error('another node answers at this address');
      this.missing = syncedToChain ? undefined : 'the Lightning node does not follow the chain';
      if (blockHeight > told) {
        await this.billing.reportHeight({ node, height: blockHeight });
        told = blockHeight;
      }
      await this.sleep(this.config.heightIntervalMs, signal);
    }
  }

  private async sleep(ms: number, signal: AbortSignal): Promise<void> {
    // An aborted pause is the normal way to stop, not a failure.
    await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
