/**
 * Reads a node for billing, which compares it with the books: when billing says that it is due, until billing has a verdict. Nothing is
 * remembered here: whoever dies in between is followed by one that reads anew.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { NodeBooks, NodeHoldings } from '#lightning/node-books';
import type { Logger } from '#observability/logger';

export interface ReconcilerConfig {
  /** How often billing is asked whether a comparison is due. */
  readonly reconcilePollMs: number;
}

/** Tries of one comparison while money moves, and the pause between them: longer than it takes to book what LND has just done. */
const tries = 6;
const tryPauseMs = 1_000;
/** Older invoices were looked for by earlier comparisons. */
const invoicesMost = 5_000;

export class Reconciler {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private node: string | undefined;

  constructor(
    private readonly books: NodeBooks,
    private readonly billing: Billing,
    private readonly config: ReconcilerConfig,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.books.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        this.node ??= (await this.books.holdings()).pubkey;
        const { reconciliationId } = await this.billing.takeReconciliation({ node: this.node });
        if (reconciliationId !== '') await this.compare(this.node, reconciliationId);
      } catch (error) {
        // Another node may answer from now on.
        this.node = undefined;
        if (!signal.aborted)
          this.logger.warn({ err: error }, 'a node could not be compared with the books; tried again');
      }
      await this.sleep(this.config.reconcilePollMs);
    }
  }

  private async compare(node: string, reconciliationId: string): Promise<void> {
    for await (const invoices of this.books.newestInvoices(invoicesMost)) {
      await this.billing.checkInvoices({
        reconciliationId,
        invoices: invoices.map(({ paymentHash, state, amountPaidMsat, addIndex }) => ({
          paymentHash,
          state,
          amountPaidMsat: amountPaidMsat.toString(),
          addIndex: addIndex.toString(),
        })),
      });
    }
    let seenBefore = '';
    for (let attempt = 1; !this.stopping.signal.aborted; attempt += 1) {
      const { entries } = await this.billing.takeReconciliation({ node });
      const before = await this.books.holdings();
      const after = await this.books.holdings();
      if (before.pubkey !== node || after.pubkey !== node) throw new Error('another node answers at this address');
      const { verdict, seen } = await this.billing.reportHoldings({
        reconciliationId,
        entries,
        steady: amountsOf(before) === amountsOf(after),
        last: attempt >= tries,
        blockHeight: after.blockHeight,
        channelsMsat: after.channelsMsat.toString(),
        outgoingMsat: after.outgoingMsat.toString(),
        incomingMsat: after.incomingMsat.toString(),
        commitFeesMsat: after.commitFeesMsat.toString(),
        openingMsat: after.openingMsat.toString(),
        closingMsat: after.closingMsat.toString(),
        walletMsat: after.walletMsat.toString(),
        incomingHashes: [...after.incomingHashes],
        seenBefore,
      });
      if (verdict !== '') {
        this.logger.info({ node, reconciliationId, verdict }, 'a node was compared with the books');
        return;
      }
      seenBefore = seen;
      await this.sleep(tryPauseMs);
    }
  }

  private async sleep(ms: number): Promise<void> {
    // An aborted pause is how this stops.
    await pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}

/** What must not have changed while the node was read; its parts come by several calls. */
function amountsOf({ blockHeight: _, incomingHashes, ...amounts }: NodeHoldings): string {
  const hashes = incomingHashes.map((hash) => hash.toString('hex')).sort();
  return JSON.stringify([Object.entries(amounts).map(([name, amount]) => `${name} ${amount}`), hashes]);
}
