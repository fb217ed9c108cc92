/**
 * An admin has tasks tried again: in a dispatch whose queue loses every job and whose sweeper sleeps, so that nothing moves but
 * by the admin, and in a healthy one, where it must not disturb.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueueFactory } from '#apps/dispatch/queue';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { idToUuid, newId } from '#kernel/ids';
import { suiteDatabase } from '#test/harness/database';
import { brokenInvariants, buy, callBack, createKit, type Kit, keep, read, until } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { type Offer, type SellerServer, slowSeller, startSeller } from './seller-server.js';

const deafQueue: QueueFactory = () => ({
  add: async () => true,
  takeBack: () => undefined,
  work: () => undefined,
  stopWork: async () => undefined,
  close: async () => undefined,
});

describe('trying a task again', () => {
  let seller: SellerServer;
  let kit: Kit;
  let healthy: RunningDispatch;
  let deaf: RunningDispatch;
  afterAll(async () => {
    await kit.stop();
    await deafKit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  const deafSuite = suiteDatabase([schema]);
  let deafKit: Kit;
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
    deafKit = await createKit({ suite: deafSuite(), seller });
    healthy = await kit.start();
    deaf = await deafKit.start({ sweepIntervalMs: 3_600_000 }, { queue: deafQueue });
  });

  const retry = ({ service }: RunningDispatch, { taskId }: { taskId: string }, attempt = 0) =>
    service.retryTask({ taskId, reason: 'asked by the test', attempt });
  const events = async ({ service }: RunningDispatch, { taskId }: { taskId: string }) =>
    (await service.getTimeline({ taskId })).events.map(({ toState, actor }) => `${toState} ${actor}`);
  const attempts = async ({ service }: RunningDispatch, { taskId }: { taskId: string }) =>
    (await service.getTimeline({ taskId })).attempts.map(({ state, failure }) => [state, failure]);
  it('offers a queued one whose job was lost, and changes nothing for one that is already with its seller', async () => {
    const { offers, url } = slowSeller(seller);
    const bought = await buy(deafKit, deaf.service, deafKit.registry.add({ url }));
    await sleep(100);
    expect(offers).toHaveLength(0);
    expect(await retry(deaf, bought)).toEqual({ did: 'offered', state: 'RUNNING' });
    await until(
      () => offers.length,
      (count) => count === 1,
    );
    expect(await retry(deaf, bought)).toEqual({ did: 'nothing', state: 'RUNNING' });
    offers[0]?.done(200, { output: 'done' });
    expect(await read(deaf.service, bought, 5_000)).toMatchObject({ state: 'DELIVERED', attempts: 1 });
    await expect(retry(deaf, bought)).rejects.toMatchObject({ code: 'task_over' });
  });

  it('does not wait for the pause after a failed attempt, and the timeline says who did not', async () => {
    const { offers, url } = slowSeller(seller);
    const bought = await buy(deafKit, deaf.service, deafKit.registry.add({ url }));
    await retry(deaf, bought);
    await until(
      () => offers.length,
      (count) => count === 1,
    );
    offers[0]?.done(500, {});
    await until(
      () => read(deaf.service, bought),
      ({ state }) => state === 'QUEUED',
    );
    const later = `UPDATE dispatch.task SET offer_at = now() + interval '10 s', next_step_at = now() + interval '10 s' WHERE id = $1`;
    await deafKit.database.query(later, [idToUuid(bought.taskId)]);
    expect(await retry(deaf, bought)).toEqual({ did: 'offered', state: 'RUNNING' });
    await until(
      () => offers.length,
      (count) => count === 2,
    );
    offers[1]?.done(200, { output: 'done' });
    await read(deaf.service, bought, 5_000);
    expect((await events(deaf, bought)).slice(3)).toEqual([
      'QUEUED seller',
      'QUEUED admin',
      'RUNNING dispatch',
      'DELIVERED seller',
    ]);
  });

  it('ends an attempt on which somebody works only by its number, once, and hangs up on its seller', async () => {
    const { offers, url } = slowSeller(seller);
    const bought = await buy(kit, healthy.service, kit.registry.add({ url }));
    await until(
      () => offers.length,
      (count) => count === 1,
    );
    expect(await retry(healthy, bought)).toEqual({ did: 'nothing', state: 'RUNNING' });
    expect((await retry(healthy, bought, 1)).did).toBe('offered');
    await until(
      () => offers.length,
      (count) => count === 2,
    );
    await until(
      () => offers[0]?.gone(),
      (gone) => gone === true,
    );
    // The same again, because its answer was lost: the second attempt goes on.
    expect(await retry(healthy, bought, 1)).toEqual({ did: 'nothing', state: 'RUNNING' });
    // Longer than an attempt lives without signs of life, which the call of the first one must not have taken away.
    await sleep(6_000);
    expect(offers).toHaveLength(2);
    offers[1]?.done(200, { output: 'second' });
    expect(await read(healthy.service, bought, 5_000)).toMatchObject({ state: 'DELIVERED', outputJson: '"second"' });
    expect(await attempts(healthy, bought)).toEqual([
      ['failed', 'asked by the test'],
      ['delivered', ''],
    ]);
  }, 30_000);

  it('takes a task from a seller that would call back, whose callback then comes too late', async () => {
    const { offers, url } = slowSeller(seller);
    const listing = kit.registry.add({ url });
    const bought = await buy(kit, healthy.service, listing);
    const first = await until(
      () => offers[0],
      (offer) => offer !== undefined,
    );
    first?.done(202, {});
    await until(
      () => attempts(healthy, bought),
      ([one]) => one?.[0] === 'waiting',
    );
    expect((await retry(healthy, bought)).did).toBe('nothing');
    expect((await retry(healthy, bought, 1)).did).toBe('offered');
    await until(
      () => offers.length,
      (count) => count === 2,
    );
    const late = callBack(healthy.service, listing, first?.attemptId ?? '', first?.offer as Offer, { output: 'late' });
    await expect(late).rejects.toMatchObject({ code: 'task_not_running' });
    offers[1]?.done(200, { output: 'second' });
    expect(await read(healthy.service, bought, 5_000)).toMatchObject({ state: 'DELIVERED', outputJson: '"second"' });
  });

  it('gives a claimed task whose worker is gone to the next one, and leaves one that is worked on', async () => {
    const listing = deafKit.registry.add({});
    const { claimed, complete, ask } = worker(deaf.service, listing);
    const bought = await buy(deafKit, deaf.service, listing);
    const lost = await claimed(0, 1_000);
    expect((await retry(deaf, bought)).did).toBe('nothing');
    await sleep(1_100);
    expect(await retry(deaf, bought)).toEqual({ did: 'offered', state: 'QUEUED' });
    const next = await claimed(0);
    expect(next).toMatchObject({ taskId: bought.taskId, attempt: 2 });
    await expect(complete(lost, 'late')).rejects.toMatchObject({ code: 'task_not_running' });
    // It asks its buyer, who does not answer; the admin gives the task to somebody else.
    await ask(next, 1, 'which one?', { answerWithinMs: 10_000 });
    expect((await retry(deaf, bought)).did).toBe('nothing');
    expect(await retry(deaf, bought, 2)).toEqual({ did: 'offered', state: 'QUEUED' });
    expect(await complete(await claimed(0), 'done')).toBe('DELIVERED');
  });

  it('asks billing again for the money of an output that is there', async () => {
    const { offers, url } = slowSeller(seller);
    const bought = await buy(deafKit, deaf.service, deafKit.registry.add({ url }));
    await retry(deaf, bought);
    await until(
      () => offers.length,
      (count) => count === 1,
    );
    deafKit.billing.away = true;
    offers[0]?.done(200, { output: 'done' });
    await until(
      () => attempts(deaf, bought),
      ([one]) => one?.[0] === 'delivered',
    );
    await expect(retry(deaf, bought)).rejects.toMatchObject({ code: 'unavailable' });
    expect((await read(deaf.service, bought)).state).toBe('RUNNING');
    deafKit.billing.away = false;
    expect(await retry(deaf, bought)).toEqual({ did: 'finished', state: 'DELIVERED' });
    expect(deafKit.billing.charges.get(bought.taskId)).toBe('captured');
  });

  it('gives the money of a failed one back that was still with us, and is told that it has gone back after that', async () => {
    const { offers, url } = slowSeller(seller);
    const bought = await buy(deafKit, deaf.service, deafKit.registry.add({ url }));
    await retry(deaf, bought);
    await until(
      () => offers.length,
      (count) => count === 1,
    );
    deafKit.billing.away = true;
    offers[0]?.done(422, { error: { message: 'no' } });
    await until(
      () => read(deaf.service, bought),
      ({ state }) => state === 'REJECTED',
    );
    deafKit.billing.away = false;
    expect(deafKit.billing.charges.get(bought.taskId)).toBe('held');
    expect(await retry(deaf, bought)).toEqual({ did: 'closed', state: 'REJECTED' });
    expect(deafKit.billing.charges.get(bought.taskId)).toBe('canceled');
    await expect(retry(deaf, bought)).rejects.toMatchObject({ code: 'task_over' });
  });

  it('expires one whose deadline has passed unseen', async () => {
    const listing = deafKit.registry.add({});
    const bought = await buy(deafKit, deaf.service, listing, { windowMs: 300, workMs: 300 });
    await sleep(350);
    expect(await retry(deaf, bought)).toEqual({ did: 'expired', state: 'EXPIRED' });
    expect(deafKit.billing.charges.get(bought.taskId)).toBe('canceled');
  });

  it('is refused for what is not paid, not there, or has no attempt left', async () => {
    const { offers, url } = slowSeller(seller);
    const listing = kit.registry.add({ url });
    await expect(retry(healthy, await keep(healthy.service, listing))).rejects.toMatchObject({
      code: 'task_not_retryable',
    });
    await expect(retry(healthy, { taskId: newId('task') })).rejects.toMatchObject({ code: 'task_not_found' });
    const bought = await buy(kit, healthy.service, listing);
    for (let attempt = 1; attempt < 5; attempt += 1) {
      await until(
        () => offers.length,
        (count) => count === attempt,
      );
      expect((await retry(healthy, bought, attempt)).did).toBe('offered');
    }
    await until(
      () => offers.length,
      (count) => count === 5,
    );
    await expect(retry(healthy, bought, 5)).rejects.toMatchObject({ code: 'task_not_retryable' });
    expect((await read(healthy.service, bought)).state).toBe('RUNNING');
    offers[4]?.done(200, { output: 'fifth' });
    expect((await read(healthy.service, bought, 5_000)).state).toBe('DELIVERED');
  }, 20_000);

  it('by many at once ends one attempt and begins one', async () => {
    const { offers, url } = slowSeller(seller);
    const bought = await buy(kit, healthy.service, kit.registry.add({ url }));
    await until(
      () => offers.length,
      (count) => count === 1,
    );
    const dids = await Promise.all(Array.from({ length: 8 }, () => retry(healthy, bought, 1)));
    expect(dids.filter(({ did }) => did === 'offered').length).toBeGreaterThan(0);
    await until(
      () => offers.length,
      (count) => count === 2,
    );
    offers[1]?.done(200, { output: 'done' });
    await read(healthy.service, bought, 5_000);
    expect(await attempts(healthy, bought)).toHaveLength(2);
  });

  it('leaves places, counters and history in order', async () => {
    expect(await brokenInvariants(kit.database)).toEqual([]);
    expect(await brokenInvariants(deafKit.database)).toEqual([]);
  });
});
