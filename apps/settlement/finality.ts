/**
 * Brings billing the final resolution of the HTLCs of settled invoices. The stream of HTLC events brings it at once, without a question to
 * the node; a sweep over what still waits in the books, at each connect and then regularly, finds whatever the stream did not tell.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import { sumMsat } from '#kernel/msat';
import type { InvoiceHtlc } from '#lightning/invoice';
import type { FinalHtlc, InvoiceWatch } from '#lightning/invoice-watch';
import type { Logger } from '#observability/logger';

export interface FinalityConfig {
  readonly finalitySweepIntervalMs: number;
}

/** What is resolved is told this much later, with all that was resolved in the meantime. */
const gatherMs = 250;
const page = 500;
/** Resolutions that came before LND's SETTLED, and settled invoices that wait for one; beyond, the sweep has to do. */
const rememberedMax = 10_000;
const retryMs = 1_000;

interface Waiting {
  readonly paymentHash: Buffer;
  readonly htlcs: readonly InvoiceHtlc[];
}

interface ResolvedInvoice {
  readonly paymentHash: Buffer;
  readonly wonMsat: string;
  readonly lostMsat: string;
}

/** Of one node. */
export class Finality {
  private readonly finals = new Map<string, FinalHtlc>();
  private readonly waiting = new Map<string, Waiting>();
  private resolved: ResolvedInvoice[] = [];

  constructor(
    private readonly watch: InvoiceWatch,
    private readonly billing: Billing,
    private readonly config: FinalityConfig,
    private readonly logger: Logger,
  ) {}

  /** An invoice whose SETTLED billing has taken. */
  settled({ paymentHash, htlcs }: Waiting): void {
    if (htlcs.length === 0) return;
    const one = { paymentHash, htlcs };
    if (this.take(one)) return;
    for (const htlc of htlcs) remember(this.waiting, keyOf(htlc), one);
  }

  /** Until the connection ends or the stream does. */
  async keep(node: string, signal: AbortSignal): Promise<void> {
    await Promise.race([this.keepListening(signal), this.keepSweeping(node, signal), this.keepTelling(node, signal)]);
  }

  private async keepListening(signal: AbortSignal): Promise<void> {
    for await (const final of this.watch.resolved(signal)) {
      const key = keyOf(final);
      remember(this.finals, key, final);
      const one = this.waiting.get(key);
      if (one) this.take(one);
    }
  }

  /** Whether all its HTLCs are resolved; then it is told with the next report. */
  private take(one: Waiting): boolean {
    const finals = one.htlcs.map((htlc) => this.finals.get(keyOf(htlc)));
    if (!finals.every((final) => final !== undefined)) return false;
    for (const htlc of one.htlcs) {
      this.finals.delete(keyOf(htlc));
      this.waiting.delete(keyOf(htlc));
    }
    this.resolved.push(sumsOf(one, finals));
    return true;
  }

  private async keepTelling(node: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const invoices = this.resolved.splice(0, page);
      if (invoices.length > 0) await this.tell(node, invoices, signal);
      await sleep(gatherMs, signal);
    }
  }

  /** What is not heard is found again by the sweep. */
  private async tell(node: string, invoices: readonly ResolvedInvoice[], signal: AbortSignal): Promise<void> {
    try {
      await this.billing.reportFinality({ node, invoices: [...invoices] });
    } catch (error) {
      if (!signal.aborted) this.logger.warn({ err: error }, 'final resolutions were not taken; the sweep repeats them');
    }
  }

  private async keepSweeping(node: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let healed = true;
      try {
        await sweepReceipts({ node, signal, watch: this.watch, billing: this.billing });
      } catch (error) {
        healed = false;
        if (!signal.aborted) this.logger.warn({ err: error }, 'the sweep of receipts failed and is repeated');
      }
      const { finalitySweepIntervalMs: intervalMs } = this.config;
      await sleep(healed ? intervalMs : Math.min(intervalMs, retryMs), signal);
    }
  }
}

/** Asks the node about every receipt that still waits, and tells billing of those that are final. */
async function sweepReceipts(deps: {
  readonly node: string;
  readonly signal: AbortSignal;
  readonly watch: InvoiceWatch;
  readonly billing: Billing;
}): Promise<void> {
  const { node, signal, watch, billing } = deps;
  for (let after = '0'; !signal.aborted; ) {
    const { receipts } = await billing.listReceipts({ node, after, limit: page });
    const resolved: ResolvedInvoice[] = [];
    for (const { paymentHash } of receipts) {
      if (signal.aborted) return;
      const invoice = await watch.lookup(paymentHash);
      if (invoice?.state !== 'SETTLED' || invoice.htlcs.length === 0) continue;
      const finals = await Promise.all(invoice.htlcs.map((htlc) => watch.resolution(htlc)));
      if (finals.every((final) => final !== undefined)) resolved.push(sumsOf(invoice, finals));
    }
    if (resolved.length > 0) await billing.reportFinality({ node, invoices: resolved });
    after = receipts.at(-1)?.transferSeq ?? after;
    if (receipts.length < page) return;
  }
}

function sumsOf({ paymentHash, htlcs }: Waiting, finals: readonly FinalHtlc[]): ResolvedInvoice {
  const sum = (settled: boolean) =>
    sumMsat(htlcs.filter((_, index) => finals[index]?.settled === settled).map(({ amountMsat }) => amountMsat));
  return { paymentHash, wonMsat: sum(true).toString(), lostMsat: sum(false).toString() };
}

function keyOf({ channelId, htlcIndex }: Pick<FinalHtlc, 'channelId' | 'htlcIndex'>): string {
  return `${channelId}:${htlcIndex}`;
}

/** Keeps the newest. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size <= rememberedMax) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted pause is the normal way to stop, not a failure.
  await pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
