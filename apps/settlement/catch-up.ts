/**
 * Reads what a node has settled since it was read last, page by page: money that came while no stream stood is booked, also where
 * no charge asked for it. A page is read when the one before is in the books, so an outage of any length fits into memory.
 *
 * The checkpoint belongs to the node's public key, so a node that takes another's place is neither read on from the other's
 * indexes nor keeps the other from being read on. SubscribeInvoices can replay as well, but LND does nothing else with invoices
 * while it does, on native SQL in another order than it settled, and with an index that is too high it says nothing at all.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf } from '#contracts/service';
import type { NodeInvoice } from '#lightning/invoice';
import type { InvoiceWatch } from '#lightning/invoice-watch';
import type { Logger } from '#observability/logger';
import { factOf, type InvoiceFact, type Reporter } from './report.js';

export interface CatchUpDeps {
  readonly node: string;
  readonly signal: AbortSignal;
  readonly watch: InvoiceWatch;
  readonly billing: Billing;
  readonly reporter: Reporter;
  readonly logger: Logger;
}

export interface Reading {
  /** Whether everything that was found is in the books. */
  readonly complete: boolean;
  /** The node has lost invoices that it had settled: what it is, is for a person to find out. */
  readonly lostInvoices: boolean;
}

interface Checkpoint {
  readonly addIndex: bigint;
  readonly settleIndex: bigint;
  readonly lastSettledAddIndex: bigint;
}

/** Remembers between readings how far the settlements had come at the end of the one before. */
export class CatchUp {
  private readonly highestSeen = new Map<string, bigint>();

  /** Throws where the node or billing does not answer; what was booked until then is not read again. */
  async read(deps: CatchUpDeps): Promise<Reading> {
    const { node, watch, billing, logger } = deps;
    const saved = await billing.getCheckpoint({ node });
    const newest = await watch.newest();
    if (!saved.known) {
      // What the node took before it was ours is nobody's business here.
      await save(deps, { addIndex: newest, settleIndex: 0n, lastSettledAddIndex: 0n });
      return { complete: true, lostInvoices: false };
    }
    const checkpoint = checkpointOf(saved);
    if (newest < checkpoint.lastSettledAddIndex) {
      // Its indexes now mean other invoices, so nothing can be read on; charges are looked at one by one by the sweep.
      logger.error({ node, newest: String(newest), checkpoint: saved }, 'the Lightning node has lost settled invoices');
      return { complete: true, lostInvoices: true };
    }
    return { complete: await this.readFrom(deps, checkpoint), lostInvoices: false };
  }

  private async readFrom(deps: CatchUpDeps, from: Checkpoint): Promise<boolean> {
    const { node, signal, watch } = deps;
    const progress = new Progress(from);
    let savedAt = from.addIndex;
    for await (const page of watch.madeAfter(from.addIndex)) {
      if (signal.aborted) return false;
      const settled = page.filter((invoice) => isNews(invoice, from.settleIndex));
      const missed = await tellAll(deps, settled);
      progress.add(page, missed);
      if (progress.addIndex === savedAt) continue;
      await save(deps, progress.checkpoint(from.settleIndex));
      savedAt = progress.addIndex;
    }
    // Whatever had an index when the reading before this one ended was settled before this one began, and is booked by now.
    const settleIndex = progress.complete ? (this.highestSeen.get(node) ?? from.settleIndex) : from.settleIndex;
    if (settleIndex > from.settleIndex) await save(deps, progress.checkpoint(settleIndex));
    this.highestSeen.set(node, progress.highestSettleIndex);
    return progress.complete;
  }
}

/** How far a reading has come. */
class Progress {
  addIndex: bigint;
  highestSettleIndex: bigint;
  complete = true;
  private lastSettledAddIndex: bigint;
  /** Up to here everything is final and booked. */
  private unbroken = true;

  constructor(from: Checkpoint) {
    this.addIndex = from.addIndex;
    this.highestSettleIndex = from.settleIndex;
    this.lastSettledAddIndex = from.lastSettledAddIndex;
  }

  add(page: readonly NodeInvoice[], missed: ReadonlySet<NodeInvoice>): void {
    if (missed.size > 0) this.complete = false;
    for (const invoice of page) {
      const final = invoice.state === 'SETTLED' || invoice.state === 'CANCELED';
      if (!final || missed.has(invoice)) this.unbroken = false;
      if (this.unbroken) this.addIndex = invoice.addIndex;
      if (invoice.state === 'SETTLED') this.lastSettledAddIndex = invoice.addIndex;
      if (invoice.settleIndex > this.highestSettleIndex) this.highestSettleIndex = invoice.settleIndex;
    }
  }

  checkpoint(settleIndex: bigint): Checkpoint {
    return { addIndex: this.addIndex, settleIndex, lastSettledAddIndex: this.lastSettledAddIndex };
  }
}

function isNews({ state, settleIndex }: NodeInvoice, booked: bigint): boolean {
  return state === 'SETTLED' && (settleIndex === 0n || settleIndex > booked);
}

/** Those that billing or dispatch did not take, one by one where it did not take all together. */
async function tellAll(deps: CatchUpDeps, invoices: readonly NodeInvoice[]): Promise<Set<NodeInvoice>> {
  const { node, signal, reporter, logger } = deps;
  const missed = new Set<NodeInvoice>();
  if (invoices.length === 0) return missed;
  const facts = invoices.map(factOf).filter((fact): fact is InvoiceFact => fact !== undefined);
  try {
    await reporter.reportAll(node, facts);
    return missed;
  } catch (error) {
    logger.warn(
      { err: error, node, count: facts.length },
      'settled invoices were not taken together and are told singly',
    );
  }
  for (const invoice of invoices) {
    const fact = factOf(invoice);
    if (!fact || signal.aborted) continue;
    await reporter.report(node, fact).catch((error) => {
      missed.add(invoice);
      const fields = { err: error, node, paymentHash: invoice.paymentHash.toString('hex') };
      logger.warn(fields, 'a settled invoice was not taken and is told again');
    });
  }
  return missed;
}

function checkpointOf(saved: ReplyOf<Billing, 'getCheckpoint'>): Checkpoint {
  return {
    addIndex: BigInt(saved.addIndex),
    settleIndex: BigInt(saved.settleIndex),
    lastSettledAddIndex: BigInt(saved.lastSettledAddIndex),
  };
}

async function save({ node, billing }: CatchUpDeps, at: Checkpoint): Promise<void> {
  await billing.saveCheckpoint({
    node,
    checkpoint: {
      known: true,
      addIndex: at.addIndex.toString(),
      settleIndex: at.settleIndex.toString(),
      lastSettledAddIndex: at.lastSettledAddIndex.toString(),
    },
  });
}
