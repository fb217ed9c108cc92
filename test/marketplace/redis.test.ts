/** The marketplace with its queue on Redis: the same trade, also when Redis is emptied, gone, and back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasRedis, type RedisServer, startRedis } from '#test/dispatch/redis-server';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer, type Listing } from '#test/harness/sellers';

describe('with the queue on Redis', () => {
  if (!hasRedis) {
    it.skip('is left out: redis-server is not installed', () => undefined);
    return;
  }
  let redis: RedisServer;
  let listing: Listing;
  let before: Wallets;
  let sold = 0;
  const market = suiteMarketplace(async () => {
    redis = await startRedis();
    return { environment: { REDIS_URL: redis.url } };
  });
  afterAll(async () => {
    await redis.stop();
  });

  beforeAll(async () => {
    before = await market().books.wallets();
    // Two at a time, so that most of what is bought at once waits in the queue.
    listing = await market().list({
      maxConcurrency: 2,
      behaviour: async (work, response) => {
        await sleep(200);
        answer(response, 200, { output: { echo: work.input } });
      },
    });
  });

  /** So many buyers at once, all of whom get what they paid for, while something happens to Redis. */
  async function trade(count: number, meanwhile: () => Promise<void>): Promise<void> {
    const buying = Array.from({ length: count }, (_, n) =>
      market()
        .buyer()
        .buy(taskOrder(listing.slug, { text: `${n}` })),
    );
    await sleep(300);
    await meanwhile();
    for (const { answer: result, challenge } of await Promise.all(buying)) {
      expect([result.status, result.json().state]).toEqual([200, 'DELIVERED']);
      expect((await market().books.ended(challenge.taskId)).charge).toBe('SETTLED');
    }
    sold += count;
    expect(await listing.balanceMsat()).toBe(BigInt(sold) * 1_940n);
    await expectSound(market().books, before);
  }

  it('delivers', () => trade(6, async () => undefined));

  it('delivers when Redis is emptied in the middle', () => trade(6, () => redis.flush()));

  it('delivers while Redis is gone, and after it is back', async () => {
    await trade(4, () => redis.kill());
    await trade(2, async () => undefined);
    await redis.restart();
    await trade(2, async () => undefined);
  });

  it('asked each seller once for each task', () => {
    expect(listing.works.map(({ attempt }) => attempt)).toEqual(Array(sold).fill(1));
    expect(market().sellers.forged).toEqual([]);
  });
});
