/**
 * Comparisons of nodes with the books, from the request to the verdict. Settlement reads the nodes; what it read is compared here, with the
 * books of the same moment, and stored. A difference is proven only while neither side moves, and counts when it is still there
 * after some tries, since LND knows of money a moment before the books do.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, newId, parseId } from '#kernel/ids';
import type { Logger } from '#observability/logger';
import type { Database, Tx } from '#persistence/database';
import type { Receipts } from '../charges/receipts.js';
import type { BillingConfig } from '../config.js';
import { findOpen } from '../restoring/regression-store.js';
import { openIncident } from './incidents.js';
import { type Comparison, compare, stopsPayouts, type Verdict, verdictOf } from './reconciliation.js';
import * as store from './reconciliation-store.js';

/** Until it is known what a node had in the beginning, it is tried this often. */
const beginningEveryMs = 30_000;
const invoicesPerPage = 500;
const findingsMax = 1_000;

type Holdings = RequestOf<Billing, 'reportHoldings'>;

export class Reconciliations {
  constructor(
    private readonly database: Database,
    private readonly receipts: Receipts,
    private readonly context: { readonly config: BillingConfig; readonly clock: Clock; readonly logger: Logger },
  ) {}

  /** For every node that was ever reported; one that is already due is not asked for twice. */
  async request(): Promise<ReplyOf<Billing, 'requestReconciliation'>> {
    const at = this.context.clock.now();
    const nodes = await store.knownNodes(this.database);
    const ids = await Promise.all(
      nodes.map((node) => {
        const id = idToUuid(newId('reconciliation', at));
        return store.insertReconciliation(this.database, { id, node, by: 'admin', at });
      }),
    );
    return { reconciliationIds: ids.map((id) => idFromUuid('reconciliation', id)) };
  }

  async take({ node }: RequestOf<Billing, 'takeReconciliation'>): Promise<ReplyOf<Billing, 'takeReconciliation'>> {
    const { waiting, last, begun } = await store.readSchedule(this.database, node);
    const at = this.context.clock.now();
    const everyMs = begun ? this.context.config.reconcileEveryMs : beginningEveryMs;
    const due = last === null || at >= addMs(last, everyMs);
    if (waiting === null && !due) return { reconciliationId: '', entries: '0' };
    const id =
      waiting ??
      (await store.insertReconciliation(this.database, {
        ...{ id: idToUuid(newId('reconciliation', at)), node, by: 'schedule', at },
      }));
    const entries = await store.countEntries(this.database, node);
    return { reconciliationId: idFromUuid('reconciliation', id), entries: entries.toString() };
  }

  async checkInvoices(request: RequestOf<Billing, 'checkInvoices'>): Promise<ReplyOf<Billing, 'checkInvoices'>> {
    const { invoices } = request;
    if (invoices.length > invoicesPerPage) {
      throw new AppError('invalid_request', `at most ${invoicesPerPage} invoices at once`);
    }
    const run = await this.find(request.reconciliationId);
    if (run.finished_at || invoices.length === 0) return {};
    await this.receipts.takeFromBooks(run.node);
    const told = {
      hashes: invoices.map(({ paymentHash }) => paymentHash),
      states: invoices.map(({ state }) => state),
      paidMsat: invoices.map(({ amountPaidMsat }) => amountPaidMsat),
      addIndexes: invoices.map(({ addIndex }) => addIndex),
    };
    await store.saveInvoiceFindings(this.database, run, told, findingsMax);
    return {};
  }

  async report(told: Holdings): Promise<ReplyOf<Billing, 'reportHoldings'>> {
    const run = await this.find(told.reconciliationId);
    if (run.verdict) return { verdict: run.verdict, seen: '' };
    await this.receipts.takeFromBooks(run.node);
    const books = await store.readBooks(this.database, run.node, told.incomingHashes);
    const found = compare(
      {
        channelsMsat: BigInt(told.channelsMsat),
        outgoingMsat: BigInt(told.outgoingMsat),
        incomingMsat: BigInt(told.incomingMsat),
        commitFeesMsat: BigInt(told.commitFeesMsat),
        openingMsat: BigInt(told.openingMsat),
        closingMsat: BigInt(told.closingMsat),
        walletMsat: BigInt(told.walletMsat),
      },
      books,
    );
    const first = books.baselineMsat === undefined;
    const still = !first || (await this.mayBegin(run.id, told));
    const steady = told.steady && still && books.entries.toString() === told.entries;
    const seen = steady ? found.differenceMsat.toString() : '';
    // What LND has done and nobody has booked yet is another amount at each try.
    const quiet = steady && (found.differenceMsat === 0n || seen === told.seenBefore);
    if (!told.last && (!quiet || found.differenceMsat !== 0n)) return { verdict: '', seen };
    const verdict = verdictOf({ quiet, first, differenceMsat: found.differenceMsat });
    await this.database.transaction((tx) => this.conclude(tx, run, told, { ...found, verdict }));
    return { verdict, seen };
  }

  /** What is in flight in the beginning, or taken and not booked, would be taken for the owner's, and missed when it is booked. */
  private async mayBegin(id: string, { incomingMsat, outgoingMsat }: Holdings): Promise<boolean> {
    if (incomingMsat !== '0' || outgoingMsat !== '0') return false;
    const regression = await findOpen(this.database);
    if (regression && !regression.replayed_at) return false;
    return !(await store.hasUnbooked(this.database, id));
  }

  private async conclude(
    tx: Tx,
    { id, node }: store.ReconciliationRow,
    told: Holdings,
    found: Comparison & { readonly verdict: Verdict },
  ): Promise<void> {
    const { verdict, differenceMsat } = found;
    const at = this.context.clock.now();
    const before = await store.findNewest(tx, node);
    await store.saveHtlcFindings(tx, { id, node }, told.incomingHashes);
    if (!(await store.finish(tx, { id, verdict, blockHeight: told.blockHeight, at }, found))) return;
    if (verdict === 'baseline') {
      const msat = found.lines.find(({ name }) => name === 'baseline')?.booksMsat ?? 0n;
      await store.insertBaseline(tx, { id, node, msat, reason: 'what the node had when it was first compared', at });
    }
    if (verdict !== 'surplus' && verdict !== 'shortfall') return;
    // While a restored database is being brought up to date, nothing is paid out anyway, and it compares until nothing is missing.
    if (await findOpen(tx)) return;
    const fields = { reconciliationId: idFromUuid('reconciliation', id), node, differenceMsat };
    this.context.logger.error(fields, `the node and the books differ: a ${verdict}`);
    const detail = `${differenceMsat} msat against the books, found by ${fields.reconciliationId}`;
    await openIncident(tx, { kind: verdict, node, subject: 'node', detail, at });
    const earlier = before?.verdict && { verdict: before.verdict, differenceMsat: before.difference_msat ?? 0n };
    if (stopsPayouts(this.context.config.shortfallToleranceMsat, found, earlier || undefined)) {
      this.context.logger.error(fields, 'payouts of the node are stopped: it has less than the books say');
      await store.stopPayouts(tx, node, `a shortfall of ${-differenceMsat} msat in two comparisons`, at);
    }
  }

  /** The difference is the owner's from now on: it put money there, or took its own. Only of the newest run, and once. */
  async accept(request: RequestOf<Billing, 'acceptDifference'>): Promise<ReplyOf<Billing, 'acceptDifference'>> {
    const run = await this.find(request.reconciliationId);
    const at = this.context.clock.now();
    const { id, node, difference_msat: msat } = run;
    if (msat === null || (run.verdict !== 'surplus' && run.verdict !== 'shortfall')) {
      throw new AppError('conflict', 'this comparison has no proven difference');
    }
    await this.database.transaction(async (tx) => {
      const newest = await store.findNewest(tx, node);
      if (newest?.id !== id) throw new AppError('conflict', 'there is a newer comparison of this node');
      if (!(await store.insertBaseline(tx, { id, node, msat, reason: request.reason, at }))) {
        throw new AppError('conflict', 'this difference was accepted before');
      }
      await store.allowPayouts(tx, node);
      await tx.query(
        `UPDATE incident SET closed_at = $2, closed_reason = $3
         WHERE node = $1 AND kind IN ('surplus', 'shortfall') AND closed_at IS NULL`,
        [node, at, request.reason],
      );
    });
    return { differenceMsat: msat.toString() };
  }

  private async find(reconciliationId: string): Promise<store.ReconciliationRow> {
    const id = idToUuid(parseId('reconciliation', reconciliationId));
    const run = await store.findReconciliation(this.database, id);
    if (!run) throw new AppError('not_found', 'there is no such reconciliation');
    return run;
  }
}
