/** A process that is killed while it tells a buyer of its task: the next life tells it, and the money is as it was. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectSound } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { MarketProcess } from '#test/harness/market-process';
import { arrived, expectSigned, status, webhookOnceDelivered } from '#test/harness/webhooks';

describe('a process that is killed before it has sent a webhook', () => {
  let market: MarketProcess;
  beforeAll(async () => {
    market = await MarketProcess.open();
  }, 60_000);
  afterAll(async () => {
    await market?.close();
  }, 60_000);

  it('sends it in its next life, and once it has arrived no more', async () => {
    const wallets = await market.books.wallets();
    const { slug } = await market.list();
    // The receiver takes the call and never answers; in that moment the process dies.
    const hook = market.sellers.hooks.add(() => undefined);
    const buyer = market.buyer();
    const order = taskOrder(slug, { text: 'hello' }, { webhook: { url: hook.url } });
    const challenge = await buyer.challenge(order);
    const paid = await buyer.pay(challenge);
    await arrived(hook);
    await market.kill();
    hook.react(status(200));
    await market.start();
    const [lost, sent] = await arrived(hook, 2, 30_000);
    expectSigned(sent, challenge.webhookSecret);
    expect(sent?.headers['webhook-id']).toBe(lost?.headers['webhook-id']);
    expect(sent?.raw).toEqual(lost?.raw);
    expect(await webhookOnceDelivered(buyer, challenge)).toMatchObject({
      failuresInRow: 0,
      deliveries: [{ attempts: [{ httpStatus: 200 }] }],
    });
    const { task, charge } = await market.books.ended(challenge.taskId);
    expect([task, charge]).toEqual(['DELIVERED', 'SETTLED']);
    expect((await buyer.claim(order, challenge, paid)).json()).toMatchObject({ output: { echo: { text: 'hello' } } });
    await expectSound(market.books, wallets);
    expect(await market.logs()).not.toContain(challenge.webhookSecret);
  }, 90_000);
});
