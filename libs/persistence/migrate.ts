/**
 * Brings a database to the state that the code expects: roles, schemas, and the migrations of each schema, which are
 * TypeORM classes recorded in `<schema>.migration` in TypeORM's own shape.
 *
 * All schemas move in one transaction under one advisory lock, so that a crash leaves the old state whole and a second run
 * at the same time waits and then finds nothing to do. A run with nothing to do costs one connection and five statements.
 */
import type { QueryRunner } from 'typeorm';
import { assert } from '#kernel/assert';
import type { Clock } from '#kernel/clock';
import { openDatabase } from './database.js';
import { fromDriver } from './database-errors.js';
import { ensureRoles, rolePassword } from './roles.js';

/** A step that is never edited after its release and never undone; the class's name ends in its time in milliseconds. */
export interface Migration {
  readonly name?: string;
  up(runner: QueryRunner): Promise<unknown>;
}

export type MigrationClass = new () => Migration;

/** What a service owns in the database. */
export interface ServiceSchema {
  readonly schema: string;
  /** The role that the service logs in as: USAGE on the schema, and what the migrations grant. */
  readonly role: string;
  /** The role that the schema and all that its migrations make belong to, where it is not the one that migrates. */
  readonly ownerRole?: string;
  readonly migrations: readonly MigrationClass[];
}

export interface MigrateOptions {
  /** A role that may create roles and schemas. */
  readonly ownerUrl: string;
  /** 32 bytes, from which the passwords of the roles are derived. */
  readonly databaseKey: Buffer;
  readonly plan: readonly ServiceSchema[];
  readonly clock: Clock;
}

/** Any constant: it only has to be ours. */
const lockKey = '8402000000000001';

/** Returns the names of the migrations that ran, `<schema>.<name>`, in their order. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  for (const { schema, role, ownerRole } of options.plan) {
    for (const name of [schema, role, ownerRole ?? role]) {
      assert(/^[a-z][a-z0-9_]{0,62}$/.test(name), `not a plain name for a schema or role: ${name}`);
    }
  }
  const database = await openDatabase({
    url: options.ownerUrl,
    schema: 'pg_catalog',
    applicationName: 'botbazaar migrate',
    poolSize: 1,
    statementTimeoutMs: 60_000,
  });
  const runner = database.source.createQueryRunner();
  try {
    await ensureRoles(runner, rolesOf(options));
    await runner.startTransaction();
    await runner.query(`SELECT pg_advisory_xact_lock(${lockKey})`);
    await ensureSchemas(runner, options.plan);
    const applied = await runPending(runner, options);
    await runner.commitTransaction();
    return applied;
  } catch (thrown) {
    if (runner.isTransactionActive) await rollBack(runner);
    throw fromDriver(thrown);
  } finally {
    await runner.release();
    await database.close();
  }
}

function rolesOf({ plan, databaseKey }: MigrateOptions) {
  return {
    logins: new Map(plan.map(({ role }) => [role, rolePassword(databaseKey, role)])),
    owners: new Set(plan.flatMap(({ ownerRole }) => ownerRole ?? [])),
  };
}

/** The connection is closed right after this, which rolls back as well; the failure itself is what must be reported. */
async function rollBack(runner: QueryRunner): Promise<void> {
  await runner.rollbackTransaction().catch(() => undefined);
}

async function ensureSchemas(runner: QueryRunner, plan: readonly ServiceSchema[]): Promise<void> {
  const [state] = (await runner.query(
    `SELECT current_database() AS database,
            has_database_privilege('public', current_database(), 'CONNECT')
              OR has_database_privilege('public', current_database(), 'TEMPORARY') AS open,
            (SELECT coalesce(array_agg(nspname::text), '{}') FROM pg_namespace) AS schemas,
            (SELECT coalesce(array_agg(schema || ' ' || role), '{}') FROM unnest($1::text[], $2::text[]) AS p(schema, role)
              WHERE has_schema_privilege(role, to_regnamespace(schema), 'USAGE')
                AND has_database_privilege(role, current_database(), 'CONNECT')) AS grants`,
    [plan.map(({ schema }) => schema), plan.map(({ role }) => role)],
  )) as { database: string; open: boolean; schemas: string[]; grants: string[] }[];
  assert(state, 'a SELECT without FROM has one row');
  const database = `"${state.database.replaceAll('"', '""')}"`;

  const statements: string[] = [];
  if (state.open) {
    statements.push(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    if (state.schemas.includes('public')) statements.push('REVOKE ALL ON SCHEMA public FROM PUBLIC');
  }
  for (const { schema, role, ownerRole } of plan) {
    if (!state.schemas.includes(schema)) {
      const owner = ownerRole ?? 'CURRENT_USER';
      statements.push(
        `CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${owner}`,
        // Unlike tables, functions can be called by everyone until someone says otherwise.
        `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`,
        `CREATE TABLE IF NOT EXISTS ${schema}.migration (
           id serial PRIMARY KEY, timestamp bigint NOT NULL, name text NOT NULL UNIQUE, applied_at timestamptz NOT NULL)`,
      );
    }
    if (state.open || !state.grants.includes(`${schema} ${role}`)) {
      statements.push(`GRANT CONNECT ON DATABASE ${database} TO ${role}`, `GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
    }
  }
  if (statements.length > 0) await runner.query(statements.join(';\n'));
}

async function runPending(runner: QueryRunner, { plan, clock }: MigrateOptions): Promise<string[]> {
  const schemas = [...new Set(plan.map(({ schema }) => schema))];
  if (schemas.length === 0) return [];
  const recorded = (await runner.query(
    schemas.map((schema) => `SELECT '${schema}' || '.' || name AS name FROM ${schema}.migration`).join(' UNION ALL '),
  )) as { name: string }[];
  const done = new Set(recorded.map(({ name }) => name));

  const known = new Set<string>();
  const applied: string[] = [];
  for (const service of plan) {
    for (const step of inOrder(service.migrations)) {
      const qualified = `${service.schema}.${step.name}`;
      known.add(qualified);
      if (done.has(qualified)) continue;
      await apply(runner, service, step, clock);
      applied.push(qualified);
    }
  }
  const unknown = [...done].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(`The database was written by a newer version, which ran the migrations ${unknown.join(', ')}.`);
  }
  return applied;
}

interface Step {
  readonly name: string;
  readonly timestamp: number;
  readonly migration: Migration;
}

function inOrder(classes: readonly MigrationClass[]): Step[] {
  const steps = classes.map((migrationClass) => {
    const migration = new migrationClass();
    const name = migration.name ?? migrationClass.name;
    assert(
      /^[A-Za-z_]\w*\d{13}$/.test(name),
      `the migration ${name} does not end in its time, 13 digits of milliseconds`,
    );
    return { name, timestamp: Number(name.slice(-13)), migration };
  });
  return steps.sort((a, b) => a.timestamp - b.timestamp);
}

async function apply(runner: QueryRunner, service: ServiceSchema, step: Step, clock: Clock): Promise<void> {
  const asOwner = service.ownerRole === undefined ? '' : `SET LOCAL ROLE ${service.ownerRole};`;
  await runner.query(`${asOwner} SET LOCAL search_path TO ${service.schema}`);
  await step.migration.up(runner);
  await runner.query('RESET ROLE; SET LOCAL search_path TO pg_catalog');
  await runner.query(`INSERT INTO ${service.schema}.migration (timestamp, name, applied_at) VALUES ($1, $2, $3)`, [
    step.timestamp,
    step.name,
    clock.now(),
  ]);
}
