/** A delayed job that has nothing to do any more is taken back, on either backend. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { type QueueOptions, queueFactory, type StepJob, type StepQueue } from '#apps/dispatch/queue';
import { schema } from '#apps/dispatch/schema';
import { systemClock } from '#kernel/clock';
import { suiteDatabase } from '#test/harness/database';
import { until } from '#test/harness/until';
import { hasRedis, startRedis } from './redis-server.js';

const quiet = () => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const job = (taskId: string, step: StepJob['step'], delayMs: number): StepJob => {
  return { taskId, step, round: 0, delayMs, listingId: 'lst_1', listingVersion: 1 };
};

describe('a job that is taken back', () => {
  const suite = suiteDatabase([schema]);
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  async function neverRuns(options: QueueOptions): Promise<void> {
    const queue: StepQueue = queueFactory(options)(silent, systemClock);
    ends.push(() => queue.close());
    const ran: string[] = [];
    expect(await queue.add([job('tsk_1', 'deadline', 700), job('tsk_2', 'deadline', 900)])).toBe(true);
    queue.takeBack({ taskId: 'tsk_1', step: 'deadline', round: 0 });
    // One that was never there is no failure.
    queue.takeBack({ taskId: 'tsk_3', step: 'deadline', round: 0 });
    queue.work(async ({ taskId }) => void ran.push(taskId), 4);
    ends.push(() => queue.stopWork());
    await until(
      () => ran,
      (seen) => seen.includes('tsk_2'),
    );
    expect(ran).toEqual(['tsk_2']);
  }

  it('never runs, with the queue in Postgres', async () => {
    await neverRuns({ postgresUrl: suite().roleUrl(schema.role) });
  }, 20_000);

  (hasRedis ? it : it.skip)(
    'never runs, with the queue in Redis',
    async () => {
      const redis = await startRedis();
      ends.push(() => redis.stop());
      await neverRuns({ postgresUrl: suite().roleUrl(schema.role), redisUrl: redis.url, keyPrefix: 'take-back' });
    },
    20_000,
  );
});
