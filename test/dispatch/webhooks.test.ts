/** What a buyer's webhook is told: by real HTTP, from real rows. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultDispatchConfig } from '#apps/dispatch/config';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import type { ListWebhooksReply } from '#contracts/dispatch';
import type { VersionReply } from '#contracts/registry';
import { suiteDatabase } from '#test/harness/database';
import { arrived, expectSigned, startHooks, status } from '#test/harness/webhooks';
import { type Bought, buy, createKit, fund, type Kit, keep, none, provide, read, until } from './dispatch-kit.js';
import { worker } from './pulling.js';
import { answer, type SellerServer, startSeller } from './seller-server.js';

const quick = { ...defaultDispatchConfig.webhooks, pollMs: 100, timeoutMs: 1_500, retryDelaysMs: [50, 50, 50] };

describe("a buyer's webhook", () => {
  let seller: SellerServer;
  let hooks: Awaited<ReturnType<typeof startHooks>>;
  let kit: Kit;
  let dispatch: RunningDispatch;
  let echo: VersionReply;
  let refusing: VersionReply;

  afterAll(async () => {
    await kit.stop();
    await hooks.close();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    [seller, hooks] = await Promise.all([startSeller(), startHooks()]);
    kit = await createKit({ suite: suite(), seller, redisUrl: undefined });
    dispatch = await kit.start({ allowedEndpoints: [seller.endpoint, hooks.endpoint], webhooks: quick });
    echo = kit.registry.add({
      url: seller.serve(({ input }, response) => answer(response, 200, { output: { echo: input } })),
    });
    refusing = kit.registry.add({
      url: seller.serve((_, response) => answer(response, 422, { error: { message: 'not this one' } })),
    });
  });

  const list = ({ taskId, paymentHash }: Bought): Promise<ListWebhooksReply> =>
    dispatch.service.listWebhooks({ taskId, paymentHash, taskKeyHash: none });
  const settled = (bought: Bought) =>
    until(
      () => list(bought),
      ({ deliveries }) => deliveries.length > 0 && deliveries.every((one) => one.status !== 'pending'),
    );

  it('is told of the delivery with its output, signed as the standard says', async () => {
    const hook = hooks.add();
    const bought = await buy(kit, dispatch.service, echo, { webhookUrl: hook.url });
    const [notice] = await arrived(hook);
    expectSigned(notice, bought.webhookSecret);
    const task = await read(dispatch.service, bought);
    expect(notice?.body).toMatchObject({
      type: 'task.delivered',
      timestamp: new Date(Number(task.finishedAtMs)).toISOString(),
      n: Number(task.etag),
      data: {
        ...{ taskId: bought.taskId, state: 'DELIVERED', service: 'summary', version: 1, attempts: 1 },
        ...{ funding: 'hold', priceMsat: '1000', output: { echo: { text: 'hello' } } },
      },
    });
    expect(notice?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': `${bought.taskId}-${notice?.body.n}`,
    });
    expect(await settled(bought)).toMatchObject({
      ...{ url: hook.url, failuresInRow: 0, disabledAtMs: '0' },
      deliveries: [
        { type: 'task.delivered', status: 'delivered', nextTryAtMs: '0', replays: 0, attempts: [{ httpStatus: 204 }] },
      ],
    });
    expect(hook.received).toHaveLength(1);
  });

  it('is told what the seller asks, as long as that is asked', async () => {
    const asking = kit.registry.add({});
    const { claimed, ask, complete } = worker(dispatch.service, asking);
    const hook = hooks.add(status(500));
    const bought = await buy(kit, dispatch.service, asking, { webhookUrl: hook.url, funding: 'invoice' });
    const mine = await claimed();
    await ask(mine, 1, 'Which language?', { schema: { enum: ['de', 'fr'] } });
    await arrived(hook);
    hook.react(status(204));
    await settled(bought);
    const [first] = hook.received;
    expectSigned(first, bought.webhookSecret);
    expect(first?.body).toMatchObject({
      type: 'task.input_required',
      data: {
        state: 'INPUT_REQUIRED',
        inputRequest: { n: 1, message: 'Which language?', schema: { enum: ['de', 'fr'] } },
      },
    });
    expect(first?.body.data).not.toHaveProperty('output');
    await provide(dispatch.service, bought, 1, 'de');
    const count = hook.received.length;
    const { deliveries } = await list(bought);
    const proof = { taskId: bought.taskId, paymentHash: bought.paymentHash, taskKeyHash: none };
    await dispatch.service.replayWebhook({ ...proof, n: deliveries[0]?.n ?? 0 });
    expect(await settled(bought)).toMatchObject({ deliveries: [{ status: 'superseded' }] });
    expect(hook.received).toHaveLength(count);
    await complete(mine, 'gut');
    const notices = await arrived(hook, count + 1);
    expect(notices.at(-1)?.body).toMatchObject({ type: 'task.delivered', data: { output: 'gut' } });
    expect((await settled(bought)).deliveries.map((one) => one.status)).toEqual(['superseded', 'delivered']);
  });

  it('has a secret of its own for each task, shown only to the one who made it', async () => {
    const hook = hooks.add();
    const [one, other] = await Promise.all(
      [1, 2].map(() => keep(dispatch.service, echo, {}, { webhookUrl: hook.url })),
    );
    expect(one?.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(one?.webhookSecret).not.toBe(other?.webhookSecret);
    expect((await keep(dispatch.service, echo)).webhookSecret).toBe('');
    expect(JSON.stringify(kit.logged)).not.toContain(one?.webhookSecret);
  });

  it.each([
    'http://127.0.0.1:1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://0x7f.1/',
    'https://localhost/',
    'https://db.internal/',
    'https://user:pw@buyer.com/',
    'ftp://buyer.com/',
    'nonsense',
    `https://buyer.com/${'a'.repeat(2_048)}`,
  ])('is refused at once where it names %s', async (webhookUrl) => {
    await expect(keep(dispatch.service, echo, {}, { webhookUrl })).rejects.toMatchObject({ code: 'invalid_endpoint' });
  });

  it('is not called before the money is there, and never for a task that nobody paid', async () => {
    const hook = hooks.add();
    const bought = await keep(dispatch.service, echo, {}, { webhookUrl: hook.url });
    await dispatch.service.dropTask({ taskId: bought.taskId });
    expect(hook.received).toEqual([]);
  });

  describe('of a task that was not delivered', () => {
    it('is told why, without any output, and nothing of a refund where the hold was released', async () => {
      const hook = hooks.add();
      const bought = await buy(kit, dispatch.service, refusing, { webhookUrl: hook.url });
      const [notice] = await arrived(hook);
      expect(notice?.body).toMatchObject({
        type: 'task.rejected',
        data: { state: 'REJECTED', reason: 'not this one' },
      });
      expect(notice?.body.data).not.toHaveProperty('output');
      expect(notice?.body.data).not.toHaveProperty('refund');
      expectSigned(notice, bought.webhookSecret);
    });

    it('is told what is owed of money that was paid at once, also where that takes a moment', async () => {
      const hook = hooks.add();
      const bought = await keep(dispatch.service, refusing, {}, { webhookUrl: hook.url, funding: 'invoice' });
      kit.billing.hold(bought.taskId);
      kit.billing.paymentStates.set(bought.taskId, 'HELD');
      await fund(dispatch.service, bought);
      await until(
        () => read(dispatch.service, bought),
        ({ state }) => state === 'REJECTED',
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(hook.received).toEqual([]);
      kit.billing.paymentStates.delete(bought.taskId);
      const [notice] = await arrived(hook);
      expect(notice?.body.data).toMatchObject({ state: 'REJECTED', refund: { state: 'due', amountMsat: '1000' } });
      expect(await settled(bought)).toMatchObject({ deliveries: [{ attempts: [{ httpStatus: 204 }] }] });
    });

    it('is told of a cancellation and of a deadline that passed', async () => {
      const never = kit.registry.add({ url: seller.serve(() => undefined) });
      const hook = hooks.add();
      const canceled = await buy(kit, dispatch.service, never, { webhookUrl: hook.url });
      const { taskId, paymentHash } = canceled;
      await dispatch.service.cancelTask({ taskId, paymentHash, taskKeyHash: none, byAdmin: false, reason: '' });
      // Long enough for calls on connections that the seller has just closed to be made again.
      const late = await buy(kit, dispatch.service, never, { webhookUrl: hook.url, windowMs: 1_600 });
      const notices = await arrived(hook, 2);
      expect(notices.map(({ body }) => [body.type, body.data.taskId, body.data.reason])).toEqual([
        ['task.canceled', canceled.taskId, 'the buyer canceled it'],
        ['task.expired', late.taskId, 'the deadline passed before the work was delivered'],
      ]);
    });
  });

  describe('whose output is not paid for', () => {
    it('hears of the delivery once LND has settled the hold, and not before', async () => {
      const hook = hooks.add();
      const bought = await keep(dispatch.service, echo, {}, { webhookUrl: hook.url });
      kit.billing.hold(bought.taskId);
      kit.billing.paymentStates.set(bought.taskId, 'SETTLING');
      await fund(dispatch.service, bought);
      await until(
        () => read(dispatch.service, bought),
        ({ state }) => state === 'DELIVERED',
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(hook.received).toEqual([]);
      expect(await list(bought)).toMatchObject({ deliveries: [{ status: 'pending', attempts: [] }] });
      kit.billing.paymentStates.delete(bought.taskId);
      const [notice] = await arrived(hook);
      expect(notice?.body.data).toHaveProperty('output');
    });

    it('hears nothing where the payment was canceled under us', async () => {
      const hook = hooks.add();
      const bought = await keep(dispatch.service, echo, {}, { webhookUrl: hook.url });
      kit.billing.hold(bought.taskId);
      kit.billing.paymentStates.set(bought.taskId, 'LOST');
      await fund(dispatch.service, bought);
      expect(await settled(bought)).toMatchObject({ deliveries: [{ status: 'withheld', attempts: [] }] });
      expect(hook.received).toEqual([]);
    });
  });

  describe('that fails', () => {
    it('is tried again with the same id and the same body after a 500, a hang and a broken connection', async () => {
      const hook = hooks.add((response, notice) => {
        const before = hook.received.length;
        if (before === 1) status(500)(response, notice);
        if (before === 3) response.destroy();
        if (before === 4) status(200)(response, notice);
      });
      const bought = await buy(kit, dispatch.service, echo, { webhookUrl: hook.url });
      const { deliveries, failuresInRow } = await settled(bought);
      const notices = hook.received;
      expect(notices).toHaveLength(4);
      expect(new Set(notices.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(new Set(notices.map(({ raw }) => raw.toString())).size).toBe(1);
      for (const notice of notices) expectSigned(notice, bought.webhookSecret);
      expect(failuresInRow).toBe(0);
      expect(deliveries).toMatchObject([
        {
          status: 'delivered',
          attempts: [
            { httpStatus: 500, failure: '' },
            { httpStatus: 0, failure: 'no complete answer within 1500 ms' },
            { httpStatus: 0, failure: expect.stringContaining('connection broke') },
            { httpStatus: 200, failure: '' },
          ],
        },
      ]);
    });

    it('is not followed to where it redirects', async () => {
      const other = hooks.add();
      const hook = hooks.add((response) => response.writeHead(307, { location: other.url }).end());
      const bought = await buy(kit, dispatch.service, echo, { webhookUrl: hook.url });
      expect(await settled(bought)).toMatchObject({ deliveries: [{ status: 'failed' }], failuresInRow: 4 });
      expect(hook.received).toHaveLength(4);
      expect(other.received).toEqual([]);
    });

    it('is read no further than 64 kB, whatever it answers', async () => {
      const hook = hooks.add((response) => response.writeHead(200).end(Buffer.alloc(1_000_000)));
      const bought = await buy(kit, dispatch.service, echo, { webhookUrl: hook.url });
      const { deliveries } = await settled(bought);
      expect(deliveries[0]?.attempts[0]).toMatchObject({ httpStatus: 0, failure: expect.stringContaining('larger') });
    });

    it('is given up after its last try, and sent again by a replay', async () => {
      let reaction = status(503);
      const hook = hooks.add((...received) => reaction(...received));
      const bought = await buy(kit, dispatch.service, echo, { webhookUrl: hook.url });
      const given = await settled(bought);
      expect(given.deliveries).toMatchObject([{ status: 'failed', replays: 0 }]);
      expect(given.deliveries[0]?.attempts).toHaveLength(4);
      reaction = status(204);
      const { taskId, paymentHash } = bought;
      const n = given.deliveries[0]?.n ?? 0;
      const proof = { taskId, paymentHash, taskKeyHash: none };
      expect(await dispatch.service.replayWebhook({ ...proof, n })).toMatchObject({ n, replays: 1 });
      const again = await settled(bought);
      expect(again.deliveries).toMatchObject([{ status: 'delivered', replays: 1 }]);
      expect(again.deliveries[0]?.attempts).toHaveLength(5);
      const notices = hook.received;
      expect(new Set(notices.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

      for (let count = 2; count <= 10; count += 1) {
        await dispatch.service.replayWebhook({ ...proof, n });
        await arrived(hook, 4 + count);
        await settled(bought);
      }
      await expect(dispatch.service.replayWebhook({ ...proof, n })).rejects.toMatchObject({ code: 'conflict' });
      expect(hook.received).toHaveLength(14);
    });
  });

  it('belongs to whoever holds the credential or the key of its task, and to nobody else', async () => {
    const hook = hooks.add();
    const bought = await buy(kit, dispatch.service, echo, { webhookUrl: hook.url });
    await arrived(hook);
    const { taskId, taskKeyHash, paymentHash } = bought;
    const byKey = await dispatch.service.listWebhooks({ taskId, taskKeyHash, paymentHash: none });
    expect(byKey.deliveries).toHaveLength(1);
    expect(JSON.stringify(byKey)).not.toContain('hello');
    const wrong = { taskId, taskKeyHash: Buffer.alloc(32), paymentHash: none };
    await expect(dispatch.service.listWebhooks(wrong)).rejects.toMatchObject({ code: 'task_not_found' });
    await expect(dispatch.service.replayWebhook({ ...wrong, n: 4 })).rejects.toMatchObject({ code: 'task_not_found' });
    await expect(dispatch.service.enableWebhook(wrong)).rejects.toMatchObject({ code: 'task_not_found' });
    const own = { taskId, taskKeyHash: none, paymentHash };
    await expect(dispatch.service.replayWebhook({ ...own, n: 2 })).rejects.toMatchObject({ code: 'not_found' });
    const silent = await buy(kit, dispatch.service, echo);
    const other = { taskId: silent.taskId, taskKeyHash: none, paymentHash: silent.paymentHash };
    await expect(dispatch.service.enableWebhook(other)).rejects.toMatchObject({ code: 'not_found' });
    expect(await dispatch.service.listWebhooks(other)).toMatchObject({ url: '', deliveries: [] });
  });

  it('is forgotten with the result of its task', async () => {
    const hook = hooks.add(status(500));
    const bought = await buy(kit, dispatch.service, echo, { webhookUrl: hook.url });
    await settled(bought);
    await kit.database.query(
      `UPDATE dispatch.task SET finished_at = now() - interval '8 days', next_step_at = now() WHERE payment_hash = $1`,
      [bought.paymentHash],
    );
    await until(
      () => list(bought),
      ({ url: left, deliveries }) => left === '' && deliveries.length === 0,
    );
    const [left] = await kit.database.query<{ count: bigint }>(
      `SELECT count(*) FROM dispatch.webhook_call c JOIN dispatch.task t ON t.id = c.task_id WHERE t.payment_hash = $1`,
      [bought.paymentHash],
    );
    expect(left).toEqual({ count: 0n });
  });
});
