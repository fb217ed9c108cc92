/**
 * One comparison of every charge that is not final with what the node says of its invoice. This alone makes settlement
 * right; the streams only make it fast.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf } from '#contracts/service';
import type { NodeInvoice } from '#lightning/invoice';
import type { InvoiceWatch } from '#lightning/invoice-watch';
import type { Logger } from '#observability/logger';
import { AnotherNode } from './condition.js';
import { absent, factOf, type InvoiceFact, type Reporter } from './report.js';

export interface SweepDeps {
  readonly node: string;
  readonly signal: AbortSignal;
  readonly watch: InvoiceWatch;
  readonly billing: Billing;
  readonly reporter: Reporter;
  readonly logger: Logger;
  /** Gets every invoice whose story goes on. */
  readonly follow: (paymentHash: Buffer) => void;
  /** Done when what has seconds to live is told, and before the node is asked about single invoices. */
  readonly beforeLookups?: () => Promise<void>;
}

type UnsettledCharge = ReplyOf<Billing, 'listUnsettled'>['charges'][number];

const unsettledPage = 500;
const concurrency = 8;

/** Whether everything was reported; throws where the node or the list of charges is not reachable. */
export async function sweepInvoices(deps: SweepDeps): Promise<boolean> {
  const { node, signal, watch, billing } = deps;
  const pending = new Map<string, NodeInvoice>();
  for await (const invoice of watch.pending()) pending.set(invoice.paymentHash.toString('hex'), invoice);
  // First what LND holds, since a hold has seconds to live; also for a charge that has ended, as far as billing knows: it tells
  // LND again to give it back.
  const held = [...pending.values()].filter(({ state }) => state === 'ACCEPTED');
  let healed = await inParallel(held, signal, (invoice) => tell(deps, factOf(invoice)));
  await deps.beforeLookups?.();
  for (let after = ''; !signal.aborted; ) {
    const { charges } = await billing.listUnsettled({ node, after, limit: unsettledPage });
    const told = await inParallel(charges, signal, (charge) => compare(deps, charge, pending));
    healed &&= told;
    after = charges.at(-1)?.chargeId ?? '';
    if (charges.length < unsettledPage) break;
  }
  return healed;
}

/** Whether what the node says of this charge was reported, if there was anything to report. */
async function compare(deps: SweepDeps, charge: UnsettledCharge, pending: Map<string, NodeInvoice>): Promise<boolean> {
  const { paymentHash } = charge;
  const listed = pending.get(paymentHash.toString('hex'));
  const invoice = listed ?? (await deps.watch.lookup(paymentHash));
  if (!invoice) return await tellAbsence(deps, charge);
  const told = listed ? true : await tell(deps, factOf(invoice));
  if (invoice.state === 'OPEN' || invoice.state === 'ACCEPTED') deps.follow(paymentHash);
  return told;
}

/**
 * That an invoice is absent ends its charge, so the node must be the one that had it. While a charge is CREATING its invoice
 * may be made between our question and our report; then billing itself asks for it again.
 */
async function tellAbsence(deps: SweepDeps, { paymentHash, state }: UnsettledCharge): Promise<boolean> {
  if (state === 'CREATING') return true;
  const { pubkey } = await deps.watch.ready();
  if (pubkey !== deps.node) throw new AnotherNode();
  return await tell(deps, absent(paymentHash));
}

async function tell({ node, reporter, logger }: SweepDeps, fact: InvoiceFact | undefined): Promise<boolean> {
  if (!fact) return true;
  try {
    await reporter.report(node, fact);
    return true;
  } catch (error) {
    const fields = { err: error, paymentHash: fact.paymentHash.toString('hex'), state: fact.state };
    logger.warn(fields, 'the sweep could not report an invoice and comes back to it');
    return false;
  }
}

/** Whether all of them answered true. The first that throws ends the rest; nothing runs any more when this returns. */
async function inParallel<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T) => Promise<boolean>,
): Promise<boolean> {
  const queue = items.values();
  let all = true;
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed || signal.aborted) return;
      const good = await work(item).catch((error) => {
        failed = true;
        throw error;
      });
      all &&= good;
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, worker);
  const broken = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (broken) await Promise.all(workers);
  return all;
}
