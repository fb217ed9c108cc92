/**
 * The whole marketplace for one suite: `const market = suiteMarketplace()` at the top of its file. Real services on the suite's
 * own database, real gRPC to simulated nodes in a folder of their own, real HTTP; only the bots are the test's.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll } from '@jest/globals';
import { type Marketplace, startMarketplace } from '#apps/botbazaar/marketplace';
import { type QueueFactory, queueFactory, type StepJob } from '#apps/dispatch/queue';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { createLogger } from '#observability/logger';
import { startApart } from './apart.js';
import { Books } from './books.js';
import { Buyer, walletOf } from './buyers.js';
import { createSuiteDatabase } from './database.js';
import { openLightning } from './lightning.js';
import type { MarketAccess } from './market-access.js';
import { Sellers } from './sellers.js';
import type { Seen, TestMarketplace, TestMarketplaceOptions } from './test-marketplace.js';
import { writeTranscript } from './transcript.js';

/** `tools/jest-split.config.mjs` runs the suites both ways. */
const isApart = Reflect.get(globalThis, 'marketplaceWay') === 'apart';

export function suiteMarketplace(
  options: () => TestMarketplaceOptions | Promise<TestMarketplaceOptions> = () => ({}),
): () => TestMarketplace {
  let market: TestMarketplace | undefined;
  beforeAll(async () => {
    market = await (isApart ? startApart : startTestMarketplace)(await options());
  }, 90_000);
  afterAll(async () => {
    try {
      if (market) await writeTranscript(market.books, isApart ? 'apart' : 'one');
    } finally {
      await market?.stop();
    }
  }, 90_000);
  return () => {
    if (market === undefined) throw new Error('The marketplace of this suite is there from its first beforeAll on.');
    return market;
  };
}

async function startTestMarketplace(options: TestMarketplaceOptions = {}): Promise<TestMarketplace> {
  const folder = await mkdtemp(join(tmpdir(), 'botbazaar-market-'));
  for (const name of ['keys', 'nodes']) await mkdir(join(folder, name), { mode: 0o700 });
  const seen: Seen = { calls: [], lndCalls: [], jobs: [], log: [] };
  const logger = createLogger({
    level: 'debug',
    name: 'test',
    destination: { write: (line: string) => seen.log.push(line) },
  });
  const sellers = await Sellers.open(options.sellerPorts);
  const settings = loadConfig(settingsSchema, {
    BOTBAZAAR_PORT: '0',
    BOTBAZAAR_TRUSTED_PROXIES: '127.0.0.1',
    BOTBAZAAR_ALLOWED_ENDPOINTS: sellers.ports.map((port) => `127.0.0.1:${port}`).join(','),
    ...options.environment,
  });
  const database = await createSuiteDatabase(undefined, options.server);
  const lightning = await openLightning(folder, logger, options.lightning);
  // Suites that run at the same time may share one Redis, each under its own prefix.
  const queue = queueFactory({
    redisUrl: settings.REDIS_URL,
    postgresUrl: database.roleUrl('botbazaar_dispatch'),
    keyPrefix: database.name,
  });
  const start = (): Promise<Marketplace> =>
    startMarketplace({
      settings,
      dataDirectory: folder,
      ownerUrl: database.ownerUrl,
      databaseKey: database.databaseKey,
      nodes: lightning.nodes,
      ...(options.billing && { billing: options.billing }),
      logger,
      queue: watched(options.queue ?? queue, seen.jobs),
      onCall: (rpc) => seen.calls.push(rpc),
      onLndCall: (path, kind) => seen.lndCalls.push({ path, kind }),
    });
  let running = await start();
  const connection = () => running.connection;
  const adminToken = (await readFile(running.connection.adminTokenFile, 'utf8')).trim();
  const { simControl } = lightning;
  const access = (): MarketAccess => ({ baseUrl: running.connection.baseUrl, adminToken, simControl });
  const wallet = walletOf(running.connection);
  return {
    access,
    connection,
    marketNode: lightning.marketNode,
    get sim() {
      return lightning.sim;
    },
    lightning,
    folder,
    database,
    books: new Books(access, lightning.wallets),
    sellers,
    wallet,
    seen,
    list: (order) => sellers.list(access, order),
    buyer: () => new Buyer(access, wallet),
    async restart(downMs = 0, whileDown: () => Promise<void> = async () => undefined) {
      await running.stop();
      await sleep(downMs);
      await whileDown();
      running = await start();
    },
    startAnother: start,
    async stop() {
      wallet.close();
      await running.stop();
      await lightning.close();
      await sellers.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same queue, with a list of what is added to it. */
function watched(factory: QueueFactory, jobs: StepJob[]): QueueFactory {
  return (log, clock) => {
    const queue = factory(log, clock);
    return {
      add(added) {
        jobs.push(...added);
        return queue.add(added);
      },
      takeBack: (job) => queue.takeBack(job),
      work: (handler, concurrency) => queue.work(handler, concurrency),
      stopWork: () => queue.stopWork(),
      close: () => queue.close(),
    };
  };
}
