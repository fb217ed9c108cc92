/**
 * One running instance on one data directory: takes the directory, starts database, nodes and services, announces itself in
 * connect.json, and gives everything back in the opposite order.
 *
 * The first start makes a database cluster, which takes PostgreSQL's programs most of a second. So this file imports little,
 * and the services' code is read while they work; not before they work, since reading hundreds of files leaves no turn to
 * anything else.
 */
import { join } from 'node:path';
import { openSecretFile } from '#config/secret-file';
import type { Settings } from '#config/settings';
import { createLogger } from '#observability/logger';
import { type Connection, removeConnectFile, writeConnectFile } from './connect-file.js';
import { type DataDirectory, openDataDirectory } from './data-directory.js';
import { openDatabaseServer } from './database-server.js';
import { refuseTakenPorts } from './taken-ports.js';

export interface Instance {
  readonly directory: DataDirectory;
  readonly connection: Connection;
  /** What `/readyz` finds missing, a line each; empty where all is there. */
  readonly missing: readonly string[];
  /** Whose money it is: `simulated`, or the chain of the real node. */
  readonly network: string;
  /** Settles when it cannot go on: the disk of its nodes is full, and nothing is acknowledged any more. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

export async function startInstance(settings: Settings): Promise<Instance> {
  await refuseTakenPorts(settings);
  const directory = await openDataDirectory(settings.BOTBAZAAR_DATA_DIR);
  const stops: (() => Promise<void>)[] = [() => directory.release()];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    // What a killed instance announced is not true any more.
    await removeConnectFile(directory.path);
    const logger = createLogger({
      level: settings.BOTBAZAAR_LOG_LEVEL,
      destination: { file: join(directory.logs, 'botbazaar.log') },
      name: 'botbazaar',
    });
    const databaseKey = openSecretFile(join(directory.keys, 'database.key'), 32);
    const database = openDatabaseServer(settings, directory, logger);
    stops.push(() =>
      database.server.then(
        (server) => server.stop(),
        () => undefined,
      ),
    );
    await database.underWay;
    const { bringUp } = await import('./bring-up.js');
    const brought = await bringUp({
      settings,
      directory,
      database: database.server,
      databaseKey,
      logger,
      stops,
    });
    await writeConnectFile(directory.path, brought.connection);
    stops.push(() => removeConnectFile(directory.path));
    return { directory, ...brought, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
