/**
 * Billing and payers as they run, on a real database and over TLS to nodes, with an account that has earned. A payer
 * can be killed at a named moment: what it had sent stays sent, and nobody hears of it from that payer.
 */

import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { ChargeWriter } from '#apps/billing/charges/writer';
import { type BillingConfig, billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { leadPayingBy } from '#apps/settlement/leader';
import { Payer } from '#apps/settlement/payer';
import { settlementSchema } from '#apps/settlement/schema';
import type { PayoutMessage } from '#contracts/billing';
import { systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { type AccountId, idToUuid } from '#kernel/ids';
import { codes } from '#ledger/chart';
import { credit, debit, type Leg, transferId } from '#ledger/transfer';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import type { LndClient } from '#lightning/lnd-client';
import { openPayoutDesk, type PayoutDesk } from '#lightning/payout-desk';
import { payoutPermissions } from '#lightning/permissions';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { type SuiteDatabase, suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { suiteLightning, type TestLightning } from '#test/lightning/lightning-kit';
import type { Lnd } from '#test/lnd-sim/harness/lnd';

/** When a payer dies: with its permit used and nothing sent, or with everything sent and nothing reported. */
export type Death = 'before the send' | 'after the send' | 'before the report';

/** What they run on: simulated nodes, or real ones. */
export interface PayoutNodes {
  readonly deskMacaroon: string;
  readonly payMacaroon: string;
  readonly seller: Lnd;
  /** The market's node. */
  connect(macaroon: string): LndClient;
  /** What the market's node has in its channels, less what is on its way out, and what everybody has. */
  wallets(): Promise<{ readonly marketMsat: bigint; readonly totalMsat: bigint }>;
}

export interface TestPayouts {
  readonly database: Database;
  readonly suite: SuiteDatabase;
  readonly nodes: PayoutNodes;
  readonly billing: RunningBilling;
  /** Public key of the market's node. */
  readonly node: string;
  readonly seller: Lnd;
  readonly log: string[];
  /** An account that owns so much, which the node has for good. */
  account(ownsMsat: bigint): Promise<AccountId>;
  /** A new invoice of the seller's node. */
  invoice(amountMsat: bigint, fields?: object): Promise<string>;
  ask(accountId: AccountId, paymentRequest: string, more?: Partial<Asked>): Promise<PayoutMessage>;
  payout(payout: { payoutId: string; accountId: string }): Promise<PayoutMessage>;
  ended(payout: { payoutId: string; accountId: string }, withinMs?: number): Promise<PayoutMessage>;
  /** Another process of settlement that pays out; dies as told, in its first payment. */
  payer(death?: Death): TestPayer;
  balances(accountId: AccountId): Promise<Record<number, bigint>>;
  /** Takes so much of the node's final money into what is still settling, or back. */
  unfund(amountMsat: bigint): Promise<void>;
  /** The books are whole, and what left the node is what they say. */
  expectSound(): Promise<void>;
}

export interface TestPayer {
  /** How often it has called SendPaymentV2. */
  sends(): number;
  readonly died: Promise<void>;
  stop(): Promise<void>;
}

export interface Asked {
  readonly amountMsat: string;
  readonly feeLimitMsat: string;
  readonly idempotencyScope: Buffer;
  readonly address: string;
  readonly descriptionHash: Buffer;
}

/** Short, so that a test need not wait for what an operator would. */
export const quick: BillingConfig = {
  ...billingDefaults,
  sweepIntervalMs: 100,
  payouts: { ...billingDefaults.payouts, permitMs: 700, silentMs: 500, attemptsMost: 2 },
};

export interface SimulatedPayouts extends TestPayouts {
  readonly lightning: TestLightning;
}

/** On simulated nodes, which a test may trouble. */
export function payoutsUnderTest(config: BillingConfig = quick): () => SimulatedPayouts {
  const lightning = suiteLightning();
  const test = payoutsOn(() => simulated(lightning()), config);
  return () => ({ ...test(), lightning: lightning() });
}

export function payoutsOn(nodes: () => Promise<PayoutNodes>, config: BillingConfig = quick): () => TestPayouts {
  const suite = suiteDatabase();
  let made: TestPayouts | undefined;
  const payers: TestPayer[] = [];
  beforeAll(async () => {
    made = await open(suite(), await nodes(), config, payers);
  }, 60_000);
  afterEach(async () => {
    for (const payer of payers.splice(0)) await payer.stop();
  });
  afterAll(async () => {
    await made?.billing.stop();
    made?.nodes.seller.close();
  });
  return () => {
    if (made === undefined) throw new Error('The payouts of this suite are there from its first beforeAll on.');
    return made;
  };
}

async function simulated({ target, deskMacaroon, connect }: TestLightning): Promise<PayoutNodes> {
  const payMacaroon = await target.sim.nodes.market.bakeMacaroon(payoutPermissions);
  return {
    ...{ deskMacaroon, payMacaroon, connect, seller: target.client('seller') },
    async wallets() {
      const { nodes, totalMsat } = await target.control('GET', '/wallets');
      const { channelMsat, unsettledOutMsat } = nodes.market;
      return { marketMsat: BigInt(channelMsat) + BigInt(unsettledOutMsat), totalMsat: BigInt(totalMsat) };
    },
  };
}

async function open(
  suite: SuiteDatabase,
  nodes: PayoutNodes,
  config: BillingConfig,
  payers: TestPayer[],
): Promise<TestPayouts> {
  const log: string[] = [];
  const logger = createLogger({
    level: 'debug',
    name: 'test',
    destination: { write: (line: string) => log.push(line) },
  });
  const database = await suite.open(billingSchema, { poolSize: 8 });
  const desk = openInvoiceDesk(nodes.connect(nodes.deskMacaroon));
  const billing = await startBilling(config, {
    ...{ database, clock: systemClock, logger },
    desks: [desk],
    keys: { preimages: keyring, credentials: keyring },
    journal: testJournal(),
  });
  const node = (await desk.identity()).pubkey;
  const { seller } = nodes;
  const writer = new ChargeWriter(database, systemClock);
  const startMsat = await nodes.wallets();
  let fundedMsat = 0n;
  const { service } = billing;

  const test: TestPayouts = {
    ...{ database, suite, nodes, billing, node, seller, log },
    async account(ownsMsat) {
      const { accountId } = await service.createAccount({ name: '' });
      fundedMsat += ownsMsat;
      if (ownsMsat > 0n) await fund(writer, node, accountId as AccountId, ownsMsat);
      return accountId as AccountId;
    },
    async invoice(amountMsat, fields = {}) {
      const request = { value_msat: amountMsat.toString(), ...fields };
      return (await seller.call('lnrpc.Lightning/AddInvoice', request)).payment_request;
    },
    async ask(accountId, paymentRequest, more = {}) {
      const asked = { amountMsat: '0', feeLimitMsat: '-1', idempotencyScope: randomBytes(32), ...more };
      const ofInvoice = { address: '', descriptionHash: Buffer.alloc(0), scheduleRun: '0' };
      // A payer is there, even where the test has it come later.
      await service.listPayoutWork({ node, after: '', limit: 1, ready: true });
      const { payout } = await service.createPayout({ accountId, paymentRequest, ...ofInvoice, ...asked });
      if (!payout) throw new Error('no payout was answered');
      return payout;
    },
    payout: ({ payoutId, accountId }) => service.getPayout({ payoutId, accountId }),
    ended: (payout, withinMs = 15_000) =>
      until(
        () => test.payout(payout),
        ({ state }) => state === 'SUCCEEDED' || state === 'FAILED',
        withinMs,
      ),
    payer(death) {
      const desk = openPayoutDesk(nodes.connect(nodes.payMacaroon));
      const made = startPayer({ desk, death, service, suite, logger });
      payers.push(made);
      return made;
    },
    async balances(accountId) {
      const rows = await database.query<{ code: number; net: bigint }>(
        `SELECT a.code, b.credits - b.debits AS net FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
          WHERE a.owner = $1`,
        [idToUuid(accountId)],
      );
      return Object.fromEntries(rows.filter(({ net }) => net !== 0n).map(({ code, net }) => [code, net]));
    },
    unfund: (amountMsat) =>
      post(writer, [debit(codes.lightningSettling, node, amountMsat), credit(codes.channels, node, amountMsat)]),
    async expectSound() {
      const { defects } = await service.checkIntegrity({});
      expect(defects).toEqual([]);
      const { broken, lines } = await service.getTrialBalance({});
      expect(broken).toEqual([]);
      const wallets = await nodes.wallets();
      expect(wallets.totalMsat).toBe(startMsat.totalMsat);
      const channels = BigInt(lines.find(({ code }) => code === codes.channels)?.balanceMsat ?? '0');
      // The node began with more than the test has booked; from then on both move together.
      expect(fundedMsat - channels).toBe(startMsat.marketMsat - wallets.marketMsat);
    },
  };
  await until(
    async () => await Promise.all(billing.health.map((part) => part.check())),
    (missing) => missing.every((one) => one === undefined),
  );
  return test;
}

/** Money that arrived for good and was earned, without the sales that it came from. */
async function fund(writer: ChargeWriter, node: string, accountId: AccountId, amountMsat: bigint): Promise<void> {
  await post(writer, [
    debit(codes.channels, node, amountMsat),
    credit(codes.available, idToUuid(accountId), amountMsat),
  ]);
}

async function post(writer: ChargeWriter, legs: readonly Leg[]): Promise<void> {
  const id = transferId('lnd', randomBytes(32).toString('hex'), 'test');
  const { outcome } = await writer.advance({ transfers: [{ id, kind: 'test_funds', legs }] });
  if (outcome !== 'moved') throw new Error(`the ledger answered ${outcome}`);
}

interface PayerParts {
  readonly desk: PayoutDesk;
  readonly death: Death | undefined;
  readonly service: RunningBilling['service'];
  readonly suite: SuiteDatabase;
  readonly logger: ConstructorParameters<typeof Payer>[4];
}

function startPayer({ desk, death, service, suite, logger }: PayerParts): TestPayer {
  let sends = 0;
  let die = () => undefined as undefined;
  const died = new Promise<void>((resolve) => {
    die = () => resolve() as undefined;
  });
  let dead = false;
  const ending = () => {
    dead = true;
    die();
    return new AppError('unavailable', 'this process is dead');
  };
  const mortalDesk: PayoutDesk = {
    ...desk,
    async send(order, signal, deadline) {
      if (death === 'before the send') throw ending();
      sends += 1;
      const outcome = await desk.send(order, signal, deadline);
      if (death === 'after the send') throw ending();
      return outcome;
    },
  };
  const mortalBilling = new Proxy(service, {
    get: (target, method: keyof typeof service) => (request: never) => {
      if (dead) return Promise.reject(new AppError('unavailable', 'this process is dead'));
      if (death === 'before the report' && method === 'reportPayout') return Promise.reject(ending());
      return target[method](request);
    },
  });
  const lead = leadPayingBy(suite.roleUrl(settlementSchema.role), logger);
  const payer = new Payer(mortalDesk, mortalBilling, lead, { payoutIntervalMs: 50 }, logger);
  payer.start();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= payer.stop();
    return stopped;
  };
  return { sends: () => sends, died, stop };
}
