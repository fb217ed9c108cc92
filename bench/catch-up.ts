/**
 * How long settlement takes, after an outage, to book what was paid meanwhile: 10,000 ordinary invoices of charges (or
 * as many as BOTBAZAAR_BENCH_INVOICES says), on the simulator, or the network of real nodes whose folder BOTBAZAAR_LND_NETWORK names, and a
 * real database. The yardstick is the reading of the same invoices by ListInvoices alone, in the same run.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { billingDefaults } from '#apps/billing/config';
import { billingSchema } from '#apps/billing/schema';
import { type RunningBilling, start as startBilling } from '#apps/billing/start';
import { startEmbeddedPostgres } from '#apps/botbazaar/embedded-postgres';
import { migrationPlan } from '#apps/botbazaar/migration-plan';
import { settlementDefaults, start as startSettlement } from '#apps/settlement/start';
import { openKeyring } from '#config/keyring';
import type { Dispatch } from '#contracts/dispatch';
import { assert } from '#kernel/assert';
import { systemClock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { createLogger } from '#observability/logger';
import { type Database, openDatabase } from '#persistence/database';
import { migrate } from '#persistence/migrate';
import { rolePassword, roleUrl } from '#persistence/roles';
import { LndWallet } from '#sdk/lnd-wallet';
import { note, residentMb, wallMs, withDataDirectory } from './harness.js';
import { type BenchNodes, withNodes } from './nodes.js';
import type { BenchRow } from './row.js';

const invoices = Number(process.env.BOTBAZAAR_BENCH_INVOICES ?? 10_000);
const payingAtOnce = 48;
const barSeconds = 10;
const barMb = 200;
const patienceMs = 300_000;
const priceMsat = '1000';
const logger = createLogger({ level: 'warn', name: 'bench', destination: process.stderr });
/** Takes every task, so that only billing and settlement are measured. */
const dispatch = { fundTask: async () => ({ outcome: 'queued' }) } as unknown as Dispatch;

interface Measured {
  readonly caughtUpMs: number;
  readonly listedMs: number;
  readonly grownMb: number;
}

export async function bench(): Promise<BenchRow[]> {
  const measured = await withNodes((nodes) => withBilling(nodes, (...all) => measure(nodes, ...all)));
  const [ours, yardstick] = [measured.caughtUpMs / 1_000, measured.listedMs / 1_000];
  const bar = `≤ ${barSeconds} s more`;
  return [
    {
      name: `booking ${invoices} invoices paid in an outage, s (yardstick: ListInvoices)`,
      ...{ ours, yardstick, ratio: ours / yardstick, bar, ok: ours <= barSeconds + yardstick },
    },
    {
      name: 'memory that the process grows by meanwhile, MB',
      ...{ ours: measured.grownMb, yardstick: barMb, ratio: measured.grownMb / barMb },
      ...{ bar: `≤ ${barMb} MB`, ok: measured.grownMb <= barMb },
    },
  ];
}

async function withBilling<T>(
  { market }: BenchNodes,
  use: (billing: RunningBilling, database: Database) => Promise<T>,
): Promise<T> {
  return await withDataDirectory(async (directory) => {
    const ownerPassword = randomBytes(16).toString('hex');
    const logFile = join(directory, 'postgres.log');
    const server = await startEmbeddedPostgres({ directory, ownerPassword, port: 0, logFile });
    const databaseKey = randomBytes(32);
    await migrate({ ownerUrl: server.ownerUrl, databaseKey, plan: migrationPlan, clock: systemClock });
    const url = roleUrl(server.ownerUrl, billingSchema.role, rolePassword(databaseKey, billingSchema.role));
    const database = await openDatabase({ url, schema: 'billing', applicationName: 'bench', poolSize: 8 });
    const keys = openKeyring(join(directory, 'keys.json'));
    const billing = await startBilling(billingDefaults, {
      ...{ database, clock: systemClock, logger, keys: { preimages: keys, credentials: keys } },
      journal: { folder: join(directory, 'journal'), keepDays: 1 },
      desks: [openInvoiceDesk(connectLnd(access(market)))],
    });
    try {
      return await use(billing, database);
    } finally {
      await billing.stop();
      await database.close();
      await server.stop();
    }
  });
}

function access(node: BenchNodes['market']) {
  const macaroon = readFileSync(node.macaroonFile).toString('hex');
  return { ...node, macaroon: () => macaroon };
}

async function measure(
  nodes: BenchNodes,
  { service: billing, health }: RunningBilling,
  database: Database,
): Promise<Measured> {
  const watch = openInvoiceWatch(connectLnd(access(nodes.market)));
  const settlementUp = () =>
    startSettlement(settlementDefaults, {
      ...{ billing, dispatch, logger, payoutDesks: [], books: [], leadPaying: async () => undefined },
      lead: async () => ({ lost: new AbortController().signal, release: async () => undefined }),
      watches: [openInvoiceWatch(connectLnd(access(nodes.market)))],
    });
  await holds(async () =>
    (await Promise.all(health.map((one) => one.check()))).every((reason) => reason === undefined),
  );
  const { pubkey } = await watch.ready();
  const before = await settlementUp();
  await holds(async () => (await billing.getCheckpoint({ node: pubkey })).known);
  await before.stop();
  // Billing sells nothing on a node that nobody watches, so somebody says that all is well.
  const word = { node: pubkey, unfit: '', leading: true, height: 1, followed: 0, streamsEnded: 0, inboundMsat: '-1' };
  const saying = setInterval(() => void billing.reportNode(word), 5_000);
  const newest = await watch.newest();
  await payAll(nodes, billing);
  clearInterval(saying);
  const listedMs = await took(async () => {
    let read = 0;
    for await (const page of watch.madeAfter(newest)) read += page.length;
    assert(read >= invoices, `only ${read} invoices are there`);
  });
  globalThis.gc?.();
  const beforeMb = residentMb(process.pid);
  let mostMb = beforeMb;
  const looking = setInterval(() => (mostMb = Math.max(mostMb, residentMb(process.pid))), 50);
  let stop: () => Promise<void> = async () => undefined;
  const caughtUpMs = await took(async () => {
    ({ stop } = await settlementUp());
    await holds(async () => (await heldCount(database)) >= invoices);
  });
  clearInterval(looking);
  await stop();
  watch.close();
  const defects = await database.query('SELECT * FROM ledger.verify()');
  assert(defects.length === 0, `the books of the bench do not add up: ${JSON.stringify(defects)}`);
  const grownMb = mostMb - beforeMb;
  note(`caught up in ${caughtUpMs.toFixed(0)} ms, listed in ${listedMs.toFixed(0)} ms, ${grownMb.toFixed(0)} MB more`);
  return { caughtUpMs, listedMs, grownMb };
}

async function heldCount(database: Database): Promise<number> {
  const [row] = await database.query<{ held: bigint }>(`SELECT count(*) AS held FROM charge WHERE state = 'HELD'`);
  return Number(row?.held ?? 0);
}

async function payAll({ buyer }: BenchNodes, billing: RunningBilling['service']): Promise<void> {
  const wallet = new LndWallet(buyer);
  let left = invoices;
  const payer = async () => {
    while (left > 0) {
      left -= 1;
      const { paymentRequest } = await billing.openCharge(order());
      await wallet.pay(paymentRequest, { maxFeeMsat: 1_000n, timeoutSeconds: 60 });
    }
  };
  const ms = await took(async () => {
    await Promise.all(Array.from({ length: payingAtOnce }, payer));
  });
  wallet.close();
  note(`${invoices} sold and paid in ${(ms / 1_000).toFixed(0)} s`);
}

function order(): Parameters<RunningBilling['service']['openCharge']>[0] {
  return {
    ...{ taskId: newId('task'), listingId: newId('listing'), sellerAccountId: newId('account') },
    ...{ tokenNonce: randomBytes(13), tokenEpoch: 1, listingVersion: 1, serviceSlug: 'bench', priceMsat },
    ...{ funding: 'invoice', holdWindowMs: 3_600_000, workMs: 10_000, idempotencyScope: Buffer.alloc(0) },
    ...{ requestDigest: randomBytes(32), clientKey: randomBytes(32), reuseKey: randomBytes(32) },
  };
}

async function took(work: () => Promise<void>): Promise<number> {
  const began = wallMs();
  await work();
  return wallMs() - began;
}

async function holds(look: () => Promise<boolean>): Promise<void> {
  const end = wallMs() + patienceMs;
  while (!(await look())) {
    if (wallMs() > end) throw new Error('waited in vain');
    await pause(50);
  }
}
