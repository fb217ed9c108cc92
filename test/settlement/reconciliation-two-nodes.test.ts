/** Two nodes and the books: each is compared by itself, and a shortfall of one stops the payouts of that one alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';
import { failure } from '#test/lightning/lightning-kit';
import { type Name, names, TwoNodes } from './two-nodes-kit.js';

const suite = suiteDatabase();
const ownsMsat = 500_000n;
const missingMsat = 2_000_000n;

let two: TwoNodes;
beforeAll(async () => {
  two = await TwoNodes.start(suite(), { paying: names, compared: names });
  await two.payersHeard(names);
}, 60_000);
afterAll(() => two.stop());

const runsOf = async (name: Name) => {
  const page = { node: two.pubkeys[name], limit: 100, cursor: '' };
  const { reconciliations } = await two.billing.service.listReconciliations(page);
  return reconciliations.filter(({ verdict }) => verdict !== '');
};

/** One more comparison of each node, after which the newest of each is answered. */
async function compared(): Promise<Record<Name, string | undefined>> {
  const before = { market: (await runsOf('market')).length, second: (await runsOf('second')).length };
  await two.billing.service.requestReconciliation({});
  for (const name of names) {
    await until(
      async () => (await runsOf(name)).length,
      (count) => count > before[name],
      30_000,
    );
  }
  return { market: (await runsOf('market'))[0]?.verdict, second: (await runsOf('second'))[0]?.verdict };
}

/** Somebody takes so much out of a channel of the node, behind the books. */
async function take(name: Name, msat: bigint): Promise<void> {
  const { channels } = await two.target.control('GET', '/channels');
  const [channel] = channels.filter(({ a }: { a: string }) => a === name);
  await two.target.control('POST', `/channels/${channel.id}/balance`, {
    ...{ node: name, msat: String(BigInt(channel.aMsat) - msat) },
  });
}

describe('two nodes', () => {
  it('are both compared with the books, also after payouts by each', async () => {
    for (const name of names) {
      await until(
        () => runsOf(name),
        (runs) => runs.some(({ verdict }) => verdict === 'baseline'),
        60_000,
      );
    }
    const account = await two.account({ market: ownsMsat, second: ownsMsat });
    for (const name of names) await take(name, -ownsMsat);
    const asked = [];
    for (let n = 0; n < 2; n += 1) asked.push(await two.ask(account, await two.invoice(100_000n)));
    expect(asked.map((one) => two.nameOf(one)).sort()).toEqual([...names]);
    for (const one of asked) expect((await two.ended(one)).state).toBe('SUCCEEDED');
    expect(await compared()).toEqual({ market: 'balanced', second: 'balanced' });
  }, 120_000);

  it('of which one has less than the books say: its payouts stop, and those of the other leave', async () => {
    await take('second', missingMsat);
    for (let n = 0; n < 2; n += 1) expect(await compared()).toEqual({ market: 'balanced', second: 'shortfall' });
    const { stops } = await two.billing.service.listPayoutStops({});
    expect(stops).toMatchObject([{ node: two.pubkeys.second, actor: 'reconciliation' }]);
    const account = await two.account({ second: 1_000_000n });
    const asked = await two.ask(account, await two.invoice(100_000n));
    expect(two.nameOf(asked)).toBe('market');
    expect((await two.ended(asked)).state).toBe('SUCCEEDED');
    expect(await failure(two.ask(account, await two.invoice(800_000n)))).toBe('liquidity_short');
  }, 120_000);
});
