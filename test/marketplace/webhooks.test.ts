/**
 * A buyer that is called when its task is over, on the whole marketplace: by the SDK as a buyer would write it, and with real
 * holds that LND settles.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { payAndFetch } from '#sdk/buyer';
import { readTaskNotice, taskOrder as sdkOrder, webhookSecretIn } from '#sdk/task-webhook';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { answer } from '#test/harness/sellers';
import { until } from '#test/harness/until';
import { arrived, expectSigned, status, webhookOnceDelivered } from '#test/harness/webhooks';
import { refusedAs, whatIsMade } from './purchase-kit.js';

describe('a buyer with a webhook', () => {
  const market = suiteMarketplace(() => ({ sellerPorts: 2 }));
  let before: Wallets;
  beforeAll(async () => {
    before = await market().books.wallets();
  });
  it('orders it by the SDK, is shown its secret once, and believes what is signed with it', async () => {
    const { slug } = await market().list();
    const hook = market().sellers.hooks.add();
    let secret: string | undefined;
    const { response } = await payAndFetch(
      `${market().access().baseUrl}/v1/services/${slug}/tasks`,
      sdkOrder({ text: 'hello' }, { webhook: { url: hook.url } }),
      {
        wallet: market().wallet,
        maxMsat: 10_000n,
        onStep(step) {
          if (step.name === 'challenge') secret = webhookSecretIn(step.body);
        },
      },
    );
    const task = (await response.json()) as { taskId: string };
    const [notice] = await arrived(hook);
    expectSigned(notice, secret);
    const read = readTaskNotice(notice?.headers ?? {}, notice?.raw ?? Buffer.alloc(0), secret ?? '');
    expect(read).toMatchObject({ id: expect.stringContaining(task.taskId), type: 'task.delivered', data: task });
    expect(readTaskNotice(notice?.headers ?? {}, Buffer.from(`${notice?.raw} `), secret ?? '')).toBeUndefined();
    expect(market().seen.log.filter((line) => line.includes(secret ?? 'none'))).toEqual([]);
  });

  it('hears of the output only when LND has settled its hold', async () => {
    const { slug } = await market().list();
    const hook = market().sellers.hooks.add();
    const buyer = market().buyer();
    const challenge = await buyer.challenge(taskOrder(slug, { text: 'held' }, { webhook: { url: hook.url } }));
    // The node cannot settle at first; meanwhile the task is DELIVERED, and its output is nobody's who has not paid.
    for (let time = 0; time < 2; time += 1) {
      await market().books.fault({ node: 'market', kind: 'fail_request', method: 'SettleInvoice', code: 2 });
    }
    const states: string[] = [];
    hook.react((response, notice) => {
      void market()
        .books.chargeStates(challenge.taskId)
        .then((seen) => {
          states.push(seen.at(-1) ?? '');
          status(204)(response, notice);
        });
    });
    const paying = buyer.pay(challenge);
    await until(
      async () => (await buyer.state(challenge)).json().state,
      (state) => state === 'DELIVERED',
    );
    await arrived(hook, 1, 20_000);
    await paying;
    await until(
      () => states.length,
      (count) => count > 0,
    );
    expect(states).toEqual(['SETTLED']);
    expect(hook.received[0]?.body).toMatchObject({
      type: 'task.delivered',
      data: { output: { echo: { text: 'held' } } },
    });
  }, 30_000);

  it('hears why its task failed, what is owed to it, and no output', async () => {
    const { slug } = await market().list({
      priceMsat: '1500',
      outputSchema: { type: 'object', properties: { echo: { type: 'string' } }, required: ['echo'] },
      behaviour: (_, response) => answer(response, 422, { error: { message: 'cannot read this' } }),
    });
    const hook = market().sellers.hooks.add();
    const buyer = market().buyer();
    const order = taskOrder(slug, { text: 'x' }, { funding: 'invoice', webhook: { url: hook.url } });
    const challenge = await buyer.challenge(order);
    await buyer.pay(challenge);
    const [notice] = await arrived(hook);
    expectSigned(notice, challenge.webhookSecret);
    expect(notice?.body).toMatchObject({
      type: 'task.rejected',
      data: { state: 'REJECTED', reason: 'cannot read this', refund: { state: 'due', amountMsat: '1500' } },
    });
    expect(notice?.body.data).not.toHaveProperty('output');
    const { timeline } = await market().books.ended(challenge.taskId);
    expect(statesOf(timeline, 'charge').at(-1)).toBe('REFUND_DUE');
  });

  it('is not called while nobody has paid, and a wrong address makes nothing', async () => {
    const { slug } = await market().list();
    const hook = market().sellers.hooks.add();
    const buyer = market().buyer();
    const challenge = await buyer.challenge(taskOrder(slug, { text: 'unpaid' }, { webhook: { url: hook.url } }));
    const canceled = await buyer.send(
      { path: `/v1/tasks/${challenge.taskId}/cancel`, method: 'POST' },
      { 'task-key': challenge.taskKey ?? '' },
    );
    expect(canceled.status).toBe(200);
    const made = await whatIsMade(market().database);
    for (const url of ['https://10.0.0.1/', 'http://169.254.169.254/', market().access().simControl.url]) {
      refusedAs(await buyer.send(taskOrder(slug, { text: 'x' }, { webhook: { url } })), 400, 'invalid_endpoint');
    }
    expect(await whatIsMade(market().database)).toEqual(made);
    expect(hook.received).toEqual([]);
  });

  it('has an event sent again, with the same id, after its receiver has lost it', async () => {
    const { slug } = await market().list();
    const hook = market().sellers.hooks.add();
    const buyer = market().buyer();
    const { challenge } = await buyer.buy(taskOrder(slug, { text: 'again' }, { webhook: { url: hook.url } }));
    await arrived(hook);
    const { deliveries } = await webhookOnceDelivered(buyer, challenge);
    const path = `/v1/tasks/${challenge.taskId}/webhooks/${deliveries[0]?.n}/replay`;
    const replayed = await buyer.send({ path, method: 'POST' }, { 'task-key': challenge.taskKey ?? '' });
    expect(replayed.status).toBe(202);
    const [first, second] = await arrived(hook, 2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.raw).toEqual(first?.raw);
  });

  it('leaves books and wallets in order', async () => {
    await expectSound(market().books, before);
    expect(market().sellers.forged).toEqual([]);
  });
});
