/** Billing's RPCs: which use case answers which message. */
import type { Billing } from '#contracts/billing';
import { AppError } from '#kernel/errors';
import { isId, parseId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import type { Accounts } from './accounts/accounts.js';
import type { AuditLog } from './accounts/audit-log.js';
import type { Incidents } from './books/incidents.js';
import type { LedgerDesk } from './books/ledger-desk.js';
import type { ReconciliationDesk } from './books/reconciliation-desk.js';
import type { Reconciliations } from './books/reconciliations.js';
import type { ChargeDesk } from './charges/charge-desk.js';
import * as store from './charges/charge-store.js';
import { type Charges, chargeReply } from './charges/charges.js';
import type { Delivery } from './charges/delivery.js';
import type { InvoiceFacts } from './charges/invoice-facts.js';
import type { Receipts } from './charges/receipts.js';
import type { Checkpoints } from './nodes/checkpoints.js';
import type { NodeConditions } from './nodes/node-conditions.js';
import type { PayingNodes } from './payouts/paying-nodes.js';
import type { PayoutProgress } from './payouts/payout-progress.js';
import type { PayoutSchedules } from './payouts/payout-schedules.js';
import type { PayoutStops } from './payouts/payout-stops.js';
import type { Payouts } from './payouts/payouts.js';
import type { Refunds } from './payouts/refunds.js';
import type { Regression } from './restoring/regression.js';

const pageMax = 1_000;

export interface UseCases {
  readonly finder: store.ChargeFinder;
  readonly accounts: Accounts;
  readonly charges: Charges;
  readonly delivery: Delivery;
  readonly facts: InvoiceFacts;
  readonly ledger: LedgerDesk;
  readonly desk: ChargeDesk;
  readonly audit: AuditLog;
  readonly payouts: Payouts;
  readonly refunds: Refunds;
  readonly paying: PayingNodes;
  readonly payoutProgress: PayoutProgress;
  readonly payoutStops: PayoutStops;
  readonly payoutSchedules: PayoutSchedules;
  readonly conditions: NodeConditions;
  readonly receipts: Receipts;
  readonly reconciliations: Reconciliations;
  readonly reconciliationDesk: ReconciliationDesk;
  readonly incidents: Incidents;
  readonly checkpoints: Checkpoints;
  readonly regression: Pick<Regression, 'list' | 'clear'>;
}

export function billingService(database: Database, use: UseCases): Billing {
  const { finder, accounts, charges, delivery, facts, ledger, desk, audit, conditions, receipts, checkpoints } = use;
  const chargeOf = async (taskId: string) => {
    const charge = await finder.byTask(parseId('task', taskId));
    if (!charge) throw new AppError('task_not_found', 'no charge belongs to this task');
    return charge;
  };
  return {
    createAccount: (request) => accounts.create(request),
    verifyCredential: (request) => accounts.verify(request),
    getAccount: (request) => accounts.get(request),
    openCharge: (request) => charges.open(request),
    reportInvoice: (request) => facts.report(request),
    reportHeight: (request) => facts.reportHeight(request),
    reportInvoices: (request) => facts.reportAll(request),
    getCheckpoint: (request) => checkpoints.get(request),
    saveCheckpoint: (request) => checkpoints.save(request),
    reportNode: (request) => conditions.report(request),
    listNodes: () => conditions.list(),
    ...reconciling(use),
    listReceipts: (request) => receipts.list(request),
    reportFinality: (request) => receipts.report(request),
    captureCharge: (request) => delivery.capture(request),
    cancelCharge: (request) => delivery.cancel(request),
    getCharge: async ({ taskId }) => chargeReply(await chargeOf(taskId), false),

    async getPayment({ taskId }) {
      const { state, priceMsat } = await chargeOf(taskId);
      return { state, priceMsat: priceMsat.toString() };
    },

    async listUnsettled({ node, after, limit }) {
      const from = after === '' ? undefined : parseId('charge', after);
      const found = await store.listUnsettled(database, node, from, Math.min(Math.max(limit, 1), pageMax));
      return {
        charges: found.map(({ id, taskId, paymentHash, state }) => ({ chargeId: id, taskId, paymentHash, state })),
      };
    },

    async listChargeEvents({ taskId }) {
      const { id } = await chargeOf(taskId);
      const events = (await store.listEvents(database, id)).map((row) => ({
        n: row.n,
        fromState: row.from_state ?? '',
        toState: row.to_state,
        actor: row.actor,
        reason: row.reason,
        transferSeq: (row.transfer_seq ?? 0n).toString(),
        atMs: String(row.at.getTime()),
      }));
      return { chargeId: id, events };
    },

    async listTransfers(request) {
      // Transfers refer to charges; a reader may also name the task that the charge belongs to.
      const ref = isId('task', request.ref) ? (await finder.byTask(request.ref))?.id : request.ref;
      return ref === undefined ? { transfers: [], nextCursor: '' } : ledger.transfers({ ...request, ref });
    },
    getTrialBalance: () => ledger.trialBalance(),
    listLedgerAccounts: (request) => ledger.accounts(request),
    listEntries: (request) => ledger.entries(request),
    checkIntegrity: () => ledger.integrity(),
    listHolds: (request) => desk.holds(request),
    listCharges: (request) => desk.charges(request),
    summarizeCharges: () => desk.summary(),
    beginAdminAction: (request) => audit.begin(request),
    endAdminAction: (request) => audit.end(request),
    listAdminActions: (request) => audit.list(request),
    ...payingOut(use),
  };
}

/** What leaves over Lightning. */
function payingOut(use: UseCases) {
  const { payouts, refunds, paying, payoutProgress, payoutStops, payoutSchedules } = use;
  return {
    createPayout: (request) => payouts.create(request),
    createRefund: (request) => refunds.create(request),
    getRefund: (request) => refunds.get(request),
    getPayout: (request) => payouts.get(request),
    listPayouts: (request) => payouts.list(request),
    getPayoutStory: (request) => payouts.story(request),
    async listPayoutWork(request) {
      await paying.heard(request);
      return await payoutProgress.work(request);
    },
    beginPayoutAttempt: (request) => payoutProgress.begin(request),
    reportPayout: (request) => payoutProgress.report(request),
    setPayoutStop: (request) => payoutStops.set(request),
    listPayoutStops: () => payoutStops.list(),
    setPayoutSchedule: (request) => payoutSchedules.set(request),
    getPayoutSchedule: (request) => payoutSchedules.get(request),
    deletePayoutSchedule: (request) => payoutSchedules.delete(request),
    takeDueSchedules: (request) => payoutSchedules.take(request),
    reportScheduleRun: (request) => payoutSchedules.report(request),
  } satisfies Partial<Billing>;
}

/** What compares the nodes with the books. */
function reconciling({ reconciliations, reconciliationDesk, incidents, regression }: UseCases) {
  return {
    takeReconciliation: (request) => reconciliations.take(request),
    checkInvoices: (request) => reconciliations.checkInvoices(request),
    reportHoldings: (request) => reconciliations.report(request),
    requestReconciliation: () => reconciliations.request(),
    acceptDifference: (request) => reconciliations.accept(request),
    listReconciliations: (request) => reconciliationDesk.list(request),
    getReconciliation: (request) => reconciliationDesk.get(request),
    listIncidents: (request) => incidents.list(request),
    closeIncident: (request) => incidents.close(request),
    listRegressions: () => regression.list(),
    clearRegression: (request) => regression.clear(request),
  } satisfies Partial<Billing>;
}
