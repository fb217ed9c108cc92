/** What a buyer is asked for, what it gets for its credential, and what costs nobody anything. The whole marketplace over raw HTTP. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { addCaveat, decodeBase64Macaroon, encodeMacaroon } from '#l402/macaroon';
import { type Bought, type Buyer, credential, type Order, offeredIn, taskOrder } from '#test/harness/buyers';
import type { Answer } from '#test/harness/http';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Listing } from '#test/harness/sellers';
import { unrecorded } from '#test/harness/transcript';
import { until } from '#test/harness/until';
import { refusedAs, whatIsMade } from './purchase-kit.js';

const market = suiteMarketplace(() => ({ sellerPorts: 2 }));

const made = () => whatIsMade(market().database);
let listing: Listing;
let slow: Listing;
beforeAll(async () => {
  listing = await market().list();
  slow = await market().list({ deadlineMs: 60_000 });
});

const order = (text = 'hello') => taskOrder(listing.slug, { text });
const run = (query: string, slug = listing.slug): Order => ({ path: `/v1/services/${slug}/run?${query}` });

describe('before the challenge', () => {
  const tasks = (more: Partial<Order> & Record<string, unknown>): Order => ({ ...order(), body: undefined, ...more });

  it.each<[string, () => Order, number, string]>([
    ['an input that does not match', () => taskOrder(listing.slug, { text: 7 }), 400, 'invalid_input'],
    ['an input that is missing', () => tasks({ body: {} }), 400, 'invalid_request'],
    [
      'a funding that is not offered',
      () => taskOrder(listing.slug, { text: 'a' }, { funding: 'loan' }),
      400,
      'invalid_request',
    ],
    [
      'a body that is no JSON',
      () => tasks({ raw: '{"input":', headers: { 'content-type': 'application/json' } }),
      400,
      'invalid_json',
    ],
    [
      'a body of another type',
      () => tasks({ raw: 'input=1', headers: { 'content-type': 'text/plain' } }),
      415,
      'unsupported_media_type',
    ],
    ['an input that is too large', () => taskOrder(listing.slug, { text: 'x'.repeat(262_145) }), 413, 'body_too_large'],
    ['an unknown service', () => taskOrder('nobody-sells-this', { text: 'a' }), 404, 'service_not_found'],
    ['a method that is not there', () => ({ path: order().path, method: 'DELETE' }), 405, 'method_not_allowed'],
    ['slow work in one request', () => run('text=a', slow.slug), 400, 'hold_not_offered'],
    ['a query that does not match', () => run('words=a'), 400, 'invalid_input'],
  ])('%s is refused, and makes nothing', async (_, ordered, status, code) => {
    const before = await made();
    refusedAs(await market().buyer().send(ordered()), status, code);
    expect(await made()).toEqual(before);
  });

  it('names the paths that fail', async () => {
    const { errors } = (
      await market()
        .buyer()
        .send(taskOrder(listing.slug, { text: 7 }))
    ).json<{ errors: unknown }>();
    expect(errors).toEqual([{ path: '/input/text', message: expect.stringContaining('string') }]);
  });

  it('HEAD and OPTIONS make nothing', async () => {
    const before = await made();
    const buyer = market().buyer();
    expect((await buyer.send({ ...run('text=a'), method: 'HEAD' })).status).toBe(200);
    expect((await buyer.send({ ...run('text=a'), method: 'OPTIONS' })).status).toBe(204);
    expect((await buyer.send({ path: order().path, method: 'OPTIONS' })).status).toBe(204);
    expect(await made()).toEqual(before);
  });

  it('a paused service takes nothing, and a retired one is gone', async () => {
    const other = await market().list();
    const before = await made();
    expect((await other.change('pause')).status).toBe(200);
    refusedAs(
      await market()
        .buyer()
        .send(taskOrder(other.slug, { text: 'a' })),
      409,
      'service_paused',
    );
    refusedAs(
      await market()
        .buyer()
        .send({ ...run('text=a', other.slug) }),
      409,
      'service_paused',
    );
    expect((await other.change('retire')).status).toBe(200);
    refusedAs(
      await market()
        .buyer()
        .send(taskOrder(other.slug, { text: 'a' })),
      404,
      'service_not_found',
    );
    expect(await made()).toEqual(before);
  });
});

describe('a challenge', () => {
  it('is the same for the same request, and shows its task key once', async () => {
    const buyer = market().buyer();
    const first = await buyer.challenge(order());
    const before = await made();
    const again = await buyer.challenge(order());
    expect(first.taskKey).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toEqual({ ...first, taskKey: undefined });
    expect(await made()).toEqual(before);
  });

  it('is another one for another client, another body and another Idempotency-Key', async () => {
    const buyer = market().buyer();
    const key = (value: string) => ({ ...order(), headers: { 'idempotency-key': value } });
    const hashes = [
      await buyer.challenge(order()),
      await market().buyer().challenge(order()),
      await buyer.challenge(order('other')),
      await buyer.challenge(key('one')),
      await buyer.challenge(key('two')),
    ].map(({ paymentHash }) => paymentHash);
    expect(new Set(hashes).size).toBe(5);
    expect((await buyer.challenge(key('one'))).paymentHash).toBe(hashes[3]);
  });

  it('is one for a client that asks ten times at once', async () => {
    const [buyer, before] = [market().buyer(), await made()];
    const all = await Promise.all(Array.from({ length: 10 }, () => buyer.challenge(order('at once'))));
    expect(new Set(all.map(({ paymentHash }) => paymentHash)).size).toBe(1);
    expect(all.filter(({ taskKey }) => taskKey !== undefined)).toHaveLength(1);
    // What the other nine had kept is dropped after they were answered.
    expect((await until(made, ({ tasks }) => tasks === before.tasks + 1)).charges).toBe(before.charges + 1);
  });

  it('with an Idempotency-Key that was used for other content is refused', async () => {
    const buyer = market().buyer();
    const headers = { 'idempotency-key': 'mine' };
    await buyer.challenge({ ...order('one'), headers });
    const before = await made();
    refusedAs(await buyer.send({ ...order('two'), headers }), 422, 'idempotency_key_reused');
    expect(await made()).toEqual(before);
    // The key is this client's own.
    expect(
      (
        await market()
          .buyer()
          .send({ ...order('two'), headers })
      ).status,
    ).toBe(402);
  });

  it('offers slow work to those who say that they can wait', async () => {
    const buyer = market().buyer();
    const inBody = await buyer.challenge(taskOrder(slow.slug, { text: 'a' }, { funding: 'hold' }));
    expect(inBody.holdSeconds).toBe(62);
    const inHeader = await buyer.challenge({
      ...taskOrder(slow.slug, { text: 'a' }),
      headers: { prefer: 'payment=hold' },
    });
    expect(inHeader.holdSeconds).toBe(62);
    refusedAs(
      await buyer.send({ ...run('text=a', slow.slug), headers: { prefer: 'payment=hold' } }),
      400,
      'hold_not_offered',
    );
  });

  it('says that it is held while a wallet pays it', async () => {
    const other = await market().list();
    let finish: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      other.behave((_, response) => {
        finish = () => answer(response, 200, { output: { echo: 'at last' } });
        resolve();
      });
    });
    const buyer = market().buyer();
    const open = await buyer.challenge(taskOrder(other.slug, { text: 'a' }));
    const paying = buyer.pay(open);
    await asked;
    const held = await buyer.challenge(taskOrder(other.slug, { text: 'a' }));
    expect(held).toEqual({ ...open, state: 'held', detail: expect.stringContaining('paying'), taskKey: undefined });
    expect((await buyer.state(open)).json()).toMatchObject({ state: 'RUNNING' });
    finish();
    const result = await buyer.claim(taskOrder(other.slug, { text: 'a' }), open, await paying);
    expect(result.json()).toMatchObject({ state: 'DELIVERED', output: { echo: 'at last' } });
    // What was bought is over, once LND's word of it is booked: the same request without a credential is a new purchase.
    await market().books.ended(open.taskId);
    expect((await buyer.challenge(taskOrder(other.slug, { text: 'a' }))).paymentHash).not.toBe(open.paymentHash);
  });
});

describe('a right credential', () => {
  let buyer: Buyer;
  let bought: Bought;
  beforeAll(async () => {
    buyer = market().buyer();
    bought = await buyer.buy(order('to be replayed'));
  });

  const claim = (ordered: Order, headers: Record<string, string> = {}) =>
    buyer.claim(ordered, bought.challenge, bought.paid, headers);

  it('gets the stored result as often as it asks, from anywhere, and makes nothing', async () => {
    const before = await made();
    for (let n = 0; n < 5; n += 1) {
      const { status, text } = await claim(bought.order);
      expect([status, text]).toEqual([200, bought.answer.text]);
    }
    const elsewhere = await market().buyer().claim(bought.order, bought.challenge, bought.paid);
    expect([elsewhere.status, elsewhere.text]).toEqual([200, bought.answer.text]);
    expect(elsewhere.headers.vary).toContain('Authorization');
    expect(await made()).toEqual(before);
    expect(listing.works.filter(({ taskId }) => taskId === bought.challenge.taskId)).toHaveLength(1);
  });

  it('is for its own request alone: any other gets a challenge of its own', async () => {
    const others: Order[] = [
      order('other'),
      run('text=to+be+replayed'),
      taskOrder(slow.slug, { text: 'a' }, { funding: 'hold' }),
    ];
    others.push({ ...bought.order, path: `${bought.order.path}?a=1` });
    for (const other of others) {
      const fresh = offeredIn(await claim(other));
      expect(fresh.paymentHash).not.toBe(bought.challenge.paymentHash);
    }
  });

  it('is worth nothing when it is tampered with, of another task, or expired', async () => {
    const { headerMacaroon } = bought.challenge;
    const foreign = await market().buyer().buy(order('foreign'));
    const macaroon = decodeBase64Macaroon(headerMacaroon);
    if (!macaroon) throw new Error('the challenge has no macaroon');
    const limited = encodeMacaroon(addCaveat(macaroon, 'valid_until=1700000000')).toString('base64');
    const bytes = Buffer.from(headerMacaroon, 'base64');
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    const { preimage } = bought.paid;
    const false_ = [
      credential({ headerMacaroon: bytes.toString('base64') }, preimage),
      credential({ headerMacaroon }, randomBytes(32).toString('hex')),
      credential({ headerMacaroon }, foreign.paid.preimage),
      credential({ headerMacaroon: limited }, preimage),
      `L402 ${headerMacaroon}`,
      'L402 nonsense',
      `Bearer ${randomBytes(24).toString('base64')}`,
    ];
    for (const authorization of false_) {
      const fresh = offeredIn(await market().buyer().send(bought.order, { authorization }));
      expect(fresh.paymentHash).not.toBe(bought.challenge.paymentHash);
      expect((await buyer.send({ path: `/v1/tasks/${bought.challenge.taskId}` }, { authorization })).status).toBe(404);
    }
    // A limit that its holder has added and that is not reached changes nothing.
    const still = encodeMacaroon(addCaveat(macaroon, 'valid_until=99999999999')).toString('base64');
    expect(
      (await buyer.send(bought.order, { authorization: credential({ headerMacaroon: still }, preimage) })).status,
    ).toBe(200);
  });

  it('gets its result when the service has changed, is paused, or was retired', async () => {
    const other = await market().list({ priceMsat: '2000' });
    const mine = await buyer.buy(taskOrder(other.slug, { text: 'mine' }));
    const same = async () => {
      const { status, text } = await buyer.claim(mine.order, mine.challenge, mine.paid);
      expect([status, text]).toEqual([200, mine.answer.text]);
    };
    await other.update({
      priceMsat: '9000',
      inputSchema: { type: 'object', required: ['other'] },
      example: { input: { other: 1 } },
    });
    await same();
    await other.change('pause');
    await same();
    await other.change('retire');
    await same();
  });

  it('reads its task, with an ETag and a 304 for those who know it', async () => {
    const path = `/v1/tasks/${bought.challenge.taskId}`;
    const full = await claim({ path });
    expect(full.json()).toMatchObject({ state: 'DELIVERED', output: { echo: { text: 'to be replayed' } } });
    const known = await claim({ path }, { 'if-none-match': String(full.headers.etag) });
    expect([known.status, known.text]).toEqual([304, '']);
    // The tag of the payer's view is nothing to the holder of the key, and nothing to a stranger.
    const byKey = { 'task-key': bought.challenge.taskKey ?? '', 'if-none-match': String(full.headers.etag) };
    expect((await buyer.send({ path }, byKey)).status).toBe(200);
    expect((await buyer.send({ path }, { 'if-none-match': String(full.headers.etag) })).status).toBe(404);
  });
});

describe('a task key', () => {
  it('shows the state and never the output; another one, or none, shows nothing', async () => {
    const buyer = market().buyer();
    const { challenge } = await buyer.buy(order('by key'));
    const shown = await buyer.state(challenge);
    expect(shown.json()).toMatchObject({ taskId: challenge.taskId, state: 'DELIVERED' });
    expect(shown.text).not.toContain('by key');
    const foreign = await buyer.challenge(order('another task'));
    for (const taskKey of [randomBytes(32).toString('hex'), foreign.taskKey ?? '', 'short', '']) {
      const { status, text } = await buyer.state({ taskId: challenge.taskId, taskKey });
      expect([status, JSON.parse(text).code]).toEqual([404, 'task_not_found']);
    }
  });

  it('waits for a change as long as its holder prefers', async () => {
    const other = await market().list({
      behaviour: (_, response) => void sleep(700).then(() => answer(response, 200, { output: { echo: 1 } })),
    });
    const buyer = market().buyer();
    const challenge = await buyer.challenge(taskOrder(other.slug, { text: 'a' }));
    const unpaid = await buyer.state(challenge);
    expect(unpaid.json()).toMatchObject({ state: 'AWAITING_PAYMENT' });
    const headers = { 'task-key': challenge.taskKey ?? '' };
    const path = `/v1/tasks/${challenge.taskId}`;
    const waiting = buyer.send(
      { path },
      { ...headers, prefer: 'wait=10', 'if-none-match': String(unpaid.headers.etag) },
    );
    const paid = buyer.pay(challenge);
    expect((await waiting).json().state).not.toBe('AWAITING_PAYMENT');
    expect((await buyer.state(challenge, 10)).json()).toMatchObject({ state: 'DELIVERED' });
    await paid;
    const started = performance.now();
    expect((await buyer.state(await buyer.challenge(order('nobody pays this')), 1)).json().state).toBe(
      'AWAITING_PAYMENT',
    );
    expect(performance.now() - started).toBeGreaterThan(950);
  });
});

describe('buying by one GET', () => {
  it('reads the query by the types of the schema and answers the output alone', async () => {
    const typed = await market().list({
      inputSchema: {
        type: 'object',
        properties: { n: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
        required: ['n'],
      },
      example: { input: { n: 1 } },
    });
    const { answer: output } = await market().buyer().buy(run('n=3&tags=a&tags=b', typed.slug));
    expect([output.status, output.headers['content-type']]).toEqual([200, 'application/json']);
    expect(output.json()).toEqual({ echo: { n: 3, tags: ['a', 'b'] } });
    expect(output.headers['task-state']).toBe('DELIVERED');
    const whole = await market()
      .buyer()
      .buy(run(`input=${encodeURIComponent('{"n":4}')}`, typed.slug));
    expect(whole.answer.json()).toEqual({ echo: { n: 4 } });
    const known = await market()
      .buyer()
      .claim(whole.order, whole.challenge, whole.paid, { 'if-none-match': String(whole.answer.headers.etag) });
    expect(known.status).toBe(304);
  });

  it('answers text as text', async () => {
    const text = await market().list({
      outputSchema: { type: 'string' },
      behaviour: (_, response) => answer(response, 200, { output: 'plain words' }),
    });
    const { answer: output } = await market().buyer().buy(run('text=a', text.slug));
    expect([output.headers['content-type'], output.text]).toEqual(['text/plain; charset=utf-8', 'plain words']);
  });
});

describe('those who do not pay', () => {
  it('may keep 2 MiB of input', async () => {
    const buyer = market().buyer();
    const statuses = [];
    for (let n = 0; n < 9; n += 1) {
      const { status, headers } = await buyer.send(order(`${n}${'x'.repeat(250_000)}`));
      statuses.push(status);
      if (status === 429) expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
    expect(statuses).toEqual([402, 402, 402, 402, 402, 402, 402, 402, 429]);
    expect((await buyer.send(order('small'))).status).toBe(402);
  });

  it('are slowed down, and what they had bought is not', async () => {
    const buyer = market().buyer();
    const bought = await buyer.buy(order('bought before the flood'));
    // At once and to two gateways, each of which counts by time for itself.
    const ask = (_: unknown, n: number) => buyer.send(order(`flood ${n}`));
    const flood = await unrecorded(() => Promise.all(Array.from({ length: 80 }, ask)));
    const refused = flood.filter(({ status }) => status !== 402)[0] as Answer;
    refusedAs(refused, 429, 'too_many_requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect((await buyer.claim(bought.order, bought.challenge, bought.paid)).status).toBe(200);
    expect((await market().buyer().send(order('somebody else'))).status).toBe(402);
  });
});
