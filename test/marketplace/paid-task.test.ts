/** One paid task from the 402 to the settled invoice: what everyone has at the end. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Timeline } from '#contracts/http/ledger';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { type Bought, taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import type { Listing } from '#test/harness/sellers';

describe('a paid task', () => {
  const market = suiteMarketplace();
  let listing: Listing;
  let before: Wallets;
  let bought: Bought;
  let timeline: Timeline;

  beforeAll(async () => {
    listing = await market().list({ priceMsat: '2000' });
    before = await market().books.wallets();
    bought = await market()
      .buyer()
      .buy(taskOrder(listing.slug, { text: 'hello' }));
    ({ timeline } = await market().books.ended(bought.challenge.taskId));
  });

  it('begins with a challenge that says what is sold, for how much and on which terms', () => {
    expect(bought.challenge).toMatchObject({
      status: 402,
      code: 'payment_required',
      priceMsat: '2000',
      priceSats: 2,
      state: 'open',
      funding: 'hold',
      holdSeconds: 20,
      replayWindowSeconds: 600,
      taskKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(bought.challenge.headerMacaroon).toBe(bought.challenge.macaroon);
    expect(bought.paid).toMatchObject({ paidMsat: 2000n, feeMsat: 0n });
  });

  it('reaches its seller once, with the input as it was sent', () => {
    expect(listing.works).toEqual([
      {
        taskId: bought.challenge.taskId,
        attempt: 1,
        attemptId: expect.stringMatching(/^att_/),
        service: listing.slug,
        version: 1,
        input: { text: 'hello' },
        deadlineAt: timeline.task?.deadlineAt,
        callbackUrl: `${market().access().baseUrl}/v1/work/${bought.challenge.taskId}/attempts/1`,
      },
    ]);
    expect(market().sellers.forged).toEqual([]);
  });

  it('is answered with its output, for the payer alone', () => {
    expect(bought.answer.status).toBe(200);
    expect(bought.answer.headers['cache-control']).toBe('private, no-store');
    expect(bought.answer.json()).toMatchObject({
      taskId: bought.challenge.taskId,
      state: 'DELIVERED',
      attempts: 1,
      priceMsat: '2000',
      output: { echo: { text: 'hello' } },
    });
  });

  it('passes through its states, and its charge before it', () => {
    expect(statesOf(timeline, 'task')).toEqual(['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'DELIVERED']);
    expect(statesOf(timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'HELD', 'SETTLING', 'SETTLED']);
    expect(statesOf(timeline, 'attempt')).toEqual(['running', 'delivered']);
    const times = timeline.events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    const place = (to: string) => timeline.events.findIndex((event) => event.to === to);
    expect(place('HELD')).toBeLessThan(place('QUEUED'));
    expect(place('SETTLING')).toBeLessThan(place('DELIVERED'));
  });

  it('is in the ledger as two transfers with exactly these legs', async () => {
    const node = market().marketNode;
    const transfers = await market().books.transfers(bought.challenge.taskId);
    const legs = transfers.map((transfer) => ({
      kind: transfer.kind,
      legs: transfer.legs.map(({ code, owner, amountMsat }) => ({ code, owner, amountMsat })),
    }));
    const leg = (code: number, owner: string, amountMsat: string) => ({ code, owner, amountMsat });
    expect(legs).toEqual([
      { kind: 'hold_accepted', legs: [leg(9110, node, '2000'), leg(9210, node, '-2000')] },
      {
        kind: 'hold_settled',
        legs: [
          leg(9210, node, '2000'),
          leg(9110, node, '-2000'),
          leg(1130, node, '2000'),
          leg(2110, listing.accountId, '-1940'),
          leg(4110, '', '-60'),
        ],
      },
    ]);
    // The timeline shows them at the steps that caused them, and perhaps already what made the receipt final.
    const told = timeline.events.flatMap((event) => (event.transfer ? [[event.to, event.transfer.seq]] : []));
    expect(told.slice(0, 2)).toEqual([
      ['HELD', transfers[0]?.seq],
      ['SETTLED', transfers[1]?.seq],
    ]);
  });

  it('leaves the price with the seller and the market, and the books in order', async () => {
    const { books } = market();
    expect(await listing.balanceMsat()).toBe(1940n);
    expect(await books.balance(4110)).toBe(60n);
    expect(await books.received()).toBe(2000n);
    const { nodes } = await books.wallets();
    expect(nodes.buyer.channelMsat).toBe(before.nodes.buyer.channelMsat - 2000n);
    expect(nodes.market.channelMsat).toBe(before.nodes.market.channelMsat + 2000n);
    await expectSound(books, before);
    const database = await market().database.openAsOwner();
    expect(await database.query('SELECT check_name, detail FROM ledger.verify()')).toEqual([]);
    expect((await books.trialBalance()).proven).toHaveLength(4);
  });

  it('is told to nobody without the admin token', async () => {
    const path = `/v1/admin/tasks/${bought.challenge.taskId}/timeline`;
    const buyer = market().buyer();
    expect((await buyer.send({ path })).status).toBe(401);
    const wrong = { authorization: `Bearer ${randomBytes(32).toString('hex')}` };
    expect((await buyer.send({ path }, wrong)).status).toBe(403);
  });
});
