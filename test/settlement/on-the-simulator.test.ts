/**
 * Billing and settlement as they run, over TLS to simulated nodes whose answers get lost, whose streams swallow and repeat
 * events, and which are killed, as are billing and settlement themselves. In the end payers, node, charges and books agree.
 *
 * BILLING_SEED repeats the choices of a run; its timing is its own.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { type Settlement, start as startSettlement } from '#apps/settlement/start';
import type { Billing, ChargeReply } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { AppError, asAppError } from '#kernel/errors';
import { idToUuid, newId } from '#kernel/ids';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { balances, order } from '#test/billing/billing-kit';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { seeded } from '#test/ledger/random';
import { suiteLightning, type TestLightning } from '#test/lightning/lightning-kit';
import { alone, paysNothing } from './settlement-kit.js';

const suite = suiteDatabase();
const lightning = suiteLightning();
const seed = Number(process.env.BILLING_SEED ?? Math.floor(Math.random() * 2 ** 31));
const random = seeded(seed);
const tasks = 60;
const finalStates = ['SETTLED', 'CANCELED', 'EXPIRED', 'LOST'];

const log: string[] = [];
const logger = createLogger({ level: 'debug', name: 'test', destination: { write: (line: string) => log.push(line) } });
/** Real time, which the test may let jump forward when all that is left to do is to wait. */
let skippedMs = 0;
const clock = { now: () => new Date(Date.now() + skippedMs) };
const seller = newId('account');

let database: Database;
let billing: RunningBilling | undefined;
let settlement: Settlement | undefined;

beforeAll(async () => {
  database = await suite().open(billingSchema, { poolSize: 8 });
  await bringUp();
});
afterAll(async () => {
  await settlement?.stop();
  await billing?.stop();
});

/** Billing as others reach it: whichever process of it runs now, if one does. */
const reachable = new Proxy({} as Billing, {
  get: (_, method: keyof Billing) => (request: never) =>
    billing ? billing.service[method](request) : Promise.reject(new AppError('unavailable', 'billing is down')),
});

/** Dispatch, with sellers who deliver at once or fail at once; it asks billing until it has an answer. */
const outcomes = new Map<string, Promise<string>>();
const dispatch = {
  async fundTask({ taskId }: { taskId: string }) {
    if (outcomes.has(taskId)) return { outcome: 'already' };
    const delivers = random.chance(0.75);
    outcomes.set(taskId, decide(taskId, delivers, random.int(300)));
    return { outcome: 'queued' };
  },
} as unknown as Dispatch;

async function decide(taskId: string, delivers: boolean, afterMs: number): Promise<string> {
  await sleep(afterMs);
  const ask = () =>
    delivers
      ? reachable.captureCharge({ taskId, payeeAccountId: seller })
      : reachable.cancelCharge({ taskId, reason: 'the seller failed' });
  return (await insist(ask)).outcome;
}

/** Repeats while the answer is that the same may work later. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!['unavailable', 'lightning_unavailable'].includes(asAppError(error).code)) throw error;
      await sleep(50);
    }
  }
}

async function bringUp(): Promise<void> {
  const { connect, deskMacaroon, watchMacaroon } = lightning();
  billing ??= await startBilling(
    { ...billingDefaults, sweepIntervalMs: 200 },
    {
      ...{ database, clock, logger },
      desks: [openInvoiceDesk(connect(deskMacaroon))],
      keys: { preimages: keyring, credentials: keyring },
      journal: testJournal(),
    },
  );
  settlement ??= await startSettlement(
    {
      sweepIntervalMs: 400,
      heightIntervalMs: 200,
      finalitySweepIntervalMs: 400,
      payoutIntervalMs: 1_000,
      reconcilePollMs: 500,
    },
    {
      ...{ billing: reachable, dispatch, logger, lead: alone },
      ...paysNothing,
      watches: [openInvoiceWatch(connect(watchMacaroon))],
    },
  );
}

async function bringDown(which: 'billing' | 'settlement'): Promise<void> {
  if (which === 'billing') {
    const stopping = billing;
    billing = undefined;
    await stopping?.stop();
  } else {
    const stopping = settlement;
    settlement = undefined;
    await stopping?.stop();
  }
}

/** Something goes wrong at the market's node. */
async function trouble({ target }: TestLightning): Promise<void> {
  const method = random.pick(['AddHoldInvoice', 'SettleInvoice', 'CancelInvoice', 'LookupInvoiceV2', 'ListInvoices']);
  const fault = { node: 'market', method, code: 14, details: 'Connection dropped' };
  const kind = random.int(6);
  if (kind === 0) await target.arm({ ...fault, kind: 'drop_reply' });
  else if (kind === 1) await target.arm({ ...fault, kind: 'fail_request' });
  else if (kind === 2) await target.arm({ node: 'market', kind: 'swallow_event', stream: 'SubscribeSingleInvoice' });
  else if (kind === 3) await target.arm({ node: 'market', kind: 'duplicate_event', stream: 'SubscribeSingleInvoice' });
  else if (kind === 4) await target.arm({ node: 'market', kind: 'swallow_event', stream: 'SubscribeInvoices' });
  else await target.control('POST', '/nodes/market/streams', { how: random.pick(['end', 'kill']) });
}

interface Purchase {
  readonly charge: ChargeReply;
  readonly paidMsat: bigint;
  readonly payment: Promise<{ readonly status: string }>;
}

async function buy(): Promise<Purchase> {
  const request = order({
    sellerAccountId: seller,
    priceMsat: String(1_000 + random.int(90_000)),
    holdWindowMs: 8_000,
  });
  const charge = await insist(() => reachable.openCharge(request));
  const paid = lightning().buyer.pay(charge.paymentRequest);
  const payment = paid.until(({ status }) => status === 'SUCCEEDED' || status === 'FAILED');
  return { charge, paidMsat: BigInt(charge.priceMsat), payment };
}

describe('purchases over a node that is not to be relied upon', () => {
  it(`end as payers, node and books say (BILLING_SEED=${seed})`, async () => {
    const { target } = lightning();
    const before = await target.control('GET', '/wallets');
    const purchases: Promise<Purchase>[] = [];
    for (let n = 0; n < tasks; n += 1) {
      purchases.push(buy());
      if (random.chance(0.5)) await trouble(lightning());
      if (n === 15) await target.control('POST', '/nodes/market/restart', { how: 'kill', downMs: 300 });
      if (n === 25 || n === 35) await bringDown(n === 25 ? 'billing' : 'settlement');
      await sleep(random.int(60));
      await bringUp();
    }
    const { faults } = await target.control('GET', '/faults');
    for (const { id } of faults) await target.control('DELETE', `/faults/${id}`);
    const bought = await Promise.all(purchases);
    for (const { charge, payment } of bought) {
      // A payment that met the dead node has failed before it began; its invoice would stay open for ten minutes.
      const unpaid = (await payment).status === 'FAILED' && !outcomes.has(charge.taskId);
      if (unpaid) await reachable.cancelCharge({ taskId: charge.taskId, reason: 'never paid' });
    }
    skippedMs += 30_000;
    const states = await until(
      async () =>
        database.query<{ hash: string; state: string }>(
          `SELECT encode(payment_hash, 'hex') AS hash, state FROM charge`,
        ),
      (rows) => rows.every(({ state }) => finalStates.includes(state)),
      40_000,
    );
    const stateOf = new Map(states.map(({ hash, state }) => [hash, state]));
    let soldMsat = 0n;
    let feesMsat = 0n;
    for (const { charge, payment, paidMsat } of bought) {
      const sold = stateOf.get(charge.paymentHash.toString('hex')) === 'SETTLED';
      expect((await payment).status).toBe(sold ? 'SUCCEEDED' : 'FAILED');
      const outcome = await outcomes.get(charge.taskId);
      expect(outcome === 'captured').toBe(sold);
      if (sold) soldMsat += paidMsat;
      if (sold) feesMsat += (paidMsat * 300n) / 10_000n;
    }
    expect(soldMsat).toBeGreaterThan(0n);
    expect(new Set(stateOf.values())).not.toContain('LOST');
    const after = await target.control('GET', '/wallets');
    expect([after.totalMsat, after.inFlightMsat]).toEqual([before.totalMsat, '0']);
    const gained = (name: string) => BigInt(after.nodes[name].channelMsat) - BigInt(before.nodes[name].channelMsat);
    expect([gained('market'), gained('buyer')]).toEqual([soldMsat, -soldMsat]);
    // SETTLED is not final: what arrived waits for its last word.
    const books = await until(
      () => balances(database),
      ({ 1130: settling }) => settling === 0n,
      10_000,
    );
    const earned = (await balances(database, idToUuid(seller)))[2110] ?? 0n;
    expect([books[1130], books[1110], books[9110], books[9210]]).toEqual([0n, soldMsat, 0n, 0n]);
    expect(books[2390] ?? 0n).toBe(0n);
    expect([-earned, -(books[4110] ?? 0n)]).toEqual([soldMsat - feesMsat, feesMsat]);
    expect(await database.query('SELECT * FROM ledger.verify()')).toEqual([]);
  }, 120_000);
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
