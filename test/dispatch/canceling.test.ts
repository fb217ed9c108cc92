/** Ending a task while its seller works: the task is over at once, and nobody is kept at work that is not paid. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { newId } from '#kernel/ids';
import { suiteDatabase } from '#test/harness/database';
import { type Bought, brokenInvariants, buy, createKit, type Kit, keep, none, read, until } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { answer, type HeldOffer, type SellerServer, slowSeller, startSeller } from './seller-server.js';

describe('a task that ends while its seller works', () => {
  let seller: SellerServer;
  let kit: Kit;
  let dispatch: RunningDispatch;
  afterAll(async () => {
    expect(await brokenInvariants(kit.database)).toEqual([]);
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
    dispatch = await kit.start();
  });

  /** With its seller, who does not answer. */
  async function working(): Promise<{ bought: Bought; offers: readonly HeldOffer[] }> {
    const { offers, url } = slowSeller(seller);
    const bought = await buy(kit, dispatch.service, kit.registry.add({ url }));
    await until(
      () => offers.length,
      (count) => count === 1,
    );
    return { bought, offers };
  }

  const defund = ({ taskId }: { taskId: string }) => dispatch.service.defundTask({ taskId });
  const cancel = ({ taskId, paymentHash }: Bought) =>
    dispatch.service.cancelTask({ taskId, paymentHash, taskKeyHash: none, byAdmin: false, reason: '' });
  const lastEvent = async ({ taskId }: Bought) => (await dispatch.service.getTimeline({ taskId })).events.at(-1);

  it.each([
    ['its buyer cancels it', cancel, { actor: 'buyer', reason: 'the buyer canceled it' }],
    [
      'Lightning gave the money back',
      defund,
      { actor: 'dispatch', reason: 'Lightning gave the payment back before the work was delivered' },
    ],
  ])('is CANCELED when %s, and its seller is hung up on', async (_, end, event) => {
    const { bought, offers } = await working();
    expect(await end(bought)).toEqual({ state: 'CANCELED' });
    expect(await lastEvent(bought)).toMatchObject({ toState: 'CANCELED', ...event });
    await until(
      () => offers[0]?.gone(),
      (gone) => gone === true,
    );
    expect(kit.billing.charges.get(bought.taskId)).toBe('canceled');
    expect(await end(bought)).toEqual({ state: 'CANCELED' });
    expect(offers).toHaveLength(1);
  });

  it('is taken from the worker that claimed it', async () => {
    const listing = kit.registry.add({});
    const { claimed, renew } = worker(dispatch.service, listing);
    const bought = await buy(kit, dispatch.service, listing);
    const claim = await claimed();
    expect(claim.taskId).toBe(bought.taskId);
    expect(await defund(bought)).toEqual({ state: 'CANCELED' });
    await expect(renew(claim)).rejects.toMatchObject({ code: 'task_not_running' });
  });

  it('stays DELIVERED whatever is said of its money afterwards', async () => {
    const url = seller.serve((_, response) => answer(response, 200, { output: 'done' }));
    const bought = await buy(kit, dispatch.service, kit.registry.add({ url }));
    await until(
      () => read(dispatch.service, bought),
      ({ state }) => state === 'DELIVERED',
    );
    expect(await defund(bought)).toEqual({ state: 'DELIVERED' });
    expect(await read(dispatch.service, bought)).toMatchObject({ state: 'DELIVERED', outputJson: '"done"' });
  });

  it('need not be known: nothing happens to what is not kept, and what dispatch never heard to be paid is forgotten', async () => {
    expect(await defund({ taskId: newId('task') })).toEqual({ state: '' });
    const kept = await keep(dispatch.service, kit.registry.add({}));
    expect(await defund(kept)).toEqual({ state: 'CANCELED' });
    expect(await defund(kept)).toEqual({ state: '' });
  });
});
