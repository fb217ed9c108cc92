/** The queue is never the truth: lost, emptied, killed or cut off, it costs time and no task. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { suiteDatabase } from '#test/harness/database';
import { type Bought, brokenInvariants, buy, createKit, fund, type Kit, keep, read, until } from './dispatch-kit.js';
import { hasRedis, type RedisServer, startRedis } from './redis-server.js';
import { answer, type SellerServer, startSeller } from './seller-server.js';

const slowAnswerMs = 300;

describe.each([
  { backend: 'Postgres', available: true },
  { backend: 'Redis', available: hasRedis },
])('with the queue in $backend', ({ backend, available }) => {
  if (!available) {
    it.skip('is left out: redis-server is not installed', () => undefined);
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
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    if (backend === 'Redis') redis = await startRedis();
    kit = await createKit({ suite: suite(), seller, redisUrl: redis?.url });
    dispatch = await kit.start({ stopGraceMs: 3_000 });
  });

  const listing = (maxConcurrency = 2) =>
    kit.registry.add({
      url: seller.serve((_, response) => void setTimeout(() => answer(response, 200, { output: 1 }), slowAnswerMs)),
      maxConcurrency,
    });
  const attempts = (bought: Bought) => seller.received.filter(({ offer }) => offer.taskId === bought.taskId).length;
  const expectDelivered = async (service: RunningDispatch['service'], tasks: readonly Bought[]) => {
    const seen = await Promise.all(tasks.map((bought) => read(service, bought, 15_000)));
    expect(seen.map(({ state }) => state)).toEqual(tasks.map(() => 'DELIVERED'));
  };
  /** Everything that the queue holds is gone. */
  const empty = async () => {
    if (redis !== undefined) return await redis.flush();
    const owner = await suite().openAsOwner();
    await owner.query('DELETE FROM bullmq.job');
    await owner.close();
  };

  it('delivers all that was queued when it is emptied', async () => {
    const service = listing();
    const tasks = await Promise.all(Array.from({ length: 6 }, () => buy(kit, dispatch.service, service)));
    await empty();
    await expectDelivered(dispatch.service, tasks);
    expect(tasks.map(attempts)).toEqual(tasks.map(() => 1));
  });

  it('ends in time what it has lost', async () => {
    const silent = kit.registry.add({ url: seller.serve(() => undefined) });
    const bought = await buy(kit, dispatch.service, silent, { windowMs: 700 });
    await empty();
    // A seller that was called before the loss is given up at the same moment as the task; either may come first.
    const state = expect.stringMatching(/^(EXPIRED|FAILED)$/);
    expect(await read(dispatch.service, bought, 5_000)).toMatchObject({ state });
    expect(kit.billing.charges.get(bought.taskId)).toBe('canceled');
  });

  it('takes money and delivers while it is away, and uses it again afterwards', async () => {
    const service = listing(8);
    const before = await Promise.all([1, 2].map(() => buy(kit, dispatch.service, service)));
    if (redis !== undefined) await redis.kill();
    else {
      const owner = await suite().openAsOwner();
      await owner.query('ALTER SCHEMA bullmq RENAME TO away');
      await owner.close();
    }
    const during = await Promise.all([1, 2].map(() => keep(dispatch.service, service)));
    const began = performance.now();
    for (const bought of during) {
      kit.billing.hold(bought.taskId);
      expect(await fund(dispatch.service, bought)).toBe('queued');
    }
    expect(performance.now() - began).toBeLessThan(1_500);
    await expectDelivered(dispatch.service, [...before, ...during]);
    expect(kit.logged.some(({ msg }) => msg.startsWith('The queue did not take jobs'))).toBe(true);

    if (redis !== undefined) await redis.restart();
    else {
      const owner = await suite().openAsOwner();
      await owner.query('ALTER SCHEMA away RENAME TO bullmq');
      await owner.close();
    }
    // Faster than the sweeper, which waits two seconds for a job: so the job was there.
    await until(
      async () => {
        const bought = await buy(kit, dispatch.service, service);
        return (await read(dispatch.service, bought, slowAnswerMs + 1_000)).state;
      },
      (state) => state === 'DELIVERED',
      20_000,
    );
  }, 60_000);

  it('shares the tasks with a second process, which goes on when the first one stops', async () => {
    const second = await kit.start();
    const service = listing(4);
    const tasks = await Promise.all(Array.from({ length: 8 }, () => buy(kit, second.service, service)));
    await dispatch.stop();
    await expectDelivered(second.service, tasks);
    expect(tasks.map(attempts)).toEqual(tasks.map(() => 1));
    dispatch = second;
  });

  it('gives calls back that a stop cannot wait for', async () => {
    const silentOnce = kit.registry.add({
      url: seller.serve(({ attempt }, response) => {
        if (attempt > 1) answer(response, 200, { output: 'second' });
      }),
    });
    const bought = await buy(kit, dispatch.service, silentOnce);
    await until(
      () => attempts(bought),
      (count) => count === 1,
    );
    const waiting = read(dispatch.service, bought, 20_000);
    await dispatch.stop();
    expect((await waiting).state).not.toBe('DELIVERED');
    const [row] = await kit.database.query<{ state: string }>('SELECT state FROM dispatch.task WHERE id = $1', [
      bought.taskId.slice(4),
    ]);
    expect(row?.state).toBe('QUEUED');
    dispatch = await kit.start();
    expect(await read(dispatch.service, bought, 10_000)).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    const { attempts: history } = await dispatch.service.getTimeline({ taskId: bought.taskId });
    expect(history[0]).toMatchObject({ state: 'failed', failure: 'the marketplace restarts' });
  });

  it('leaves the rows as they must be', async () => {
    expect(await brokenInvariants(kit.database)).toEqual([]);
    expect(kit.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a Redis that was never there', () => {
  let seller: SellerServer;
  let kit: Kit;
  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller, redisUrl: 'redis://127.0.0.1:9' });
  });

  it('delays tasks, and neither the start nor the stop', async () => {
    const began = performance.now();
    const dispatch = await kit.start();
    expect(performance.now() - began).toBeLessThan(1_000);
    const service = kit.registry.add({
      url: seller.serve((_, response) => answer(response, 200, { output: 1 })),
    });
    const bought = await buy(kit, dispatch.service, service);
    expect(await read(dispatch.service, bought, 10_000)).toMatchObject({ state: 'DELIVERED' });
    const stopping = performance.now();
    await dispatch.stop();
    expect(performance.now() - stopping).toBeLessThan(10_000);
  });
});
