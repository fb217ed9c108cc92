/**
 * The Postgres of one test run and in it one migrated database, which every suite copies. Where DATABASE_URL is set that
 * server is used: its role must be able to make databases and roles, and everything that is made is named after the run.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#apps/botbazaar/embedded-postgres';
import { removeCluster } from '#apps/botbazaar/postgres-installation';
import { systemClock } from '#kernel/clock';
import { administer, createDatabase, databaseUrl, dropDatabase } from '#persistence/administer';
import { migrate } from '#persistence/migrate';
import { migrationPlan } from './migration-plan.js';

/** What a suite must know to make a database of its own. */
export interface TestServerAddress {
  /** As a role that may do everything, in a database that nobody uses. */
  readonly adminUrl: string;
  /** The migrated database; nobody connects to it. */
  readonly template: string;
  /** Every database of the run has a name that begins with this. */
  readonly prefix: string;
  /** Hex of the key that the roles' passwords are derived from. */
  readonly databaseKey: string;
}

export interface TestServer {
  readonly address: TestServerAddress;
  stop(): Promise<void>;
}

export async function startTestServer(directory: string): Promise<TestServer> {
  const external = process.env.DATABASE_URL;
  const embedded = external === undefined || external === '' ? await embed(directory) : undefined;
  const adminUrl = embedded?.ownerUrl ?? external ?? '';
  // Runs that share a server share its roles, so they must agree on the passwords.
  const databaseKey = createHash('sha256').update(`test roles of ${adminUrl}`).digest();
  const prefix = `botbazaar_test_${randomBytes(4).toString('hex')}`;
  const template = `${prefix}_template`;
  const stop = async (): Promise<void> => {
    if (embedded === undefined) return await dropAll(adminUrl, prefix);
    await embedded.stop();
    await removeCluster(directory);
  };
  try {
    await createDatabase(adminUrl, template);
    const ownerUrl = databaseUrl(adminUrl, template);
    await migrate({ ownerUrl, databaseKey, plan: migrationPlan, clock: systemClock });
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { address: { adminUrl, template, prefix, databaseKey: databaseKey.toString('hex') }, stop };
}

async function embed(directory: string): Promise<EmbeddedPostgres> {
  await mkdir(directory, { mode: 0o700 });
  return await startEmbeddedPostgres({
    directory,
    ownerPassword: randomBytes(32).toString('hex'),
    port: 0,
    logFile: join(directory, 'postgres.log'),
    durable: false,
  });
}

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  const sql = 'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)';
  for (const { name } of await administer<{ name: string }>(adminUrl, sql, [prefix]))
    await dropDatabase(adminUrl, name);
}
