/** Rows of docs/faults.md about payouts that are run on simulated nodes and on real ones. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { until } from '#test/harness/until';
import type { PayoutKit } from './payout-kit.js';

const slowMs = 120_000;
const withinMs = 60_000;

export function payoutRows(kit: PayoutKit): void {
  const inFlight = (payout: Parameters<PayoutKit['payment']>[0]) =>
    until(
      () => kit.payment(payout),
      (payment) => payment?.status === 'IN_FLIGHT',
    );

  describe('a payout', () => {
    it('43: that was sent when the market stopped is asked after when it is up', async () => {
      const hold = await kit.holdInvoice(40_000n);
      const payout = await kit.payOut(hold.request);
      await inFlight(payout);
      const restarting = kit.market().restart(1_000);
      await sleep(300);
      await until(
        () => kit.lnd('seller').lookUp(hold.hash),
        ({ state }) => state === 'ACCEPTED',
      );
      await kit.lnd('seller').settle(hold.preimage);
      await restarting;
      await kit.ends(payout, 'SUCCEEDED', withinMs);
    }, 120_000);

    it('48: whose payee decides nothing keeps its money set aside, until that gives it back', async () => {
      const hold = await kit.holdInvoice(41_000n);
      const payout = await kit.payOut(hold.request);
      await inFlight(payout);
      await sleep(9_000);
      await kit.staysReserved(payout);
      await until(
        () => kit.lnd('seller').lookUp(hold.hash),
        ({ state }) => state === 'ACCEPTED',
      );
      await kit.lnd('seller').cancel(hold.hash);
      await kit.ends(payout, 'FAILED', withinMs);
    }, 120_000);

    it.each(['settle', 'cancel'] as const)(
      '52: that is out while the node dies ends as its payee decides (%s)',
      async (decision) => {
        const hold = await kit.holdInvoice(42_000n);
        const payout = await kit.payOut(hold.request);
        await inFlight(payout);
        await until(
          () => kit.lnd('seller').lookUp(hold.hash),
          ({ state }) => state === 'ACCEPTED',
        );
        await kit.lightning.stop('market', 'kill');
        await sleep(1_000);
        await kit.lightning.start('market');
        await kit.staysReserved(payout);
        if (decision === 'settle') await kit.lnd('seller').settle(hold.preimage);
        else await kit.lnd('seller').cancel(hold.hash);
        await kit.ends(payout, decision === 'settle' ? 'SUCCEEDED' : 'FAILED', withinMs);
      },
      slowMs,
    );

    it('56: to an invoice of our own node is refused', async () => {
      await kit.refused({ invoice: await kit.invoice(43_000n, 'market') }, 409, 'own_invoice');
    });
  });
}
