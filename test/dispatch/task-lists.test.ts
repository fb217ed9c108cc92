/** What admins see of tasks: which are stuck and why, in which order, page by page while others come, and by which indexes. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stuckReasons, taskQuery } from '#apps/dispatch/admin/task-lists';
import { schema } from '#apps/dispatch/schema';
import type { RunningDispatch } from '#apps/dispatch/start';
import type { Dispatch } from '#contracts/dispatch';
import type { RequestOf } from '#contracts/service';
import { systemClock } from '#kernel/clock';
import { idFromUuid, idToUuid, newId } from '#kernel/ids';
import { suiteDatabase } from '#test/harness/database';
import { buy, createKit, type Kit, keep } from './dispatch-kit.js';
import { memoryQueue } from './memory-queue.js';
import { worker } from './pulling.js';
import { type SellerServer, startSeller } from './seller-server.js';

type Query = RequestOf<Dispatch, 'listTasks'>;

describe('tasks as admins list them', () => {
  let seller: SellerServer;
  let kit: Kit;
  let dispatch: RunningDispatch;
  afterAll(async () => {
    await kit.stop();
    await seller.close();
  });
  const suite = suiteDatabase([schema]);
  beforeAll(async () => {
    seller = await startSeller();
    kit = await createKit({ suite: suite(), seller });
    // Nothing moves by itself here.
    dispatch = await kit.start({ sweepIntervalMs: 3_600_000 }, { queue: memoryQueue() });
  });

  const list = async (query: Partial<Query> = {}) =>
    await dispatch.service.listTasks({
      state: '',
      sellerAccountId: '',
      slug: '',
      stuck: false,
      patienceSeconds: 30,
      queuePatienceSeconds: 60,
      newestFirst: false,
      cursor: '',
      limit: 500,
      ...query,
    });
  const ids = async (query: Partial<Query> = {}) => (await list(query)).tasks.map(({ taskId }) => taskId);
  const shop = () => {
    const listing = kit.registry.add({});
    return { listing, sellerAccountId: listing.service?.sellerAccountId ?? '', ...worker(dispatch.service, listing) };
  };
  const rewrite = (taskId: string, set: string) =>
    kit.database.query(`UPDATE dispatch.task SET ${set} WHERE id = $1`, [idToUuid(taskId as never)]);

  it('are found by state, seller and service, oldest or newest first, whether they are over or not', async () => {
    const { listing, sellerAccountId, claimed, complete } = shop();
    const service = dispatch.service;
    const unpaid = await keep(service, listing);
    const done = await buy(kit, service, listing);
    await complete(await claimed(), 1);
    const running = await buy(kit, service, listing);
    await claimed();
    const queued = await buy(kit, service, listing);
    const all = [unpaid, done, running, queued].map(({ taskId }) => taskId).sort();
    expect(await ids({ sellerAccountId })).toEqual(all);
    expect(await ids({ sellerAccountId, newestFirst: true })).toEqual([...all].reverse());
    expect(await ids({ sellerAccountId, slug: 'summary' })).toEqual(all);
    expect(await ids({ sellerAccountId, slug: 'other' })).toEqual([]);
    for (const [state, task] of [
      ['AWAITING_PAYMENT', unpaid],
      ['DELIVERED', done],
      ['RUNNING', running],
      ['QUEUED', queued],
    ] as const) {
      expect([state, await ids({ sellerAccountId, state })]).toEqual([state, [task.taskId]]);
      expect([state, (await ids({ state })).includes(task.taskId)]).toEqual([state, true]);
    }
    expect(await ids({ sellerAccountId, stuck: true })).toEqual([]);
    const [seen] = (await list({ sellerAccountId, state: 'DELIVERED' })).tasks;
    expect(seen).toMatchObject({ attempts: 1, deliveryMode: 'pull', priceMsat: '1000', chargeClosed: true, stuck: '' });
    await expect(list({ state: 'ELSEWHERE' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  it('are stuck for the reason that is told, from the time that is told, and not a moment before', async () => {
    const { listing, sellerAccountId, claimed, fail } = shop();
    const bought = async () => (await buy(kit, dispatch.service, listing, { windowMs: 600_000 })).taskId;
    const ago = (seconds: number) => `now() - interval '${seconds} s'`;
    const expected: Record<string, string> = {};
    const stuck = async (reason: string, taskId: string, set: string) => {
      await rewrite(taskId, set);
      expected[taskId] = reason;
    };

    const failed = await bought();
    kit.billing.away = true;
    await fail(await claimed(), 'no', false);
    kit.billing.away = false;
    await stuck('charge_open', failed, `finished_at = ${ago(40)}`);
    const late = await bought();
    await claimed();
    await stuck('deadline_passed', late, `deadline_at = ${ago(40)}`);
    const stored = await bought();
    await claimed();
    await stuck('capture_open', stored, `output_json = '1', output_stored_at = ${ago(40)}`);
    const lost = await bought();
    await claimed();
    await stuck('lease_lost', lost, `lease_until = ${ago(40)}`);
    await stuck('queued_long', await bought(), `offer_at = ${ago(70)}`);
    const unpaid = (await keep(dispatch.service, listing)).taskId;
    await stuck('step_overdue', unpaid, `next_step_at = ${ago(40)}`);
    // Patience is not over for these.
    await rewrite(await bought(), `offer_at = ${ago(50)}`);
    const younger = await bought();
    await rewrite(younger, `next_step_at = ${ago(20)}`);

    const { tasks } = await list({ sellerAccountId, stuck: true });
    expect(Object.fromEntries(tasks.map(({ taskId, stuck: reason }) => [taskId, reason]))).toEqual(expected);
    expect(new Set(Object.values(expected))).toEqual(new Set(stuckReasons));
    for (const { stuck: reason, stuckSinceMs } of tasks) {
      const seconds = (systemClock.now().getTime() - Number(stuckSinceMs)) / 1_000;
      const since = reason === 'queued_long' ? 70 : 40;
      expect([reason, seconds > since - 1 && seconds < since + 60]).toEqual([reason, true]);
    }
    expect(await ids({ sellerAccountId, stuck: true, patienceSeconds: 15 })).toContain(younger);
    expect(await ids({ sellerAccountId, stuck: true, patienceSeconds: 3_600, queuePatienceSeconds: 3_600 })).toEqual(
      [],
    );
    expect(await ids({ sellerAccountId, stuck: true, state: 'QUEUED' })).toHaveLength(1);
    // Also in a list of all, each says of itself whether it is stuck.
    const reasons = (await list({ sellerAccountId })).tasks.map(({ taskId, stuck: reason }) => [taskId, reason]);
    expect(reasons.filter(([, reason]) => reason !== '')).toHaveLength(6);
  });

  it.each([
    ['all', {}],
    ['of a seller', { seller: true }],
    ['in the queue', { state: 'QUEUED' }],
    ['that are stuck', { stuck: true, patienceSeconds: 0, queuePatienceSeconds: 0 }],
  ] as const)('come in pages that repeat none and leave none out while others come: %s', async (_, { ...filter }) => {
    const { listing, sellerAccountId } = shop();
    const { seller: one, ...rest } = filter as { seller?: boolean } & Partial<Query>;
    const query = one ? { ...rest, sellerAccountId } : rest;
    for (let n = 0; n < 7; n += 1) await buy(kit, dispatch.service, listing);
    const known = await ids(query);
    expect(known.length).toBeGreaterThan(6);
    for (const newestFirst of [false, true]) {
      const seen: string[] = [];
      let made = 0;
      for (let cursor = '', first = true; first || cursor !== ''; first = false) {
        const page = await list({ ...query, newestFirst, cursor, limit: 3 });
        seen.push(...page.tasks.map(({ taskId }) => taskId));
        cursor = page.nextCursor;
        if (made < 4) await buy(kit, dispatch.service, listing);
        made += 1;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(known.filter((taskId) => !seen.includes(taskId))).toEqual([]);
      expect(seen).toEqual(newestFirst ? [...seen].sort().reverse() : [...seen].sort());
    }
  });

  describe('of fifty thousand that are over', () => {
    const sellerUuid = idToUuid(newId('account'));
    beforeAll(async () => {
      const owner = await suite().openAsOwner({ statementTimeoutMs: 90_000 });
      await owner.query(
        `INSERT INTO dispatch.task (id, state, version, listing_id, listing_version, service_slug, seller_account_id, funding, price_msat,
           client_key, task_key_hash, payment_hash, input_bytes, created_at, expires_at, queued_at, accepted_at, deadline_at, work_ms, offer_at,
           output_stored_at, finished_at, charge_outcome, charge_closed_at, next_step_at)
         SELECT id, s, 1, id, 1, 'many', CASE WHEN n % 500 = 0 THEN $1::uuid ELSE gen_random_uuid() END, 'hold', 1000,
           sha256(int4send(n)), sha256(int4send(n)), sha256(int4send(n)), 1, t, t, t, t, t, 1, t,
           CASE WHEN s = 'DELIVERED' THEN t END, t, CASE WHEN s = 'DELIVERED' THEN 'captured' ELSE 'canceled' END, t, now() + interval '7 days'
         FROM (SELECT n, gen_random_uuid() AS id, now() - n * interval '1 s' AS t,
                 CASE WHEN n % 5000 = 1 THEN 'REJECTED' WHEN n % 10 = 2 THEN 'FAILED' ELSE 'DELIVERED' END AS s
               FROM generate_series(1, 50000) AS n) AS x`,
        [sellerUuid],
      );
      await owner.query('ANALYZE dispatch.task; ANALYZE dispatch.attempt');
    }, 120_000);

    const filter = {
      now: systemClock.now(),
      state: undefined,
      sellerUuid: undefined,
      slug: undefined,
      stuck: false,
      patienceMs: 30_000,
      queuePatienceMs: 60_000,
      newestFirst: true,
      after: undefined,
      limit: 51,
    } as const;

    it.each([
      ['any', {}],
      ['any, further on', { after: idToUuid(newId('task')) }],
      ['those of a rare state', { state: 'REJECTED' }],
      ['those of a frequent state', { state: 'DELIVERED' }],
      ['those in the queue', { state: 'QUEUED' }],
      ['those that run', { state: 'RUNNING' }],
      ['those that wait for their buyer', { state: 'INPUT_REQUIRED' }],
      ['those that are not paid', { state: 'AWAITING_PAYMENT' }],
      ['those of a seller', { sellerUuid }],
      ['those of a seller that are over', { sellerUuid, state: 'DELIVERED' }],
      ['those that are stuck', { stuck: true, newestFirst: false }],
    ] as const)('no page reads the whole table: %s', async (_, part) => {
      const { sql, values } = taskQuery({ ...filter, ...part });
      const rows = await kit.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS) ${sql}`, [...values]);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toMatch(/Seq Scan on task\b/);
      // A page of 50, and what is not over: far from the tens of thousands of the table.
      const read = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
      expect(read).toBeLessThan(2_000);
    });

    it('finds those of the seller and of the rare state', async () => {
      expect((await list({ sellerAccountId: idFromUuid('account', sellerUuid) })).tasks).toHaveLength(100);
      expect((await list({ state: 'REJECTED', slug: 'many' })).tasks).toHaveLength(10);
      expect((await list({ state: 'DELIVERED', limit: 7 })).tasks).toHaveLength(7);
    });
  });
});
