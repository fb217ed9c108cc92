import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MarketClient } from '#sdk/client';
import { MarketError } from '#sdk/errors';
import { Refuse, type SellerEvent, type SellerOptions, type SellerServer, serveWork, type Task } from '#sdk/seller';
import { type FakeMarket, fakeMarket, push } from '#test/bots/fake-market';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
let market: FakeMarket;
let seller: SellerServer | undefined;
let events: SellerEvent[];

beforeEach(async () => {
  market = await fakeMarket();
  events = [];
});

afterEach(async () => {
  await seller?.close();
  seller = undefined;
  await market.close();
});

async function serve(work: SellerOptions['work'], options: Partial<SellerOptions> = {}): Promise<string> {
  seller = await serveWork({ port: 0, secret, work, onEvent: (event) => events.push(event), ...options });
  return seller.url;
}

const task = (changes: object = {}) => ({
  type: 'task',
  taskId: 'tsk_1',
  attempt: 1,
  service: 'echo',
  version: 3,
  input: { text: 'hi' },
  deadlineAt: new Date(Date.now() + 10_000).toISOString(),
  callbackUrl: `${market.url}/v1/work/tsk_1/attempts/1`,
  ...changes,
});

function circle(): object {
  const itself: { self?: object } = {};
  itself.self = itself;
  return itself;
}

/** Work that ends when the test says so. */
function gate(): { work: () => Promise<unknown>; open: (output: unknown) => void; calls: () => number } {
  let calls = 0;
  let open: (output: unknown) => void = () => undefined;
  const opened = new Promise<unknown>((resolve) => {
    open = resolve;
  });
  const work = () => {
    calls += 1;
    return opened;
  };
  return { work, open, calls: () => calls };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 200) throw new Error('it did not happen within two seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('serveWork', () => {
  it('does signed work and answers with its output', async () => {
    let seen: Task | undefined;
    const url = await serve((given) => {
      seen = given;
      return { echo: given.input };
    });
    expect(await push(url, secret, task(), 'att_1')).toEqual({
      status: 200,
      body: { output: { echo: { text: 'hi' } } },
    });
    expect(seen).toMatchObject({ taskId: 'tsk_1', attempt: 1, service: 'echo', version: 3 });
    expect(seen?.deadlineAt).toBeInstanceOf(Date);
    expect(events.map(({ name }) => name)).toEqual(['started', 'done']);
  });

  it('answers the signed probe without working', async () => {
    const { work, calls } = gate();
    const url = await serve(work);
    const probe = { type: 'probe', listingId: 'lst_1', challenge: 'c0ffee' };
    expect(await push(url, secret, probe, 'probe_1')).toEqual({ status: 200, body: { challenge: 'c0ffee' } });
    expect(calls()).toBe(0);
  });

  it('refuses a wrong secret, a changed body, an old or future signature, and none', async () => {
    const { work, calls } = gate();
    const url = await serve(work);
    const other = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
    expect((await push(url, other, task(), 'att_1')).status).toBe(401);
    expect((await push(url, secret, task(), 'att_1', new Date(Date.now() - 302_000))).status).toBe(401);
    expect((await push(url, secret, task(), 'att_1', new Date(Date.now() + 302_000))).status).toBe(401);
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(task()) })).status).toBe(401);
    const probe = JSON.stringify({ type: 'probe', listingId: 'lst_1', challenge: 'x' });
    const { Webhook } = await import('standardwebhooks');
    const headers = {
      'webhook-id': 'att_1',
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': new Webhook(secret).sign('att_1', new Date(), probe),
    };
    expect((await fetch(url, { method: 'POST', headers, body: `${probe} ` })).status).toBe(401);
    expect(
      (await fetch(url, { method: 'POST', headers: { ...headers, 'webhook-id': 'att_2' }, body: probe })).status,
    ).toBe(401);
    expect((await fetch(url, { method: 'POST', headers, body: probe })).status).toBe(200);
    expect(calls()).toBe(0);
  });

  it('works once for a delivery that comes twice, at the same time or later', async () => {
    const { work, open, calls } = gate();
    const url = await serve(work);
    const both = [push(url, secret, task(), 'att_1'), push(url, secret, task(), 'att_1')];
    await until(() => calls() === 1);
    open({ n: 1 });
    const answers = await Promise.all([...both, push(url, secret, task(), 'att_1')]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ status: 200, body: { output: { n: 1 } } })));
    expect(calls()).toBe(1);
  });

  it('lets a second attempt join work that is still running', async () => {
    const { work, open, calls } = gate();
    const url = await serve(work);
    const first = push(url, secret, task(), 'att_1');
    await until(() => calls() === 1);
    const second = push(url, secret, task({ attempt: 2 }), 'att_2');
    await new Promise((resolve) => setTimeout(resolve, 50));
    open({ n: 1 });
    expect(await second).toEqual(await first);
    expect(calls()).toBe(1);
  });

  it('works again for a new attempt after a failure, and repeats the failure for the old one', async () => {
    let calls = 0;
    const url = await serve(() => {
      calls += 1;
      if (calls === 1) throw new Error('the password is hunter2');
      return { n: calls };
    });
    const failed = { status: 500, body: { error: { message: 'the work failed' } } };
    expect(await push(url, secret, task(), 'att_1')).toEqual(failed);
    expect(await push(url, secret, task(), 'att_1')).toEqual(failed);
    expect(await push(url, secret, task({ attempt: 2 }), 'att_2')).toEqual({ status: 200, body: { output: { n: 2 } } });
    expect(events[1]).toMatchObject({ name: 'failed', error: new Error('the password is hunter2') });
  });

  it('answers with a question, and goes on with the message that brings the answer', async () => {
    const url = await serve(async ({ ask }) => [
      await ask('first?', { schema: { type: 'string' } }),
      await ask('second?'),
    ]);
    const input = (n: number, value: unknown) => ({ type: 'task.input', taskId: 'tsk_1', attempt: 1, n, input: value });
    const first = { status: 200, body: { ask: { n: 1, message: 'first?', schema: { type: 'string' } } } };
    expect(await push(url, secret, task(), 'att_1')).toEqual(first);
    expect(await push(url, secret, task(), 'att_1')).toEqual(first);
    expect((await push(url, secret, input(2, 'x'), 'att_1-2')).status).toBe(404);
    const second = { status: 200, body: { ask: { n: 2, message: 'second?' } } };
    expect(await push(url, secret, input(1, 'a'), 'att_1-1')).toEqual(second);
    expect(await push(url, secret, input(1, 'a'), 'att_1-1')).toEqual(second);
    const done = { status: 200, body: { output: ['a', 'b'] } };
    expect(await push(url, secret, input(2, 'b'), 'att_1-2')).toEqual(done);
    expect(await push(url, secret, input(2, 'b'), 'att_1-2')).toEqual(done);
    expect((await push(url, secret, input(3, 'c'), 'att_1-3')).status).toBe(404);
    expect(events.filter(({ name }) => name === 'started')).toHaveLength(1);
  });

  it('asks again in a further attempt what is open, and nothing that was answered', async () => {
    const url = await serve(async ({ ask }) => [await ask('first?'), await ask('second?')]);
    expect((await push(url, secret, task(), 'att_1')).body).toEqual({ ask: { n: 1, message: 'first?' } });
    const again = await push(url, secret, task({ attempt: 2, questions: 1 }), 'att_2');
    expect(again.body).toEqual({ ask: { n: 2, message: 'first?' } });
    const answers = [{ n: 2, message: 'first?', input: 'a' }];
    const third = await push(url, secret, task({ attempt: 3, questions: 2, answers }), 'att_3');
    expect(third.body).toEqual({ ask: { n: 3, message: 'second?' } });
    const input = { type: 'task.input', taskId: 'tsk_1', attempt: 3, n: 3, input: 'b' };
    expect((await push(url, secret, input, 'att_3-3')).body).toEqual({ output: ['a', 'b'] });
  });

  it('ends the waiting for an answer at the deadline', async () => {
    const deadlineAt = new Date(Date.now() + 300).toISOString();
    const url = await serve(({ ask }) => ask('any?'));
    expect((await push(url, secret, task({ deadlineAt }), 'att_1')).body).toEqual({ ask: { n: 1, message: 'any?' } });
    await until(() => events.some(({ name }) => name === 'failed'));
  });

  it('turns a thrown Refuse into a refusal for good', async () => {
    const url = await serve(() => {
      throw new Refuse('I only speak English');
    });
    expect(await push(url, secret, task(), 'att_1')).toEqual({
      status: 422,
      body: { error: { message: 'I only speak English' } },
    });
  });

  it.each([
    ['nothing', () => undefined],
    ['what is no JSON', () => 1n],
    ['a circle', () => circle()],
  ])('counts an output of %s as a failure', async (_, work) => {
    const url = await serve(work);
    expect(await push(url, secret, task(), 'att_1')).toMatchObject({ status: 500 });
    expect(events.at(-1)).toMatchObject({ name: 'failed' });
  });

  it('refuses a body over the limit, another method and what is neither task nor probe', async () => {
    const { work, calls } = gate();
    const url = await serve(work, { maxBodyBytes: 1000 });
    expect((await push(url, secret, task({ input: 'x'.repeat(5_000_000) }), 'att_1')).status).toBe(413);
    expect((await fetch(url)).status).toBe(405);
    expect((await push(url, secret, { type: 'task', taskId: 'tsk_1' }, 'att_1')).status).toBe(400);
    expect((await push(url, secret, task({ deadlineAt: 'soon' }), 'att_2')).status).toBe(400);
    expect((await push(url, secret, [], 'att_3')).status).toBe(400);
    expect(calls()).toBe(0);
  });

  it('aborts the signal at the deadline', async () => {
    const url = await serve(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('too late')));
        }),
    );
    const deadlineAt = new Date(Date.now() + 100).toISOString();
    expect((await push(url, secret, task({ deadlineAt }), 'att_1')).status).toBe(500);
    expect(events[1]).toMatchObject({ name: 'failed', error: new Error('too late') });
  });

  it('answers 503 until it knows the secret', async () => {
    let known: string | undefined;
    const url = await serve(() => ({}), { secret: () => known });
    expect((await push(url, secret, task(), 'att_1')).status).toBe(503);
    known = secret;
    expect((await push(url, secret, task(), 'att_1')).status).toBe(200);
  });

  it('lets running work finish when it is closed', async () => {
    const { work, open, calls } = gate();
    const url = await serve(work);
    const answer = push(url, secret, task(), 'att_1');
    await until(() => calls() === 1);
    const closed = seller?.close();
    open({ late: true });
    expect((await answer).body).toEqual({ output: { late: true } });
    await closed;
    seller = undefined;
    await expect(fetch(url)).rejects.toThrow();
  });

  it('refuses a port that is taken', async () => {
    await serve(() => ({}));
    await expect(serveWork({ port: seller?.port ?? 0, secret, work: () => ({}) })).rejects.toThrow('EADDRINUSE');
  });

  it('survives a caller that hangs up amid its request', async () => {
    const url = await serve(() => ({ ok: true }));
    const cut = request(url, { method: 'POST', headers: { 'content-length': '100' } });
    cut.on('error', () => undefined);
    cut.write('half');
    await new Promise((resolve) => setTimeout(resolve, 50));
    cut.destroy();
    expect((await push(url, secret, task(), 'att_1')).status).toBe(200);
  });
});

describe('late answers', () => {
  /** The market accepts callbacks that are signed with the secret of one of its listings. */
  async function listed(work: SellerOptions['work']): Promise<{ url: string; whsec: string }> {
    let whsec: string | undefined;
    const url = await serve(work, { answerLaterAfterMs: 50, secret: () => whsec });
    const client = new MarketClient({ baseUrl: market.url });
    const { credential } = await client.createAccount('late');
    const owner = new MarketClient({ baseUrl: market.url, credential });
    ({ webhookSecret: whsec } = await owner.createListing({
      slug: 'late',
      title: 'Late',
      description: 'Takes its time',
      tags: [],
      inputSchema: {},
      outputSchema: {},
      example: { input: {} },
      priceMsat: '1000',
      deadlineMs: 10_000,
      delivery: { mode: 'push', url },
    }));
    return { url, whsec };
  }

  it('takes long work with 202 and sends the result signed to the callback address, once', async () => {
    const { work, open } = gate();
    const { url, whsec } = await listed(work);
    expect((await push(url, whsec, task(), 'att_1')).status).toBe(202);
    expect((await push(url, whsec, task(), 'att_1')).status).toBe(202);
    open({ late: 1 });
    await until(() => events.some(({ name }) => name === 'called-back'));
    expect(market.callbacks).toEqual([{ path: '/v1/work/tsk_1/attempts/1', body: { output: { late: 1 } } }]);
    expect(events.at(-1)).toMatchObject({ name: 'called-back', status: 200 });
    expect(await push(url, whsec, task(), 'att_1')).toEqual({ status: 200, body: { output: { late: 1 } } });
  });

  it('asks by callback, and brings the rest by callback, when it takes its time', async () => {
    let go: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { url, whsec } = await listed(async ({ ask }) => {
      await slow;
      const input = await ask('first?');
      await new Promise((resolve) => setTimeout(resolve, 200));
      return input;
    });
    expect((await push(url, whsec, task(), 'att_1')).status).toBe(202);
    go();
    await until(() => market.callbacks.length === 1);
    expect(market.callbacks[0]?.body).toEqual({ ask: { n: 1, message: 'first?' } });
    const input = { type: 'task.input', taskId: 'tsk_1', attempt: 1, n: 1, input: 'a' };
    expect((await push(url, whsec, input, 'att_1-1')).status).toBe(202);
    await until(() => market.callbacks.length === 2);
    expect(market.callbacks[1]?.body).toEqual({ output: 'a' });
  });

  it('sends a late result again while the marketplace cannot take it', async () => {
    market.failingCallbacks = 2;
    const { url, whsec } = await listed(() => new Promise((resolve) => setTimeout(() => resolve({ late: 2 }), 100)));
    expect((await push(url, whsec, task(), 'att_1')).status).toBe(202);
    await until(() => events.some(({ name }) => name === 'called-back'));
    expect(market.callbacks).toEqual([{ path: '/v1/work/tsk_1/attempts/1', body: { output: { late: 2 } } }]);
    expect(market.requests.filter(({ path }) => path.startsWith('/v1/work/'))).toHaveLength(3);
  });

  it('answers inline when the work is quick', async () => {
    const { url, whsec } = await listed(() => ({ quick: 1 }));
    expect((await push(url, whsec, task(), 'att_1')).status).toBe(200);
    expect(market.callbacks).toEqual([]);
  });

  it.each([
    ['a refusal', () => new Refuse('no'), { message: 'no', retry: false }],
    ['a failure', () => new Error('secret detail'), { message: 'the work failed', retry: true }],
  ])('says of %s that comes late whether to try again', async (_, thrown, error) => {
    const { url, whsec } = await listed(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw thrown();
    });
    expect((await push(url, whsec, task(), 'att_1')).status).toBe(202);
    await until(() => market.callbacks.length === 1);
    expect(market.callbacks[0]?.body).toEqual({ error });
  });
});

describe('MarketClient', () => {
  it('turns a problem document into an error with its code', async () => {
    const client = new MarketClient({ baseUrl: `${market.url}/`, credential: 'wrong' });
    const error: unknown = await client.me().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MarketError);
    expect(error).toMatchObject({ status: 403, code: 'forbidden', detail: 'not an account' });
  });

  it('sends only the conditions of a search that were given', async () => {
    await new MarketClient({ baseUrl: market.url }).search({
      query: 'a b',
      maxPriceMsat: '1500',
      limit: 5,
      mode: 'pull',
      minSuccessRate: 0.9,
      maxMedianMs: 2_000,
    });
    expect(market.requests[0]?.path).toBe(
      '/v1/services?query=a+b&maxPriceMsat=1500&limit=5&mode=pull&minSuccessRate=0.9&maxMedianMs=2000',
    );
  });
});
