/** A node that dies, is locked, forgets its friends or is another one; blocks, clocks and holds that end. Rows of docs/faults.md. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { addMs, systemClock } from '#kernel/clock';
import { until } from '#test/harness/until';
import { suiteFaults } from './fault-kit.js';
import { heightRows, holdRows, restartRows } from './purchases-on-both.js';

/** Of the nodes, as far as it is ahead of ours. */
let aheadMs = 0;
const kit = suiteFaults(() => ({
  lightning: { clock: { now: () => addMs(systemClock.now(), aheadMs) } },
  billing: { invoiceExpiryMs: 6_000 },
}));
const { market } = kit;

afterEach(() => {
  aheadMs = 0;
});

const ready = async () => (await fetch(`${market().access().baseUrl}/readyz`)).status === 200;
const settings = (body: object) => market().books.control('POST', '/nodes/market/settings', body);

restartRows(kit);
holdRows(kit);
heightRows(kit);

describe('the node of the market', () => {
  it('21: has a locked wallet after a restart: not ready, nothing sold, nothing lost', async () => {
    const held = await kit.working('hold');
    await kit.lightning.stop('market', 'kill');
    await settings({ walletState: 'LOCKED' });
    await kit.lightning.start('market');
    await until(ready, (is) => !is, 30_000);
    const refused = await market().buyer().send(kit.order('hold'));
    expect(refused.status).toBe(503);
    kit.finish(held);
    await sleep(500);
    expect([(await kit.row(held)).charge, await kit.kinds(held)]).toEqual(['SETTLING', ['hold_accepted']]);
    await settings({ walletState: 'SERVER_ACTIVE' });
    await kit.ends(held, 'sold', { withinMs: 40_000 });
    await until(ready, (is) => is, 30_000);
  }, 90_000);

  it('38: is away until after the HTLC has ended: it is given back, and not settled', async () => {
    const held = await kit.working('hold');
    await kit.lightning.stop('market', 'kill');
    await kit.lightning.mine(90);
    await kit.lightning.start('market');
    await kit.reaches(held, 'CANCELED', 40_000);
    kit.finish(held);
    await kit.ends(held, 'given back');
  }, 60_000);

  it.each([600_000, -600_000])('40: has a clock that is %i ms ahead of ours', async (ms) => {
    aheadMs = ms;
    for (const funding of ['hold', 'invoice'] as const) {
      const purchase = await kit.working(funding);
      // Our sweep has looked at it.
      await sleep(2_000);
      kit.finish(purchase);
      await kit.ends(purchase, 'sold');
    }
  });

  it('40: has a clock that jumps while it holds the money', async () => {
    for (const ms of [600_000, -600_000]) {
      const purchase = await kit.working('hold');
      aheadMs = ms;
      await sleep(2_000);
      kit.finish(purchase);
      await kit.ends(purchase, 'sold');
      aheadMs = 0;
    }
  });
});
