import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { monotonicMs, systemClock } from '#kernel/clock';
import { administer } from '#persistence/administer';
import { openDatabase } from '#persistence/database';
import { type MigrationClass, migrate, type ServiceSchema } from '#persistence/migrate';
import { rolePassword, roleUrl } from '#persistence/roles';
import { createSuiteDatabase, type SuiteDatabase } from '#test/harness/database';

/** A migration that makes one table, which takes a moment, so that two runs at once would meet. */
function makesTable(name: string, table: string): MigrationClass {
  const step = {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`SELECT pg_sleep(0.05)`);
      await runner.query(`CREATE TABLE ${table} (id bigint)`);
    },
  };
  return class {
    readonly name = name;
    readonly up = step.up;
  };
}

const first = makesTable('First1700000000001', 'one');
const second = makesTable('Second1700000000002', 'two');

function planOf(...migrations: MigrationClass[]): ServiceSchema[] {
  return [{ schema: 'forge', role: 'test_forge', ownerRole: 'test_forge_owner', migrations }];
}

describe('migrate', () => {
  let suite: SuiteDatabase;
  beforeAll(async () => {
    suite = await createSuiteDatabase([]);
  });
  afterAll(() => suite.drop());

  function run(plan: ServiceSchema[], databaseKey = suite.databaseKey): Promise<string[]> {
    return migrate({ ownerUrl: suite.ownerUrl, databaseKey, plan, clock: systemClock });
  }

  it('applies each migration once when two runs meet', async () => {
    const runs = await Promise.all([run(planOf(second, first)), run(planOf(first, second))]);
    expect(runs.flat()).toEqual(['forge.First1700000000001', 'forge.Second1700000000002']);
    expect(runs.map((applied) => applied.length).sort()).toEqual([0, 2]);
  });

  it('applies what is new and leaves the rest', async () => {
    const third = makesTable('Third1700000000003', 'three');
    expect(await run(planOf(first, second, third))).toEqual(['forge.Third1700000000003']);
    expect(await run(planOf(first, second, third))).toEqual([]);
  });

  it('keeps nothing of a run that fails', async () => {
    const good = makesTable('Good1700000000004', 'good');
    const bad = makesTable('Bad1700000000005', 'good');
    const third = makesTable('Third1700000000003', 'three');
    await expect(run(planOf(first, second, third, good, bad))).rejects.toThrow('relation "good" already exists');
    const owner = await suite.openAsOwner();
    expect(await owner.query(`SELECT to_regclass('forge.good') AS good`)).toEqual([{ good: null }]);
    expect(await owner.query('SELECT name FROM forge.migration ORDER BY name')).toHaveLength(3);
  });

  it('refuses a database that a newer version wrote', async () => {
    await expect(run(planOf(first, second))).rejects.toThrow(
      'The database was written by a newer version, which ran the migrations forge.Third1700000000003.',
    );
  });

  it('refuses a migration whose name does not say when it was made', async () => {
    await expect(run(planOf(makesTable('Timeless', 'never')))).rejects.toThrow('does not end in its time');
  });

  it('gives what a migration makes to the owner role of its schema', async () => {
    const owner = await suite.openAsOwner();
    const sql = `SELECT tablename::text, tableowner::text FROM pg_tables WHERE schemaname = 'forge' AND tablename = 'one'`;
    expect(await owner.query(sql)).toEqual([{ tablename: 'one', tableowner: 'test_forge_owner' }]);
  });

  it('leaves nothing of the database to everybody', async () => {
    const owner = await suite.openAsOwner();
    const [rights] = await owner.query(`
      SELECT has_database_privilege('public', current_database(), 'CONNECT') AS connect,
             has_database_privilege('public', current_database(), 'TEMPORARY') AS temporary,
             has_schema_privilege('public', 'public', 'USAGE') AS public,
             has_schema_privilege('public', 'forge', 'USAGE') AS forge`);
    expect(rights).toEqual({ connect: false, temporary: false, public: false, forge: false });
  });

  it('takes at most 50 ms when there is nothing to do', async () => {
    const plan = planOf(first, second, makesTable('Third1700000000003', 'three'));
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = monotonicMs();
      await run(plan);
      times.push(monotonicMs() - start);
    }
    expect(Math.min(...times)).toBeLessThanOrEqual(50);
  });

  it('gives the roles new passwords when the key is another', async () => {
    const plan: ServiceSchema[] = [{ schema: 'turncoat', role: 'test_turncoat', migrations: [] }];
    const open = async (key: Buffer) => {
      const url = roleUrl(suite.ownerUrl, 'test_turncoat', rolePassword(key, 'test_turncoat'));
      const database = await openDatabase({ url, schema: 'turncoat', applicationName: 'test', poolSize: 1 });
      await database.close();
    };
    const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
    await run(plan, oldKey);
    await open(oldKey);
    await run(plan, newKey);
    await open(newKey);
    await expect(open(oldKey)).rejects.toMatchObject({ code: '28P01' });
  });

  it('makes roles for several databases of one server at once', async () => {
    const role = `test_${randomBytes(6).toString('hex')}`;
    const plan: ServiceSchema[] = [{ schema: 'shared', role, migrations: [] }];
    const suites = await Promise.all([1, 2, 3, 4].map(() => createSuiteDatabase(plan)));
    try {
      for (const each of suites) {
        const database = await each.open({ schema: 'shared', role });
        expect(await database.query('SELECT current_user::text AS role')).toEqual([{ role }]);
      }
    } finally {
      await Promise.all(suites.map((each) => each.drop()));
      await administer(suite.ownerUrl, `DROP ROLE ${role}`);
    }
  });

  it('needs no superuser: a role that may create roles, in a database of its own, is enough', async () => {
    const id = randomBytes(6).toString('hex');
    const [manager, role, ownerRole] = [`manager_${id}`, `test_${id}`, `test_${id}_owner`];
    const database = await createSuiteDatabase([]);
    await administer(database.ownerUrl, `CREATE ROLE ${manager} LOGIN CREATEROLE PASSWORD 'manager'`);
    await administer(database.ownerUrl, `ALTER DATABASE ${database.name} OWNER TO ${manager}`);
    await administer(database.ownerUrl, `ALTER SCHEMA public OWNER TO ${manager}`);
    try {
      const ownerUrl = roleUrl(database.ownerUrl, manager, 'manager');
      const plan: ServiceSchema[] = [{ schema: 'managed', role, ownerRole, migrations: [first] }];
      const run = () => migrate({ ownerUrl, databaseKey: database.databaseKey, plan, clock: systemClock });
      expect(await run()).toEqual(['managed.First1700000000001']);
      expect(await run()).toEqual([]);
      const service = await database.open({ schema: 'managed', role });
      await expect(service.query('SELECT * FROM one')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await database.drop();
      await administer(suite.ownerUrl, `DROP ROLE ${role}, ${ownerRole}, ${manager}`);
    }
  });
});
