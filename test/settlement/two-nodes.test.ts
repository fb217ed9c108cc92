/** A marketplace on two nodes: it sells on one while the other is away, and the charges of that one wait there, safe. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { type Settlement, settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import type { ChargeReply } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import { systemClock } from '#kernel/clock';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { createLogger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { balances, order, seller } from '#test/billing/billing-kit';
import { suiteDatabase } from '#test/harness/database';
import { testJournal } from '#test/harness/journal';
import { until } from '#test/harness/until';
import { keyring } from '#test/l402/samples';
import { SimTarget } from '#test/lnd-sim/harness/sim-target';
import { alone, paysNothing } from './settlement-kit.js';

const suite = suiteDatabase();
const logger = createLogger({ level: 'silent', name: 'test', destination: { write: () => undefined } });
const dispatch = { fundTask: async () => ({ outcome: 'queued' }) } as unknown as Dispatch;
/** The simulator's node of the seller is the market's second one here. */
const names = ['market', 'seller'] as const;
type Name = (typeof names)[number];
const noticedMs = 30_000;

let target: SimTarget;
let database: Database;
let billing: RunningBilling;
let settlement: Settlement;
const pubkeys = {} as Record<Name, string>;

beforeAll(async () => {
  target = await SimTarget.start();
  for (const name of names) pubkeys[name] = target.sim.nodes[name].pubkey;
  database = await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(billingDefaults, {
    ...{ database, clock: systemClock, logger },
    desks: names.map((name) => openInvoiceDesk(connect(name))),
    keys: { preimages: keyring, credentials: keyring },
    journal: testJournal(),
  });
  settlement = await startSettlement(settlementDefaults, {
    ...{ billing: billing.service, dispatch, lead: alone, logger },
    watches: names.map((name) => openInvoiceWatch(connect(name))),
    ...paysNothing,
  });
  await until(conditions, ({ market, seller: second }) => market === '' && second === '');
});
afterAll(async () => {
  await settlement.stop();
  await billing.stop();
  await target.stop();
});

function connect(name: Name) {
  const { grpcAddress: address, tlsCertFile, macaroon } = target.nodes[name];
  return connectLnd({ address, tlsCertFile, macaroon: () => macaroon });
}

async function conditions(): Promise<Record<Name, string | undefined>> {
  const { nodes } = await billing.service.listNodes({});
  const of = (name: Name) => nodes.find(({ node }) => node === pubkeys[name])?.unfit;
  return { market: of('market'), seller: of('seller') };
}

const sell = () => billing.service.openCharge(order({ holdWindowMs: 600_000 }));
const stateOf = async ({ taskId }: ChargeReply) => (await billing.service.getCharge({ taskId })).state;
const missing = async (of: { readonly health: RunningBilling['health'] }) =>
  (await Promise.all(of.health.map((one) => one.check()))).filter((reason) => reason !== undefined);

async function held(): Promise<ChargeReply> {
  const charge = await sell();
  target.client('buyer').pay(charge.paymentRequest);
  await until(
    () => stateOf(charge),
    (state) => state === 'HELD',
  );
  return charge;
}

async function settled(charge: ChargeReply): Promise<void> {
  const { outcome } = await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: seller });
  expect(outcome).toBe('captured');
  await until(
    () => stateOf(charge),
    (state) => state === 'SETTLED',
    noticedMs,
  );
}

describe('two nodes', () => {
  it('sell by turns, so that neither carries all', async () => {
    const sold = await Promise.all(Array.from({ length: 8 }, sell));
    const on = (name: Name) => sold.filter(({ node }) => node === pubkeys[name]).length;
    expect([on('market'), on('seller')]).toEqual([4, 4]);
  });

  it('of which one is away go on selling, and the charges of that one are settled when it is back', async () => {
    const both = [await held(), await held()];
    const first = both.find(({ node }) => node === pubkeys.seller);
    const second = both.find(({ node }) => node === pubkeys.market);
    if (!first || !second) throw new Error('both nodes sell');
    await target.control('POST', '/nodes/seller/stop', { how: 'kill' });
    await until(conditions, (unfit) => unfit.seller !== '', noticedMs);
    const meanwhile = [await held(), await held()];
    expect(meanwhile.map(({ node }) => node)).toEqual([pubkeys.market, pubkeys.market]);
    // It is ready, as long as one of them is.
    expect([await missing(billing), await missing(settlement)]).toEqual([[], []]);
    for (const charge of [second, ...meanwhile]) await settled(charge);
    // The delivery of a charge whose node is away stands, and its money is taken when it is back.
    await billing.service.captureCharge({ taskId: first.taskId, payeeAccountId: seller });
    expect(await stateOf(first)).toBe('SETTLING');
    await target.control('POST', '/nodes/seller/start');
    await until(
      () => stateOf(first),
      (state) => state === 'SETTLED',
      noticedMs,
    );
    await until(conditions, (unfit) => unfit.seller === '', noticedMs);
    const byNode = await Promise.all(names.map((name) => balances(database, pubkeys[name])));
    expect(byNode.map((books) => (books[1130] ?? 0n) + (books[1110] ?? 0n))).toEqual([300_003n, 100_001n]);
    expect(await database.query('SELECT * FROM ledger.verify()')).toEqual([]);
  }, 120_000);

  it('both away sell nothing, and say so', async () => {
    for (const name of names) await target.control('POST', `/nodes/${name}/stop`, { how: 'kill' });
    await until(
      () => missing(settlement),
      (reasons) => reasons.length > 0,
      noticedMs,
    );
    await until(
      () => missing(billing),
      (reasons) => reasons.length > 0,
      noticedMs,
    );
    for (const name of names) await target.control('POST', `/nodes/${name}/start`);
    await until(conditions, ({ market, seller: second }) => market === '' && second === '', noticedMs);
    expect(await missing(settlement)).toEqual([]);
  }, 120_000);
});
