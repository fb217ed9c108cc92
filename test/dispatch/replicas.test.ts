/** Two processes of dispatch on one database: whoever waits at one of them sees what the other does. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { suiteDatabase } from '#test/harness/database';
import { createKit, fund, type Kit, keep, read } from './dispatch-kit.js';
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
});
