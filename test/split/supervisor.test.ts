/** What the supervisor leaves behind when it is killed, and what it says when it cannot start. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasRedis } from '#test/dispatch/redis-server';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { until } from '#test/harness/until';
import { type SplitMarketplace, spawnSplit, startSplitMarketplace } from './split-marketplace.js';

(hasRedis ? describe : describe.skip)('a supervisor that is killed', () => {
  let apart: SplitMarketplace;
  let before: Wallets;

  beforeAll(async () => {
    apart = await startSplitMarketplace();
    before = await apart.books.wallets();
  }, 120_000);
  afterAll(async () => {
    await apart?.remove();
  }, 60_000);

  it('takes its processes with it, and finds everything when it starts again', async () => {
    const listing = await apart.list({ slug: 'kept' });
    const order = taskOrder(listing.slug, { text: 'before' });
    const bought = await apart.buyer().buy(order);
    await apart.books.ended(bought.challenge.taskId);
    const pids = [...apart.pids().values()];
    await apart.kill();
    await until(
      () => pids.filter(isAlive),
      (alive) => alive.length === 0,
      30_000,
    );
    await apart.start();
    const again = await apart.buyer().claim(order, bought.challenge, bought.paid);
    expect([again.status, again.json()]).toMatchObject([200, { output: { echo: { text: 'before' } } }]);
    const next = await apart.buyer().buy(taskOrder(listing.slug, { text: 'after' }));
    expect(next.answer.status).toBe(200);
    await apart.books.ended(next.challenge.taskId);
    await expectSound(apart.books, before);
  }, 120_000);
});

describe('a supervisor without Redis', () => {
  it('says what is missing and ends with 1', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'botbazaar-split-'));
    await chmod(folder, 0o711);
    const child = spawnSplit({ PATH: '/nonexistent', BOTBAZAAR_DATA_DIR: folder });
    const code = new Promise((resolve) => child.once('close', resolve));
    expect(await text(child.stdout)).toMatch(
      /^redis-server is not installed\. Install it .*, or name a server in REDIS_URL\.$/m,
    );
    expect(await code).toBe(1);
    await rm(folder, { recursive: true, force: true });
  }, 60_000);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
