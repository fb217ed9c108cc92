/** Two processes of dispatch on one database: whoever waits at one of them sees what the other does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { suiteDatabase } from '#test/harness/database';
import { createKit, fund, type Kit, keep, keepRequest, read } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { answer, type SellerServer, startSeller } from './seller-server.js';

describe('two processes of dispatch', () => {
  let seller: SellerServer;
  let kit: Kit;
  let one: RunningDispatch;
  let other: RunningDispatch;

  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller, redisUrl: undefined });
    one = await kit.start();
    other = await kit.start();
  });

  it('wake those who wait at the other within about a second', async () => {
    const echo = kit.registry.add({
      url: seller.serve(({ input }, response) => answer(response, 200, { output: { echo: input } })),
    });
    const bought = await keep(one.service, echo);
    const waiting = [one, other].map(({ service }) =>
      service.getTask({
        ...{ taskId: bought.taskId, paymentHash: Buffer.alloc(0), taskKeyHash: bought.taskKeyHash },
        ...{ waitMs: 20_000, unlessEtag: '1', eventsAfter: 0 },
      }),
    );
    const began = performance.now();
    kit.billing.hold(bought.taskId);
    await fund(one.service, bought);
    const [near, far] = await Promise.all(waiting);
    expect(performance.now() - began).toBeLessThan(10_000);
    for (const task of [near, far]) {
      expect(task?.state).not.toBe('AWAITING_PAYMENT');
      expect(task?.events.map(({ n }) => n).slice(0, 2)).toEqual([1, 2]);
    }
    expect(await read(other.service, bought, 10_000)).toMatchObject({ state: 'DELIVERED' });
  });

  it('cancel what the other is working on, once', async () => {
    const never = kit.registry.add({ url: seller.serve(() => undefined) });
    const bought = await keep(one.service, never);
    kit.billing.hold(bought.taskId);
    await fund(one.service, bought);
    const proof = { taskId: bought.taskId, paymentHash: bought.paymentHash, taskKeyHash: Buffer.alloc(0) };
    const request = { ...proof, byAdmin: false, reason: '' };
    const both = await Promise.all([one, other].map(({ service }) => service.cancelTask(request)));
    expect(both).toEqual([{ state: 'CANCELED' }, { state: 'CANCELED' }]);
    const { events } = await other.service.getTimeline({ taskId: bought.taskId });
    expect(events.filter(({ toState }) => toState === 'CANCELED')).toMatchObject([
      { actor: 'buyer', reason: 'the buyer canceled it' },
    ]);
    expect(kit.billing.charges.get(bought.taskId)).toBe('canceled');
  });

  it('give work that the other has queued to whoever waits for it, within about a second', async () => {
    const listing = kit.registry.add({});
    const claiming = worker(one.service, listing).claimed(20_000);
    const bought = await keep(other.service, listing);
    kit.billing.hold(bought.taskId);
    const began = performance.now();
    await fund(other.service, bought);
    expect((await claiming).taskId).toBe(bought.taskId);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('answer the same keeping twice alike, at either', async () => {
    const listing = kit.registry.add({});
    const request = keepRequest(listing, await keep(one.service, listing));
    expect(await other.service.keepTask(request)).toMatchObject({ created: true });
    const stranger = { ...request, taskKeyHash: Buffer.alloc(32, 1) };
    expect(await other.service.keepTask(stranger)).toMatchObject({ created: false });
  });

  it('send away who waits when one is about to stop, and the other lets them wait', async () => {
    const listing = kit.registry.add({});
    const bought = await keep(other.service, listing);
    const request = {
      ...{ taskId: bought.taskId, paymentHash: Buffer.alloc(0), taskKeyHash: bought.taskKeyHash },
      ...{ waitMs: 20_000, unlessEtag: '1', eventsAfter: 0 },
    };
    const waiting = [one.service.getTask(request), worker(one.service, listing).claim(20_000)] as const;
    await sleep(200);
    const began = performance.now();
    one.endWaiting();
    const [task, claimed] = await Promise.all(waiting);
    expect([task.state, claimed]).toEqual(['AWAITING_PAYMENT', null]);
    const still = other.service.getTask({ ...request, waitMs: 500 });
    expect((await still).state).toBe('AWAITING_PAYMENT');
    expect(performance.now() - began).toBeGreaterThan(450);
    expect(performance.now() - began).toBeLessThan(10_000);
    // It still does what it has begun and what it is asked.
    kit.billing.hold(bought.taskId);
    expect(await fund(one.service, bought)).toBe('queued');
  });
});
