/**
 * Work that is paid at once, by an ordinary invoice: the buyer has its preimage before the work begins, and follows it with the
 * same request; what is not delivered is owed back, and the books say to the millisatoshi how much.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Task } from '#contracts/http/task';
import { payAndFetch } from '#sdk/buyer';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { type Buyer, credential, type Offered, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Behaviour, type Listing } from '#test/harness/sellers';
import { until } from '#test/harness/until';

const market = suiteMarketplace(() => ({ sellerPorts: 3 }));
const priceMsat = 1_500n;
let before: Wallets;
beforeAll(async () => {
  before = await market().books.wallets();
});

const order = (listing: Listing, text = 'hello') => taskOrder(listing.slug, { text }, { funding: 'invoice' });

interface Paid {
  readonly listing: Listing;
  readonly buyer: Buyer;
  readonly offered: Offered;
  readonly preimage: string;
}

async function paid(behaviour: Behaviour | undefined, deadlineMs = 5_000): Promise<Paid> {
  const listing = await market().list({ priceMsat: String(priceMsat), deadlineMs, ...(behaviour && { behaviour }) });
  const buyer = market().buyer();
  const offered = await buyer.challenge(order(listing));
  expect(offered).toMatchObject({ funding: 'invoice', state: 'open', workSeconds: Math.ceil(deadlineMs / 1_000) + 2 });
  const { preimage } = await buyer.pay(offered);
  return { listing, buyer, offered, preimage };
}

const fetched = (bought: Paid, wait = 10): Promise<Answer> =>
  bought.buyer.claim(order(bought.listing), bought.offered, bought, { prefer: `wait=${wait}` });

const kinds = async ({ offered }: Paid) => (await market().books.transfers(offered.taskId)).map(({ kind }) => kind);

/** What our books gained since, by the codes of the chart; what arrived, final or not, as `received`. */
async function gained<T>(work: () => Promise<T>): Promise<[T, Record<number | 'received', bigint>]> {
  const lines = async () =>
    new Map((await market().books.trialBalance()).lines.map((line) => [line.code, BigInt(line.balanceMsat)]));
  const first = await lines();
  const result = await work();
  const last = await lines();
  const grown = (code: number) => (last.get(code) ?? 0n) - (first.get(code) ?? 0n);
  const books = Object.fromEntries([...last.keys()].map((code) => [code, grown(code)]));
  return [result, { ...books, received: grown(1110) + grown(1130) }];
}

async function expectOwed(bought: Paid, state: string, reason: RegExp): Promise<void> {
  const { buyer, offered, preimage } = bought;
  const { task, charge, timeline } = await market().books.ended(offered.taskId);
  expect([task, charge]).toEqual([state, 'REFUND_DUE']);
  expect(statesOf(timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'HELD', 'REFUND_DUE']);
  expect(await kinds(bought)).toEqual(['invoice_paid', 'escrow_refused']);
  // Each time it asks, on every way, and it is never asked to pay again.
  const refund = { state: 'due', amountMsat: priceMsat.toString() };
  for (let time = 0; time < 2; time += 1) {
    const reply = await fetched(bought);
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({ state, refund, reason: expect.stringMatching(reason) });
    expect(reply.json()).not.toHaveProperty('output');
  }
  const byKey = await buyer.state(offered);
  expect(byKey.json()).toMatchObject({ state, refund });
  const byToken = await buyer.send(
    { path: `/v1/tasks/${offered.taskId}` },
    { authorization: credential(offered, preimage), 'if-none-match': String(byKey.headers.etag) },
  );
  expect([byToken.status, byToken.json<Task>().refund]).toEqual([200, refund]);
}

describe('work that is paid by an ordinary invoice', () => {
  it('is followed with the same request while it runs, and delivered to it', async () => {
    let finish: () => void = () => undefined;
    const [, books] = await gained(async () => {
      const bought = await paid((work, response) => {
        finish = () => answer(response, 200, { output: { echo: work.input } });
      });
      await until(
        async () => bought.listing.works.length,
        (works) => works === 1,
      );
      const waiting = await fetched(bought, 0);
      expect([waiting.status, waiting.json().state]).toEqual([202, 'RUNNING']);
      expect(waiting.headers).toMatchObject({ location: `/v1/tasks/${bought.offered.taskId}`, 'retry-after': '1' });
      // Asking again without the proof is offered the very same invoice, and told not to pay it again.
      const again = await bought.buyer.challenge(order(bought.listing));
      expect([again.state, again.paymentHash]).toEqual(['held', bought.offered.paymentHash]);
      const result = fetched(bought);
      await sleep(100);
      finish();
      expect((await result).json()).toMatchObject({ state: 'DELIVERED', output: { echo: { text: 'hello' } } });
      expect((await fetched(bought)).json().state).toBe('DELIVERED');
      expect(await kinds(bought)).toEqual(['invoice_paid', 'escrow_earned']);
    });
    expect(books).toMatchObject({ received: 1_500n, 2110: 1_455n, 2140: 0n, 2160: 0n, 4110: 45n });
  });

  it('is answered by 503 on the route for one request, and then with the output', async () => {
    let finish: () => void = () => undefined;
    const listing = await market().list({
      behaviour: (_, response) => {
        finish = () => answer(response, 200, { output: { echo: 'late' } });
      },
    });
    const buyer = market().buyer();
    const run = { path: `/v1/services/${listing.slug}/run?text=a` };
    const offered = await buyer.challenge({ ...run, headers: { prefer: 'payment=invoice' } });
    const { preimage } = await buyer.pay(offered);
    await until(
      async () => listing.works.length,
      (works) => works === 1,
    );
    const waiting = await buyer.claim(run, offered, { preimage }, { prefer: 'wait=0' });
    expect([waiting.status, waiting.json().code, waiting.headers['retry-after']]).toEqual([503, 'still_running', '1']);
    finish();
    const result = await buyer.claim(run, offered, { preimage }, { prefer: 'wait=10' });
    expect([result.status, result.json()]).toEqual([200, { echo: 'late' }]);
  });

  it('is bought by the SDK as by any client', async () => {
    const listing = await market().list({ priceMsat: String(priceMsat), deadlineMs: 60_000 });
    const { response, payment } = await payAndFetch(
      `${market().access().baseUrl}/v1/services/${listing.slug}/tasks`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input: { text: 'by SDK' } }),
      },
      { wallet: market().wallet, maxMsat: 2_000n },
    );
    expect(payment?.paidMsat).toBe(priceMsat);
    expect(await response.json()).toMatchObject({ state: 'DELIVERED', funding: 'invoice' });
  });

  it.each([
    [
      'refused',
      'REJECTED',
      /not mine/,
      (response: Parameters<Behaviour>[1]) => answer(response, 422, { error: { message: 'not mine' } }),
    ],
    [
      'answered with what the schema forbids',
      'FAILED',
      /./,
      (response: Parameters<Behaviour>[1]) => answer(response, 200, { output: 7 }),
    ],
  ] as const)(
    'and %s is owed back',
    async (_, state, reason, behaviour) => {
      const [bought, books] = await gained(async () => {
        const sold = await paid((_work, response) => behaviour(response));
        await expectOwed(sold, state, reason);
        return sold;
      });
      expect(bought.listing.works.length).toBeGreaterThan(0);
      expect(books).toMatchObject({ received: 1_500n, 2110: 0n, 2140: 0n, 2160: 1_500n, 4110: 0n });
    },
    30_000,
  );

  it('and not done by its deadline is owed back', async () => {
    const bought = await paid((_work, response) => answer(response, 202, {}), 1_500);
    await expectOwed(bought, 'EXPIRED', /deadline/);
  }, 30_000);

  it('whose payment is noticed only after a restart is done all the same', async () => {
    const listing = await market().list({ deadlineMs: 5_000 });
    const buyer = market().buyer();
    const offered = await buyer.challenge(order(listing));
    await market().books.fault({ node: 'market', kind: 'swallow_event', stream: 'SubscribeInvoices' });
    await market().books.fault({ node: 'market', kind: 'swallow_event', stream: 'SubscribeSingleInvoice' });
    const { preimage } = await buyer.pay(offered);
    await market().restart(2_000);
    const result = await buyer.claim(order(listing), offered, { preimage }, { prefer: 'wait=20' });
    expect(result.json()).toMatchObject({ state: 'DELIVERED' });
    await market().books.disarm();
  }, 60_000);

  it('leaves nothing in escrow, and no wallet with more or less than the books say', async () => {
    await expectSound(market().books, before);
    expect(await market().books.balance(2140)).toBe(0n);
    const { nodes } = await market().books.wallets();
    expect(await market().books.received()).toBe(nodes.market.channelMsat - before.nodes.market.channelMsat);
    expect((await market().books.trialBalance()).proven).toContain('solvent');
  });
});
