/** Many webhooks at once: several senders on one database, hosts that do not answer, and endpoints that are given up. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Alarm } from '#apps/dispatch/alarm';
import { defaultDispatchConfig, type WebhookLimits } from '#apps/dispatch/config';
import { createContext } from '#apps/dispatch/context';
import { ReadStore } from '#apps/dispatch/read-store';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import { Waiters } from '#apps/dispatch/waiters';
import { WebhookMessages } from '#apps/dispatch/webhooks/webhook-message';
import { WebhookSender } from '#apps/dispatch/webhooks/webhook-sender';
import { WebhookStore } from '#apps/dispatch/webhooks/webhook-store';
import { Claimers } from '#apps/dispatch/workers/claimers';
import type { VersionReply } from '#contracts/registry';
import { systemClock } from '#kernel/clock';
import { createLogger } from '#observability/logger';
import { Outbound } from '#outbound/call';
import type { Resolver } from '#outbound/resolve';
import { suiteDatabase } from '#test/harness/database';
import { startHooks, status } from '#test/harness/webhooks';
import { type Bought, buy, createKit, type Kit, none, until } from './dispatch-kit.js';
import { webhookKey } from './fake-neighbours.js';
import { MortalWorld } from './mortal-world.js';
import { answer, type SellerServer, startSeller } from './seller-server.js';

const quick: WebhookLimits = {
  ...defaultDispatchConfig.webhooks,
  pollMs: 50,
  timeoutMs: 10_000,
  hostSpacingMs: 1,
  hostBurst: 1_000,
  retryDelaysMs: [50, 50, 50],
};

describe('senders of webhooks', () => {
  let seller: SellerServer;
  let hooks: Awaited<ReturnType<typeof startHooks>>;
  let kit: Kit;
  /** Does the work and sends nothing. */
  let dispatch: RunningDispatch;
  let echo: VersionReply;
  const senders = new Set<WebhookSender>();
  const outbounds: Outbound[] = [];

  afterAll(async () => {
    await stopSenders();
    await kit.stop();
    for (const outbound of outbounds) await outbound.close();
    await hooks.close();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    [seller, hooks] = await Promise.all([startSeller(), startHooks()]);
    kit = await createKit({ suite: suite(), seller, redisUrl: undefined });
    dispatch = await kit.start({
      allowedEndpoints: [seller.endpoint, hooks.endpoint],
      webhooks: { ...quick, maxCalls: 0 },
    });
    echo = kit.registry.add({
      url: seller.serve(({ input }, response) => answer(response, 200, { output: { echo: input } })),
      maxConcurrency: 32,
    });
  });

  interface SenderOptions extends Partial<WebhookLimits> {
    readonly resolver?: Resolver;
    readonly world?: MortalWorld;
  }

  function startSender({
    resolver,
    world = new MortalWorld({ step: 0, when: 'after' }),
    ...limits
  }: SenderOptions = {}) {
    const logger = createLogger({ level: 'error', name: 'sender', destination: { write: () => undefined } });
    const waiters = new Waiters(
      async () => new Map(),
      () => undefined,
    );
    const alarm = new Alarm();
    const listening = { waiters, claimers: new Claimers({ perSeller: 1, inAll: 1 }), webhooks: alarm };
    const database = world.database(kit.database);
    const outbound = new Outbound({ allowedEndpoints: [hooks.endpoint], ...(resolver ? { resolver } : {}) });
    outbounds.push(outbound);
    const sender = new WebhookSender(
      createContext(systemClock, logger, 3_600_000, listening),
      {
        deliveries: new WebhookStore(database),
        messages: new WebhookMessages(new ReadStore(database), kit.billing.service),
        outbound,
        alarm,
        webhookKey,
      },
      { ...quick, ...limits },
    );
    sender.start();
    senders.add(sender);
    return sender;
  }

  async function stopSenders(): Promise<void> {
    for (const sender of senders) await sender.stop(100);
    senders.clear();
  }

  const list = ({ taskId, paymentHash }: Bought) =>
    dispatch.service.listWebhooks({ taskId, paymentHash, taskKeyHash: none });
  const buyAt = (webhookUrl: string, clientKey?: Buffer): Promise<Bought> =>
    buy(kit, dispatch.service, echo, { webhookUrl, ...(clientKey ? { clientKey } : {}) });
  const buyMany = (count: number, url: string, clientKey?: Buffer) =>
    Promise.all(Array.from({ length: count }, () => buyAt(url, clientKey)));
  const waiting = (count: number) =>
    until(
      async () => {
        const [row] = await kit.database.query<{ count: number }>(
          `SELECT count(*)::integer AS count FROM dispatch.webhook_delivery WHERE status = 'pending'`,
        );
        return row?.count;
      },
      (seen) => seen === count,
    );

  it('find what was left by a process that ended between the change and the call', async () => {
    const hook = hooks.add();
    const bought = await buyAt(hook.url);
    await waiting(1);
    expect(hook.received).toEqual([]);
    startSender();
    await waiting(0);
    expect(hook.received).toHaveLength(1);
    expect(await list(bought)).toMatchObject({ deliveries: [{ status: 'delivered' }] });
    await stopSenders();
  });

  it('send again, with the same id, what a process had in hand when it died', async () => {
    const hook = hooks.add();
    const bought = await buyAt(hook.url);
    await waiting(1);
    // It claims, reads the task, calls, and dies before it can record the call.
    const world = new MortalWorld({ step: 3, when: 'before' });
    startSender({ world, timeoutMs: 100 });
    await until(
      () => hook.received.length,
      (count) => count === 1,
    );
    await until(
      () => world.dead,
      (dead) => dead,
    );
    expect(await list(bought)).toMatchObject({ deliveries: [{ status: 'pending', attempts: [] }] });
    startSender();
    await waiting(0);
    const ids = hook.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await list(bought)).toMatchObject({
      deliveries: [{ status: 'delivered', attempts: [{ httpStatus: 204 }] }],
    });
    await stopSenders();
  }, 20_000);

  it('share the work: each event is sent by one of them', async () => {
    const hook = hooks.add((response) => void setTimeout(() => response.writeHead(200).end(), 20));
    await buyMany(40, hook.url);
    await waiting(40);
    for (let count = 0; count < 3; count += 1) startSender();
    await waiting(0);
    await stopSenders();
    const ids = hook.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
  }, 20_000);

  it('refuse a name that leads to a private address when it is called, and say no more than that', async () => {
    const bought = await buyAt('https://hooks.buyer-of-work.com/notify');
    await waiting(1);
    startSender({ resolver: async () => ['10.1.2.3'] });
    await waiting(0);
    await stopSenders();
    const { deliveries } = await list(bought);
    expect(deliveries).toMatchObject([{ status: 'failed' }]);
    expect(deliveries[0]?.attempts.map(({ failure }) => failure)).toEqual(
      Array.from({ length: 4 }, () => 'the host name leads to an address that may not be called'),
    );
  });

  it('are not held up by a host that never answers', async () => {
    const dead = 'https://dead.buyer-of-work.com/';
    const hook = hooks.add();
    const neverResolves: Resolver = () => new Promise(() => undefined);
    await buyMany(30, dead);
    await waiting(30);
    const alive = await buyAt(hook.url);
    await waiting(31);
    startSender({ resolver: neverResolves, maxCalls: 8, maxCallsPerHost: 2, timeoutMs: 5_000 });
    const began = performance.now();
    await until(
      () => list(alive),
      ({ deliveries }) => deliveries[0]?.status === 'delivered',
      4_000,
    );
    expect(performance.now() - began).toBeLessThan(4_000);
    await stopSenders();
    await kit.database.query(
      `UPDATE dispatch.webhook_delivery SET status = 'failed', next_try_at = NULL WHERE host LIKE 'dead%'`,
    );
  }, 20_000);

  it('call one host by no more than so many calls at a time', async () => {
    const hook = hooks.add((response) => void setTimeout(() => response.writeHead(200).end(), 30));
    await buyMany(24, hook.url);
    await waiting(24);
    hooks.mostOpen = 0;
    startSender({ maxCallsPerHost: 3 });
    await waiting(0);
    await stopSenders();
    expect(hooks.mostOpen).toBe(3);
  });

  it('call one host no faster than its rate, whoever they are and however many wait', async () => {
    const hook = hooks.add();
    await buyMany(30, hook.url);
    await waiting(30);
    await kit.database.query('DELETE FROM dispatch.webhook_host');
    const began = performance.now();
    for (let count = 0; count < 2; count += 1) startSender({ hostSpacingMs: 100, hostBurst: 10 });
    await sleep(400);
    const early = hook.received.length;
    expect(early).toBeLessThanOrEqual(10 + Math.ceil((performance.now() - began) / 100));
    await waiting(0);
    // Twenty of them waited for their place.
    expect(performance.now() - began).toBeGreaterThan(1_900);
    expect(hook.received).toHaveLength(30);
    await stopSenders();
  }, 20_000);

  it('send the events of one task in their order, and none that a later one has overtaken', async () => {
    let reaction = status(500);
    const hook = hooks.add((...received) => reaction(...received));
    const bought = await buyAt(hook.url);
    await waiting(1);
    // As if the task had needed something of its buyer before, which was not told in time.
    await kit.database.query(`INSERT INTO dispatch.webhook_delivery
      SELECT task_id, n - 1, host, endpoint, attempts, status, created_at, next_try_at - interval '1 s' FROM dispatch.webhook_delivery
      WHERE status = 'pending'`);
    reaction = status(204);
    startSender();
    await waiting(0);
    await stopSenders();
    const { deliveries } = await list(bought);
    expect(deliveries.map((one) => one.status)).toEqual(['superseded', 'delivered']);
    expect(hook.received.map(({ body }) => body.n)).toEqual([deliveries[1]?.n]);
  });

  describe('give up an endpoint', () => {
    it('after 20 calls in a row that failed, for one client, and take it up again when its buyer says so', async () => {
      let reaction = status(500);
      const hook = hooks.add((...received) => reaction(...received));
      const clientKey = Buffer.alloc(32, 1);
      const bought = await buyMany(8, hook.url, clientKey);
      await waiting(8);
      startSender({ maxCallsPerHost: 1 });
      await waiting(0);
      expect(hook.received).toHaveLength(20);
      const [first] = bought as [Bought];
      const disabled = await list(first);
      expect(disabled).toMatchObject({ failuresInRow: 20, disabledReason: '20 calls in a row have failed' });
      expect(Number(disabled.disabledAtMs)).toBeGreaterThan(0);
      const statuses = async () =>
        (await Promise.all(bought.map(list))).flatMap(({ deliveries }) => deliveries.map((one) => one.status));
      // Which of them had all their tries by then is chance: each pause before a try is.
      const seen = new Set(await statuses());
      expect(seen.has('paused')).toBe(true);
      expect([...seen].filter((one) => one !== 'paused' && one !== 'failed')).toEqual([]);

      // What happens meanwhile waits with the others; another client's calls to the same URL go on.
      reaction = status(204);
      const later = await buyAt(hook.url, clientKey);
      const other = await buyAt(hook.url);
      await until(
        () => list(other),
        ({ deliveries }) => deliveries[0]?.status === 'delivered',
      );
      await until(
        () => list(later),
        ({ deliveries }) => deliveries[0]?.status === 'paused',
      );
      expect(hook.received).toHaveLength(21);

      const paused = (await statuses()).filter((one) => one === 'paused').length + 1;
      const proof = { taskId: later.taskId, paymentHash: later.paymentHash, taskKeyHash: none };
      expect(await dispatch.service.enableWebhook(proof)).toEqual({ resumed: paused });
      await until(
        () => hook.received.length,
        (count) => count === 21 + paused,
      );
      expect(await dispatch.service.enableWebhook(proof)).toEqual({ resumed: 0 });
      expect(await list(later)).toMatchObject({ failuresInRow: 0, disabledAtMs: '0', disabledReason: '' });
      await stopSenders();
    }, 30_000);

    it('that says it is gone, at once; a replay of one event takes all of them up', async () => {
      let reaction = status(410);
      const hook = hooks.add((...received) => reaction(...received));
      const clientKey = Buffer.alloc(32, 2);
      const [first, second] = (await buyMany(2, hook.url, clientKey)) as [Bought, Bought];
      await waiting(2);
      startSender({ maxCallsPerHost: 1 });
      await waiting(0);
      expect(hook.received).toHaveLength(1);
      const gone = await list(first);
      expect(gone).toMatchObject({ disabledReason: 'the endpoint answered 410 (gone)' });
      expect(gone.deliveries).toMatchObject([{ status: 'paused' }]);
      reaction = status(200);
      const proof = { taskId: second.taskId, paymentHash: second.paymentHash, taskKeyHash: none };
      await dispatch.service.replayWebhook({ ...proof, n: (await list(second)).deliveries[0]?.n ?? 0 });
      await until(
        () => Promise.all([list(first), list(second)]),
        (both) => both.every(({ deliveries }) => deliveries[0]?.status === 'delivered'),
      );
      await stopSenders();
    }, 20_000);

    it('not for failures between which one call arrived', async () => {
      const hook = hooks.add((response, notice) =>
        status(hook.received.length % 4 === 0 ? 200 : 500)(response, notice),
      );
      const bought = await buyMany(10, hook.url, Buffer.alloc(32, 3));
      await waiting(10);
      startSender({ maxCallsPerHost: 1 });
      await waiting(0);
      await stopSenders();
      expect(hook.received.length).toBeGreaterThan(25);
      for (const one of await Promise.all(bought.map(list))) expect(one.disabledAtMs).toBe('0');
    }, 20_000);
  });

  it('forget hosts and endpoints that are not called any more', async () => {
    await kit.database.query(`INSERT INTO dispatch.webhook_host VALUES ('old.example.org', now() - interval '1 hour');
      INSERT INTO dispatch.webhook_endpoint VALUES ('\\x01', 3, NULL, '', now() - interval '2 hours')`);
    startSender();
    await until(
      async () => {
        const [row] = await kit.database.query<{ count: number }>(`SELECT (
          (SELECT count(*) FROM dispatch.webhook_host WHERE host = 'old.example.org')
          + (SELECT count(*) FROM dispatch.webhook_endpoint WHERE key = '\\x01'))::integer AS count`);
        return row?.count;
      },
      (count) => count === 0,
    );
    await stopSenders();
  });
});
