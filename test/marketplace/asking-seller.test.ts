/**
 * Sellers that ask their buyers while they work, and that report their output piece by piece: what the buyer sees and when, how
 * it answers, and where the money is however it ends.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type QuestionStep } from '#sdk/answer-questions';
import { payAndFetch } from '#sdk/buyer';
import { PaymentFailed } from '#sdk/errors';
import { pullWork } from '#sdk/pull-work';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { type Buyer, credential, type Offered, taskOrder } from '#test/harness/buyers';
import { openEventStream } from '#test/harness/event-stream';
import type { Answer } from '#test/harness/http';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Work } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';
import { type Claimed, openPullShop, type PullShop } from './pull-shop.js';

const market = suiteMarketplace();
const priceMsat = 2_000n;
const earnedMsat = 1_940n;
let before: Wallets;
beforeAll(async () => {
  before = await market().books.wallets();
});

/** A task that is paid, held or at once, and claimed. */
async function begin(shop: PullShop, funding: 'hold' | 'invoice') {
  const buyer = market().buyer();
  const order = taskOrder(shop.slug, { text: 'hello' }, { funding });
  const offered = await buyer.challenge(order);
  const paying = buyer.pay(offered).catch((error: Error) => {
    if (error instanceof PaymentFailed) return undefined;
    throw error;
  });
  const claimed = await shop.claim();
  expect(claimed.taskId).toBe(offered.taskId);
  return { buyer, order, offered, paying, claimed, path: claimed.links.attempt };
}
const byKey = ({ taskKey = '' }: Offered) => ({ 'task-key': taskKey });
const provide = (buyer: Buyer, offered: Offered, n: number, input: unknown): Promise<Answer> =>
  buyer.send({ path: `/v1/tasks/${offered.taskId}/input`, body: { n, input } }, byKey(offered));
const follow = (taskId: string, headers: Record<string, string>) =>
  openEventStream(`${market().access().baseUrl}/v1/tasks/${taskId}/events`, headers);
const kinds = async ({ taskId }: Offered) => (await market().books.transfers(taskId)).map(({ kind }) => kind);

describe('a seller that asks and reports by raw HTTP', () => {
  it('is answered, and shows not a letter of its output before the capture', async () => {
    const shop = await openPullShop(market, { deadlineMs: 60_000 });
    const { buyer, order, offered, paying, claimed, path } = await begin(shop, 'invoice');
    const paid = await paying;
    if (!paid) throw new Error('an invoice is paid at once');
    const proof = { authorization: credential(offered, paid.preimage) };
    const [keyStream, fullStream] = [await follow(offered.taskId, byKey(offered)), await follow(offered.taskId, proof)];
    /** Whatever anybody may ask before the delivery. */
    const replies: string[] = [];
    const lookAround = async () => {
      for (const headers of [byKey(offered), proof]) {
        replies.push((await buyer.send({ path: `/v1/tasks/${offered.taskId}` }, headers)).text);
      }
      replies.push((await buyer.claim(order, offered, paid, { prefer: 'wait=0' })).text);
      replies.push(JSON.stringify(await market().books.timeline(offered.taskId)));
    };

    const piece = (n: number) => ({ progress: n / 4, note: `page ${n}`, piece: { n, output: `secret page ${n}` } });
    expect((await shop.post(`${path}/progress`, { body: piece(1) })).status).toBe(200);
    await lookAround();
    const question = { n: 1, message: 'Which language?', schema: { enum: ['de', 'fr'] } };
    const asked = await shop.post(`${path}/ask`, { body: question });
    expect([asked.status, asked.json()]).toEqual([200, { state: 'INPUT_REQUIRED' }]);
    await lookAround();
    const shown = await buyer.claim(order, offered, paid, { prefer: 'wait=20' });
    expect([shown.status, shown.json()]).toMatchObject([202, { state: 'INPUT_REQUIRED', inputRequest: question }]);
    const waiting = shop.get(`${path}/input?n=1&wait=20`);
    const wrong = await provide(buyer, offered, 1, 'xx');
    expect([wrong.status, wrong.json()]).toMatchObject([400, { code: 'invalid_input', errors: [{ path: '/input' }] }]);
    expect((await provide(buyer, offered, 2, 'de')).json().code).toBe('input_not_asked');
    expect((await provide(buyer, offered, 1, 'de')).status).toBe(200);
    expect((await waiting).json()).toEqual({ n: 1, input: 'de' });
    expect((await provide(buyer, offered, 1, 'fr')).json().code).toBe('input_not_asked');
    expect((await shop.post(`${path}/progress`, { body: piece(2) })).status).toBe(200);
    await lookAround();
    expect([replies.join('\n'), keyStream.text(), fullStream.text()].filter((text) => text.includes('secret'))).toEqual(
      [],
    );

    const done = await shop.post(`${path}/complete`, { body: { output: { echo: 'secret all' } } });
    expect(done.json()).toEqual({ state: 'DELIVERED' });
    const told = await fullStream.read();
    const states = told.filter(({ event }) => event === 'state').map(({ data }) => (data as { state: string }).state);
    expect(states.slice(-4)).toEqual(['RUNNING', 'INPUT_REQUIRED', 'RUNNING', 'DELIVERED']);
    expect(told.slice(-3).map(({ event, data }) => [event, data])).toMatchObject([
      ['output', { n: 1, output: 'secret page 1' }],
      ['output', { n: 2, output: 'secret page 2' }],
      ['task', { state: 'DELIVERED', output: { echo: 'secret all' } }],
    ]);
    const lastId = told.at(-2)?.id ?? '';
    const rest = await (await follow(offered.taskId, { ...proof, 'last-event-id': lastId })).read();
    expect(rest.map(({ event }) => event)).toEqual(['task']);
    expect((await keyStream.read()).at(-1)?.event).toBe('task');
    expect(keyStream.text()).not.toContain('secret');
    expect((await buyer.claim(order, offered, paid)).json()).toMatchObject({ output: { echo: 'secret all' } });
    const { charge } = await market().books.ended(claimed.taskId);
    expect([charge, await shop.balanceMsat()]).toEqual(['SETTLED', earnedMsat]);
    await expectSound(market().books, before);
  }, 60_000);

  it('takes no output piece by piece from who is paid by a hold, nor a report of 10 MB from anyone', async () => {
    const shop = await openPullShop(market);
    const { buyer, offered, paying, path } = await begin(shop, 'hold');
    const small = await shop.post(`${path}/progress`, { body: { progress: 0.1, piece: { n: 1, output: 'x' } } });
    expect([small.status, small.json().code]).toEqual([409, 'partial_output_refused']);
    const large = { progress: 0.1, piece: { n: 1, output: 'x'.repeat(10_000_000) } };
    // It is refused by its announced length; a client that is still writing then may see the connection end before the answer.
    const refused = await until(
      () => shop.post(`${path}/progress`, { body: large }).catch(() => undefined),
      (answered) => answered !== undefined,
    );
    expect([refused?.status, refused?.json().code]).toEqual([413, 'body_too_large']);
    expect((await buyer.state(offered)).json()).not.toHaveProperty('progress');
    await shop.post(`${path}/complete`, { body: { output: { echo: 1 } } });
    expect(await paying).toBeDefined();
    await market().books.ended(offered.taskId);
    expect(await shop.balanceMsat()).toBe(earnedMsat);
  });
});

describe('a seller that is pushed to', () => {
  it('asks by its answer, and delivers when it is told', async () => {
    type Message = Work & { readonly n?: number };
    const listing = await market().list({
      behaviour: (work: Message, response) =>
        answer(
          response,
          200,
          work.n === undefined ? { ask: { n: 1, message: 'Which?' } } : { output: { echo: work.input } },
        ),
    });
    const buyer = market().buyer();
    const order = taskOrder(listing.slug, { text: 'hello' });
    const offered = await buyer.challenge(order);
    const paying = buyer.pay(offered);
    await until(
      async () => (await buyer.state(offered)).json().state,
      (state) => state === 'INPUT_REQUIRED',
    );
    expect((await provide(buyer, offered, 1, 'this')).status).toBe(200);
    expect((await buyer.claim(order, offered, await paying)).json()).toMatchObject({ output: { echo: 'this' } });
    const { timeline } = await market().books.ended(offered.taskId);
    expect(statesOf(timeline, 'task').slice(-4)).toEqual(['RUNNING', 'INPUT_REQUIRED', 'RUNNING', 'DELIVERED']);
    expect(await listing.balanceMsat()).toBe(earnedMsat);
    expect(market().sellers.forged).toEqual([]);
  });
});

describe('a question that nobody answers', () => {
  it.each(['hold', 'invoice'] as const)(
    "fails the task in its time, and what was paid by %s is the buyer's again",
    async (funding) => {
      const shop = await openPullShop(market, { deadlineMs: 15_000 });
      const { buyer, offered, paying, path } = await begin(shop, funding);
      await shop.post(`${path}/ask`, { body: { n: 1, message: 'Anybody?', answerWithinMs: 1_000 } });
      const { task, charge } = await market().books.ended(offered.taskId);
      expect([task, charge]).toEqual(['FAILED', funding === 'hold' ? 'CANCELED' : 'REFUND_DUE']);
      expect((await paying) === undefined).toBe(funding === 'hold');
      const state = (await buyer.state(offered)).json();
      expect(state.reason).toBe("the seller's question was not answered in time");
      if (funding === 'invoice') expect(state.refund).toEqual({ state: 'due', amountMsat: String(priceMsat) });
      expect((await provide(buyer, offered, 1, 'late')).json().code).toBe('input_not_asked');
      const late = await shop.post(`${path}/complete`, { body: { output: { echo: 1 } } });
      expect([late.status, late.json().code]).toEqual([409, 'task_not_running']);
      expect(await shop.balanceMsat()).toBe(0n);
      expect(await kinds(offered)).not.toContain('capture');
      await expectSound(market().books, before);
    },
    30_000,
  );

  it('ends with the task that its buyer cancels', async () => {
    const shop = await openPullShop(market);
    const { buyer, offered, paying, path } = await begin(shop, 'hold');
    await shop.post(`${path}/ask`, { body: { n: 1, message: 'Anybody?' } });
    const canceled = await buyer.send({ path: `/v1/tasks/${offered.taskId}/cancel`, method: 'POST' }, byKey(offered));
    expect(canceled.json()).toMatchObject({ state: 'CANCELED' });
    expect(await paying).toBeUndefined();
    expect((await shop.get(`${path}/input?n=1&wait=5`)).json().code).toBe('task_not_running');
    await market().books.ended(offered.taskId);
    await expectSound(market().books, before);
  });
});

describe('a seller that heartbeats for ever', () => {
  it('ends at the deadline, whatever it extends, and too many signs of life are refused', async () => {
    const shop = await openPullShop(market, { deadlineMs: 3_000 });
    const { offered, paying, path, claimed } = await begin(shop, 'hold');
    const statuses = new Set<number>();
    const beyond: string[] = [];
    await unrecorded(async () => {
      // More at once than two gateways let through together, whatever the machine; then steadily on.
      for (let atOnce = 120; ; atOnce = 4) {
        const body = { leaseMs: 600_000 };
        const replies = await Promise.all([
          shop.post(`${path}/extend`, { body }),
          ...Array.from({ length: atOnce }, () => shop.post(`${path}/heartbeat`)),
        ]);
        for (const reply of replies) {
          statuses.add(reply.status);
          if (reply.status === 200 && reply.json<Claimed & { leaseUntil: string }>().leaseUntil > claimed.deadlineAt) {
            beyond.push(reply.text);
          }
        }
        if (replies.some(({ status }) => status === 409)) return;
        await sleep(10);
      }
    });
    expect([...statuses].sort()).toEqual([200, 409, 429]);
    expect(beyond).toEqual([]);
    const { task, charge } = await market().books.ended(offered.taskId);
    expect([task, charge]).toEqual(['EXPIRED', 'CANCELED']);
    expect(await paying).toBeUndefined();
    await expectSound(market().books, before);
  }, 30_000);
});

describe('by SDK', () => {
  it('a worker waits for its buyer, whose wallet waits for the work, within one hold', async () => {
    const shop = await openPullShop(market);
    const steps: QuestionStep[] = [];
    const puller = pullWork({
      baseUrl: market().access().baseUrl,
      credential: shop.credential,
      work: async ({ ask, progress, input }) => {
        const language = await ask('Which language?', { schema: { type: 'string' } });
        await progress(0.5, 'half', 'kept to itself, as a hold pays');
        return { echo: { input, language, twice: await ask('Sure?') } };
      },
    });
    const { response, payment } = await payAndFetch(
      `${market().access().baseUrl}/v1/services/${shop.slug}/tasks`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'asked by SDK' },
        body: JSON.stringify({ input: { text: 'hi' } }),
      },
      {
        wallet: market().wallet,
        maxMsat: priceMsat,
        onInputRequired: ({ n, message }) => `${n}: ${message}`,
        onQuestionStep: (step) => steps.push(step),
      },
    );
    const echo = { input: { text: 'hi' }, language: '1: Which language?', twice: '2: Sure?' };
    expect(await response.json()).toMatchObject({ state: 'DELIVERED', output: { echo } });
    expect(payment?.paidMsat).toBe(priceMsat);
    expect(steps.map(({ name }) => name)).toEqual(['asked', 'answered', 'asked', 'answered']);
    await puller.close();
    // LND's word comes after the delivery.
    await until(
      () => shop.balanceMsat(),
      (msat) => msat === earnedMsat,
    );
  }, 30_000);
});
