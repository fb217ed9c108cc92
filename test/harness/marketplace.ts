/**
 * The whole marketplace for one suite: `const market = suiteMarketplace()` at the top of its file. Real services on the suite's
 * own database, real gRPC to simulated nodes in a folder of their own, real HTTP; only the bots are the test's.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { Connection } from '#apps/botbazaar/connect-file';
import { type Marketplace, startMarketplace } from '#apps/botbazaar/marketplace';
import { type LndSim, start as startLndSim } from '#apps/lnd-sim/start';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { systemClock } from '#kernel/clock';
import { createLogger } from '#observability/logger';
import { LndWallet } from '#sdk/lnd-wallet';
import { createSuiteDatabase, type SuiteDatabase } from './database.js';

export interface TestMarketplace {
  readonly connection: Connection;
  readonly adminToken: string;
  readonly sim: LndSim;
  readonly database: SuiteDatabase;
  /** Calls between services since the start, such as `billing.openCharge`. */
  readonly calls: string[];
  /** What the services logged, a line each. */
  readonly log: string[];
  readonly wallet: LndWallet;
  /** Stops the services and starts them again on the same data; connection and wallet stay good, except for the base URL. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestMarketplaceOptions {
  /** Ports on 127.0.0.1 on which the test's sellers listen. */
  readonly sellerPorts: readonly number[];
  readonly environment?: Readonly<Record<string, string>>;
}

export function suiteMarketplace(
  options: () => TestMarketplaceOptions | Promise<TestMarketplaceOptions>,
): () => TestMarketplace {
  let market: TestMarketplace | undefined;
  beforeAll(async () => {
    market = await startTestMarketplace(await options());
  }, 60_000);
  afterAll(async () => {
    await market?.stop();
  }, 60_000);
  return () => {
    if (market === undefined) throw new Error('The marketplace of this suite is there from its first beforeAll on.');
    return market;
  };
}

export async function startTestMarketplace(options: TestMarketplaceOptions): Promise<TestMarketplace> {
  const folder = await mkdtemp(join(tmpdir(), 'botbazaar-market-'));
  const calls: string[] = [];
  const log: string[] = [];
  const logger = createLogger({
    level: 'debug',
    name: 'test',
    destination: { write: (line: string) => log.push(line) },
  });
  for (const name of ['keys', 'nodes']) await mkdir(join(folder, name), { mode: 0o700 });
  const settings = loadConfig(settingsSchema, {
    BOTBAZAAR_PORT: '0',
    BOTBAZAAR_CHALLENGES_PER_MINUTE: '1000000',
    BOTBAZAAR_CHALLENGES_BURST: '1000000',
    BOTBAZAAR_ALLOWED_ENDPOINTS: options.sellerPorts.map((port) => `127.0.0.1:${port}`).join(','),
    ...options.environment,
  });
  const database = await createSuiteDatabase();
  const sim = await startLndSim({
    directory: join(folder, 'nodes'),
    nodes: ['market', 'buyer', 'seller'],
    clock: systemClock,
    logger,
  });
  const start = (): Promise<Marketplace> =>
    startMarketplace({
      settings,
      dataDirectory: folder,
      ownerUrl: database.ownerUrl,
      databaseKey: database.databaseKey,
      sim,
      logger,
      onCall: (rpc) => calls.push(rpc),
    });
  let running = await start();
  const buyer = running.connection.nodes.buyer;
  const wallet = new LndWallet({
    address: buyer.grpc,
    tlsCertFile: buyer.tlsCertFile,
    macaroonFile: buyer.macaroonFile,
  });
  return {
    get connection() {
      return running.connection;
    },
    adminToken: (await readFile(running.connection.adminTokenFile, 'utf8')).trim(),
    sim,
    database,
    calls,
    log,
    wallet,
    async restart() {
      await running.stop();
      running = await start();
    },
    async stop() {
      wallet.close();
      await running.stop();
      await sim.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
