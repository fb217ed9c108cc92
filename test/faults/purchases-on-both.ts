/**
 * Rows of docs/faults.md that are run on simulated nodes (test/faults/nodes.test.ts) and on real ones (test/lnd/faults.test.ts).
 * Invoices expire after six seconds here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { until } from '#test/harness/until';
import { type FaultKit, type Purchase, priceMsat } from './fault-kit.js';

const slowMs = 120_000;
/** Restarts of real nodes take some seconds, and calls to one that is away ten. */
const withinMs = 60_000;

/** Until it can buy again. */
async function buysAgain(kit: FaultKit): Promise<void> {
  const purchase = await kit.insistOnOffer(kit.market().buyer(), kit.order('hold'), 'hold', withinMs);
  await kit.pay(purchase);
  await kit.ends(purchase, 'sold', { withinMs });
}

async function accepted(kit: FaultKit, purchase: Purchase): Promise<void> {
  await until(
    () => kit.atLnd(purchase),
    ({ state }) => state === 'ACCEPTED',
  );
}

export function restartRows(kit: FaultKit): void {
  describe('a node that starts again', () => {
    it.each(['term', 'kill'] as const)(
      '2, 19: (%s) while it holds money finds it, and the delivery takes it',
      async (how) => {
        const held = await kit.working('hold');
        await kit.lightning.stop('market', how);
        await kit.lightning.start('market');
        kit.finish(held);
        await kit.ends(held, 'sold', { withinMs });
        await buysAgain(kit);
      },
      slowMs,
    );

    it('19: and was told to settle while it was away', async () => {
      const held = await kit.working('hold');
      await kit.lightning.stop('market', 'kill');
      kit.finish(held);
      await kit.reaches(held, 'SETTLING');
      await kit.lightning.start('market');
      await kit.ends(held, 'sold', { withinMs });
      await buysAgain(kit);
    }, 120_000);

    it('20: while the market is down a payment is accepted, and its task is done when it is up', async () => {
      const purchase = await kit.offer('hold');
      const restarting = kit.market().restart(2_500);
      await sleep(300);
      void kit.pay(purchase);
      await accepted(kit, purchase);
      await restarting;
      await kit.ends(purchase, 'sold', { withinMs });
    }, 120_000);

    it('8: has settled several, the last first, while nobody listened', async () => {
      const purchases = [await kit.offer('invoice'), await kit.offer('invoice'), await kit.offer('invoice')];
      const restarting = kit.market().restart(2_500);
      await sleep(300);
      for (const purchase of purchases.toReversed()) await kit.pay(purchase);
      await restarting;
      for (const purchase of purchases) await kit.ends(purchase, 'sold', { withinMs });
    }, 120_000);

    it('22: no longer knows a macaroon: nothing is sold, nothing is asked in a storm, and a new one is taken at once', async () => {
      for (const service of ['billing', 'settlement'] as const) await kit.lightning.bake(service);
      const held = await kit.working('hold');
      for (const service of ['billing', 'settlement'] as const) await kit.lightning.revoke(service);
      const { lndCalls } = kit.market().seen;
      const [before, beganAt] = [lndCalls.length, performance.now()];
      kit.finish(held);
      expect((await kit.market().buyer().send(kit.order('hold'))).status).toBe(503);
      await until(
        async () => (await fetch(`${kit.market().access().baseUrl}/readyz`)).status,
        (status) => status === 503,
        withinMs,
      );
      await sleep(3_000);
      const seconds = (performance.now() - beganAt) / 1_000;
      expect((lndCalls.length - before) / seconds).toBeLessThan(10);
      expect([(await kit.row(held)).charge, await kit.kinds(held)]).toEqual(['SETTLING', ['hold_accepted']]);
      for (const service of ['billing', 'settlement'] as const) await kit.lightning.bake(service);
      await kit.ends(held, 'sold', { withinMs });
      await buysAgain(kit);
    }, 120_000);
  });
}

export function holdRows(kit: FaultKit): void {
  describe('an invoice', () => {
    it('24: that expires unpaid ends its charge, though no stream of all invoices says so', async () => {
      const purchase = await kit.offer('hold');
      await kit.ends(purchase, 'expired unpaid', { withinMs: 50_000 });
    }, 60_000);

    it('25: that expires while its payment is held stays held', async () => {
      const held = await kit.working('hold');
      await sleep(9_000);
      expect([(await kit.row(held)).charge, (await kit.atLnd(held)).state]).toEqual(['HELD', 'ACCEPTED']);
      kit.finish(held);
      await kit.ends(held, 'sold', { withinMs });
    }, 60_000);

    it.each(['hold', 'invoice'] as const)(
      '28: for %s work that is paid five times its price leaves four among the unexplained',
      async (funding) => {
        const purchase = await kit.offer(funding);
        expect((await kit.payMsat(purchase, 5n * priceMsat)).status).toBe('SUCCEEDED');
        await kit.ends(purchase, 'sold', { extraMsat: 4n * priceMsat, withinMs });
      },
    );

    it('29: takes no less than its price, and no second payment', async () => {
      const purchase = await kit.offer('hold');
      for (const msat of [priceMsat - 1n, 1n]) expect((await kit.payMsat(purchase, msat)).status).toBe('FAILED');
      expect([await kit.row(purchase), await kit.kinds(purchase)]).toEqual([
        { charge: 'OPEN', task: 'AWAITING_PAYMENT' },
        [],
      ]);
      await kit.pay(purchase);
      await kit.ends(purchase, 'sold', { withinMs });
      expect((await kit.lnd('seller').paid(purchase.offered.invoice)).status).toBe('FAILED');
    });

    it('18: that is none of ours and is paid has a place in the books, and is told', async () => {
      const { payment_request } = await kit.lnd('market').call('lnrpc.Lightning/AddInvoice', { value_msat: '4321' });
      kit.alarms();
      expect((await kit.lnd('buyer').paid(payment_request)).status).toBe('SUCCEEDED');
      await until(
        () => kit.alarms(),
        (told) => told.includes('money arrived that no charge asked for'),
      );
      kit.unidentified(4_321n);
    });

    it('27: of which half is paid expires, and the half goes back', async () => {
      const purchase = await kit.offer('hold');
      const paying = kit.payHalf(purchase);
      await until(
        () => kit.atLnd(purchase),
        ({ htlcs }) => htlcs.length === 1,
      );
      expect([await kit.row(purchase), await kit.kinds(purchase)]).toEqual([
        { charge: 'OPEN', task: 'AWAITING_PAYMENT' },
        [],
      ]);
      expect(await paying).toBe('FAILED');
      await kit.ends(purchase, 'expired unpaid', { withinMs });
    }, 120_000);

    it('39: is settled while its payer is away, who has the preimage when it is back; only then is the money final', async () => {
      const { books } = kit.market();
      const notFinal = () => books.balance(1130);
      await until(notFinal, (msat) => msat === 0n, withinMs);
      const held = await kit.working('hold');
      await kit.lightning.freeze('buyer');
      try {
        kit.finish(held);
        await kit.reaches(held, 'SETTLED', withinMs);
        expect((await kit.atLnd(held)).state).toBe('SETTLED');
        await sleep(2_000);
        expect(await notFinal()).toBe(priceMsat);
      } finally {
        await kit.lightning.thaw('buyer');
      }
      await kit.ends(held, 'sold', { withinMs });
      await until(notFinal, (msat) => msat === 0n, withinMs);
    }, 180_000);
  });
}

export function heightRows(kit: FaultKit): void {
  describe('blocks', () => {
    it('34: come while deliveries are settled: each is settled or given back, and never both', async () => {
      const held = await Promise.all(Array.from({ length: 6 }, () => kit.working('hold')));
      const mining = kit.lightning.mine(53);
      for (const purchase of held) {
        await sleep(10);
        kit.finish(purchase);
      }
      await mining;
      for (const purchase of held) {
        const { charge } = await until(
          () => kit.row(purchase),
          (row) => ['SETTLED', 'CANCELED', 'LOST'].includes(row.charge),
          withinMs,
        );
        await kit.ends(
          purchase,
          ({ SETTLED: 'sold', CANCELED: 'given back', LOST: 'lost' } as const)[charge as 'LOST'],
        );
      }
    }, 120_000);

    it('36: have brought a hold too near to its end before it is noticed: it goes back and nobody works', async () => {
      const purchase = await kit.offer('hold');
      const restarting = kit.market().restart(6_000);
      await sleep(300);
      void kit.pay(purchase);
      await accepted(kit, purchase);
      await kit.lightning.mine(56);
      expect((await kit.atLnd(purchase)).state).toBe('ACCEPTED');
      await restarting;
      await kit.ends(purchase, 'given back', { withinMs });
      expect(kit.isAtSeller(purchase)).toBe(false);
    }, 120_000);

    it('37: come sixty-six at once: LND gives the hold back, and the work stops long before its deadline', async () => {
      const held = await kit.working('hold');
      await kit.lightning.mine(66);
      await kit.reaches(held, 'CANCELED', withinMs);
      await kit.ends(held, 'given back', { withinMs });
      expect((await kit.row(held)).task).toBe('CANCELED');
      kit.finish(held);
    }, 120_000);

    it('38: come while the node is away, until eight before the HTLC ends: it goes back when the node is up', async () => {
      const held = await kit.working('hold');
      await kit.lightning.stop('market', 'term');
      await kit.lightning.mine(74);
      kit.finish(held);
      await kit.reaches(held, 'SETTLING');
      await kit.lightning.start('market');
      // Delivered, and LND's own watcher gave it back: the seller is not the one who loses.
      await kit.ends(held, 'lost', { withinMs });
      await buysAgain(kit);
    }, 120_000);
  });
}
