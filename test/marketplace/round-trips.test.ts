/**
 * What one paid task costs in round trips, from the 402 to the settled invoice. The numbers of `docs/round-trips.md` are
 * compared with what is measured here.
 */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultDispatchConfig } from '#apps/dispatch/config';
import { queueFactory } from '#apps/dispatch/queue';
import { projectRoot } from '#kernel/project-root';
import { administer } from '#persistence/administer';
import { memoryQueue } from '#test/dispatch/memory-queue';
import { hasRedis, type RedisServer, startRedis } from '#test/dispatch/redis-server';
import { taskOrder } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import type { Listing } from '#test/harness/sellers';
import type { TestMarketplace } from '#test/harness/test-marketplace';
import { startTestServer, type TestServer } from '#test/harness/test-server';
import { until } from '#test/harness/until';

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
    const first = await undisturbedCost(market(), listing);
    // Once a minute dispatch forgets clients without unpaid tasks, for the first time in its first sweep.
    await sleep(1_500);
    const later = [];
    for (let round = 0; round < rounds; round += 1) later.push(await undisturbedCost(market(), listing));
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
  }, 180_000);
});

const outcomesReport = 'registry.reportOutcomes';
/** Dispatch takes the outcomes, the registry counts them, dispatch forgets them. */
const writesOfReport = 3;

const finalityReport = 'billing.reportFinality';
/** Billing takes the receipts from the books, and books the final ones. */
const writesOfFinality = 2;

interface Cost {
  readonly calls: string[];
  readonly unary: string[];
  readonly streams: string[];
  readonly transactions: number;
  readonly jobs: string[];
}

/** Settlement's heartbeats and sweeps, of which some write: what a task cost in the same moment is not to be told from them. */
const ofTheNode = new Set([
  'billing.reportNode',
  'billing.reportHeight',
  'billing.listUnsettled',
  'billing.listReceipts',
]);

async function undisturbedCost(market: TestMarketplace, listing: Listing): Promise<Cost> {
  for (let tries = 0; tries < 10; tries += 1) {
    const measured = await cost(market, listing);
    if (measured) return measured;
  }
  return failed('settlement never left a task alone');
}

/** What one task costs from the first request to the settled charge; undefined where the node was spoken of in the meantime. */
async function cost({ database, seen, buyer, books }: TestMarketplace, listing: Listing): Promise<Cost | undefined> {
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
  // That a payer has asked for work is written every few seconds, by a call that mostly writes nothing.
  const payers = async () => JSON.stringify(await owner.query('SELECT node, seen_at FROM billing.node_payer'));
  const payersBefore = await payers();
  const from = { calls: seen.calls.length, lnd: seen.lndCalls.length, jobs: seen.jobs.length };
  const firstTransaction = await nextTransaction();
  const bought = await buyer().buy(taskOrder(listing.slug, { text: randomBytes(8).toString('hex') }));
  expect(bought.answer.status).toBe(200);
  await until(quiet, (written) => written === 0);
  const reports = seen.calls.slice(from.calls).filter((rpc) => rpc === outcomesReport).length;
  expect(reports).toBe(1);
  const finals = seen.calls.slice(from.calls).filter((rpc) => rpc === finalityReport).length;
  expect(finals).toBe(1);
  const written = (await nextTransaction()) - firstTransaction;
  const transactions = written - reports * writesOfReport - finals * writesOfFinality;
  // Asking whether this instance is alive belongs to no task, and both reports are of all the tasks of their moment.
  const upkeep = new Set([
    '/lnrpc.Lightning/GetInfo',
    '/lnrpc.Lightning/ListChannels',
    '/lnrpc.State/GetState',
    'billing.listPayoutWork',
    'billing.takeReconciliation',
    'billing.takeDueSchedules',
    outcomesReport,
    finalityReport,
  ]);
  const lnd = seen.lndCalls.slice(from.lnd).filter(({ path }) => !upkeep.has(path));
  const of = (kind: string) => lnd.filter((call) => call.kind === kind).map(({ path }) => path.split('/').at(-1) ?? '');
  const calls = seen.calls.slice(from.calls).filter((rpc) => !upkeep.has(rpc));
  const jobs = seen.jobs.slice(from.jobs).map(({ step }) => step);
  const { charge } = await books.ended(bought.challenge.taskId);
  expect(charge).toBe('SETTLED');
  const payerWasHeard = (await payers()) !== payersBefore;
  await owner.close();
  if (payerWasHeard) return undefined;
  if (seen.calls.slice(from.calls).some((rpc) => ofTheNode.has(rpc))) return undefined;
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
