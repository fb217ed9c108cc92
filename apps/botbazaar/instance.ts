/**
 * One running instance on one data directory: takes the directory, starts database, nodes and services, announces itself in
 * connect.json, and gives everything back in the opposite order.
 */
import { join } from 'node:path';
import { start as startLndSim } from '#apps/lnd-sim/start';
import { openSecretFile } from '#config/secret-file';
import type { Settings } from '#config/settings';
import { systemClock } from '#kernel/clock';
import { createLogger, type Logger } from '#observability/logger';
import { migrate } from '#persistence/migrate';
import { removeConnectFile, writeConnectFile } from './connect-file.js';
import { type DataDirectory, openDataDirectory } from './data-directory.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { type Marketplace, startMarketplace } from './marketplace.js';
import { migrationPlan } from './migration-plan.js';

export interface Instance {
  readonly directory: DataDirectory;
  readonly connection: Marketplace['connection'];
  readonly logFile: string;
  stop(): Promise<void>;
}

export async function startInstance(settings: Settings): Promise<Instance> {
  const directory = await openDataDirectory(settings.BOTBAZAAR_DATA_DIR);
  const stops: (() => Promise<void>)[] = [() => directory.release()];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    // What a killed instance announced is not true any more.
    await removeConnectFile(directory.path);
    const logFile = join(directory.logs, 'botbazaar.log');
    const logger = createLogger({
      level: settings.BOTBAZAAR_LOG_LEVEL,
      destination: { file: logFile },
      name: 'botbazaar',
    });
    const databaseKey = openSecretFile(join(directory.keys, 'database.key'), 32);
    const sim = startLndSim({
      directory: directory.nodes,
      nodes: ['market', 'buyer', 'seller'],
      ports: {
        market: settings.BOTBAZAAR_SIM_PORT_MARKET,
        buyer: settings.BOTBAZAAR_SIM_PORT_BUYER,
        seller: settings.BOTBAZAAR_SIM_PORT_SELLER,
      },
      controlPort: settings.BOTBAZAAR_SIM_CONTROL_PORT,
      clock: systemClock,
      logger: logger.child({ service: 'lnd-sim' }),
    });
    stops.push(() =>
      sim.then(
        (running) => running.stop(),
        () => undefined,
      ),
    );
    const database = await openServer(settings, directory, logger);
    stops.push(() => database.stop());
    await migrate({ ownerUrl: database.ownerUrl, databaseKey, plan: migrationPlan, clock: systemClock });
    const marketplace = await startMarketplace({
      settings,
      dataDirectory: directory.path,
      ownerUrl: database.ownerUrl,
      databaseKey,
      sim: await sim,
      logger,
    });
    stops.push(() => marketplace.stop());
    await writeConnectFile(directory.path, marketplace.connection);
    stops.push(() => removeConnectFile(directory.path));
    return { directory, connection: marketplace.connection, logFile, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** The server of DATABASE_URL, or one of our own that is started again when something ends it. */
async function openServer(
  settings: Settings,
  directory: DataDirectory,
  logger: Logger,
): Promise<{ readonly ownerUrl: string; stop(): Promise<void> }> {
  if (settings.DATABASE_URL !== undefined) return { ownerUrl: settings.DATABASE_URL, stop: async () => undefined };
  const password = openSecretFile(join(directory.keys, 'postgres-owner.key'), 24).toString('hex');
  const start = (port: number) =>
    startEmbeddedPostgres({
      directory: directory.path,
      ownerPassword: password,
      port,
      logFile: join(directory.logs, 'postgres.log'),
    });
  let server: EmbeddedPostgres = await start(settings.BOTBAZAAR_POSTGRES_PORT);
  let stopping = false;
  const guard = async (): Promise<void> => {
    while (!stopping) {
      const asked = await server.ended;
      if (asked || stopping) return;
      logger.error({ port: server.port }, 'the embedded Postgres ended unasked and is started again');
      server = await start(server.port);
    }
  };
  const guarding = guard().catch((error) => {
    logger.error({ err: error }, 'the embedded Postgres could not be started again');
  });
  return {
    ownerUrl: server.ownerUrl,
    async stop() {
      stopping = true;
      await server.stop();
      await guarding;
    },
  };
}
