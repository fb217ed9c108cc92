/** Steps that are due at the same time go into one job, on either backend, and each of them is done for itself. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { type QueueOptions, queueFactory, type StepJob } from '#apps/dispatch/queue';
import { schema } from '#apps/dispatch/schema';
import { systemClock } from '#kernel/clock';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';
import { hasRedis, startRedis } from './redis-server.js';

const quiet = () => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const offer = (n: number): StepJob => {
  return { taskId: `tsk_${n}`, step: 'offer', round: 0, listingId: 'lst_1', listingVersion: n };
};

describe('steps that are due at once', () => {
  const suite = suiteDatabase([schema]);
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  async function areEachDone(options: QueueOptions): Promise<void> {
    const queue = queueFactory(options)(silent, systemClock);
    ends.push(() => queue.close());
    // The first one is added alone, those that come meanwhile together; one that is delayed has a job of its own.
    const steps = Array.from({ length: 100 }, (_, n) => offer(n));
    const added = await Promise.all([...steps, { ...offer(100), delayMs: 200 }].map((job) => queue.add([job])));
    expect(new Set(added)).toEqual(new Set([true]));
    const ran: string[] = [];
    queue.work(async ({ taskId, listingVersion }, tries) => {
      ran.push(`${taskId} ${listingVersion} ${tries}`);
      // Every tenth finds its seller full at first, and one fails: then its job comes again as a whole.
      if (taskId === 'tsk_5' && tries === 1) throw new Error('the database is away');
      return listingVersion % 10 === 7 && tries === 1 ? { againMs: 50 } : undefined;
    }, 4);
    ends.push(() => queue.stopWork());
    const done = (n: number) => ran.some((line) => line.startsWith(`tsk_${n} ${n} `));
    const again = (n: number) => ran.some((line) => line === `tsk_${n} ${n} 2`);
    await until(
      () => ran,
      () => Array.from({ length: 101 }, (_, n) => n).every((n) => done(n) && (n % 10 !== 7 || again(n))) && again(5),
    );
    // Who was done in a job that had others left does not come again.
    expect(ran.filter((line) => line.startsWith('tsk_98 '))).toEqual(['tsk_98 98 1']);
  }

  it('are few jobs', async () => {
    const database = await suite().open(schema);
    const queue = queueFactory({ postgresUrl: suite().roleUrl(schema.role) })(silent, systemClock);
    ends.push(() => queue.close());
    await queue.add([offer(200)]);
    await Promise.all(Array.from({ length: 64 }, (_, n) => queue.add([offer(300 + n)])));
    const [row] = await database.query<{ jobs: number }>(
      `SELECT count(*)::integer AS jobs FROM bullmq.job WHERE id LIKE 'tsk_2__-%' OR id LIKE 'tsk_3__-%'`,
    );
    // The first of the 64 is added alone when it has found nobody else, and a job has 32 at most.
    expect(row?.jobs).toBeLessThanOrEqual(4);
    expect(row?.jobs).toBeGreaterThanOrEqual(3);
  });

  it('are each done, with the queue in Postgres', async () => {
    await areEachDone({ postgresUrl: suite().roleUrl(schema.role) });
  }, 20_000);

  (hasRedis ? it : it.skip)(
    'are each done, with the queue in Redis',
    async () => {
      const redis = await startRedis();
      ends.push(() => redis.stop());
      await areEachDone({ postgresUrl: suite().roleUrl(schema.role), redisUrl: redis.url, keyPrefix: 'many' });
    },
    20_000,
  );
});
