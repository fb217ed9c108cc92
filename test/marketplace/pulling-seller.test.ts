/** A purchase from a seller without an address: by raw HTTP as curl would do it, and by the SDK. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Timeline } from '#contracts/http/ledger';
import { type PullEvent, type PulledTask, pullWork, Refuse } from '#sdk/pull-work';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { type Bought, taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { until } from '#test/harness/until';
import { type Claimed, openPullShop, type PullShop } from './pull-shop.js';

const market = suiteMarketplace();

const openShop = () => openPullShop(market);

describe('a purchase from a seller that claims its work by raw HTTP', () => {
  let shop: PullShop;
  let before: Wallets;
  let bought: Bought;
  let claimed: Claimed;
  let timeline: Timeline;
  let seen: Record<string, unknown>;

  beforeAll(async () => {
    shop = await openShop();
    before = await market().books.wallets();
    const waiting = shop.claim();
    const buyer = market().buyer();
    const order = taskOrder(shop.slug, { text: 'hello' });
    const challenge = await buyer.challenge(order);
    const paying = buyer.pay(challenge);
    claimed = await waiting;
    const { attempt } = claimed.links;
    const report = await shop.post(`${attempt}/progress`, { body: { progress: 0.5, note: 'half of it' } });
    const heartbeat = await shop.post(`${attempt}/heartbeat`);
    expect([report.status, heartbeat.status]).toEqual([200, 200]);
    seen = (await buyer.state(challenge)).json();
    const done = await shop.post(`${attempt}/complete`, { body: { output: { echo: claimed.input } } });
    expect([done.status, done.json()]).toEqual([200, { state: 'DELIVERED' }]);
    const paid = await paying;
    bought = { order, challenge, paid, answer: await buyer.claim(order, challenge, paid) };
    ({ timeline } = await market().books.ended(challenge.taskId));
  });

  it('is claimed with its input, and told of while it runs, without output', () => {
    expect(claimed).toMatchObject({
      taskId: bought.challenge.taskId,
      attempt: 1,
      service: shop.slug,
      version: 1,
      input: { text: 'hello' },
      leaseMs: 30_000,
      deadlineAt: timeline.task?.deadlineAt,
    });
    expect(seen).toMatchObject({ state: 'RUNNING', progress: 0.5, progressNote: 'half of it' });
    expect(seen).not.toHaveProperty('output');
  });

  it('is answered with its output, and paid', async () => {
    expect(bought.answer.status).toBe(200);
    expect(bought.answer.json()).toMatchObject({ state: 'DELIVERED', output: { echo: { text: 'hello' } } });
    expect(statesOf(timeline, 'task')).toEqual(['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'DELIVERED']);
    expect(statesOf(timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'HELD', 'SETTLING', 'SETTLED']);
    expect(await shop.balanceMsat()).toBe(1940n);
    await expectSound(market().books, before);
  });

  it('has nothing for another account, and nothing more to claim', async () => {
    const stranger = await openShop();
    const { attempt } = claimed.links;
    const result = await stranger.post(`${attempt}/complete`, { body: { output: { echo: 1 } } });
    expect([result.status, result.json().code]).toEqual([404, 'task_not_found']);
    const late = await shop.post(`${attempt}/heartbeat`);
    expect([late.status, late.json().code]).toEqual([409, 'task_not_running']);
    expect((await shop.post('/v1/work/claim', { body: {} })).status).toBe(204);
  });
});

describe('a claimed task', () => {
  it('keeps its lease while the marketplace restarts', async () => {
    const shop = await openShop();
    const order = taskOrder(shop.slug, { text: 'held' });
    const buyer = market().buyer();
    const challenge = await buyer.challenge(order);
    const paying = buyer.pay(challenge);
    const claimed = await shop.claim();
    await market().restart();
    const { attempt } = claimed.links;
    const done = await shop.post(`${attempt}/complete`, { body: { output: { echo: 1 } } });
    expect([done.status, done.json()]).toEqual([200, { state: 'DELIVERED' }]);
    await paying;
    await market().books.ended(challenge.taskId);
    expect(await shop.balanceMsat()).toBe(1940n);
  });
});

describe('a seller that pulls by SDK', () => {
  it('works at several tasks, refuses, tries again, and keeps its leases', async () => {
    const shop = await openShop();
    const events: PullEvent[] = [];
    let open = 0;
    let most = 0;
    const work = async ({ input, attempt, progress }: PulledTask) => {
      const { text } = input as { text: string };
      if (text === 'never') throw new Refuse('not that');
      if (text === 'twice' && attempt === 1) throw new Error('the first time fails');
      open += 1;
      most = Math.max(most, open);
      await progress(0.5);
      // Longer than a lease, so that only heartbeats keep it.
      await sleep(text === 'long' ? 4_500 : 50);
      open -= 1;
      return { echo: text };
    };
    const puller = pullWork({
      baseUrl: market().access().baseUrl,
      credential: shop.credential,
      slugs: [shop.slug],
      work,
      concurrency: 3,
      leaseMs: 2_000,
      onEvent: (event) => events.push(event),
    });
    const texts = ['a', 'b', 'c', 'd', 'long', 'twice'];
    const all = await Promise.all(texts.map((text) => shop.buy(text)));
    expect(all.map(({ answer }) => answer.json().output)).toEqual(texts.map((echo) => ({ echo })));
    expect(all.map(({ answer }) => answer.json().attempts)).toEqual([1, 1, 1, 1, 1, 2]);
    expect(most).toBeLessThanOrEqual(3);
    await expect(shop.buy('never')).rejects.toMatchObject({ name: 'PaymentFailed' });
    const count = (name: string) => events.filter((event) => event.name === name).length;
    await until(
      () => [count('done'), count('refused'), count('failed'), count('lost')],
      (counts) => counts.join() === '6,1,1,0',
    );
    await puller.close();
    await puller.ended;
    expect(await shop.balanceMsat()).toBe(6n * 1940n);
  }, 60_000);

  it('ends with an error that no further claim can change', async () => {
    const { baseUrl } = market().access();
    const puller = pullWork({ baseUrl, credential: 'wrong', work: () => 1 });
    await expect(puller.ended).rejects.toMatchObject({ name: 'MarketError', status: 403, code: 'forbidden' });
    await puller.close();
  });
});
