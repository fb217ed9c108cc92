/** Nodes, migrations and services, as soon as the database is there. Imported late, since it brings all the code with it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '#config/settings';
import { monotonicMs, systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Logger } from '#observability/logger';
import { migrate } from '#persistence/migrate';
import type { Connection } from './connect-file.js';
import type { DataDirectory } from './data-directory.js';
import type { DatabaseServer } from './database-server.js';
import { type Marketplace, startMarketplace } from './marketplace.js';
import { migrationPlan } from './migration-plan.js';
import { openNodes } from './nodes.js';

export interface BringUpOptions {
  readonly settings: Settings;
  readonly directory: DataDirectory;
  readonly database: Promise<DatabaseServer>;
  readonly databaseKey: Buffer;
  readonly logger: Logger;
  /** What has to be called to undo it, last first; grows while things start. */
  readonly stops: (() => Promise<void>)[];
}

export interface BroughtUp {
  readonly connection: Connection;
  /** What `/readyz` finds missing after a moment. */
  readonly missing: readonly string[];
  /** Whose money it is: `simulated`, or the chain of the real node. */
  readonly network: string;
  /** Settles when the nodes have ended by themselves. */
  readonly failed: Promise<Error>;
}

/** Streams to the nodes take a moment; what is missing after this stays missing until somebody mends it. */
const readyWithinMs = 2_000;
const readyLookMs = 10;

export async function bringUp(options: BringUpOptions): Promise<BroughtUp> {
  const { settings, directory, databaseKey, logger, stops } = options;
  // The nodes make their keys while the database starts.
  const opened = openNodes(settings, directory, logger);
  stops.push(() =>
    opened.then(
      (nodes) => nodes.stop(),
      () => undefined,
    ),
  );
  const { ownerUrl, flushed } = await options.database;
  const migrated = migrate({ ownerUrl, databaseKey, plan: migrationPlan, clock: systemClock });
  const [nodes] = await Promise.all([opened, migrated.catch((thrown) => refuse(settings, thrown))]);
  const marketplace = await startMarketplace({
    settings,
    dataDirectory: directory.path,
    ownerUrl,
    databaseKey,
    nodes,
    logger,
  });
  stops.push(() => marketplace.stop());
  const [missing] = await Promise.all([whatIsMissing(marketplace), flushed]);
  return { connection: marketplace.connection, missing, network: nodes.network, failed: nodes.failed };
}

/** Its message is a sentence for the one who starts the program. */
class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

/** A server that somebody else runs fails for reasons that are found there; the URL holds a password and is not told. */
function refuse({ DATABASE_URL }: Settings, thrown: unknown): never {
  if (DATABASE_URL === undefined) throw thrown;
  const { host, pathname } = URL.canParse(DATABASE_URL) ? new URL(DATABASE_URL) : { host: 'no URL', pathname: '' };
  const inner = thrown instanceof AppError && thrown.cause instanceof Error ? thrown.cause : thrown;
  const why = inner instanceof Error && inner.message !== '' ? inner.message : String(thrown);
  throw new DatabaseUrlError(`The database that DATABASE_URL names (${host}${pathname}) cannot be used: ${why}.`, {
    cause: thrown,
  });
}

/** Asks until all is there or time is up. */
async function whatIsMissing(marketplace: Marketplace): Promise<string[]> {
  const until = monotonicMs() + readyWithinMs;
  for (;;) {
    const { ready, missing } = await marketplace.readiness();
    if (ready || monotonicMs() > until) return missing.map(({ name, reason }) => `${name}: ${reason}`);
    await pause(readyLookMs);
  }
}
