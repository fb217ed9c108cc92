/** Billing's use cases on a real database, with a clock of the test's and a node in memory. */
import { randomBytes } from 'node:crypto';
import { Accounts } from '#apps/billing/accounts/accounts';
import { AuditLog } from '#apps/billing/accounts/audit-log';
import { Incidents } from '#apps/billing/books/incidents';
import { LedgerDesk } from '#apps/billing/books/ledger-desk';
import { ReconciliationDesk } from '#apps/billing/books/reconciliation-desk';
import { Reconciliations } from '#apps/billing/books/reconciliations';
import { ChargeDesk } from '#apps/billing/charges/charge-desk';
import { ChargeFinder } from '#apps/billing/charges/charge-store';
import { Charges } from '#apps/billing/charges/charges';
import { Delivery } from '#apps/billing/charges/delivery';
import { InvoiceFacts } from '#apps/billing/charges/invoice-facts';
import { Orphans } from '#apps/billing/charges/orphans';
import { Receipts } from '#apps/billing/charges/receipts';
import { Sweeper } from '#apps/billing/charges/sweeper';
import { ChargeWriter } from '#apps/billing/charges/writer';
import { type BillingConfig, billingDefaults } from '#apps/billing/config';
import { Checkpoints } from '#apps/billing/nodes/checkpoints';
import { NodeConditions } from '#apps/billing/nodes/node-conditions';
import { Nodes } from '#apps/billing/nodes/nodes';
import { InternalTransfers } from '#apps/billing/payouts/internal-transfers';
import { PayingNodes } from '#apps/billing/payouts/paying-nodes';
import { PayoutProgress } from '#apps/billing/payouts/payout-progress';
import { PayoutSchedules } from '#apps/billing/payouts/payout-schedules';
import { PayoutStops } from '#apps/billing/payouts/payout-stops';
import { Payouts } from '#apps/billing/payouts/payouts';
import { Refunds } from '#apps/billing/payouts/refunds';
import { Journal } from '#apps/billing/restoring/journal';
import { Regression } from '#apps/billing/restoring/regression';
import { billingService } from '#apps/billing/service';
import { absent, factOf, Reporter } from '#apps/settlement/report';
import { sweepInvoices } from '#apps/settlement/sweep';
import type { Billing, ChargeReply } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { RequestOf } from '#contracts/service';
import { manualClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { NodeInvoice } from '#lightning/invoice';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { testJournal } from '#test/harness/journal';
import { keyring } from '#test/l402/samples';
import { FakeLnd } from './fake-lnd.js';

export type TestClock = ReturnType<typeof manualClock>;

/** What a test shares between several billings: the world outside of their process. */
export interface World {
  readonly database: Database;
  readonly clock: TestClock;
  readonly lnd: FakeLnd;
  /** All log lines. */
  readonly log: string[];
  readonly config: BillingConfig;
}

export function world(database: Database, config: Partial<BillingConfig> = {}): World {
  const clock = manualClock(new Date('2026-03-01T12:00:00.250Z'));
  return { database, clock, lnd: new FakeLnd(clock), log: [], config: { ...billingDefaults, ...config } };
}

export interface TestBilling extends World {
  readonly service: Billing;
  readonly charges: Charges;
  readonly delivery: Delivery;
  readonly facts: InvoiceFacts;
  readonly sweeper: Sweeper;
  readonly accounts: Accounts;
  readonly writer: ChargeWriter;
  readonly payoutProgress: PayoutProgress;
  /** Settlement's sweep over the node's invoices. */
  reconcile(): Promise<void>;
  /** Reports what the node says of the hash now. */
  report(hash: Buffer): ReturnType<Billing['reportInvoice']>;
  stop(): Promise<void>;
}

/** A process of billing; several of them may share a world. */
export async function startBilling(of: World): Promise<TestBilling> {
  const { database, clock, lnd, log, config } = of;
  const logger = createLogger({
    level: 'debug',
    name: 'test',
    destination: { write: (line: string) => log.push(line) },
  });
  const context = { config, clock, logger };
  const conditions = new NodeConditions(database, context);
  const nodes = new Nodes([lnd.desk], conditions, logger);
  const writer = new ChargeWriter(database, clock);
  const accounts = new Accounts(database, keyring, clock);
  const charges = new Charges(database, writer, nodes, { preimages: keyring }, context);
  const finder = new ChargeFinder(database);
  const delivery = new Delivery(finder, writer, charges, nodes, context);
  const regression = new Regression(database, new Journal({ ...testJournal(), clock, logger }), context);
  const orphans = new Orphans(database, nodes, keyring, regression, clock);
  const transfers = new InternalTransfers(database, finder, writer, { charges, delivery, clock, logger });
  const facts = new InvoiceFacts(database, finder, writer, delivery, { ...context, orphans, transfers });
  const sweeper = new Sweeper(database, charges, delivery, context);
  const ledger = new LedgerDesk(database);
  const desk = new ChargeDesk(database, clock);
  const audit = new AuditLog(database, clock);
  const paying = new PayingNodes(database, nodes, clock);
  const payouts = new Payouts(database, nodes, transfers, paying, context);
  const payoutProgress = new PayoutProgress(database, transfers, context);
  const payoutStops = new PayoutStops(database, clock);
  const receipts = new Receipts(database, clock, logger);
  const checkpoints = new Checkpoints(database, clock);
  const calls = billingService(database, {
    finder,
    accounts,
    charges,
    delivery,
    facts,
    ledger,
    desk,
    audit,
    conditions,
    receipts,
    reconciliations: new Reconciliations(database, receipts, context),
    reconciliationDesk: new ReconciliationDesk(database),
    incidents: new Incidents(database, clock),
    ...{ payouts, paying, payoutProgress, payoutStops },
    payoutSchedules: new PayoutSchedules(database, paying, context),
    refunds: new Refunds(database, finder, writer, payouts, context),
    checkpoints,
    regression,
  });
  // Settlement's payer is always there.
  const payerAsks = () => paying.heard({ node: lnd.pubkey, ready: true });
  const service: Billing = {
    ...calls,
    createPayout: (request) => payerAsks().then(() => calls.createPayout(request)),
    createRefund: (request) => payerAsks().then(() => calls.createRefund(request)),
  };
  const reporter = new Reporter(service, fundsNothing, logger);
  nodes.start();
  for (let waited = 0; nodes.missing() !== undefined && waited < 200; waited += 1) await turn();
  return {
    ...of,
    ...{ service, charges, delivery, facts, sweeper, accounts, writer, payoutProgress },
    async reconcile() {
      const signal = new AbortController().signal;
      const deps = { node: lnd.pubkey, signal, watch: lnd.watch, billing: service, reporter, logger };
      await sweepInvoices({ ...deps, follow: () => undefined });
      await delivery.drain();
    },
    report: (hash) => service.reportInvoice({ node: lnd.pubkey, ...factAbout(lnd.lookup(hash), hash) }),
    async stop() {
      await sweeper.stop();
      await delivery.drain();
      await writer.close();
      await nodes.stop();
    },
  };
}

/** As a report says it. An open invoice is no fact; a test that reports one has a defect. */
export function factAbout(invoice: NodeInvoice | undefined, hash: Buffer) {
  if (!invoice) return absent(hash);
  const fact = factOf(invoice);
  if (!fact) throw new Error('the invoice is merely open');
  return fact;
}

export type Order = RequestOf<Billing, 'openCharge'>;

export const seller = newId('account');

export function order(changes: Partial<Order> = {}): Order {
  return {
    taskId: newId('task'),
    tokenNonce: randomBytes(13),
    tokenEpoch: 3,
    listingId: newId('listing'),
    listingVersion: 1,
    serviceSlug: 'echo',
    sellerAccountId: seller,
    priceMsat: '100001',
    funding: 'hold',
    holdWindowMs: 20_000,
    workMs: 10_000,
    requestDigest: randomBytes(32),
    clientKey: randomBytes(32),
    reuseKey: randomBytes(32),
    idempotencyScope: Buffer.alloc(0),
    ...changes,
  };
}

/** A charge that LND holds the money of, known to billing. */
export async function held(
  billing: TestBilling,
  changes: Partial<Order> = {},
  paidMsat?: bigint,
): Promise<ChargeReply> {
  const charge = await billing.service.openCharge(order(changes));
  billing.lnd.pay(charge.paymentHash, paidMsat as Parameters<FakeLnd['pay']>[1]);
  const reply = await billing.report(charge.paymentHash);
  if (reply.state !== 'HELD') throw new Error(`the charge is ${reply.state}`);
  return charge;
}

/** Balances of the books by code, debits less credits, of this node or of everybody. */
export async function balances(database: Database, node?: string): Promise<Record<number, bigint>> {
  const rows = await database.query<{ code: number; net: bigint }>(
    `SELECT a.code, sum(b.debits - b.credits)::bigint AS net FROM ledger.account a
     JOIN ledger.balance b ON b.account_id = a.id WHERE $1::text IS NULL OR a.owner = $1 GROUP BY a.code`,
    [node ?? null],
  );
  return Object.fromEntries(rows.map(({ code, net }) => [code, net]));
}

export async function stateOf(billing: Pick<TestBilling, 'service'>, charge: { taskId: string }): Promise<string> {
  return (await billing.service.getCharge({ taskId: charge.taskId })).state;
}

export async function timeline(billing: TestBilling, charge: { taskId: string }): Promise<string[]> {
  const { events } = await billing.service.listChargeEvents({ taskId: charge.taskId });
  return events.map(({ fromState, toState, actor }) => `${fromState || '-'} ${toState} ${actor}`);
}

/** The error's code, or what was answered instead of failing. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    return error instanceof AppError ? error.code : error;
  }
}

export async function turn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Asks until it holds; a test that waits for what never comes fails by saying so. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, timeoutMs = 5_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await turn();
  }
}

const fundsNothing = new Proxy({} as Dispatch, {
  get: () => async () => ({ outcome: 'already' }),
});
