/** The rows of docs/faults.md that a simulator cannot vouch for, on real lnd. Invoices expire after six seconds here. */
import { describe, expect, it } from '@jest/globals';
import { suiteFaults } from '#test/faults/fault-kit';
import { heightRows, holdRows, restartRows } from '#test/faults/purchases-on-both';
import { until } from '#test/harness/until';

const kit = suiteFaults(() => ({ billing: { invoiceExpiryMs: 6_000 } }));
const withinMs = 60_000;

restartRows(kit);
holdRows(kit);
heightRows(kit);

describe('the node of the market', () => {
  it('23: comes back with another certificate, which is trusted because the file has it', async () => {
    const held = await kit.working('hold');
    await kit.lightning.renewCertificate();
    kit.finish(held);
    await kit.ends(held, 'sold', { withinMs });
    const purchase = await kit.insistOnOffer(kit.market().buyer(), kit.order('hold'), 'hold', withinMs);
    await kit.pay(purchase);
    await kit.ends(purchase, 'sold', { withinMs });
    await until(
      async () => (await fetch(`${kit.market().access().baseUrl}/readyz`)).status,
      (status) => status === 200,
      withinMs,
    );
  }, 120_000);

  it.each([1, 2])(
    '41: sees the last %i blocks replaced while it holds money',
    async (count) => {
      const held = await kit.working('hold');
      try {
        await kit.lightning.mine(3);
        await kit.lightning.reorganize(count);
        // For a moment the node is behind its chain, and sells nothing.
        const open = await kit.insistOnOffer(kit.market().buyer(), kit.order('invoice'), 'invoice');
        await kit.pay(open);
        await kit.ends(open, 'sold', { withinMs });
        expect((await kit.row(held)).charge).toBe('HELD');
      } finally {
        // A hold that is left in flight is in the way of all who come next.
        kit.finish(held);
      }
      await kit.ends(held, 'sold', { withinMs });
    },
    120_000,
  );
});
