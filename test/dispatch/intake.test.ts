/** How tasks come in and are read: quotas, repeated calls, late money, waiting, retention, and what the role may not do. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LATEST_SCHEMA_VERSION } from 'bullmq';
import { defaultDispatchConfig } from '#apps/dispatch/config';
import type { StepJob, StepQueue } from '#apps/dispatch/queue';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import type { VersionReply } from '#contracts/registry';
import { systemClock } from '#kernel/clock';
import { idToUuid } from '#kernel/ids';
import { suiteDatabase } from '#test/harness/database';
import {
  type Bought,
  brokenInvariants,
  buy,
  createKit,
  fund,
  type Kit,
  keep,
  keepRequest,
  none,
  read,
  until,
} from './dispatch-kit.js';
import { memoryQueue } from './memory-queue.js';
import { answer, type SellerServer, startSeller } from './seller-server.js';

describe('dispatch', () => {
  let seller: SellerServer;
  let kit: Kit;
  let dispatch: RunningDispatch;
  let echo: VersionReply;
  const added: StepJob[] = [];
  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
    // No sweeps: each test says when time passes.
    const never = 3_600_000;
    const webhooks = { ...defaultDispatchConfig.webhooks, pollMs: never };
    dispatch = await kit.start(
      { sweepIntervalMs: never, reportIntervalMs: never, webhooks },
      { queue: memoryQueue(added) },
    );
    echo = kit.registry.add({
      url: seller.serve(({ input }, response) => answer(response, 200, { output: input })),
    });
  });

  const sqlOf = async (text: string, params: unknown[] = []) => (await kit.database.query(text, params))[0];
  const unpaidOf = (clientKey: Buffer) =>
    sqlOf('SELECT tasks, bytes FROM dispatch.unpaid_client WHERE client_key = $1', [clientKey]);

  it('costs five transactions, one job and two calls of neighbours per task', async () => {
    await buy(kit, dispatch.service, echo).then((first) => read(dispatch.service, first, 5_000));
    const before = {
      transactions: kit.database.counters().transactions,
      jobs: added.length,
      billing: kit.billing.calls,
      registry: kit.registry.calls,
    };
    const bought = await buy(kit, dispatch.service, echo);
    await until(
      () => kit.logged.filter((line) => JSON.stringify(line).includes(bought.taskId)).length,
      (lines) => lines === 3,
    );
    expect(kit.database.counters().transactions - before.transactions).toBe(5);
    expect(added.length - before.jobs).toBe(1);
    expect(kit.billing.calls - before.billing).toBe(1);
    // A version of a listing never changes, so it is asked for once.
    expect(kit.registry.calls - before.registry).toBe(0);
    expect((await read(dispatch.service, bought)).state).toBe('DELIVERED');
  });

  describe('unpaid tasks', () => {
    it('are kept once, counted, and dropped', async () => {
      const clientKey = randomBytes(32);
      const bought = await keep(dispatch.service, echo, { a: 1 }, { clientKey });
      const again = keepRequest(echo, bought, { other: true });
      const otherKey = { ...again, taskKeyHash: randomBytes(32) };
      expect(await dispatch.service.keepTask(again)).toEqual({ created: true, webhookSecret: '' });
      expect(await dispatch.service.keepTask(otherKey)).toEqual({ created: false, webhookSecret: '' });
      expect(await unpaidOf(clientKey)).toEqual({ tasks: 1, bytes: 7n });
      expect(await dispatch.service.dropTask({ taskId: bought.taskId })).toEqual({ dropped: true });
      expect(await dispatch.service.dropTask({ taskId: bought.taskId })).toEqual({ dropped: false });
      expect(await unpaidOf(clientKey)).toEqual({ tasks: 0, bytes: 0n });
    });

    it('may take 256 kB each and 2 MiB for one client', async () => {
      const clientKey = randomBytes(32);
      const input = JSON.stringify('x'.repeat(262_142));
      await expect(keep(dispatch.service, echo, `${input} `, { clientKey })).rejects.toMatchObject({
        code: 'body_too_large',
      });
      const kept: Bought[] = [];
      for (let count = 0; count < 8; count += 1) kept.push(await keep(dispatch.service, echo, input, { clientKey }));
      const ninth = keep(dispatch.service, echo, '1', { clientKey });
      await expect(ninth).rejects.toMatchObject({ code: 'quota_exceeded', retryAfterSeconds: 60 });
      expect(await unpaidOf(clientKey)).toEqual({ tasks: 8, bytes: 2_097_152n });
      // Another client is not concerned, and what is paid counts no more.
      await keep(dispatch.service, echo, '1');
      kit.billing.hold(kept[0]?.taskId ?? '');
      expect(await fund(dispatch.service, kept[0] as Bought)).toBe('queued');
      await keep(dispatch.service, echo, '1', { clientKey });
      for (const { taskId } of kept) await dispatch.service.dropTask({ taskId });
      expect(await unpaidOf(clientKey)).toEqual({ tasks: 1, bytes: 1n });
    });

    it('may take 256 MiB in all', async () => {
      const clientKey = randomBytes(32);
      const share = (clientKey[0] ?? 0) % 16;
      const full = 'UPDATE dispatch.unpaid_share SET bytes = bytes + $2 WHERE share = $1';
      const { bytes } = (await sqlOf('SELECT bytes FROM dispatch.unpaid_share WHERE share = $1', [share])) as {
        bytes: bigint;
      };
      const room = 16_777_216n - bytes;
      await kit.database.query(full, [share, room - 3n]);
      await expect(keep(dispatch.service, echo, '"xx"', { clientKey })).rejects.toMatchObject({
        code: 'quota_exceeded',
      });
      expect(await unpaidOf(clientKey)).toBeUndefined();
      await keep(dispatch.service, echo, '"x"', { clientKey });
      await kit.database.query(full, [share, 3n - room]);
    });

    it('hold to the limits when a client asks a hundred times at once', async () => {
      const clientKey = randomBytes(32);
      const input = JSON.stringify('x'.repeat(200_000));
      const results = await Promise.allSettled(
        Array.from({ length: 40 }, () => keep(dispatch.service, echo, input, { clientKey })),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
      expect(await unpaidOf(clientKey)).toEqual({ tasks: 10, bytes: 2_000_020n });
    });
  });

  describe('money', () => {
    it('queues a task once, however often it is reported', async () => {
      const bought = await keep(dispatch.service, echo);
      kit.billing.hold(bought.taskId);
      const outcomes = await Promise.all([1, 2, 3].map(() => fund(dispatch.service, bought)));
      expect(outcomes.sort()).toEqual(['already', 'already', 'queued']);
      expect(await read(dispatch.service, bought, 5_000)).toMatchObject({ state: 'DELIVERED', attempts: 1 });
      expect(await fund(dispatch.service, bought)).toBe('already');
      await expect(fund(dispatch.service, { ...bought, paymentHash: randomBytes(32) })).rejects.toMatchObject({
        code: 'conflict',
      });
    });

    it('goes back for a task that is not there', async () => {
      const bought = await keep(dispatch.service, echo);
      await dispatch.service.dropTask({ taskId: bought.taskId });
      kit.billing.hold(bought.taskId);
      expect(await fund(dispatch.service, bought)).toBe('unknown');
      expect(kit.billing.charges.get(bought.taskId)).toBe('canceled');
      kit.billing.away = true;
      await expect(fund(dispatch.service, bought)).rejects.toMatchObject({ code: 'unavailable' });
      kit.billing.away = false;
    });

    it('goes back when it comes too late for the work', async () => {
      const bought = await keep(dispatch.service, echo);
      kit.billing.hold(bought.taskId);
      const now = systemClock.now().getTime();
      const request = {
        taskId: bought.taskId,
        paymentHash: bought.paymentHash,
        acceptedAtMs: String(now),
        deadlineAtMs: String(now + 15_000),
        workMs: 20_000,
      };
      expect(await dispatch.service.fundTask(request)).toEqual({ outcome: 'expired' });
      expect(kit.billing.charges.get(bought.taskId)).toBe('canceled');
      expect(await dispatch.service.fundTask(request)).toEqual({ outcome: 'already' });
      expect(await read(dispatch.service, bought)).toMatchObject({
        state: 'EXPIRED',
        reason: 'the payment came too late for the work to be done in time',
      });
      expect(seller.received.some(({ offer }) => offer.taskId === bought.taskId)).toBe(false);
    });

    it('shows nothing of an unpaid task to a payment hash', async () => {
      const bought = await keep(dispatch.service, echo);
      await expect(read(dispatch.service, bought)).rejects.toMatchObject({ code: 'task_not_found' });
      const byKey = { taskId: bought.taskId, paymentHash: none, taskKeyHash: bought.taskKeyHash };
      expect(await dispatch.service.getTask({ ...byKey, waitMs: 0, unlessEtag: '', eventsAfter: -1 })).toMatchObject({
        state: 'AWAITING_PAYMENT',
        etag: '1',
        queuedAtMs: '0',
      });
      expect((await dispatch.service.getTimeline({ taskId: bought.taskId })).events).toHaveLength(1);
    });
  });

  describe('waiting', () => {
    it('ends with a change, with the end of the task, or with the time', async () => {
      const bought = await keep(dispatch.service, echo);
      const byKey = { taskId: bought.taskId, paymentHash: none, taskKeyHash: bought.taskKeyHash };
      const began = performance.now();
      const idle = await dispatch.service.getTask({ ...byKey, waitMs: 150, unlessEtag: '1', eventsAfter: -1 });
      expect(idle.etag).toBe('1');
      expect(performance.now() - began).toBeGreaterThanOrEqual(145);

      const changed = dispatch.service.getTask({ ...byKey, waitMs: 10_000, unlessEtag: '1', eventsAfter: -1 });
      const over = dispatch.service.getTask({ ...byKey, waitMs: 10_000, unlessEtag: '', eventsAfter: -1 });
      kit.billing.hold(bought.taskId);
      await fund(dispatch.service, bought);
      expect(Number((await changed).etag)).toBeGreaterThan(1);
      expect((await over).state).toBe('DELIVERED');
      const again = await dispatch.service.getTask({
        ...byKey,
        waitMs: 10_000,
        unlessEtag: (await over).etag,
        eventsAfter: -1,
      });
      expect(again.state).toBe('DELIVERED');
    });

    it('sees what another process does', async () => {
      const other = await kit.start({ sweepIntervalMs: 3_600_000 }, { queue: memoryQueue() });
      const bought = await keep(dispatch.service, echo);
      kit.billing.hold(bought.taskId);
      const seen = dispatch.service.getTask({
        taskId: bought.taskId,
        paymentHash: none,
        taskKeyHash: bought.taskKeyHash,
        waitMs: 10_000,
        unlessEtag: '',
        eventsAfter: -1,
      });
      await fund(other.service, bought);
      expect((await seen).state).toBe('DELIVERED');
      await other.stop();
    });
  });

  it('lets steps wait a moment for room in a process that calls as many sellers as it may', async () => {
    const jobs: StepJob[] = [];
    const tries: number[] = [];
    const queue = memoryQueue(jobs);
    const small = await kit.start(
      { sweepIntervalMs: 3_600_000, maxCalls: 1 },
      {
        queue: (...args) => {
          const made = queue(...args);
          const work: StepQueue['work'] = (handler, concurrency) =>
            made.work((job, tried) => {
              tries.push(tried);
              return handler(job, tried);
            }, concurrency);
          return { ...made, work };
        },
      },
    );
    const bought = await Promise.all(Array.from({ length: 4 }, () => buy(kit, small.service, echo)));
    for (const one of bought) expect((await read(small.service, one, 10_000)).state).toBe('DELIVERED');
    // No job but their own: a process without room says nothing of the seller's places.
    expect(jobs.map(({ step }) => step)).toEqual(['offer', 'offer', 'offer', 'offer']);
    // At least the one that waited first was let in when the first call was over.
    expect(tries.length).toBeLessThan(10);
    await small.stop();
  });

  describe('time', () => {
    it('deletes unpaid tasks a minute after their invoice, and keeps results for the retention period', async () => {
      let now = systemClock.now();
      const clientKey = randomBytes(32);
      const unpaid = await keep(dispatch.service, echo, { old: 1 }, { clientKey, expiresInMs: 5_000 });
      const paid = await buy(kit, dispatch.service, echo);
      await read(dispatch.service, paid, 5_000);
      const later = await kit.start(
        { sweepIntervalMs: 20, retentionMs: 3_600_000 },
        {
          queue: memoryQueue(),
          clock: { now: () => now },
        },
      );
      const isKept = async () =>
        (await sqlOf('SELECT state FROM dispatch.task WHERE id = $1', [idToUuid(unpaid.taskId)])) !== undefined;

      now = new Date(now.getTime() + 64_000);
      await until(
        () => kit.database.counters().transactions,
        (count) => count > 0,
      );
      expect(await isKept()).toBe(true);
      now = new Date(now.getTime() + 2_000);
      await until(isKept, (kept) => !kept);
      await until(
        () => unpaidOf(clientKey),
        (row) => row === undefined || (row as { tasks: number }).tasks === 0,
      );
      expect((await read(dispatch.service, paid)).outputJson).not.toBe('');

      now = new Date(now.getTime() + 8 * 24 * 3_600_000);
      const gone = await until(
        () => read(dispatch.service, paid),
        ({ outputGone }) => outputGone,
      );
      expect(gone).toMatchObject({ state: 'DELIVERED', outputJson: '', etag: '4-gone' });
      const row = await sqlOf('SELECT input_json, output_json, next_step_at FROM dispatch.task WHERE id = $1', [
        idToUuid(paid.taskId),
      ]);
      expect(row).toEqual({ input_json: null, output_json: null, next_step_at: null });
      await later.stop();
    });
  });

  it('refuses what is no request', async () => {
    await expect(dispatch.service.dropTask({ taskId: 'tsk_1' })).rejects.toMatchObject({ code: 'invalid_id' });
    const bought = await keep(dispatch.service, echo);
    const request = { taskId: bought.taskId, paymentHash: randomBytes(31), workMs: 1 };
    await expect(dispatch.service.fundTask({ ...request, acceptedAtMs: '1', deadlineAtMs: '2' })).rejects.toMatchObject(
      { code: 'invalid_request' },
    );
    await expect(
      dispatch.service.fundTask({ ...request, paymentHash: randomBytes(32), acceptedAtMs: '1', deadlineAtMs: 'x' }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(dispatch.service.getTimeline({ taskId: `tsk_${'0'.repeat(32)}` })).rejects.toMatchObject({
      code: 'task_not_found',
    });
  });

  it('runs as a role that cannot rewrite history, nor make anything', async () => {
    for (const statement of [
      'DELETE FROM dispatch.task_event',
      `UPDATE dispatch.task_event SET reason = 'other'`,
      'DELETE FROM dispatch.attempt',
      'TRUNCATE dispatch.task CASCADE',
      'CREATE TABLE dispatch.mine (id integer)',
      'CREATE TABLE bullmq.mine (id integer)',
      'DELETE FROM bullmq.migration',
    ]) {
      await expect(kit.database.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('has the tables of the BullMQ that is installed', async () => {
    const row = await sqlOf('SELECT max(version) AS version FROM bullmq.migration');
    expect(row).toEqual({ version: LATEST_SCHEMA_VERSION });
  });

  it('answers its health check and leaves all counters right', async () => {
    for (const { check } of dispatch.health) expect(await check()).toBeUndefined();
    expect(await brokenInvariants(kit.database)).toEqual([]);
  });
});
