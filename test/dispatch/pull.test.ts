/** Sellers that claim their work: leases kept, lost and late, places, deadlines, and who gets to see what. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { newId } from '#kernel/ids';
import { suiteDatabase } from '#test/harness/database';
import { brokenInvariants, buy, callBack, createKit, fund, type Kit, keep, read, until } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { type SellerServer, startSeller } from './seller-server.js';

const shortLeaseMs = 1_000;
const notRunning = { code: 'task_not_running' };
const notFound = { code: 'task_not_found' };

describe('work that is claimed', () => {
  let seller: SellerServer;
  let kit: Kit;
  let dispatch: RunningDispatch;
  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
    dispatch = await kit.start();
  });

  /** A listing of an account of its own, and its worker. */
  const shop = (options: { maxConcurrency?: number; outputSchema?: unknown } = {}) => {
    const listing = kit.registry.add(options);
    return { listing, ...worker(dispatch.service, listing) };
  };
  const timeline = async (taskId: string) => {
    const { events, attempts } = await dispatch.service.getTimeline({ taskId });
    return {
      states: events.map(({ toState }) => toState),
      actors: events.map(({ actor }) => actor),
      attempts: attempts.map(({ state }) => state),
    };
  };

  it('goes to a waiting claim at once, and its output to the buyer after the capture', async () => {
    const { listing, claimed, complete } = shop({ outputSchema: { type: 'string' } });
    const waiting = claimed(10_000);
    await sleep(50);
    const bought = await buy(kit, dispatch.service, listing, { input: '{"n":1.50e2}' });
    const fundedAt = performance.now();
    const claim = await waiting;
    expect(performance.now() - fundedAt).toBeLessThan(500);
    expect(claim).toMatchObject({ taskId: bought.taskId, attempt: 1, serviceSlug: 'summary', listingVersion: 1 });
    expect(claim.inputJson).toBe('{"n":1.50e2}');
    expect(await complete(claim, 'done')).toBe('DELIVERED');
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'DELIVERED', outputJson: '"done"' });
    expect(kit.billing.payees.get(bought.taskId)).toBe(listing.service?.sellerAccountId);
    expect(await timeline(bought.taskId)).toEqual({
      states: ['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'DELIVERED'],
      actors: ['buyer', 'buyer', 'seller', 'seller'],
      attempts: ['delivered'],
    });
    // The same result again, because its answer was lost.
    expect(await complete(claim, 'done')).toBe('DELIVERED');
  });

  it('is only for the account that sells it, and only for the listings that it asks for', async () => {
    const { listing, claim } = shop();
    const other = shop();
    const sameAccount = { slug: 'other', sellerAccountId: listing.service?.sellerAccountId ?? '' };
    const second = kit.registry.add(sameAccount);
    const bought = await buy(kit, dispatch.service, second);
    expect(await other.claim(100)).toBeNull();
    expect(await claim(100, 5_000, ['summary'])).toBeNull();
    const task = await claim(100, 5_000, ['summary', 'other']);
    expect(task?.taskId).toBe(bought.taskId);
    const stranger = { taskId: bought.taskId, attempt: 1 };
    for (const attempt of [
      () => other.renew(stranger),
      () => other.complete(stranger, 1),
      () => other.fail(stranger, 'x', false),
      () => other.release(stranger),
      () => worker(dispatch.service, listing).complete({ ...stranger, attempt: 2 }, 1),
      () => worker(dispatch.service, listing).complete({ taskId: newId('task'), attempt: 1 }, 1),
      () => callBack(dispatch.service, second, 'att_1', stranger, { output: 1 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject(notFound);
    }
    expect(await worker(dispatch.service, listing).complete(stranger, 1)).toBe('DELIVERED');
  });

  it('is lost with its lease, and what comes of the lost one is refused', async () => {
    const { listing, claimed, complete, renew, fail } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const first = await claimed(0, shortLeaseMs);
    const second = await claimed(8_000, 5_000);
    expect(second).toMatchObject({ taskId: bought.taskId, attempt: 2 });
    await expect(complete(first, 'late')).rejects.toMatchObject(notRunning);
    await expect(renew(first)).rejects.toMatchObject(notRunning);
    await expect(fail(first, 'late', true)).rejects.toMatchObject(notRunning);
    expect(await complete(second, 'done')).toBe('DELIVERED');
    expect((await timeline(bought.taskId)).attempts).toEqual(['failed', 'delivered']);
    expect(await read(dispatch.service, bought)).toMatchObject({ attempts: 2, outputJson: '"done"' });
  });

  it('stays with a worker that shows signs of life', async () => {
    const { listing, claimed, claim, complete, renew } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    const mine = await claimed(0, shortLeaseMs);
    for (let n = 0; n < 4; n += 1) {
      await sleep(400);
      const lease = await renew(mine, n % 2 ? {} : { progress: n / 4, note: 'at\u0007 it' });
      expect(lease.leaseMs).toBe(shortLeaseMs);
    }
    expect(await claim()).toBeNull();
    expect(await read(dispatch.service, bought)).toMatchObject({
      state: 'RUNNING',
      attempts: 1,
      hasProgress: true,
      progress: 0.5,
      progressNote: 'at  it',
      outputJson: '',
    });
    const longer = await renew(mine, { leaseMs: 600_000 });
    expect(longer.leaseUntilMs).toBe(longer.deadlineAtMs);
    expect(await complete(mine, 1)).toBe('DELIVERED');
    expect(await read(dispatch.service, bought)).toMatchObject({ hasProgress: false, progressNote: '' });
  });

  it('changes the etag with each report, so that a buyer who waits sees it', async () => {
    const { listing, claimed, renew } = shop();
    const bought = await buy(kit, dispatch.service, listing, { windowMs: 6_000 });
    const mine = await claimed();
    const { etag } = await read(dispatch.service, bought);
    const waiting = read(dispatch.service, bought, 5_000, etag);
    await renew(mine, { progress: 0.1 });
    expect(await waiting).toMatchObject({ state: 'RUNNING', progress: 0.1 });
  });

  it('ends at the deadline however long its worker heartbeats', async () => {
    const { listing, claimed, complete, renew } = shop();
    const bought = await buy(kit, dispatch.service, listing, { windowMs: 900 });
    const mine = await claimed(0, 600_000);
    let renewed = 0;
    const heartbeat = async () => {
      await renew(mine);
      renewed += 1;
    };
    const end = await until(
      () =>
        heartbeat().then(
          () => '',
          (error: { code: string }) => error.code,
        ),
      (code) => code !== '',
    );
    expect(end).toBe('task_not_running');
    expect(renewed).toBeGreaterThan(10);
    await expect(complete(mine, 'late')).rejects.toMatchObject(notRunning);
    expect(await read(dispatch.service, bought, 3_000)).toMatchObject({ state: 'EXPIRED', outputJson: '' });
    expect(kit.billing.charges.get(bought.taskId)).toBe('canceled');
  });

  it('expires when nobody claims it, and cannot be claimed any more', async () => {
    const { listing, claim } = shop();
    const bought = await buy(kit, dispatch.service, listing, { windowMs: 400 });
    expect(await read(dispatch.service, bought, 3_000)).toMatchObject({ state: 'EXPIRED', attempts: 0 });
    expect(await claim()).toBeNull();
  });

  it('is delivered or expired, never both, when the result meets the deadline', async () => {
    const { listing, claimed, complete } = shop({ maxConcurrency: 50 });
    const ends = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        const bought = await buy(kit, dispatch.service, listing, { windowMs: 800 });
        const mine = await claimed(0);
        const { deadlineAtMs } = mine;
        await sleep(Math.max(0, Number(deadlineAtMs) - Date.now() - 12 + 2 * n));
        const answer = await complete(mine, n).catch((error: { code: string }) => error.code);
        return { answer, taskId: mine.taskId, bought };
      }),
    );
    for (const { bought } of ends) {
      const { state } = await read(dispatch.service, bought, 5_000);
      expect(kit.billing.charges.get(bought.taskId)).toBe(state === 'DELIVERED' ? 'captured' : 'canceled');
    }
  });

  it('is checked against the output schema, refused for good, or tried again', async () => {
    const { listing, claimed, complete, fail } = shop({ outputSchema: { type: 'string' } });
    const bought = await buy(kit, dispatch.service, listing);
    const first = await claimed();
    await expect(complete(first, 7)).rejects.toMatchObject({
      code: 'invalid_output',
      fields: [{ path: '', message: 'must be of type string' }],
    });
    const second = await claimed();
    expect(second.attempt).toBe(2);
    expect(await fail(second, 'busy', true)).toBe('QUEUED');
    const third = await claimed();
    expect(await fail(third, 'no such language', false)).toBe('REJECTED');
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'REJECTED', reason: 'no such language' });
    await until(
      () => kit.billing.charges.get(bought.taskId),
      (charge) => charge === 'canceled',
    );
    expect((await timeline(bought.taskId)).attempts).toEqual(['failed', 'failed', 'refused']);
  });

  it('fails after five lost leases', async () => {
    const { listing, claimed } = shop();
    const bought = await buy(kit, dispatch.service, listing);
    for (let n = 1; n <= 5; n += 1) expect((await claimed(6_000, shortLeaseMs)).attempt).toBe(n);
    expect(await read(dispatch.service, bought, 6_000)).toMatchObject({
      state: 'FAILED',
      reason: "the seller's worker was lost",
    });
  });

  it('goes back at once when nobody was there to take it', async () => {
    const { listing, claimed, release, complete } = shop();
    await buy(kit, dispatch.service, listing);
    const first = await claimed();
    const waiting = claimed(5_000);
    expect(await release(first)).toBe('QUEUED');
    const second = await waiting;
    await expect(release(first)).rejects.toMatchObject(notRunning);
    expect(await complete(second, 1)).toBe('DELIVERED');
  });

  it('is given to one of many claims, and never more of it than the listing allows', async () => {
    const { listing, claim, complete } = shop({ maxConcurrency: 2 });
    const tasks = 8;
    let open = 0;
    let most = 0;
    const seen: string[] = [];
    const work = async () => {
      for (;;) {
        const mine = await claim(1_500);
        if (mine === null) return;
        open += 1;
        most = Math.max(most, open);
        seen.push(mine.taskId);
        await sleep(30);
        open -= 1;
        expect(await complete(mine, true)).toBe('DELIVERED');
      }
    };
    const workers = Array.from({ length: 6 }, work);
    const bought = await Promise.all(Array.from({ length: tasks }, () => buy(kit, dispatch.service, listing)));
    await Promise.all(workers);
    expect(seen.sort()).toEqual(bought.map(({ taskId }) => taskId).sort());
    expect(most).toBe(2);
  });

  it('leaves no place taken, no counter wrong and no history with a gap', async () => {
    expect(await brokenInvariants(kit.database)).toEqual([]);
    expect(kit.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('several processes', () => {
  let seller: SellerServer;
  let kit: Kit;
  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
  });

  it('wake the claims of each other, and let a worker go on at another one', async () => {
    const [one, two] = [await kit.start(), await kit.start()];
    const listing = kit.registry.add({});
    const waiting = worker(one.service, listing).claimed(8_000);
    await sleep(100);
    await buy(kit, two.service, listing);
    const claim = await waiting;
    await one.stop();
    const other = worker(two.service, listing);
    expect((await other.renew(claim)).leaseMs).toBe(5_000);
    expect(await other.complete(claim, 1)).toBe('DELIVERED');
    await two.stop();
  });

  it('answer waiting claims when they stop, and take no more', async () => {
    const dispatch = await kit.start();
    const listing = kit.registry.add({});
    const { claim } = worker(dispatch.service, listing);
    const waiting = [claim(30_000), claim(30_000)];
    await sleep(50);
    const bought = await keep(dispatch.service, listing);
    kit.billing.hold(bought.taskId);
    const started = performance.now();
    const stopped = dispatch.stop();
    expect(await Promise.all(waiting)).toEqual([null, null]);
    await stopped;
    expect(performance.now() - started).toBeLessThan(5_000);
    const next = await kit.start();
    await fund(next.service, bought);
    expect((await worker(next.service, listing).claim())?.taskId).toBe(bought.taskId);
    await next.stop();
  });

  it('let only so many claims wait', async () => {
    const dispatch = await kit.start({ claims: { perSeller: 2, inAll: 3 } });
    const [first, second] = [kit.registry.add({}), kit.registry.add({})];
    const own = worker(dispatch.service, first);
    const other = worker(dispatch.service, second);
    const waiting = [own.claim(2_000), own.claim(2_000)];
    await sleep(20);
    const tooMany = { code: 'too_many_requests', retryAfterSeconds: 2 };
    await expect(own.claim(1_000)).rejects.toMatchObject(tooMany);
    waiting.push(other.claim(2_000));
    await sleep(20);
    await expect(other.claim(1_000)).rejects.toMatchObject(tooMany);
    // A claim that does not wait takes nobody's place.
    expect(await own.claim()).toBeNull();
    expect(await Promise.all(waiting)).toEqual([null, null, null]);
    waiting.push(own.claim(50));
    expect(await waiting[3]).toBeNull();
    await dispatch.stop();
  });
});
