/** Rows of docs/faults.md about accounts that pay a task of ours from their balance, run on simulated nodes and on real ones. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Payout } from '#contracts/http/payout';
import { expectSound, type Wallets } from '#test/harness/books';
import { type Offered, offeredIn, taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import type { Listing } from '#test/harness/sellers';
import type { TestMarketplaceOptions } from '#test/harness/test-marketplace';
import { until } from '#test/harness/until';
import { PayoutKit } from './payout-kit.js';

const slowMs = 120_000;
const priceMsat = 7_001n;

export function internalTransferRows(options: () => TestMarketplaceOptions = () => ({})): void {
  const kit = new PayoutKit(suiteMarketplace(options));
  const { market } = kit;
  let shop: Listing;
  let before: Wallets;
  let balanceMsat: bigint;

  beforeAll(async () => {
    await kit.open();
    shop = await market().list({ priceMsat: String(priceMsat) });
  }, 60_000);
  beforeEach(async () => {
    before = await market().books.wallets();
    balanceMsat = await kit.listing.balanceMsat();
  });
  afterEach(() => expectSound(market().books, before));

  /** A node that is back is found so after a moment; until then a client is told to come again. */
  const orders = async () => {
    const order = taskOrder(shop.slug, { text: 'from a balance' }, { funding: 'invoice' });
    const answer = await until(
      () => market().buyer().send(order),
      ({ status }) => status !== 503,
      60_000,
    );
    expect([answer.status, answer.text]).toEqual([402, expect.any(String)]);
    return offeredIn(answer);
  };
  const invoiceAt = ({ paymentHash }: Offered) => kit.lnd('market').lookUp(Buffer.from(paymentHash, 'hex'));
  const over = (payout: Payout) =>
    until(
      () => kit.state(payout),
      ({ state }) => state === 'SUCCEEDED' || state === 'FAILED',
      60_000,
    );

  /** The task is done with the money of one of the two, and the other has all of its own. */
  async function expectPaidBy(who: 'account' | 'wallet', task: Offered): Promise<void> {
    await market().books.ended(task.taskId);
    const kinds = (await market().books.transfers(task.taskId)).map(({ kind }) => kind);
    const earned = kinds.filter((kind) => kind !== 'receipt_resolved');
    expect(earned).toEqual([who === 'account' ? 'internal_transfer' : 'invoice_paid', 'escrow_earned']);
    expect((await invoiceAt(task)).state).toBe(who === 'account' ? 'CANCELED' : 'SETTLED');
    expect(balanceMsat - (await kit.listing.balanceMsat())).toBe(who === 'account' ? priceMsat : 0n);
    const { nodes } = await until(
      () => market().books.wallets(),
      ({ inFlightMsat }) => inFlightMsat === 0n,
    );
    const spentMsat = before.nodes.buyer.channelMsat - nodes.buyer.channelMsat;
    expect(spentMsat).toBe(who === 'account' ? 0n : priceMsat);
  }

  describe('a payout to a task of ours', () => {
    it('56: takes its invoice off the network and pays nothing for that', async () => {
      const task = await orders();
      const payout = await over(await kit.payOut(task.invoice));
      expect(payout).toMatchObject({ state: 'SUCCEEDED', feeMsat: '0', paymentHash: task.paymentHash });
      await expectPaidBy('account', task);
    });

    it(
      '56: waits for the word of a node that dies',
      async () => {
        const task = await orders();
        const payout = await kit.payOut(task.invoice);
        await kit.lightning.stop('market', 'kill');
        await sleep(1_000);
        await kit.lightning.start('market');
        expect(await over(payout)).toMatchObject({ state: 'SUCCEEDED' });
        await expectPaidBy('account', task);
      },
      slowMs,
    );

    it(
      '56: goes on when the market is back',
      async () => {
        const task = await orders();
        const payout = await kit.payOut(task.invoice);
        await market().restart(500);
        expect(await over(payout)).toMatchObject({ state: 'SUCCEEDED' });
        await expectPaidBy('account', task);
      },
      slowMs,
    );

    it.each([0, 20, 40, 70, 100, 150])(
      '57: that a wallet pays %s ms later is paid by one of the two',
      async (laterMs) => {
        const task = await orders();
        const byWallet = sleep(laterMs)
          .then(() => market().buyer().pay(task))
          .then(
            () => true,
            () => false,
          );
        const asked = await kit.ask('/v1/payouts', { invoice: task.invoice });
        // Who comes when the task has its money is told that it needs none.
        if (asked.status !== 201) expect(asked.json().code).toBe('own_invoice');
        const payout = asked.status === 201 ? await over(asked.json<Payout>()) : undefined;
        const transferred = payout?.state === 'SUCCEEDED';
        expect(await byWallet).toBe(!transferred);
        await expectPaidBy(transferred ? 'account' : 'wallet', task);
      },
      slowMs,
    );
  });
}
