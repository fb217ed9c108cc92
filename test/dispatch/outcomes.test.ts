/** What the registry is told of attempts and tasks: each once, whatever is lost, and nothing that is not the seller's doing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import type { ReportedOutcome, VersionReply } from '#contracts/registry';
import { suiteDatabase } from '#test/harness/database';
import { buy, createKit, type Kit, read, until } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { answer, type Behaviour, type SellerServer, startSeller } from './seller-server.js';

const suite = suiteDatabase([schema]);
const reportIntervalMs = 50;
let seller: SellerServer;
let kit: Kit;
let dispatch: RunningDispatch;

beforeAll(async () => {
  seller = await startSeller();
  kit = await createKit({ suite: suite(), seller });
  dispatch = await kit.start({ reportIntervalMs });
});
afterAll(async () => {
  await kit.stop();
  await seller.close();
});

function told(of: { readonly taskId: string } | VersionReply): ReportedOutcome[] {
  const all = kit.registry.reports.flatMap(({ outcomes }) => outcomes);
  return all.filter(({ taskId, listingId }) =>
    'taskId' in of ? taskId === of.taskId : listingId === of.service?.listingId,
  );
}

/** `<how the task ended>/<what the attempt says>`, in the order of the task's changes. */
const inShort = (outcomes: readonly ReportedOutcome[]) =>
  [...outcomes].sort((a, b) => a.taskVersion - b.taskVersion).map(({ ended, call }) => `${ended}/${call}`);

async function ended(taskId: string): Promise<string> {
  const { task } = await until(
    () => dispatch.service.getTimeline({ taskId }),
    (timeline) => Number(timeline.task?.finishedAtMs) > 0,
  );
  return task?.state ?? '';
}

/** Until nothing more is to be told. */
async function allTold(): Promise<void> {
  await until(
    async () => (await kit.database.query('SELECT 1 FROM dispatch.outcome')).length,
    (left) => left === 0,
  );
}

describe('of a seller that is called', () => {
  const later: Behaviour = (_, response) => answer(response, 202, {});
  const cases: [name: string, behaviour: Behaviour | undefined, windowMs: number, state: string, told: RegExp][] = [
    ['a delivery', (_, response) => answer(response, 200, { output: 1 }), 20_000, 'DELIVERED', /^delivered\/ok$/],
    [
      'a refusal',
      (_, response) => answer(response, 422, { error: { message: 'no' } }),
      20_000,
      'REJECTED',
      /^rejected\/ok$/,
    ],
    [
      'a delivery at the second attempt',
      (offer, response) => answer(response, offer.attempt === 1 ? 500 : 200, { output: 1 }),
      20_000,
      'DELIVERED',
      /^\/failed delivered\/ok$/,
    ],
    [
      'an output that is not JSON',
      (_, response) => void response.end('<'),
      2_000,
      'FAILED',
      /^(\/failed )+failed\/failed$/,
    ],
    ['nobody at the address', undefined, 2_000, 'FAILED', /^(\/unreachable )+failed\/unreachable$/],
    ['a callback that never comes', later, 500, 'EXPIRED', /^expired\/failed$/],
  ];
  it.each(cases)('%s', async (_, behaviour, windowMs, state, expected) => {
    const listing = kit.registry.add({ url: behaviour ? seller.serve(behaviour) : 'http://127.0.0.1:1/' });
    const bought = await buy(kit, dispatch.service, listing, { windowMs });
    expect(await ended(bought.taskId)).toBe(state);
    await allTold();
    const outcomes = told(bought);
    expect(inShort(outcomes).join(' ')).toMatch(expected);
    const last = outcomes.at(-1);
    expect(last).toMatchObject({ listingId: listing.service?.listingId, listingVersion: 1 });
    expect(last?.buyerHash).toHaveLength(8);
    if (state === 'DELIVERED') expect(last?.workMs).toBeGreaterThan(0);
    else expect(last?.reason).toBe((await read(dispatch.service, bought)).reason || (state === 'REJECTED' ? 'no' : ''));
  });

  it('nothing of what its buyer has canceled', async () => {
    const listing = kit.registry.add({ url: seller.serve(later) });
    const bought = await buy(kit, dispatch.service, listing);
    await until(
      () => read(dispatch.service, bought),
      ({ state }) => state === 'RUNNING',
    );
    const { taskId, paymentHash } = bought;
    const request = { taskId, paymentHash, taskKeyHash: Buffer.alloc(0), byAdmin: false, reason: 'not needed' };
    await dispatch.service.cancelTask(request);
    expect(await ended(taskId)).toBe('CANCELED');
    await sleep(3 * reportIntervalMs);
    expect(told(bought)).toEqual([]);
  });
});

describe('of a seller that pulls', () => {
  it('a task that nobody claimed, as long as there was a place for it', async () => {
    const listing = kit.registry.add({ maxConcurrency: 1 });
    const { claimed } = worker(dispatch.service, listing);
    const unclaimed = await buy(kit, dispatch.service, listing, { windowMs: 500 });
    expect(await ended(unclaimed.taskId)).toBe('EXPIRED');
    const taken = await buy(kit, dispatch.service, listing, { windowMs: 20_000 });
    await claimed();
    const crowdedOut = await buy(kit, dispatch.service, listing, { windowMs: 500 });
    expect(await ended(crowdedOut.taskId)).toBe('EXPIRED');
    await allTold();
    expect(inShort(told(unclaimed))).toEqual(['expired/unreachable']);
    expect(told(unclaimed)[0]?.reason).toBe('no worker of the seller claimed the task in time');
    expect([told(crowdedOut), told(taken)]).toEqual([[], []]);
  });

  it('a lost lease and a failure, and not a claim that nobody was there to take', async () => {
    const listing = kit.registry.add({});
    const { claimed, release, fail, complete } = worker(dispatch.service, listing);
    const bought = await buy(kit, dispatch.service, listing);
    await release(await claimed());
    await claimed(5_000, 1_000);
    await fail(await claimed(), 'the disk is full', true);
    await complete(await claimed(), 'done');
    await allTold();
    expect(inShort(told(bought))).toEqual(['/failed', '/failed', 'delivered/ok']);
    expect(told(bought).map(({ reason }) => reason)).toContain('the disk is full');
  });

  it('that its workers ask, now and then, and for which listings', async () => {
    const listing = kit.registry.add({});
    const { claim } = worker(dispatch.service, listing);
    await claim(0, 5_000, ['one']);
    await claim(0, 5_000, ['two']);
    await sleep(4 * reportIntervalMs);
    for (let n = 0; n < 5; n += 1) await claim(0, 5_000, ['three']);
    await sleep(4 * reportIntervalMs);
    const claims = kit.registry.reports.flatMap((report) => report.claims);
    const own = claims.filter(({ accountId }) => accountId === listing.service?.sellerAccountId);
    expect(own).toHaveLength(1);
    expect(own[0]?.slugs).toContain('one');
    expect(Math.abs(Number(own[0]?.atMs) - Date.now())).toBeLessThan(5_000);
  });
});

describe('when something is lost', () => {
  const instant: Behaviour = (_, response) => answer(response, 200, { output: 1 });

  it('while the registry is away, nothing: it hears of everything later, once', async () => {
    const listing = kit.registry.add({ url: seller.serve(instant) });
    kit.registry.away = true;
    const bought = await Promise.all([1, 2, 3].map(() => buy(kit, dispatch.service, listing)));
    for (const { taskId } of bought) expect(await ended(taskId)).toBe('DELIVERED');
    await sleep(3 * reportIntervalMs);
    expect(told(listing)).toEqual([]);
    kit.registry.away = false;
    await until(
      () => told(listing).length,
      (count) => count === 3,
      20_000,
    );
    await allTold();
    expect(new Set(told(listing).map(({ taskId }) => taskId)).size).toBe(3);
  }, 30_000);

  it('the answer of the registry: it is told again, with the same key', async () => {
    const listing = kit.registry.add({ url: seller.serve(instant) });
    kit.registry.losesReply = true;
    const bought = await buy(kit, dispatch.service, listing);
    await until(
      () => told(bought).length,
      (count) => count === 1,
    );
    kit.registry.losesReply = false;
    await until(
      () => told(bought).length,
      (count) => count === 2,
      20_000,
    );
    const [first, second] = told(bought);
    expect(second).toEqual(first);
    await allTold();
  }, 30_000);

  it('nothing is told twice by two replicas', async () => {
    const other = await kit.start({ reportIntervalMs });
    const listing = kit.registry.add({ url: seller.serve(instant), maxConcurrency: 20 });
    const bought = await Promise.all(Array.from({ length: 40 }, () => buy(kit, dispatch.service, listing)));
    for (const { taskId } of bought) expect(await ended(taskId)).toBe('DELIVERED');
    await allTold();
    expect(told(listing)).toHaveLength(40);
    await other.stop();
  }, 30_000);
});
