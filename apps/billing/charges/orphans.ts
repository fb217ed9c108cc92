/**
 * Invoices that we made, as their hashes prove, and whose charges the database does not know: it is older than the node. The first
 * that is found has the journal taken once more; what has no charge even then is given back, or booked as money that nobody is owed yet
 * with an incident that names charge and seller.
 */
import type { Billing } from '#contracts/billing';
import type { RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { parseMsat } from '#kernel/msat';
import type { Keyring } from '#l402/keyring';
import { unidentifiedReceipt } from '#ledger/recipes';
import type { Database } from '#persistence/database';
import { openIncident } from '../books/incidents.js';
import type { Nodes } from '../nodes/nodes.js';
import type { Regression } from '../restoring/regression.js';
import { type InvoiceOrigin, originOf } from './memo.js';
import { isStray, rememberStray } from './receipts.js';

type Report = RequestOf<Billing, 'reportInvoice'>;

export class Orphans {
  constructor(
    private readonly database: Database,
    private readonly nodes: Nodes,
    private readonly preimages: Keyring,
    private readonly regression: Pick<Regression, 'regressed' | 'replaying' | 'missing'>,
    private readonly clock: Clock,
  ) {}

  originOf(report: Report): InvoiceOrigin | undefined {
    return originOf(report, this.preimages);
  }

  /** Throws where the journal has not had its turn since that invoice was seen first. */
  async found({ chargeId, sellerId }: InvoiceOrigin, report: Report): Promise<void> {
    if (report.state !== 'ACCEPTED' && report.state !== 'SETTLED') return;
    const { node, paymentHash } = report;
    const paidMsat = parseMsat(report.amountPaidMsat);
    const { id } = unidentifiedReceipt({ node, paymentHash, paidMsat });
    if (!this.regression.regressed && !(await isStray(this.database, id))) {
      // Of this invoice it is found out once, also by whoever is started after us.
      await rememberStray(this.database, id, paymentHash);
      this.regression.missing(`the charge ${chargeId} of an invoice that the node has is not in the database`);
    }
    if (this.regression.replaying) {
      throw new AppError('db_regressed', 'what the database has forgotten is being imported', { retryAfterSeconds: 5 });
    }
    if (report.state === 'ACCEPTED') await this.nodes.desk(node).cancel(paymentHash);
    if (report.state !== 'SETTLED') return;
    const detail = `${paidMsat} msat that were paid to ${sellerId} for ${chargeId}, of which no charge is known; booked to 2390`;
    const incident = { kind: 'unattributed_receipt', node, subject: chargeId, detail, at: this.clock.now() } as const;
    await this.database.transaction((tx) => openIncident(tx, incident));
  }
}
