/** A task from its money to its end, on both backends of the queue, with sellers that do all that sellers do. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import type { VersionReply } from '#contracts/registry';
import { systemClock } from '#kernel/clock';
import { suiteDatabase } from '#test/harness/database';
import { brokenInvariants, buy, callBack, createKit, type Kit, read, until } from './dispatch-kit.js';
import { hasRedis, type RedisServer, startRedis } from './redis-server.js';
import { answer, type Behaviour, type SellerServer, startSeller } from './seller-server.js';

const backends = [
  { backend: 'Postgres', available: true },
  { backend: 'Redis', available: hasRedis },
];

describe.each(backends)('with the queue in $backend', ({ backend, available }) => {
  if (!available) {
    it.skip(`is left out: redis-server is not installed`, () => undefined);
    return;
  }
  let redis: RedisServer | undefined;
  let seller: SellerServer;
  let kit: Kit;
  let dispatch: RunningDispatch;

  afterAll(async () => {
    await kit.stop();
    await seller.close();
    await redis?.stop();
  });
  // After what uses it, since the first hook that is registered ends first.
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    if (backend === 'Redis') redis = await startRedis();
    kit = await createKit({ suite: suite(), seller, redisUrl: redis?.url });
    dispatch = await kit.start();
  });

  const listing = (behaviour: Behaviour, options: { maxConcurrency?: number; outputSchema?: unknown } = {}) =>
    kit.registry.add({ url: seller.serve(behaviour), ...options });
  const offers = (taskId: string) => seller.received.filter(({ offer }) => offer.taskId === taskId);
  const charge = (taskId: string) => kit.billing.charges.get(taskId);
  const timeline = async (taskId: string) => {
    const { events, attempts } = await dispatch.service.getTimeline({ taskId });
    return { states: events.map(({ toState }) => toState), attempts: attempts.map(({ state }) => state) };
  };

  it('delivers what the seller answers at once', async () => {
    const echo = listing(({ input }, response) => answer(response, 200, { output: { echo: input } }));
    const bought = await buy(kit, dispatch.service, echo, { input: '{"text":"hé","n":1.50e2}' });
    const task = await read(dispatch.service, bought, 5_000);
    expect(task).toMatchObject({ state: 'DELIVERED', attempts: 1, reason: '', outputGone: false });
    expect(JSON.parse(task.outputJson)).toEqual({ echo: { text: 'hé', n: 150 } });
    expect(charge(bought.taskId)).toBe('captured');
    expect(kit.billing.payees.get(bought.taskId)).toBe(echo.service?.sellerAccountId);
    expect(await timeline(bought.taskId)).toEqual({
      states: ['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'DELIVERED'],
      attempts: ['delivered'],
    });
    const [received] = offers(bought.taskId);
    expect(received?.body.toString()).toContain('"input":{"text":"hé","n":1.50e2}');
    expect(received?.offer).toMatchObject({ type: 'task', attempt: 1, service: 'summary', version: 1 });
    expect(received?.offer.callbackUrl).toBe(`http://market.test/v1/work/${bought.taskId}/attempts/1`);
  });

  it('shows no output to the task key, and nothing to a wrong key', async () => {
    const echo = listing((_, response) => answer(response, 200, { output: 1 }));
    const bought = await buy(kit, dispatch.service, echo);
    expect(await read(dispatch.service, bought, 5_000)).toMatchObject({ state: 'DELIVERED', outputJson: '1' });
    const request = { taskId: bought.taskId, waitMs: 0, unlessEtag: '', eventsAfter: -1 };
    const none = Buffer.alloc(0);
    const byKey = { ...request, paymentHash: none, taskKeyHash: bought.taskKeyHash };
    expect(await dispatch.service.getTask(byKey)).toMatchObject({ state: 'DELIVERED', outputJson: '' });
    for (const [paymentHash, taskKeyHash] of [
      [none, none],
      [none, bought.paymentHash],
      [bought.taskKeyHash, bought.taskKeyHash],
      [Buffer.alloc(32), none],
      [none, bought.taskKeyHash.subarray(1)],
    ] as const) {
      await expect(dispatch.service.getTask({ ...request, paymentHash, taskKeyHash })).rejects.toMatchObject({
        code: 'task_not_found',
      });
    }
  });

  describe('by callback', () => {
    const later = () => listing((_, response) => answer(response, 202, {}), { outputSchema: { type: 'string' } });
    const offered = async (service: VersionReply, options = {}) => {
      const bought = await buy(kit, dispatch.service, service, options);
      await until(
        () => timeline(bought.taskId),
        ({ attempts }) => attempts[0] === 'waiting',
      );
      const [received] = offers(bought.taskId);
      if (received === undefined) throw new Error('the seller got no offer');
      return { bought, offer: received.offer, attemptId: String(received.headers['webhook-id']) };
    };

    it('delivers once, however often the seller calls', async () => {
      const service = later();
      const { bought, offer, attemptId } = await offered(service);
      const calls = ['done', 'done', 'other'].map((output) =>
        callBack(dispatch.service, service, attemptId, offer, { output }),
      );
      const states = await Promise.all(calls);
      expect(states.every((state) => state === 'DELIVERED' || state === 'RUNNING')).toBe(true);
      expect(await callBack(dispatch.service, service, attemptId, offer, { output: 'again' })).toBe('DELIVERED');
      expect(await read(dispatch.service, bought, 1_000)).toMatchObject({ state: 'DELIVERED', attempts: 1 });
      expect(offers(bought.taskId)).toHaveLength(1);
    });

    it('refuses what comes after the deadline, and the money goes back', async () => {
      const service = later();
      const { bought, offer, attemptId } = await offered(service, { windowMs: 600 });
      expect(await read(dispatch.service, bought, 5_000)).toMatchObject({
        state: 'EXPIRED',
        reason: 'the deadline passed before the work was delivered',
        outputJson: '',
      });
      expect(charge(bought.taskId)).toBe('canceled');
      await expect(callBack(dispatch.service, service, attemptId, offer, { output: 'late' })).rejects.toMatchObject({
        code: 'task_not_running',
      });
    });

    it('takes an output that does not match for a failed attempt', async () => {
      const service = later();
      const { bought, offer, attemptId } = await offered(service);
      await expect(callBack(dispatch.service, service, attemptId, offer, { output: 7 })).rejects.toMatchObject({
        code: 'invalid_output',
        fields: [{ path: '', message: 'must be of type string' }],
      });
      await until(
        () => timeline(bought.taskId),
        ({ attempts }) => attempts.join() === 'failed,waiting',
      );
      const second = offers(bought.taskId)[1];
      const secondId = String(second?.headers['webhook-id']);
      expect(await callBack(dispatch.service, service, secondId, { ...offer, attempt: 2 }, { output: 'ok' })).toBe(
        'DELIVERED',
      );
      await expect(callBack(dispatch.service, service, attemptId, offer, { output: 'old' })).rejects.toMatchObject({
        code: 'task_not_running',
      });
    });

    it('lets the seller refuse, or fail and be asked again', async () => {
      const service = later();
      const first = await offered(service);
      const error = { message: 'no\u0007 such language', retry: false };
      expect(await callBack(dispatch.service, service, first.attemptId, first.offer, { error })).toBe('REJECTED');
      expect(await read(dispatch.service, first.bought)).toMatchObject({ reason: 'no  such language' });
      const second = await offered(service);
      const again = { message: 'busy', retry: true };
      expect(await callBack(dispatch.service, service, second.attemptId, second.offer, { error: again })).toBe(
        'QUEUED',
      );
      await until(
        () => offers(second.bought.taskId).length,
        (count) => count === 2,
      );
    });

    it('refuses a false signature and a foreign attempt', async () => {
      const service = later();
      const { bought, offer, attemptId } = await offered(service);
      const body = Buffer.from('{"output":"x"}');
      const request = { taskId: bought.taskId, attempt: 1, webhookId: attemptId, body };
      const timestamp = String(Math.floor(systemClock.now().getTime() / 1000));
      await expect(
        dispatch.service.completeAttempt({
          ...request,
          webhookTimestamp: timestamp,
          webhookSignature: `v1,${Buffer.alloc(32).toString('base64')}`,
        }),
      ).rejects.toMatchObject({ code: 'forbidden' });
      await expect(callBack(dispatch.service, service, 'att_00', offer, { output: 'x' })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(
        callBack(dispatch.service, service, attemptId, { ...offer, attempt: 2 }, { output: 'x' }),
      ).rejects.toMatchObject({ code: 'task_not_found' });
      expect((await read(dispatch.service, bought)).state).toBe('RUNNING');
    });
  });

  it('rejects a task that the seller refuses', async () => {
    const service = listing((_, response) => answer(response, 422, { error: { message: 'too long' } }));
    const bought = await buy(kit, dispatch.service, service);
    expect(await read(dispatch.service, bought, 5_000)).toMatchObject({ state: 'REJECTED', reason: 'too long' });
    await until(
      () => charge(bought.taskId),
      (state) => state === 'canceled',
    );
    expect(offers(bought.taskId)).toHaveLength(1);
  });

  it('tries again after errors of the seller', async () => {
    const service = listing(({ attempt }, response) => answer(response, attempt < 3 ? 500 : 200, { output: attempt }));
    const bought = await buy(kit, dispatch.service, service);
    expect(await read(dispatch.service, bought, 8_000)).toMatchObject({
      state: 'DELIVERED',
      attempts: 3,
      outputJson: '3',
    });
    expect((await timeline(bought.taskId)).attempts).toEqual(['failed', 'failed', 'delivered']);
  });

  const hopeless: [string, Behaviour, string][] = [
    ['is slow', () => undefined, 'the deadline passed before the work was delivered'],
    [
      'sends 100 MB',
      (_, response) => {
        const chunk = Buffer.alloc(1_000_000, ' ');
        const write = (left: number) => {
          if (left === 0 || response.destroyed) response.end();
          else response.write(chunk, () => write(left - 1));
        };
        write(100);
      },
      "the seller's answer is larger than 1048576 bytes",
    ],
    ['sends no JSON', (_, response) => void response.end('<html>'), 'the answer is not JSON'],
    ['sends no output', (_, response) => answer(response, 200, { result: 1 }), 'the answer has no member "output"'],
    [
      'sends the wrong schema',
      (_, response) => answer(response, 200, { output: { n: 'one' } }),
      'the output does not match the schema: /n must be of type number',
    ],
    [
      'redirects to a private address',
      (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
      'the seller redirected the task',
    ],
    ['hangs up', (_, response) => void response.destroy(), 'the connection to the seller broke'],
  ];

  it.each(hopeless)('gives the money back when the seller %s', async (_, behaviour, reason) => {
    const service = listing(behaviour, { outputSchema: { properties: { n: { type: 'number' } } } });
    const bought = await buy(kit, dispatch.service, service, { windowMs: 1_100 });
    const task = await read(dispatch.service, bought, 8_000);
    expect(task).toMatchObject({
      state: reason.startsWith('the deadline') ? 'EXPIRED' : 'FAILED',
      reason,
      outputJson: '',
    });
    await until(
      () => charge(bought.taskId),
      (state) => state === 'canceled',
    );
  });

  it('calls no private address that is not allowed', async () => {
    const service = kit.registry.add({ url: 'http://127.0.0.1:9/x' });
    const bought = await buy(kit, dispatch.service, service, { windowMs: 1_100 });
    expect(await read(dispatch.service, bought, 5_000)).toMatchObject({
      state: 'FAILED',
      reason: "the seller's endpoint may not be called",
    });
  });

  it('fails a task whose version the registry does not know', async () => {
    const service = listing((_, response) => answer(response, 200, { output: 1 }));
    const { listingId } = kit.registry.add({ url: seller.url }).service ?? {};
    const foreign = {
      ...service,
      service: service.service && { ...service.service, listingId: `lst_${'0'.repeat(32)}` },
    };
    expect(listingId).toBeDefined();
    const bought = await buy(kit, dispatch.service, foreign);
    expect(await read(dispatch.service, bought, 5_000)).toMatchObject({
      state: 'FAILED',
      reason: 'the listing cannot be delivered',
      attempts: 0,
    });
    await until(
      () => charge(bought.taskId),
      (state) => state === 'canceled',
    );
  });

  it('never has more tasks at a seller than the listing allows', async () => {
    let open = 0;
    let most = 0;
    const service = listing(
      async (_, response) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve, 30));
        open -= 1;
        answer(response, 200, { output: true });
      },
      { maxConcurrency: 2 },
    );
    const bought = await Promise.all(Array.from({ length: 12 }, () => buy(kit, dispatch.service, service)));
    const tasks = await Promise.all(bought.map((one) => read(dispatch.service, one, 10_000)));
    expect(tasks.map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => 'DELIVERED'));
    expect(most).toBe(2);
  });

  it('leaves no place taken, no counter wrong and no history with a gap', async () => {
    await until(
      () => kit.database.query(`SELECT id, state FROM dispatch.task WHERE state IN ('QUEUED')`),
      (rows) => rows.length === 0,
    );
    expect(await brokenInvariants(kit.database)).toEqual([]);
    expect(kit.logged.filter(({ level }) => level === 'error').map(({ msg }) => msg)).toEqual([
      'A version of a listing cannot be delivered.',
    ]);
  });
});
