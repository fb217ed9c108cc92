/** The PostgreSQL server that an instance uses: the one of DATABASE_URL, or one of its own. */
import { join } from 'node:path';
import { openSecretFile } from '#config/secret-file';
import type { Settings } from '#config/settings';
import { assert } from '#kernel/assert';
import type { Logger } from '#observability/logger';
import type { DataDirectory } from './data-directory.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

export interface DatabaseServer {
  /** The role that makes roles and schemas. */
  readonly ownerUrl: string;
  /** Settles when what the server has acknowledged is safe from a power failure. */
  readonly flushed: Promise<void>;
  stop(): Promise<void>;
}

export interface OpeningDatabase {
  /** Settles when there is nothing to do but to wait for the server; rejects where the opening fails before that. */
  readonly underWay: Promise<void>;
  readonly server: Promise<DatabaseServer>;
}

export function openDatabaseServer(settings: Settings, directory: DataDirectory, logger: Logger): OpeningDatabase {
  let server: Promise<DatabaseServer> | undefined;
  const underWay = new Promise<void>((resolve, reject) => {
    server = open(settings, directory, logger, resolve);
    server.then(() => resolve(), reject);
  });
  assert(server, 'a promise runs its body at once');
  return { underWay, server };
}

/** A server of our own is started again when something ends it. */
async function open(
  settings: Settings,
  directory: DataDirectory,
  logger: Logger,
  onUnderWay: () => void,
): Promise<DatabaseServer> {
  if (settings.DATABASE_URL !== undefined) {
    return { ownerUrl: settings.DATABASE_URL, flushed: Promise.resolve(), stop: async () => undefined };
  }
  const password = openSecretFile(join(directory.keys, 'postgres-owner.key'), 24).toString('hex');
  const start = (port: number) =>
    startEmbeddedPostgres({
      directory: directory.path,
      ownerPassword: password,
      port,
      logFile: join(directory.logs, 'postgres.log'),
      onUnderWay,
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
    flushed: server.flushed,
    async stop() {
      stopping = true;
      await server.stop();
      await guarding;
    },
  };
}
