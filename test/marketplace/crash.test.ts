/**
 * The instance as a process that is killed at the worst moments and started again on the same data directory. Whatever was under
 * way is finished, or given back where its time has passed, and no millisatoshi is made or lost. The simulated nodes live in the
 * same process and die with it.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentFailed } from '#sdk/errors';
import type { Paid } from '#sdk/wallet';
import { expectSound, finalCharges, statesOf, type Wallets } from '#test/harness/books';
import { type Buyer, type Offered, type Order, taskOrder } from '#test/harness/buyers';
import { MarketProcess } from '#test/harness/market-process';
import { Secrets } from '#test/harness/secrets';
import { answer, type Behaviour, type Listing, type Work } from '#test/harness/sellers';
import { until } from '#test/harness/until';
import { openPullShop } from './pull-shop.js';

const priceMsat = 2_000n;
const earnedMsat = 1_940n;
const done: Behaviour = (work, response) => answer(response, 200, { output: { echo: work.input } });
const silent: Behaviour = () => undefined;

/** A hold of a minute leaves room for a restart on a busy machine. */
const outlivesTheCrashMs = 60_000;

interface Signal {
  readonly given: Promise<void>;
  give(): void;
}

function signal(): Signal {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

type Shop = Pick<Listing, 'slug' | 'credential' | 'secret' | 'balanceMsat'>;

interface Trade {
  readonly listing: Shop;
  readonly buyer: Buyer;
  readonly order: Order;
  readonly challenge: Offered;
  /** The preimage, or undefined where the money came back. */
  readonly paying: Promise<Paid | undefined>;
}

describe('an instance that is killed', () => {
  let market: MarketProcess;
  let before: Wallets;
  const trades: Trade[] = [];

  beforeAll(async () => {
    market = await MarketProcess.open({ sellerPorts: 2 });
    before = await market.books.wallets();
  }, 60_000);
  afterAll(async () => {
    await market?.close();
  }, 60_000);

  /** Asks for a task and begins to pay for it. */
  async function begin(listing: Shop, more: Record<string, unknown> = {}): Promise<Trade> {
    const buyer = market.buyer();
    const order = taskOrder(listing.slug, { text: `task ${trades.length}` }, more);
    const challenge = await buyer.challenge(order);
    const paying = buyer.pay(challenge).catch((error: Error) => {
      if (error instanceof PaymentFailed) return undefined;
      throw error;
    });
    // A suite that fails does not wait for its payments.
    paying.catch(() => undefined);
    const trade = { listing, buyer, order, challenge, paying };
    trades.push(trade);
    return trade;
  }

  async function worksOf(listing: Listing, count: number): Promise<readonly Work[]> {
    return await until(
      () => listing.works,
      ({ length }) => length >= count,
    );
  }

  async function expectDelivered({ buyer, order, challenge, paying }: Trade): Promise<void> {
    const { task, charge } = await market.books.ended(challenge.taskId, 20_000);
    expect([task, charge]).toEqual(['DELIVERED', 'SETTLED']);
    const paid = await paying;
    if (!paid) throw new Error('the payment of a delivered task came back');
    const { status, text } = await buyer.claim(order, challenge, paid);
    expect([status, JSON.parse(text).state]).toEqual([200, 'DELIVERED']);
  }

  async function expectGivenBack({ challenge, paying }: Trade): Promise<void> {
    const { task, charge } = await market.books.ended(challenge.taskId, 20_000);
    expect([task, charge]).toEqual(['EXPIRED', 'CANCELED']);
    expect(await paying).toBeUndefined();
  }

  /** What must hold of all that was ever traded, now that nothing is under way. */
  async function expectRight(): Promise<void> {
    const { books } = market;
    let sold = 0n;
    for (const { challenge, paying } of trades) {
      const timeline = await books.timeline(challenge.taskId);
      const charge = statesOf(timeline, 'charge').at(-1) ?? '';
      expect(finalCharges).toContain(charge);
      const paid = (await paying) !== undefined;
      expect([charge, timeline.task?.state === 'DELIVERED']).toEqual([paid ? 'SETTLED' : 'CANCELED', paid]);
      const kinds = (await books.transfers(challenge.taskId)).map(({ kind }) => kind);
      expect(kinds).toEqual(['hold_accepted', paid ? 'hold_settled' : 'hold_canceled']);
      if (paid) sold += 1n;
    }
    await expectSound(books, before);
    const { nodes } = await books.wallets();
    const received = nodes.market.channelMsat - before.nodes.market.channelMsat;
    expect([received, await books.received()]).toEqual([sold * priceMsat, sold * priceMsat]);
    expect(before.nodes.buyer.channelMsat - nodes.buyer.channelMsat).toBe(sold * priceMsat);
    expect(await books.balance(2110)).toBe(sold * earnedMsat);
    expect(await books.balance(4110)).toBe(sold * (priceMsat - earnedMsat));
    expect([await books.balance(2390), await books.balance(5160)]).toEqual([0n, 0n]);
    const listings = new Set(trades.map(({ listing }) => listing));
    let earned = 0n;
    for (const listing of listings) earned += await listing.balanceMsat();
    expect(earned).toBe(sold * earnedMsat);
    expect(market.sellers.forged).toEqual([]);
  }

  it('between the payment and the delivery finishes what it can and gives back what has become too late', async () => {
    const [working, slow, later, idle] = await Promise.all([
      market.list({ behaviour: silent, deadlineMs: outlivesTheCrashMs }),
      market.list({ behaviour: silent, deadlineMs: 1_500 }),
      market.list({ behaviour: (_, response) => answer(response, 202, {}), deadlineMs: outlivesTheCrashMs }),
      market.list(),
    ]);
    const unpaidBuyer = market.buyer();
    const unpaidOrder = taskOrder(idle.slug, { text: 'paid after the crash' });
    const unpaid = await unpaidBuyer.challenge(unpaidOrder);
    const comesBack = await begin(later, { funding: 'hold' });
    const [callback] = await worksOf(later, 1);
    // Nothing tells that its 202 is written down; one that is not would rightly be a lost attempt.
    await sleep(1_000);
    const finishes = await begin(working, { funding: 'hold' });
    const expires = await begin(slow, { funding: 'hold' });
    await Promise.all([worksOf(working, 1), worksOf(slow, 1)]);
    await market.kill();
    working.behave(done);
    await sleep(2_500);
    await market.start();

    // The seller of that attempt has answered nobody; it is asked again when its lease has run out.
    await expectDelivered(finishes);
    expect(working.works.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect((await later.callBack(callback as Work, { output: { echo: 'later' } })).status).toBe(200);
    await expectDelivered(comesBack);
    await expectGivenBack(expires);
    // A challenge of the life before is as good as ever.
    const paid = await unpaidBuyer.pay(unpaid);
    expect((await unpaidBuyer.claim(unpaidOrder, unpaid, paid)).status).toBe(200);
    trades.push({
      listing: idle,
      buyer: unpaidBuyer,
      order: unpaidOrder,
      challenge: unpaid,
      paying: Promise.resolve(paid),
    });
    await expectRight();
  }, 60_000);

  it('between a question and its answer goes on with it, and so it does right after the answer', async () => {
    const shop = await openPullShop(() => market, { deadlineMs: outlivesTheCrashMs });
    const given: unknown[] = [];
    const pushed = await market.list({
      deadlineMs: outlivesTheCrashMs,
      behaviour: (work: Work & { readonly n?: number }, response) => {
        if (work.n === undefined) return answer(response, 200, { ask: { n: 1, message: 'which?' } });
        given.push(work.input);
        // The process dies while it waits for this.
        return given.length === 1 ? undefined : answer(response, 200, { output: { echo: work.input } });
      },
    });
    const [asks, isAsked] = [await begin(shop, { funding: 'hold' }), await begin(pushed, { funding: 'hold' })];
    const { attempt } = (await shop.claim()).links;
    expect((await shop.post(`${attempt}/ask`, { body: { n: 1, message: 'which?' } })).status).toBe(200);
    const provide = ({ buyer, challenge: { taskId, taskKey = '' } }: Trade) =>
      buyer.send({ path: `/v1/tasks/${taskId}/input`, body: { n: 1, input: 'this' } }, { 'task-key': taskKey });
    await until(
      async () => (await provide(isAsked)).status,
      (status) => status === 200,
    );
    await until(
      () => given.length,
      (count) => count === 1,
    );
    await market.kill();
    await market.start();

    expect((await asks.buyer.state(asks.challenge)).json()).toMatchObject({
      state: 'INPUT_REQUIRED',
      inputRequest: { n: 1, message: 'which?' },
    });
    const waiting = shop.get(`${attempt}/input?n=1&wait=20`);
    expect((await provide(asks)).status).toBe(200);
    expect((await waiting).json()).toEqual({ n: 1, input: 'this' });
    expect((await shop.post(`${attempt}/complete`, { body: { output: { echo: 'this' } } })).status).toBe(200);
    await expectDelivered(asks);
    await expectDelivered(isAsked);
    expect(given).toEqual(['this', 'this']);
    expect(pushed.works.map(({ attempt: number }) => number)).toEqual([1, 1, 1]);
    await expectRight();
  }, 60_000);

  it('right after the answers of its sellers delivers each of them once', async () => {
    const firstAnswer = signal();
    let count = 0;
    const listing = await market.list({
      maxConcurrency: 8,
      behaviour: async (work, response) => {
        count += 1;
        // All are there before the first is answered, so that the end finds them at different steps.
        while (count < 8) await sleep(5);
        await sleep(work.attempt === 1 ? 4 * (Number.parseInt(work.taskId.slice(-1), 16) % 8) : 0);
        answer(response, 200, { output: { echo: work.input } });
        await once(response, 'finish').catch(() => undefined);
        firstAnswer.give();
      },
    });
    const eight = await Promise.all(Array.from({ length: 8 }, () => begin(listing)));
    await firstAnswer.given;
    await sleep(8);
    await market.kill();
    await market.start();
    for (const trade of eight) await expectDelivered(trade);
    await expectRight();
  }, 60_000);

  it('while it takes the money takes it afterwards, once', async () => {
    const signals = { asked: signal(), taken: signal() };
    const onSignal =
      ({ given }: Signal): Behaviour =>
      (work, response) =>
        given.then(() => done(work, response));
    const first = await market.list({ behaviour: onSignal(signals.asked) });
    const second = await market.list({ behaviour: onSignal(signals.taken) });
    const [asked, taken] = [await begin(first), await begin(second)];
    await Promise.all([worksOf(first, 1), worksOf(second, 1)]);
    const settling = (trade: Trade) =>
      until(
        () => market.books.chargeStates(trade.challenge.taskId),
        (states) => states.at(-1) === 'SETTLING',
      );
    // The first call does not reach LND; the second is done there, but neither its answer nor the news of it arrives.
    await market.books.fault({ node: 'market', kind: 'delay_request', method: 'SettleInvoice', ms: 60_000 });
    signals.asked.give();
    await settling(asked);
    await market.books.fault({ node: 'market', kind: 'drop_reply', method: 'SettleInvoice' });
    for (const stream of ['SubscribeSingleInvoice', 'SubscribeInvoices'] as const) {
      await market.books.fault({ node: 'market', kind: 'swallow_event', stream });
    }
    signals.taken.give();
    expect((await taken.paying)?.paidMsat).toBe(priceMsat);
    await settling(taken);
    await market.kill();
    await market.start();
    await expectDelivered(asked);
    await expectDelivered(taken);
    await expectRight();
  }, 60_000);

  it('but only its Postgres goes on when that is back', async () => {
    const released = signal();
    const [held, quick] = await Promise.all([
      market.list({ behaviour: (work, response) => released.given.then(() => done(work, response)) }),
      market.list({ maxConcurrency: 6 }),
    ]);
    const first = await begin(held);
    await worksOf(held, 1);
    const many = await Promise.all(Array.from({ length: 6 }, () => begin(quick)));
    await market.killPostgres();
    // An answer that nobody can write down; the seller is asked again.
    released.give();
    await until(
      async () => (await market.buyer().send({ path: '/readyz' })).status,
      (status) => status === 200,
      20_000,
    );
    for (const trade of [first, ...many]) await expectDelivered(trade);
    await expectRight();
  }, 60_000);

  it('has told no secret in all that it wrote', async () => {
    const secrets = new Secrets();
    await secrets.addFolder(market.data());
    secrets.addText('admin token', market.access().adminToken);
    for (const { listing, challenge, paying } of trades) {
      secrets.addText('credential of a seller', listing.credential);
      secrets.addText('webhook secret', listing.secret);
      secrets.addText('token', challenge.macaroon);
      if (challenge.taskKey) secrets.addText('task key', challenge.taskKey);
      const paid = await paying;
      if (paid) secrets.addBytes('preimage', Buffer.from(paid.preimage, 'hex'));
    }
    const written = `${market.said}\n${await market.logs()}`;
    expect(written).toContain('A task has changed.');
    expect(written.split('\n').filter((line) => secrets.foundIn(line).length > 0)).toEqual([]);
  }, 30_000);

  it('ends on request without a complaint', async () => {
    expect(await market.stop()).toBe(0);
    expect(market.said).not.toMatch(/Warning|Error|at .*\.js:/);
  }, 30_000);
});
