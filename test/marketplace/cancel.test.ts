/**
 * Buyers who change their mind: before the payment, while the task waits, while a seller works, and in the very moment of the
 * delivery. Either the work is delivered and paid or the money is the buyer's again; there is no third way, and each side is told.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectSound, type Wallets } from '#test/harness/books';
import { type Buyer, credential, type Offered, taskOrder } from '#test/harness/buyers';
import { openEventStream } from '#test/harness/event-stream';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';
import { payment, taskAtSeller, waitingSeller } from './waiting-seller.js';

const market = suiteMarketplace(() => ({
  sellerPorts: 3,
  environment: { BOTBAZAAR_CHALLENGES_PER_MINUTE: '100000', BOTBAZAAR_CHALLENGES_BURST: '10000' },
}));
let before: Wallets;
beforeAll(async () => {
  before = await market().books.wallets();
});

const cancel = (buyer: Buyer, { taskId, taskKey = '' }: Pick<Offered, 'taskId' | 'taskKey'>) =>
  buyer.send({ path: `/v1/tasks/${taskId}/cancel`, method: 'POST', headers: { 'task-key': taskKey } });

const givenBack = 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS';

describe('a buyer that cancels', () => {
  it('before it has paid leaves no task and an invoice that nobody can pay', async () => {
    const listing = await market().list();
    const buyer = market().buyer();
    const offered = await buyer.challenge(taskOrder(listing.slug, { text: 'a' }));
    expect((await cancel(buyer, offered)).json()).toEqual({ taskId: offered.taskId, state: 'CANCELED' });
    await until(
      () =>
        market()
          .books.chargeStates(offered.taskId)
          .catch(() => ['gone']),
      (states) => ['CANCELED', 'gone'].includes(states.at(-1) ?? ''),
    );
    expect(await payment(buyer, offered)).toBe(givenBack);
    expect((await buyer.state(offered)).status).toBe(404);
    expect(listing.works).toEqual([]);
  });

  it.each(['hold', 'invoice'] as const)(
    'while a seller works on a task paid by %s has its money again',
    async (funding) => {
      const { listing, finish } = await waitingSeller(market(), { deadlineMs: 10_000 });
      const buyer = market().buyer();
      const order = taskOrder(listing.slug, { text: 'a' }, { funding });
      const offered = await buyer.challenge(order);
      const events = await openEventStream(`${market().access().baseUrl}/v1/tasks/${offered.taskId}/events`, {
        'task-key': offered.taskKey ?? '',
      });
      const paying = payment(buyer, offered);
      await until(
        async () => listing.works.length,
        (works) => works === 1,
      );
      const [first, second] = await Promise.all([cancel(buyer, offered), cancel(buyer, offered)]);
      expect([first.status, second.status]).toEqual([200, 200]);
      finish();
      const { task, charge } = await market().books.ended(offered.taskId);
      expect([task, charge]).toEqual(['CANCELED', funding === 'hold' ? 'CANCELED' : 'REFUND_DUE']);
      const preimage = await paying;
      if (funding === 'hold') expect(preimage).toBe(givenBack);
      else {
        const paid = await buyer.claim(order, offered, { preimage });
        expect([paid.status, paid.json()]).toMatchObject([200, { state: 'CANCELED', refund: { state: 'due' } }]);
      }
      const told = await events.read();
      expect(told.map(({ event, data }) => (event === 'state' ? (data as { state: string }).state : event))).toEqual([
        'AWAITING_PAYMENT',
        'QUEUED',
        'RUNNING',
        'CANCELED',
        'task',
      ]);
      expect((await cancel(buyer, offered)).status).toBe(200);
      // The place at the seller is free again.
      listing.behave((work, response) => answer(response, 200, { output: { echo: work.input } }));
      const next = await market()
        .buyer()
        .buy(taskOrder(listing.slug, { text: 'next' }));
      expect(next.answer.json().state).toBe('DELIVERED');
    },
    30_000,
  );

  it('is not needed: an admin can, and the timeline says who did it and why', async () => {
    const { listing } = await waitingSeller(market(), { deadlineMs: 10_000 });
    const buyer = market().buyer();
    const offered = await buyer.challenge(taskOrder(listing.slug, { text: 'a' }));
    const paying = payment(buyer, offered);
    await until(
      async () => listing.works.length,
      (works) => works === 1,
    );
    const { adminToken } = market().access();
    const cancelByAdmin = () =>
      buyer.send({
        path: `/v1/admin/tasks/${offered.taskId}/cancel`,
        body: { reason: 'the seller is gone' },
        headers: { authorization: `Bearer ${adminToken}` },
      });
    expect([(await cancelByAdmin()).status, (await cancelByAdmin()).status]).toEqual([200, 200]);
    const { task, charge, timeline } = await market().books.ended(offered.taskId);
    expect([task, charge, await paying]).toEqual(['CANCELED', 'CANCELED', givenBack]);
    expect(timeline.events.filter(({ of, to }) => of === 'task' && to === 'CANCELED')).toMatchObject([
      { actor: 'admin', reason: 'the seller is gone' },
    ]);
    expect((await buyer.state(offered)).json()).toMatchObject({ state: 'CANCELED', reason: 'the seller is gone' });
  });

  it('after the delivery is told that it is too late', async () => {
    const listing = await market().list();
    const buyer = market().buyer();
    const { challenge, paid, order } = await buyer.buy(taskOrder(listing.slug, { text: 'a' }));
    const late = await buyer.send(
      { path: `/v1/tasks/${challenge.taskId}/cancel`, method: 'POST' },
      { authorization: credential(challenge, paid.preimage) },
    );
    expect([late.status, late.json().code]).toEqual([409, 'task_over']);
    expect((await buyer.claim(order, challenge, paid)).json().state).toBe('DELIVERED');
  });

  it(
    'in the millisecond of the delivery gets the work or the money, and is told which',
    () =>
      unrecorded(async () => {
        const rounds = 24;
        const outcomes: string[] = [];
        for (const funding of ['hold', 'invoice'] as const) {
          const seller = await waitingSeller(market(), { deadlineMs: 10_000 });
          for (let round = 0; round < rounds / 2; round += 1) {
            const { buyer, wish, offered, paying } = await taskAtSeller(market(), seller, `round ${round}`, funding);
            seller.finish();
            await sleep(round % 6);
            const canceled = await cancel(buyer, offered);
            const { task, charge } = await market().books.ended(offered.taskId);
            outcomes.push(`${funding} ${canceled.status} ${task} ${charge}`);
            const preimage = await paying;
            if (task === 'DELIVERED') {
              const result = await buyer.claim(wish, offered, { preimage });
              expect(result.json()).toMatchObject({ state: 'DELIVERED', output: { echo: { text: `round ${round}` } } });
            } else if (funding === 'hold') expect(preimage).toBe(givenBack);
          }
        }
        const allowed = [
          'hold 200 CANCELED CANCELED',
          'hold 409 DELIVERED SETTLED',
          'invoice 200 CANCELED REFUND_DUE',
          'invoice 409 DELIVERED SETTLED',
          // The delivery found the money gone a moment before the cancellation was written: nothing is delivered either way.
          'hold 409 EXPIRED CANCELED',
          'invoice 409 EXPIRED REFUND_DUE',
        ];
        expect([...new Set(outcomes)].filter((outcome) => !allowed.includes(outcome))).toEqual([]);
        expect(outcomes).toHaveLength(rounds);
      }),
    60_000,
  );

  it('leaves books in order', async () => {
    await expectSound(market().books, before);
    expect(await market().books.balance(2140)).toBe(0n);
    expect(market().sellers.forged).toEqual([]);
  });
});
