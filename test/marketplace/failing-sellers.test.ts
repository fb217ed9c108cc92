/**
 * Sellers that fail in every way: the task and its charge end in a defined state, the ledger has nothing but the memorandum and
 * its reversal, and the buyer's wallet is whole to the millisatoshi.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Timeline, Transfer } from '#contracts/http/ledger';
import { PaymentFailed } from '#sdk/errors';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { type Buyer, type Offered, taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Behaviour, type Listing, type Work } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';

const market = suiteMarketplace(() => ({ sellerPorts: 3 }));
let before: Wallets;
beforeAll(async () => {
  before = await market().books.wallets();
});

/** Short holds, so that those which end by their deadline end soon: they last two seconds longer than the work may take. */
const deadlineMs = 3_000;
/** Room for a second attempt on a busy machine, and none for a fifth. */
const severalAttemptsMs = 5_000;
const order = (listing: Listing) => taskOrder(listing.slug, { text: 'hello' }, { funding: 'hold' });

interface Ended {
  readonly task: string;
  readonly charge: string;
  readonly timeline: Timeline;
  readonly transfers: Transfer[];
  readonly works: Work[];
  /** What became of the payment: the preimage, or why it failed. */
  readonly payment: string;
  /** The task as the holder of its key sees it. */
  readonly seen: Record<string, unknown>;
}

async function trade(listing: Listing, buyer: Buyer = market().buyer(), challenge?: Offered): Promise<Ended> {
  const offered = challenge ?? (await buyer.challenge(order(listing)));
  const payment = await buyer.pay(offered).then(
    ({ preimage }) => preimage,
    (error: Error) => {
      if (!(error instanceof PaymentFailed)) throw error;
      return error.reason;
    },
  );
  const { books } = market();
  const ended = await books.ended(offered.taskId);
  const seen = (await buyer.state(offered)).json();
  return { ...ended, transfers: await books.transfers(offered.taskId), works: listing.works, payment, seen };
}

function expectGivenBack(ended: Ended, state: string | RegExp, reason: string | RegExp): void {
  expect([ended.task, ended.charge]).toEqual([expect.stringMatching(state), 'CANCELED']);
  expect(ended.seen).toMatchObject({ state: ended.task, reason: expect.stringMatching(reason) });
  expect(ended.seen).not.toHaveProperty('output');
  expect(ended.payment).toBe('FAILURE_REASON_INCORRECT_PAYMENT_DETAILS');
  expect(ended.transfers.map(({ kind }) => kind)).toEqual(['hold_accepted', 'hold_canceled']);
  expect(statesOf(ended.timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'HELD', 'CANCELING', 'CANCELED']);
}

function expectSold(ended: Ended): void {
  expect([ended.task, ended.charge]).toEqual(['DELIVERED', 'SETTLED']);
  expect(ended.payment).toMatch(/^[0-9a-f]{64}$/);
  expect(ended.transfers.map(({ kind }) => kind)).toEqual(['hold_accepted', 'hold_settled']);
}

/** Waits for the seller's first piece of work. */
async function firstWork(listing: Listing): Promise<Work> {
  const [work] = await until(
    () => listing.works,
    ({ length }) => length > 0,
  );
  return work as Work;
}

describe('a seller that brings nothing', () => {
  let ended: Map<string, Ended>;
  const privateServer = createServer((_, response) => response.end('{}'));
  let privateHits = 0;
  privateServer.on('request', () => {
    privateHits += 1;
  });

  /** The most that is sent before whoever reads has hung up. */
  const hundredMegabytes = async (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const piece = Buffer.alloc(1_048_576, 0x20);
    for (let sent = 0; sent < 100 && !response.destroyed; sent += 1) {
      if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end('{"output":{"echo":1}}');
  };

  const behaviours: Record<string, Behaviour> = {
    'answers too late': (_, response) => void sleep(8_000).then(() => answer(response, 200, { output: { echo: 1 } })),
    'never answers': () => undefined,
    'takes the task and never calls back': (_, response) => answer(response, 202, {}),
    'answers 100 MB': (_, response) => hundredMegabytes(response),
    'answers no JSON': (_, response) => void response.end('<html>hello</html>'),
    'answers another schema': (_, response) => answer(response, 200, { output: { words: 1 } }),
    'answers nothing at all': (_, response) => void response.end(),
    'hangs up': (_, response) => void response.destroy(),
    'answers an error': (_, response) => answer(response, 500, { error: { message: 'out of order' } }),
    'redirects to a private address': (_, response) => {
      const { port } = privateServer.address() as AddressInfo;
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
    },
    refuses: (_, response) => answer(response, 422, { error: { message: 'this text\nis in French' } }),
  };

  const endsByTime = new Set(['answers too late', 'never answers', 'takes the task and never calls back']);

  // Which of the two clocks ends them, the attempt's or the task's, depends on parts of a second.
  const byChance = new Set(['answers too late', 'never answers']);

  beforeAll(async () => {
    privateServer.listen(0, '127.0.0.1');
    await once(privateServer, 'listening');
    const trades = Object.entries(behaviours).map(async ([name, behaviour]) => {
      const listing = await market().list({
        deadlineMs: endsByTime.has(name) ? deadlineMs : severalAttemptsMs,
        behaviour,
      });
      const traded = () => trade(listing);
      return [name, await (byChance.has(name) ? unrecorded(traded) : traded())] as const;
    });
    ended = new Map(await Promise.all(trades));
  }, 30_000);
  afterAll(() => {
    privateServer.close();
  });

  const tooSlow = /^(EXPIRED|FAILED)$/;

  it.each([
    ['answers too late', tooSlow, 'the deadline passed|did not answer', [1, 2]],
    ['never answers', tooSlow, 'the deadline passed|did not answer', [1, 2]],
    ['takes the task and never calls back', 'EXPIRED', 'the deadline passed', [1, 1]],
    ['answers 100 MB', 'FAILED', 'is larger than 1048576 bytes', [2, 4]],
    ['answers no JSON', 'FAILED', 'the answer is not JSON', [2, 4]],
    ['answers another schema', 'FAILED', 'the output does not match the schema: /echo is required', [2, 4]],
    ['answers nothing at all', 'FAILED', 'the answer is not JSON', [2, 4]],
    ['hangs up', 'FAILED', 'the connection to the seller broke', [2, 4]],
    ['answers an error', 'FAILED', 'the seller answered with status 500', [2, 4]],
    ['redirects to a private address', 'FAILED', 'the seller redirected the task', [2, 4]],
    ['refuses', 'REJECTED', '^this text is in French$', [1, 1]],
  ] as const)('%s: the task ends and the money is back', (name, state, reason, [least, most]) => {
    const one = ended.get(name) as Ended;
    expectGivenBack(one, state, reason);
    const attempts = one.works.map(({ attempt }) => attempt);
    expect(attempts).toEqual(Array.from({ length: attempts.length }, (_, n) => n + 1));
    expect(attempts.length).toBeGreaterThanOrEqual(least);
    expect(attempts.length).toBeLessThanOrEqual(most);
  });

  it('has nobody called at the private address', () => {
    expect(privateHits).toBe(0);
  });

  it('costs the buyer nothing and earns the seller nothing', async () => {
    const { books } = market();
    expect((await books.wallets()).nodes).toEqual(before.nodes);
    expect((await books.trialBalance()).lines.filter(({ balanceMsat }) => balanceMsat !== '0')).toEqual([]);
    await expectSound(books, before);
  });
});

describe('a seller that calls back', () => {
  const later: Behaviour = (_, response) => answer(response, 202, {});

  it('is paid when it brings what was asked for, once, however often it calls', async () => {
    const listing = await market().list({ deadlineMs, behaviour: later });
    const trading = trade(listing);
    const work = await firstWork(listing);
    const answers = [await listing.callBack(work, { output: { echo: 1 } })];
    answers.push(
      await listing.callBack(work, { output: { echo: 1 } }),
      await listing.callBack(work, { output: { echo: 2 } }),
    );
    expect(answers.map(({ status, text }) => [status, text])).toEqual(
      [200, 200, 200].map((status) => [status, '{"state":"DELIVERED"}']),
    );
    expectSold(await trading);
    expect(await listing.balanceMsat()).toBe(1940n);
  });

  it('comes too late after the deadline', async () => {
    const listing = await market().list({ deadlineMs, behaviour: later });
    const ended = await trade(listing);
    const late = await listing.callBack(await firstWork(listing), { output: { echo: 1 } });
    expect([late.status, late.json().code]).toEqual([409, 'task_not_running']);
    expectGivenBack(ended, 'EXPIRED', 'the deadline passed');
    expect(await listing.balanceMsat()).toBe(0n);
  });

  it('is told what is wrong with its output, and may try again', async () => {
    const listing = await market().list({ deadlineMs, behaviour: later });
    const trading = trade(listing);
    const wrong = await listing.callBack(await firstWork(listing), { output: { words: 1 } });
    expect([wrong.status, wrong.json()]).toMatchObject([422, { code: 'invalid_output', errors: [{ path: '/echo' }] }]);
    const works = await until(
      () => listing.works,
      ({ length }) => length > 1,
    );
    const second = works[1] as Work;
    expect(second.attemptId).not.toBe(works[0]?.attemptId);
    // The first attempt is over.
    expect((await listing.callBack(works[0] as Work, { output: { echo: 1 } })).status).toBe(409);
    expect((await listing.callBack(second, { output: { echo: 1 } })).status).toBe(200);
    expectSold(await trading);
  });

  it('must sign: a false, a missing and a foreign signature change nothing', async () => {
    const listing = await market().list({ deadlineMs, behaviour: later });
    const foreign = await market().list();
    const trading = trade(listing);
    const work = await firstWork(listing);
    const output = { output: { echo: 1 } };
    const refused = [
      await listing.callBack(work, output, { 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` }),
      await listing.callBack(work, output, { 'webhook-signature': '' }),
      await listing.callBack(work, output, { 'webhook-timestamp': '1700000000' }),
      await foreign.callBack(work, output),
      await listing.callBack({ ...work, attemptId: `att_${'0'.repeat(32)}` }, output),
    ];
    expect(refused.map(({ status, text }) => [status, JSON.parse(text).code])).toEqual(
      refused.map(() => [403, 'forbidden']),
    );
    expect((await listing.callBack({ ...work, callbackUrl: work.callbackUrl.replace(/1$/, '2') }, output)).status).toBe(
      404,
    );
    expect((await listing.callBack(work, output)).status).toBe(200);
    expectSold(await trading);
  });

  it('may refuse, or fail and be asked again', async () => {
    const refusing = await market().list({ deadlineMs, behaviour: later });
    const refused = trade(refusing);
    await refusing.callBack(await firstWork(refusing), { error: { message: 'no such language' } });
    expectGivenBack(await refused, 'REJECTED', /^no such language$/);
    const failing = await market().list({
      deadlineMs,
      behaviour: (work, response) =>
        work.attempt === 1 ? answer(response, 202, {}) : answer(response, 200, { output: { echo: 2 } }),
    });
    const failed = trade(failing);
    await failing.callBack(await firstWork(failing), { error: { message: 'busy', retry: true } });
    const sold = await failed;
    expectSold(sold);
    expect(statesOf(sold.timeline, 'attempt')).toEqual(['running', 'failed', 'running', 'delivered']);
  });
});

describe('a seller that can do two at a time', () => {
  it('never gets a third, and all are delivered', async () => {
    let open = 0;
    let most = 0;
    const listing = await market().list({
      maxConcurrency: 2,
      behaviour: async (_, response) => {
        open += 1;
        most = Math.max(most, open);
        await sleep(150);
        open -= 1;
        answer(response, 200, { output: { echo: 1 } });
      },
    });
    const ended = await Promise.all(Array.from({ length: 7 }, () => trade(listing)));
    for (const one of ended) expectSold(one);
    expect(most).toBe(2);
    expect(await listing.balanceMsat()).toBe(7n * 1940n);
  });
});

describe('a restart', () => {
  it('goes on with what was under way, and tells sellers where to call back', async () => {
    const failsFirst: Behaviour = (work, response) => answer(response, work.attempt === 1 ? 500 : 202, {});
    // Apart, a restart takes its time.
    const deadlineMs = 60_000;
    const listing = await market().list({ deadlineMs, behaviour: failsFirst });
    const waiting = await market().list({ deadlineMs, behaviour: (_, response) => answer(response, 202, {}) });
    const trading = [trade(listing), trade(waiting)];
    await firstWork(listing);
    await firstWork(waiting);
    // The second attempt is due while nothing runs, so it may be made before the API listens again.
    await market().restart(500);
    const works = await until(
      () => listing.works,
      ({ length }) => length > 1,
      30_000,
    );
    expect(works[1]?.callbackUrl).toMatch(new RegExp(`^${market().access().baseUrl}/v1/work/tsk_`));
    for (const [of, work] of [
      [listing, works[1]],
      [waiting, waiting.works[0]],
    ] as const) {
      expect((await of.callBack(work as Work, { output: { echo: 'after the restart' } })).status).toBe(200);
    }
    for (const one of await Promise.all(trading)) expectSold(one);
  }, 120_000);
});

it('leaves the books in order', async () => {
  const { books } = market();
  await expectSound(books, before);
  const { nodes } = await books.wallets();
  expect(nodes.buyer.channelMsat).toBe(before.nodes.buyer.channelMsat - (await books.received()));
});
