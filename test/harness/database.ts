/**
 * A database for one suite: `const suite = suiteDatabase()` at the top of a suite's file, then `suite().open(schema)`.
 * It is a copy of the migrated database of the run, takes about 50 ms, and is removed when the suite has ended.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll } from '@jest/globals';
import { systemClock } from '#kernel/clock';
import { administer, createDatabase, databaseUrl, dropDatabase } from '#persistence/administer';
import type { ConnectionOptions } from '#persistence/data-source';
import { type Database, openDatabase } from '#persistence/database';
import { migrate, type ServiceSchema } from '#persistence/migrate';
import { rolePassword, roleUrl } from '#persistence/roles';
import { migrationPlan } from './migration-plan.js';
import type { TestServerAddress } from './test-server.js';

export interface SuiteDatabase {
  readonly name: string;
  /** As the role that migrates and may do everything. */
  readonly ownerUrl: string;
  /** What the roles' passwords are derived from. */
  readonly databaseKey: Buffer;
  /** The suite's database as that role. */
  roleUrl(role: string): string;
  /** Opens a service's schema as the service does; closed by `drop` at the latest. */
  open(service: Pick<ServiceSchema, 'schema' | 'role'>, options?: Partial<ConnectionOptions>): Promise<Database>;
  /** Opens the database as its owner, to look where no service may. */
  openAsOwner(options?: Partial<ConnectionOptions>): Promise<Database>;
  /** Copies the database as it is; what is answered puts the copy in its place. Both cut all connections to it. */
  backup(): Promise<() => Promise<void>>;
  drop(): Promise<void>;
}

/** Makes the database before the suite's first test and removes it after its last. With a plan of its own it starts empty. */
export function suiteDatabase(plan?: readonly ServiceSchema[]): () => SuiteDatabase {
  let suite: SuiteDatabase | undefined;
  beforeAll(async () => {
    suite = await createSuiteDatabase(plan);
  });
  afterAll(async () => {
    await suite?.drop();
  });
  return () => {
    if (suite === undefined) throw new Error('The database of this suite is there from its first beforeAll on.');
    return suite;
  };
}

/**
 * A copy of the migrated database; with a plan, an empty database to which that plan was applied. On the server of the run,
 * unless another one is given.
 */
export async function createSuiteDatabase(
  plan?: readonly ServiceSchema[],
  server?: TestServerAddress,
): Promise<SuiteDatabase> {
  const { adminUrl, template, prefix, databaseKey } = server ?? (await askForServer());
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  const ownerUrl = databaseUrl(adminUrl, name);
  const key = Buffer.from(databaseKey, 'hex');
  if (plan === undefined) {
    await createDatabase(adminUrl, name, template);
    await copyAccess(adminUrl, name);
  } else {
    await createDatabase(adminUrl, name);
    await migrate({ ownerUrl, databaseKey: key, plan, clock: systemClock });
  }
  const urlOf = (role: string): string => roleUrl(ownerUrl, role, rolePassword(key, role));
  const opened: Database[] = [];
  const backups: string[] = [];
  const open = async (url: string, schema: string, options: Partial<ConnectionOptions> = {}): Promise<Database> => {
    const database = await openDatabase({ url, schema, applicationName: 'test', poolSize: 4, ...options });
    opened.push(database);
    return database;
  };
  return {
    name,
    ownerUrl,
    databaseKey: key,
    roleUrl: urlOf,
    open: ({ schema, role }, options) => open(urlOf(role), schema, options),
    openAsOwner: (options) => open(ownerUrl, 'pg_catalog', options),
    async backup() {
      const copy = `${name}_backup${backups.length}`;
      backups.push(copy);
      await whileNobodyIsConnected(adminUrl, name, () => createDatabase(adminUrl, copy, name));
      return async () => {
        await dropDatabase(adminUrl, name);
        await createDatabase(adminUrl, name, copy);
        await copyAccess(adminUrl, name);
      };
    },
    async drop() {
      for (const copy of backups) await dropDatabase(adminUrl, copy);
      for (const database of opened) if (database.source.isInitialized) await database.close();
      await dropDatabase(adminUrl, name);
    },
  };
}

async function whileNobodyIsConnected(adminUrl: string, name: string, work: () => Promise<void>): Promise<void> {
  await administer(adminUrl, `ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
  try {
    const cut = 'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1';
    await administer(adminUrl, cut, [name]);
    await work();
  } finally {
    await administer(adminUrl, `ALTER DATABASE "${name}" ALLOW_CONNECTIONS true`);
  }
}

/** Who may connect is not copied with a database. */
async function copyAccess(adminUrl: string, name: string): Promise<void> {
  const roles = new Set(migrationPlan.map(({ role }) => role));
  const grants = [...roles].map((role) => `; GRANT CONNECT ON DATABASE "${name}" TO ${role}`);
  await administer(adminUrl, `REVOKE ALL ON DATABASE "${name}" FROM PUBLIC${grants.join('')}`);
}

async function askForServer(): Promise<TestServerAddress> {
  const path = process.env.TEST_DATABASE_BROKER;
  if (path === undefined) throw new Error('Suites with a database run under jest, whose global setup offers one.');
  const reply = JSON.parse(await text(connect(path))) as { address: TestServerAddress } | { error: string };
  if ('error' in reply) throw new Error(`The test server did not start: ${reply.error}`);
  return reply.address;
}
