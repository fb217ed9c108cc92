/** Payouts of a marketplace on two nodes: each leaves by one of those that can pay, and what befalls a node befalls its own alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';
import { failure } from '#test/lightning/lightning-kit';
import { type Name, names, TwoNodes } from './two-nodes-kit.js';

const suite = suiteDatabase();
const amountMsat = 100_000n;

let two: TwoNodes;
beforeAll(async () => {
  two = await TwoNodes.start(suite(), { paying: names });
  await two.payersHeard(names);
}, 60_000);
afterAll(() => two.stop());

const stop = (name: Name, stopped: boolean) =>
  two.billing.service.setPayoutStop({ node: two.pubkeys[name], stopped, actor: 'test', reason: 'a test' });

describe('payouts over two nodes', () => {
  it('leave by both, each by the one with more to spare, and are in the books of the one that paid', async () => {
    const account = await two.account({ market: 450_000n, second: 450_000n });
    const before = await two.wallets();
    const asked = [];
    for (let n = 0; n < 4; n += 1) asked.push(await two.ask(account, await two.invoice(amountMsat)));
    const paid = await Promise.all(asked.map((one) => two.ended(one)));
    expect(paid.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'SUCCEEDED'));
    expect(paid.map((one) => two.nameOf(one)).sort()).toEqual(['market', 'market', 'second', 'second']);
    const after = await two.wallets();
    for (const name of names) {
      const left = paid.filter((one) => two.nameOf(one) === name).map(({ feeMsat: fee }) => amountMsat + BigInt(fee));
      const sum = left.reduce((total, one) => total + one, 0n);
      expect(before[name] - after[name]).toBe(sum);
      expect(await two.owned(name)).toBe(450_000n - sum);
    }
    expect(await two.database.query('SELECT * FROM ledger.verify()')).toEqual([]);
    await two.unfund();
  }, 60_000);

  it('that want the same money at the same time get that of the other node, and what no node has alone is refused', async () => {
    const account = await two.account({ market: 150_000n, second: 150_000n });
    const invoices = [await two.invoice(amountMsat), await two.invoice(amountMsat)];
    const asked = await Promise.all(invoices.map((invoice) => two.ask(account, invoice)));
    expect(asked.map((one) => two.nameOf(one)).sort()).toEqual(['market', 'second']);
    expect(await failure(two.ask(account, await two.invoice(80_000n)))).toBe('liquidity_short');
    for (const one of asked) expect((await two.ended(one)).state).toBe('SUCCEEDED');
    await two.unfund();
  }, 60_000);

  it('of a schedule take what one node can spare, and leave the rest for the next run', async () => {
    const account = await two.account({ market: 300_000n, second: 200_000n });
    const { service } = two.billing;
    const terms = { address: 'somebody@example.com', every: 'instant', feeLimitMsat: '5000' };
    await service.setPayoutSchedule({ accountId: account, ...terms, thresholdMsat: '100000' });
    expect((await service.takeDueSchedules({ limit: 1 })).schedules).toMatchObject([
      { accountId: account, amountMsat: '295000', feeLimitMsat: '5000' },
    ]);
    // One that wants more at once than any node has is told so when it is refused.
    await two.unfund();
    const greedy = await two.account({ market: 300_000n, second: 200_000n });
    await service.setPayoutSchedule({ accountId: greedy, ...terms, thresholdMsat: '400000' });
    expect((await service.takeDueSchedules({ limit: 1 })).schedules).toMatchObject([{ amountMsat: '495000' }]);
    await two.unfund();
  }, 60_000);

  it('leave by the other while those of one node are stopped, and by none while both are', async () => {
    const account = await two.account({ market: 300_000n, second: 600_000n });
    await stop('second', true);
    const asked = await two.ask(account, await two.invoice(amountMsat));
    expect(two.nameOf(asked)).toBe('market');
    expect((await two.ended(asked)).state).toBe('SUCCEEDED');
    await stop('market', true);
    expect(await failure(two.ask(account, await two.invoice(amountMsat)))).toBe('payouts_stopped');
    await stop('market', false);
    await stop('second', false);
    expect(two.nameOf(await two.ask(account, await two.invoice(amountMsat)))).toBe('second');
    await until(
      async () =>
        (await two.billing.service.listPayouts({ accountId: account, state: '', cursor: '', limit: 9 })).payouts,
      (payouts) => payouts.every(({ state }) => state === 'SUCCEEDED'),
    );
    await two.unfund();
  }, 60_000);

  it('of a node that is away wait there, safe, while the other pays; and end when it is back', async () => {
    const account = await two.account({ market: 400_000n, second: 500_000n });
    const payee = two.target.client('seller');
    const held = await payee.addHold({ value: Number(amountMsat / 1_000n) });
    const inFlight = await two.ask(account, held.request);
    expect(two.nameOf(inFlight)).toBe('second');
    await until(
      async () => (await payee.lookUp(held.hash)).state,
      (state) => state === 'ACCEPTED',
    );
    await two.kill('second');
    // More than the other one, and away.
    const meanwhile = [
      await two.ask(account, await two.invoice(amountMsat)),
      await two.ask(account, await two.invoice(amountMsat)),
    ];
    for (const one of meanwhile) {
      expect(two.nameOf(one)).toBe('market');
      expect((await two.ended(one)).state).toBe('SUCCEEDED');
    }
    expect(['SENDING', 'UNKNOWN']).toContain((await two.payout(inFlight)).state);
    await two.startAgain('second');
    await payee.settle(held.preimage);
    payee.close();
    const ended = await two.ended(inFlight);
    expect(ended).toMatchObject({ state: 'SUCCEEDED', node: two.pubkeys.second, attempts: 1 });
    expect(await two.database.query('SELECT * FROM ledger.verify()')).toEqual([]);
    await two.unfund();
  }, 120_000);
});

describe('a node without a macaroon that pays', () => {
  it('gets no payout, whatever it has', async () => {
    const one = await TwoNodes.start(suite(), { paying: ['second'] });
    try {
      await one.payersHeard(['second']);
      const account = await one.account({ market: 900_000n, second: 200_000n });
      const asked = await one.ask(account, await one.invoice(amountMsat));
      expect(one.nameOf(asked)).toBe('second');
      expect((await one.ended(asked)).state).toBe('SUCCEEDED');
      expect(await failure(one.ask(account, await one.invoice(amountMsat)))).toBe('liquidity_short');
    } finally {
      await one.stop();
    }
  }, 60_000);
});
