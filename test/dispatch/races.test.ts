/** Two statements about one task at the same time: the second waits for the first and must then see what it has done. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AttemptStore } from '#apps/dispatch/attempt-store';
import { schema } from '#apps/dispatch/schema';
import { SweepStore } from '#apps/dispatch/sweep-store';
import { type Sql, TaskStore } from '#apps/dispatch/task-store';
import { UnpaidStore } from '#apps/dispatch/unpaid-store';
import { LeaseStore } from '#apps/dispatch/workers/lease-store';
import { addMs, systemClock } from '#kernel/clock';
import { idToUuid, newId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { brokenInvariants } from './dispatch-kit.js';

describe('two statements at once', () => {
  const suite = suiteDatabase([schema]);
  let database: Database;
  beforeAll(async () => {
    database = await suite().open(schema, { poolSize: 6 });
  });

  const now = systemClock.now();
  const later = addMs(now, 60_000);
  const change = { now, actor: 'dispatch', reason: 'test', nextStepAt: later } as const;
  const startOf = (taskUuid: string, maxRunning = 5) => ({
    taskUuid,
    attemptUuid: idToUuid(newId('attempt')),
    now,
    maxRunning,
    leaseUntil: later,
  });

  async function queued(
    listingUuid = idToUuid(newId('listing')),
    pull: { readonly sellerUuid: string; readonly maxRunning: number } | undefined = undefined,
    at = now,
  ): Promise<string> {
    const store = new UnpaidStore(database);
    const taskUuid = idToUuid(newId('task'));
    await store.keep({
      taskUuid,
      listingUuid,
      listingVersion: 1,
      serviceSlug: 'summary',
      sellerUuid: pull?.sellerUuid ?? idToUuid(newId('account')),
      delivery: pull ? 'pull' : 'push',
      maxRunning: pull?.maxRunning ?? 5,
      funding: 'hold',
      priceMsat: '1',
      clientKey: randomBytes(32),
      buyerHash: randomBytes(32),
      taskKeyHash: randomBytes(32),
      inputJson: '{}',
      webhook: undefined,
      now,
      expiresAt: later,
      forgetAt: later,
    });
    const paymentHash = randomBytes(32);
    const funds = { paymentHash, acceptedAt: at, deadlineAt: later, workMs: 1, now: at, nextStepAt: at };
    await store.fund(taskUuid, funds);
    return taskUuid;
  }

  /** Begins `second` while `first` has happened but is not committed. */
  async function overlapping<A, B>(
    first: (sql: Sql) => Promise<A>,
    second: () => Promise<B>,
  ): Promise<{ first: A; second: B }> {
    let waiting: Promise<B> | undefined;
    const done = await database.transaction(async (tx) => {
      const result = await first(tx);
      waiting = second();
      await sleep(100);
      return result;
    });
    return { first: done, second: (await waiting) as B };
  }

  it('does not expire a task with an attempt that it cannot see', async () => {
    const id = await queued();
    const tasks = new TaskStore(database);
    const { first, second } = await overlapping(
      (sql) => new AttemptStore(sql).start(startOf(id)),
      () => tasks.end('expire', id, 2, 'canceled', change),
    );
    expect(first.outcome).toBe('started');
    expect(second).toBeUndefined();
    expect(await brokenInvariants(database)).toEqual([]);
    expect(await tasks.end('expire', id, 3, 'canceled', change)).toMatchObject({ state: 'EXPIRED' });
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it('starts one attempt, in one place', async () => {
    const id = await queued();
    const attempts = new AttemptStore(database);
    const { first, second } = await overlapping(
      (sql) => new AttemptStore(sql).start(startOf(id)),
      () => attempts.start(startOf(id)),
    );
    expect([first.outcome, second.outcome]).toEqual(['started', 'not_due']);
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it('gives the last place to one task', async () => {
    const listing = idToUuid(newId('listing'));
    const [one, other] = [await queued(listing), await queued(listing)];
    const { first, second } = await overlapping(
      (sql) => new AttemptStore(sql).start(startOf(one, 1)),
      () => new AttemptStore(database).start(startOf(other, 1)),
    );
    expect([first.outcome, second.outcome]).toEqual(['started', 'full']);
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it('gives the places that are left to those that have waited longest, in one statement', async () => {
    const [listing, elsewhere] = [idToUuid(newId('listing')), idToUuid(newId('listing'))];
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await queued(listing, undefined, addMs(now, n)));
    const other = await queued(elsewhere);
    const attempts = new AttemptStore(database);
    const soon = addMs(now, 10);
    const begin = (id: string) => attempts.start({ ...startOf(id, 3), now: soon });
    expect(await begin(ids[4] as string)).toMatchObject({ outcome: 'started' });
    let before = database.counters().transactions;
    const starts = await Promise.all([...ids.slice(0, 4).reverse(), other].map(begin));
    expect(starts.map(({ outcome }) => outcome)).toEqual(['full', 'full', 'started', 'started', 'started']);
    // The last one is the first of its listing, which takes two statements more.
    expect(database.counters().transactions - before).toBe(3);
    expect(await brokenInvariants(database)).toEqual([]);

    const running = [ids[0], ids[1], ids[4], other] as string[];
    before = database.counters().transactions;
    const store = (id: string) => attempts.storeOutput(id, 1, `"${id}"`, soon, later);
    const stored = await Promise.all(running.map(store));
    expect(stored.map((task) => task?.id)).toEqual(running);
    expect(database.counters().transactions - before).toBe(1);
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it('stores no output for an expired task, and withholds one that was stored before', async () => {
    const id = await queued();
    const attempts = new AttemptStore(database);
    await attempts.start(startOf(id));
    const late = await overlapping(
      (sql) => new TaskStore(sql).end('expire', id, 3, 'canceled', change),
      () => attempts.storeOutput(id, 1, '"x"', now, later),
    );
    expect(late.first).toMatchObject({ state: 'EXPIRED' });
    expect(late.second).toBeUndefined();

    const other = await queued();
    await attempts.start(startOf(other));
    const tasks = new TaskStore(database);
    const stored = await overlapping(
      (sql) => new AttemptStore(sql).storeOutput(other, 1, '"x"', now, later),
      () => tasks.end('expire', other, 3, 'canceled', change),
    );
    expect(stored.first).toMatchObject({ state: 'RUNNING' });
    // Billing gave the money back, so the output is withheld; the attempt was ended once.
    expect(stored.second).toMatchObject({ state: 'EXPIRED' });
    expect(await brokenInvariants(database)).toEqual([]);
    const [row] = await database.query('SELECT output_json FROM dispatch.task WHERE id = $1', [other]);
    expect(row).toEqual({ output_json: null });
  });

  it('hands a due task to one sweep', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => queued()));
    const sweeps = [1, 2, 3].map(() => new SweepStore(database).claim(addMs(now, 1), 100, later));
    const claimed = (await Promise.all(sweeps)).flat().map(({ id }) => id);
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed).toEqual(expect.arrayContaining(ids));
  });

  const claimOf = (sellerUuid: string, leaseUntil = now) => ({
    sellerUuid,
    slugs: [],
    attemptUuid: idToUuid(newId('attempt')),
    now,
    leaseMs: 1_000,
    leaseUntil,
  });

  it('claims two tasks by two claims, and neither waits for the other', async () => {
    const pull = { sellerUuid: idToUuid(newId('account')), maxRunning: 5 };
    const listing = idToUuid(newId('listing'));
    const ids = [await queued(listing, pull), await queued(idToUuid(newId('listing')), pull)];
    const claimed = await database.transaction(async (tx) => [
      await new LeaseStore(tx).claim(claimOf(pull.sellerUuid)),
      // While the first is not committed.
      await new LeaseStore(database).claim(claimOf(pull.sellerUuid)),
      await new LeaseStore(database).claim(claimOf(pull.sellerUuid)),
    ]);
    expect(claimed.map((task) => task?.id).sort()).toEqual([...ids, undefined].sort());
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it('gives the last place to one claim', async () => {
    const pull = { sellerUuid: idToUuid(newId('account')), maxRunning: 1 };
    const listing = idToUuid(newId('listing'));
    for (let n = 0; n < 2; n += 1) await queued(listing, pull);
    const { first, second } = await overlapping(
      (sql) => new LeaseStore(sql).claim(claimOf(pull.sellerUuid)),
      () => new LeaseStore(database).claim(claimOf(pull.sellerUuid)),
    );
    expect(first).toMatchObject({ state: 'RUNNING', attempts: 1 });
    expect(second).toBeUndefined();
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it('takes no lease for lost that is renewed meanwhile, and renews none that is lost', async () => {
    const sweep = { ...change, actor: 'sweeper', call: undefined } as const;
    const claimed = async () => {
      const sellerUuid = idToUuid(newId('account'));
      const taskUuid = await queued(idToUuid(newId('listing')), { sellerUuid, maxRunning: 1 });
      await new LeaseStore(database).claim(claimOf(sellerUuid));
      return { sellerUuid, taskUuid, attempt: 1, now, leaseMs: undefined, progress: undefined, piece: undefined };
    };
    const tasks = new TaskStore(database);
    const alive = await claimed();
    const kept = await overlapping(
      (sql) => new LeaseStore(sql).renew(alive),
      () => tasks.requeue(alive.taskUuid, 1, now, sweep),
    );
    expect(kept.first?.leaseUntil).toEqual(addMs(now, 1_000));
    expect(kept.second).toBeUndefined();
    const silent = await claimed();
    const lost = await overlapping(
      (sql) => new TaskStore(sql).requeue(silent.taskUuid, 1, now, sweep),
      () => new LeaseStore(database).renew(silent),
    );
    expect(lost.first).toMatchObject({ state: 'QUEUED' });
    expect(lost.second).toBeUndefined();
    expect(await brokenInvariants(database)).toEqual([]);
  });

  it('forgets no task that is being paid', async () => {
    const unpaid = new UnpaidStore(database);
    const task = {
      delivery: 'push',
      maxRunning: 1,
      listingVersion: 1,
      serviceSlug: 's',
      funding: 'hold',
      priceMsat: '1',
      inputJson: '{}',
      webhook: undefined,
      now,
    } as const;
    const taskUuid = idToUuid(newId('task'));
    await unpaid.keep({
      ...task,
      taskUuid,
      listingUuid: idToUuid(newId('listing')),
      sellerUuid: idToUuid(newId('account')),
      clientKey: randomBytes(32),
      buyerHash: randomBytes(32),
      taskKeyHash: randomBytes(32),
      expiresAt: now,
      forgetAt: now,
    });
    const funds = {
      paymentHash: randomBytes(32),
      acceptedAt: now,
      deadlineAt: later,
      workMs: 1,
      now,
      nextStepAt: later,
    };
    const { first, second } = await overlapping(
      (sql) => new UnpaidStore(sql).fund(taskUuid, funds),
      () => unpaid.forget([taskUuid]),
    );
    expect(first).toMatchObject({ state: 'QUEUED' });
    expect(second).toBe(0);
    expect(await brokenInvariants(database)).toEqual([]);
  });
});
