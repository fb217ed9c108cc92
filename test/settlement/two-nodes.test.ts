/** A marketplace on two nodes: it sells on one while the other is away, and the charges of that one wait there, safe. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningBilling } from '#apps/billing/start';
import type { ChargeReply } from '#contracts/billing';
import { balances, order, seller } from '#test/billing/billing-kit';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';
import { type Name, names, noticedMs, TwoNodes } from './two-nodes-kit.js';

const suite = suiteDatabase();

let two: TwoNodes;
beforeAll(async () => {
  two = await TwoNodes.start(suite());
});
afterAll(() => two.stop());

const sell = () => two.billing.service.openCharge(order({ holdWindowMs: 600_000 }));
const stateOf = async ({ taskId }: ChargeReply) => (await two.billing.service.getCharge({ taskId })).state;
const missing = async (of: { readonly health: RunningBilling['health'] }) =>
  (await Promise.all(of.health.map((one) => one.check()))).filter((reason) => reason !== undefined);

async function held(): Promise<ChargeReply> {
  const charge = await sell();
  two.target.client('buyer').pay(charge.paymentRequest);
  await until(
    () => stateOf(charge),
    (state) => state === 'HELD',
  );
  return charge;
}

async function settled(charge: ChargeReply): Promise<void> {
  const { outcome } = await two.billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: seller });
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
    const on = (name: Name) => sold.filter(({ node }) => node === two.pubkeys[name]).length;
    expect([on('market'), on('second')]).toEqual([4, 4]);
  });

  it('of which one is away go on selling, and the charges of that one are settled when it is back', async () => {
    const both = [await held(), await held()];
    const first = both.find(({ node }) => node === two.pubkeys.second);
    const second = both.find(({ node }) => node === two.pubkeys.market);
    if (!first || !second) throw new Error('both nodes sell');
    await two.kill('second');
    const meanwhile = [await held(), await held()];
    expect(meanwhile.map(({ node }) => node)).toEqual([two.pubkeys.market, two.pubkeys.market]);
    // It is ready, as long as one of them is.
    expect([await missing(two.billing), await missing(two.settlement)]).toEqual([[], []]);
    for (const charge of [second, ...meanwhile]) await settled(charge);
    // The delivery of a charge whose node is away stands, and its money is taken when it is back.
    await two.billing.service.captureCharge({ taskId: first.taskId, payeeAccountId: seller });
    expect(await stateOf(first)).toBe('SETTLING');
    await two.target.control('POST', '/nodes/second/start');
    await until(
      () => stateOf(first),
      (state) => state === 'SETTLED',
      noticedMs,
    );
    await two.fit();
    const byNode = await Promise.all(names.map((name) => balances(two.database, two.pubkeys[name])));
    expect(byNode.map((books) => (books[1130] ?? 0n) + (books[1110] ?? 0n))).toEqual([300_003n, 100_001n]);
    expect(await two.database.query('SELECT * FROM ledger.verify()')).toEqual([]);
  }, 120_000);

  it('of which one has no room for a price sell on the other, and above both nowhere', async () => {
    const sats = 1_000n;
    const widths = { market: 5_000n * sats, second: 300n * sats };
    for (const name of names) await two.leaveRoom(name, widths[name]);
    const priced = (priceMsat: bigint) =>
      two.billing.service.openCharge(order({ holdWindowMs: 600_000, priceMsat: priceMsat.toString() }));
    const known = async () => {
      const { nodes } = await two.billing.service.listNodes({});
      return names.map((name) => nodes.find(({ node }) => node === two.pubkeys[name])?.inboundMsat);
    };
    await until(known, (seen) => names.every((name, n) => seen[n] === widths[name].toString()), noticedMs);
    const small = await Promise.all(Array.from({ length: 4 }, () => priced(300n * sats)));
    expect(new Set(small.map(({ node }) => node)).size).toBe(2);
    const large = await Promise.all(Array.from({ length: 4 }, () => priced(301n * sats)));
    expect(new Set(large.map(({ node }) => node))).toEqual(new Set([two.pubkeys.market]));
    const refused = await priced(5_001n * sats).catch((thrown) => thrown);
    expect(refused).toMatchObject({
      code: 'lightning_unavailable',
      message: expect.stringMatching(/so much cannot arrive/),
    });
    // It is no reason not to be ready.
    expect(await missing(two.billing)).toEqual([]);
    // What can arrive is less by what has arrived and is held.
    const [first] = large;
    if (first) two.target.client('buyer').pay(first.paymentRequest);
    await until(known, ([market]) => market === (widths.market - 301n * sats).toString(), noticedMs);
  }, 60_000);

  it('both away sell nothing, and say so', async () => {
    for (const name of names) await two.target.control('POST', `/nodes/${name}/stop`, { how: 'kill' });
    await until(
      () => missing(two.settlement),
      (reasons) => reasons.length > 0,
      noticedMs,
    );
    await until(
      () => missing(two.billing),
      (reasons) => reasons.length > 0,
      noticedMs,
    );
    for (const name of names) await two.target.control('POST', `/nodes/${name}/start`);
    await two.fit();
    expect(await missing(two.settlement)).toEqual([]);
  }, 120_000);
});
