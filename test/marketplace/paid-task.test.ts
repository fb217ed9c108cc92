/**
 * One paid task from the 402 to the settled invoice: what everyone has at the end, and what it cost in round trips. The numbers
 * of `docs/round-trips.md` are compared with what is measured here.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultDispatchConfig } from '#apps/dispatch/config';
import { queueFactory } from '#apps/dispatch/queue';
import type { Timeline } from '#contracts/http/ledger';
import { projectRoot } from '#kernel/project-root';
import { administer } from '#persistence/administer';
import { memoryQueue } from '#test/dispatch/memory-queue';
import { hasRedis, type RedisServer, startRedis } from '#test/dispatch/redis-server';
import { expectSound, statesOf, type Wallets } from '#test/harness/books';
import { type Bought, taskOrder } from '#test/harness/buyers';
import { suiteMarketplace, type TestMarketplace } from '#test/harness/marketplace';
import type { Listing } from '#test/harness/sellers';
import { startTestServer, type TestServer } from '#test/harness/test-server';
import { until } from '#test/harness/until';

describe('a paid task', () => {
  const market = suiteMarketplace();
  let listing: Listing;
  let before: Wallets;
  let bought: Bought;
  let timeline: Timeline;

  beforeAll(async () => {
    listing = await market().list({ priceMsat: '2000' });
    before = await market().books.wallets();
    bought = await market()
      .buyer()
      .buy(taskOrder(listing.slug, { text: 'hello' }));
    ({ timeline } = await market().books.ended(bought.challenge.taskId));
  });

  it('begins with a challenge that says what is sold, for how much and on which terms', () => {
    expect(bought.challenge).toMatchObject({
      status: 402,
      code: 'payment_required',
      priceMsat: '2000',
      priceSats: 2,
      state: 'open',
      funding: 'hold',
      holdSeconds: 20,
      replayWindowSeconds: 600,
      taskKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(bought.challenge.headerMacaroon).toBe(bought.challenge.macaroon);
    expect(bought.paid).toMatchObject({ paidMsat: 2000n, feeMsat: 0n });
  });

  it('reaches its seller once, with the input as it was sent', () => {
    expect(listing.works).toEqual([
      {
        taskId: bought.challenge.taskId,
        attempt: 1,
        attemptId: expect.stringMatching(/^att_/),
        service: listing.slug,
        version: 1,
        input: { text: 'hello' },
        deadlineAt: timeline.task?.deadlineAt,
        callbackUrl: `${market().access().baseUrl}/v1/work/${bought.challenge.taskId}/attempts/1`,
      },
    ]);
    expect(market().sellers.forged).toEqual([]);
  });

  it('is answered with its output, for the payer alone', () => {
    expect(bought.answer.status).toBe(200);
    expect(bought.answer.headers['cache-control']).toBe('private, no-store');
    expect(bought.answer.json()).toMatchObject({
      taskId: bought.challenge.taskId,
      state: 'DELIVERED',
      attempts: 1,
      priceMsat: '2000',
      output: { echo: { text: 'hello' } },
    });
  });

  it('passes through its states, and its charge before it', () => {
    expect(statesOf(timeline, 'task')).toEqual(['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'DELIVERED']);
    expect(statesOf(timeline, 'charge')).toEqual(['CREATING', 'OPEN', 'HELD', 'SETTLING', 'SETTLED']);
    expect(statesOf(timeline, 'attempt')).toEqual(['running', 'delivered']);
    const times = timeline.events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    const place = (to: string) => timeline.events.findIndex((event) => event.to === to);
    expect(place('HELD')).toBeLessThan(place('QUEUED'));
    expect(place('SETTLING')).toBeLessThan(place('DELIVERED'));
  });

  it('is in the ledger as two transfers with exactly these legs', async () => {
    const node = market().sim.nodes.market.pubkey;
    const transfers = await market().books.transfers(bought.challenge.taskId);
    const legs = transfers.map((transfer) => ({
      kind: transfer.kind,
      legs: transfer.legs.map(({ code, owner, amountMsat }) => ({ code, owner, amountMsat })),
    }));
    const leg = (code: number, owner: string, amountMsat: string) => ({ code, owner, amountMsat });
    expect(legs).toEqual([
      { kind: 'hold_accepted', legs: [leg(9110, node, '2000'), leg(9210, node, '-2000')] },
      {
        kind: 'hold_settled',
        legs: [
          leg(9210, node, '2000'),
          leg(9110, node, '-2000'),
          leg(1130, node, '2000'),
          leg(2110, listing.accountId, '-1940'),
          leg(4110, '', '-60'),
        ],
      },
    ]);
    // The timeline shows them at the steps that caused them.
    const told = timeline.events.flatMap((event) => (event.transfer ? [[event.to, event.transfer.seq]] : []));
    expect(told).toEqual([
      ['HELD', transfers[0]?.seq],
      ['SETTLED', transfers[1]?.seq],
    ]);
  });

  it('leaves the price with the seller and the market, and the books in order', async () => {
    const { books } = market();
    expect(await listing.balanceMsat()).toBe(1940n);
    expect(await books.balance(4110)).toBe(60n);
    expect(await books.balance(1130)).toBe(2000n);
    const { nodes } = await books.wallets();
    expect(nodes.buyer.channelMsat).toBe(before.nodes.buyer.channelMsat - 2000n);
    expect(nodes.market.channelMsat).toBe(before.nodes.market.channelMsat + 2000n);
    await expectSound(books, before);
    const database = await market().database.openAsOwner();
    expect(await database.query('SELECT check_name, detail FROM ledger.verify()')).toEqual([]);
    expect((await books.trialBalance()).proven).toHaveLength(4);
  });

  it('is told to nobody without the admin token', async () => {
    const path = `/v1/admin/tasks/${bought.challenge.taskId}/timeline`;
    const buyer = market().buyer();
    expect((await buyer.send({ path })).status).toBe(401);
    const wrong = { authorization: `Bearer ${randomBytes(32).toString('hex')}` };
    expect((await buyer.send({ path }, wrong)).status).toBe(403);
  });
});

/**
 * Counted exactly: ids of transactions that Postgres gave away. Only a transaction that writes gets one, and a server has one
 * row of numbers, so this suite has a server of its own, without autovacuum. The queue is on Redis, or where there is none in
 * memory: what BullMQ writes is its own affair, and on Postgres it is about ten more.
 */
describe('the cost of a paid task', () => {
  let folder: string;
  let server: TestServer | undefined;
  let redis: RedisServer | undefined;
  const rounds = 6;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botbazaar-cost-'));
    // Run as root, the server's user must be able to pass through to its files.
    await chmod(folder, 0o711);
    server = await startTestServer(join(folder, 'data'));
    redis = hasRedis ? await startRedis() : undefined;
    await administer(server.address.adminUrl, 'ALTER SYSTEM SET autovacuum = off');
    await administer(server.address.adminUrl, 'SELECT pg_reload_conf()');
  }, 60_000);

  const market = suiteMarketplace(() => ({
    server: server?.address ?? failed('the server was not started'),
    queue: redis ? queueFactory({ redisUrl: redis.url, postgresUrl: '' }) : memoryQueue(),
  }));

  afterAll(async () => {
    await redis?.stop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('is what the page on round trips says, and within the budget', async () => {
    const page = await readFile(join(projectRoot, 'docs', 'round-trips.md'), 'utf8');
    const listing = await market().list();
    const first = await cost(market(), listing);
    // Once a minute dispatch forgets clients without unpaid tasks, for the first time in its first sweep.
    await sleep(1_500);
    const later = [];
    for (let round = 0; round < rounds; round += 1) later.push(await cost(market(), listing));
    for (const one of later) expect(one).toEqual(later[0]);

    const { calls, unary, streams, transactions, jobs } = later[0] ?? first;
    expect(rowOf(page, 'calls between services')).toEqual({ most: 8, measured: calls.length, names: calls });
    expect(rowOf(page, 'calls of LND')).toEqual({ most: 2, measured: unary.length, names: unary });
    expect(rowOf(page, 'streams of LND')).toMatchObject({ measured: streams.length, names: streams });
    expect(rowOf(page, 'transactions that write')).toMatchObject({ most: 10, measured: transactions });
    expect(rowOf(page, 'jobs')).toEqual({ most: 1, measured: jobs.length, names: jobs });
    for (const row of ['calls between services', 'calls of LND', 'transactions that write', 'jobs']) {
      const { measured, most } = rowOf(page, row);
      expect(measured).toBeLessThanOrEqual(most);
    }
    // Only the first task of a version asks the registry what the version is.
    expect(first.calls).toEqual([...calls, 'registry.getVersion'].sort());
    expect([first.unary, first.jobs]).toEqual([unary, jobs]);
  }, 60_000);
});

const outcomesReport = 'registry.reportOutcomes';
/** Dispatch takes the outcomes, the registry counts them, dispatch forgets them. */
const writesOfReport = 3;

interface Cost {
  readonly calls: string[];
  readonly unary: string[];
  readonly streams: string[];
  readonly transactions: number;
  readonly jobs: string[];
}

/** What one task costs from the first request to the settled charge. */
async function cost({ database, seen, buyer, books }: TestMarketplace, listing: Listing): Promise<Cost> {
  const owner = await database.openAsOwner({ poolSize: 1 });
  const nextTransaction = async () => {
    const [row] = await owner.query<{ next: string }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next',
    );
    return Number(row?.next);
  };
  // An idle instance writes nothing, or the count would mean nothing; within a second it has told the registry of the outcome.
  const quiet = async () => {
    const last = await nextTransaction();
    await sleep(defaultDispatchConfig.reportIntervalMs + 250);
    return (await nextTransaction()) - last;
  };
  await until(quiet, (written) => written === 0);
  const from = { calls: seen.calls.length, lnd: seen.lndCalls.length, jobs: seen.jobs.length };
  const firstTransaction = await nextTransaction();
  const bought = await buyer().buy(taskOrder(listing.slug, { text: randomBytes(8).toString('hex') }));
  expect(bought.answer.status).toBe(200);
  await until(quiet, (written) => written === 0);
  const reports = seen.calls.slice(from.calls).filter((rpc) => rpc === outcomesReport).length;
  expect(reports).toBe(1);
  const transactions = (await nextTransaction()) - firstTransaction - reports * writesOfReport;
  // Asking whether this instance is alive belongs to no task, and a report is of all the tasks of a second.
  const upkeep = new Set(['/lnrpc.Lightning/GetInfo', '/lnrpc.State/GetState', 'billing.reportHeight', outcomesReport]);
  const lnd = seen.lndCalls.slice(from.lnd).filter(({ path }) => !upkeep.has(path));
  const of = (kind: string) => lnd.filter((call) => call.kind === kind).map(({ path }) => path.split('/').at(-1) ?? '');
  const calls = seen.calls.slice(from.calls).filter((rpc) => !upkeep.has(rpc));
  const jobs = seen.jobs.slice(from.jobs).map(({ step }) => step);
  const { charge } = await books.ended(bought.challenge.taskId);
  expect(charge).toBe('SETTLED');
  await owner.close();
  return {
    calls: calls.sort(),
    unary: of('unary').sort(),
    streams: of('stream').sort(),
    transactions,
    jobs: jobs.sort(),
  };
}

/** `| what | at most | measured | which |` */
function rowOf(page: string, what: string): { most: number; measured: number; names: string[] } {
  const line = page.split('\n').find((one) => one.startsWith(`| ${what} |`));
  const [, , most = '', measured = '', which = ''] = line?.split('|').map((cell) => cell.trim()) ?? [];
  const names = [...which.matchAll(/`([A-Za-z.]+)`/g)].map(([, name = '']) => name);
  return { most: Number(most), measured: Number(measured), names: names.sort() };
}

function failed(message: string): never {
  throw new Error(message);
}
