/** The services as processes of their own, one of each: what they need, and what becomes of a sale when one of them is killed. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasRedis } from '#test/dispatch/redis-server';
import { expectSound, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { until } from '#test/harness/until';
import { type SplitMarketplace, startSplitMarketplace } from './split-marketplace.js';

const mostIdleMb = 750;

(hasRedis ? describe : describe.skip)('the services apart', () => {
  let apart: SplitMarketplace;
  let before: Wallets;

  beforeAll(async () => {
    apart = await startSplitMarketplace();
    before = await apart.books.wallets();
  }, 120_000);
  afterAll(async () => {
    await apart?.remove();
  }, 60_000);

  it('uses little memory before its first task', () => {
    const used = [...apart.pids()]
      .filter(([name]) => name !== 'prepare')
      .map(([name, pid]) => ({ name, mb: residentMb(pid) }));
    const sum = used.reduce((total, { mb }) => total + mb, 0);
    process.stdout.write(`${used.map(({ name, mb }) => `${name} ${mb}`).join(', ')}: ${sum} MB resident when idle\n`);
    const names = ['gateway', 'registry', 'billing', 'dispatch', 'settlement', 'lnd-sim', 'redis'];
    expect(used.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(sum).toBeLessThanOrEqual(mostIdleMb);
  });

  it('sells, and says nothing of errors', async () => {
    const listing = await apart.list({ slug: 'echo' });
    const bought = await apart.buyer().buy(taskOrder(listing.slug, { text: 'hello' }));
    expect([bought.answer.status, bought.answer.json()]).toMatchObject([200, { output: { echo: { text: 'hello' } } }]);
    await apart.books.ended(bought.challenge.taskId);
    await expectSound(apart.books, before);
    expect(apart.sellers.forged).toEqual([]);
    expect(apart.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  it.each(['registry', 'billing', 'dispatch', 'settlement', 'gateway'])(
    'goes on after %s was killed',
    async (name) => {
      const listing = await apart.list({ slug: `after-${name}` });
      const pid = apart.pids().get(name) ?? 0;
      process.kill(pid, 'SIGKILL');
      await until(
        async () => apart.pids().get(name),
        (now) => now !== pid,
      );
      await until(
        async () => (await fetch(`${apart.access().baseUrl}/readyz`).catch(() => undefined))?.ok,
        (ready) => ready === true,
        30_000,
      );
      const bought = await apart.buyer().buy(taskOrder(listing.slug, { text: name }));
      expect([bought.answer.status, bought.answer.json()]).toMatchObject([200, { output: { echo: { text: name } } }]);
      await apart.books.ended(bought.challenge.taskId);
      await expectSound(apart.books, before);
    },
    60_000,
  );

  it('ends in order when it is asked to, and leaves no process behind', async () => {
    const pids = [...apart.pids().values()];
    expect(await apart.stop()).toBe(0);
    expect(apart.lines.at(-1)).toBe('Stopped; the data is kept.');
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  }, 60_000);
});

function residentMb(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
