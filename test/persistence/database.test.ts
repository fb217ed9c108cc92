import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Column, Entity, PrimaryColumn, type QueryRunner } from 'typeorm';
import type { Database } from '#persistence/database';
import { openDatabase } from '#persistence/database';
import { violates } from '#persistence/database-errors';
import type { ServiceSchema } from '#persistence/migrate';
import { suiteDatabase } from '#test/harness/database';

class CreateShelf1700000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE book (id bigint PRIMARY KEY, title text NOT NULL CONSTRAINT book_title_once UNIQUE, marks bigint[]);
      CREATE TABLE secret (id bigint PRIMARY KEY);
      CREATE FUNCTION hidden() RETURNS int LANGUAGE sql AS 'SELECT 1';
      GRANT SELECT, INSERT, UPDATE, DELETE ON book TO test_library`);
  }
}

@Entity({ name: 'book' })
class Book {
  @PrimaryColumn({ type: 'bigint' })
  id!: bigint;

  @Column({ type: 'text' })
  title!: string;
}

const library: ServiceSchema = { schema: 'library', role: 'test_library', migrations: [CreateShelf1700000000001] };
const cellar: ServiceSchema = { schema: 'cellar', role: 'test_cellar', migrations: [] };

const suite = suiteDatabase([library, cellar]);
let database: Database;
let owner: Database;

beforeAll(async () => {
  database = await suite().open(library, { entities: [Book], poolSize: 3 });
  owner = await suite().openAsOwner();
});

async function terminate(applicationName: string): Promise<number> {
  const ended = await owner.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
    [applicationName],
  );
  return ended.length;
}

describe('a database', () => {
  it('returns int8 as bigint, in arrays too, beyond what a number can hold', async () => {
    const big = 9_007_199_254_740_993n;
    await database.query('INSERT INTO book VALUES ($1, $2, $3)', [big, 'big', [big, null, -1n]]);
    const rows = await database.query('SELECT id, marks, count(*) OVER () AS n FROM book WHERE title = $1', ['big']);
    expect(rows).toEqual([{ id: big, marks: [big, null, -1n], n: 1n }]);
  });

  it('leaves the types of other connections of the same driver alone', async () => {
    const { default: pg } = await import('pg');
    expect(pg.types.getTypeParser(pg.types.builtins.INT8, 'text')('7')).toBe('7');
  });

  it('looks unqualified names up in its schema only', async () => {
    expect(await database.query('SHOW search_path')).toEqual([{ search_path: 'library' }]);
  });

  it('reads entities through a repository', async () => {
    await database.query(`INSERT INTO book VALUES (2, 'entity', NULL)`);
    expect(await database.repository(Book).findOneBy({ title: 'entity' })).toEqual({ id: 2n, title: 'entity' });
  });

  it('answers a prepared statement alike each time', async () => {
    for (const n of [1n, 2n, 3n]) {
      expect(await database.query('SELECT $1::bigint + 1 AS n', [n], { name: 'plus-one' })).toEqual([{ n: n + 1n }]);
    }
  });

  it('counts a statement, a transaction and a read of an entity as one transaction each', async () => {
    const before = database.counters().transactions;
    await database.query('SELECT 1');
    await database.transaction(async (tx) => {
      await tx.query('SELECT 1');
      await tx.query('SELECT 2');
    });
    await database.repository(Book).countBy({ title: 'entity' });
    expect(database.counters().transactions - before).toBe(3);
  });

  it('takes back everything when the work throws, and keeps the connection', async () => {
    const failure = new Error('changed our mind');
    const work = database.transaction(async (tx) => {
      await tx.query(`INSERT INTO book VALUES (30, 'taken back', NULL)`);
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await database.query(`SELECT FROM book WHERE id = 30`)).toHaveLength(0);
  });

  it('refuses to call a transaction committed when a failed statement was hidden from it', async () => {
    const work = database.transaction(async (tx) => {
      await tx.query('SELECT 1/0').catch(() => 'hidden');
    });
    await expect(work).rejects.toMatchObject({ code: 'internal' });
  });

  it('refuses statements of a transaction that has ended', async () => {
    const tx = await database.transaction(async (open) => open);
    await expect(tx.query('SELECT 1')).rejects.toMatchObject({ code: 'internal' });
  });

  it('names the constraint that was breached', async () => {
    await database.query(`INSERT INTO book VALUES (40, 'once', NULL)`);
    const again = await database.query(`INSERT INTO book VALUES (41, 'once', NULL)`).catch((thrown) => thrown);
    expect(violates(again, 'book_title_once')).toBe(true);
    expect(violates(again, 'book_pkey')).toBe(false);
    expect(violates(new Error('book_title_once'), 'book_title_once')).toBe(false);
  });

  it('ends a statement that runs too long', async () => {
    const hasty = await suite().open(library, { statementTimeoutMs: 50 });
    await expect(hasty.query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: 'deadline_exceeded' });
    expect(await hasty.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('a lost connection', () => {
  it('that was idle is replaced without anyone noticing', async () => {
    const victim = await suite().open(library, { applicationName: 'idle victim' });
    await Promise.all([1, 2, 3].map(() => victim.query('SELECT pg_sleep(0.05)')));
    expect(await terminate('idle victim')).toBe(3);
    await sleep(100);
    expect(await victim.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('in the middle of a statement is unavailable, and the next statement works', async () => {
    const victim = await suite().open(library, { applicationName: 'busy victim' });
    const busy = expect(victim.query('SELECT pg_sleep(10)')).rejects.toMatchObject({ code: 'unavailable' });
    await sleep(100);
    await terminate('busy victim');
    await busy;
    expect(await victim.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('between two statements of a transaction is unavailable, and nothing of it is kept', async () => {
    const victim = await suite().open(library, { applicationName: 'open victim' });
    const work = victim.transaction(async (tx) => {
      await tx.query(`INSERT INTO book VALUES (50, 'lost', NULL)`);
      await terminate('open victim');
      await sleep(100);
      await tx.query('SELECT 1');
    });
    await expect(work).rejects.toMatchObject({ code: 'unavailable' });
    expect(await victim.query('SELECT FROM book WHERE id = 50')).toHaveLength(0);
  });

  it('cannot be mistaken for one when the server is not there at all', async () => {
    const url = new URL(suite().ownerUrl);
    url.port = '1';
    const opening = openDatabase({ url: url.href, schema: 'library', applicationName: 'nobody', poolSize: 1 });
    await expect(opening).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('the role of a service', () => {
  let stranger: Database;
  beforeAll(async () => {
    stranger = await suite().open(cellar);
  });

  it.each([
    'CREATE TABLE library.mine (id int)',
    'CREATE SCHEMA mine',
    'CREATE TABLE public.mine (id int)',
    'CREATE TEMPORARY TABLE mine (id int)',
    'ALTER TABLE library.book ADD COLUMN mine int',
    'DROP TABLE library.book',
    'TRUNCATE library.book',
    'CREATE ROLE mine',
    'ALTER ROLE test_library SUPERUSER',
  ])('may not change the shape of the database: %s', async (sql) => {
    await expect(database.query(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^42(501|P01)$/) });
  });

  it.each([
    'SELECT * FROM secret',
    'SELECT hidden()',
    'SELECT * FROM migration',
    'SET ROLE test_cellar',
    'SELECT rolpassword FROM pg_authid',
  ])('reaches nothing in its own schema that was not granted: %s', async (sql) => {
    await expect(database.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('may do what its migrations granted', async () => {
    await database.query(`INSERT INTO book VALUES (60, 'granted', NULL)`);
    await database.query(`DELETE FROM book WHERE id = 60`);
  });

  it("reaches nothing in another service's schema", async () => {
    await expect(stranger.query('SELECT * FROM library.book')).rejects.toMatchObject({ code: '42501' });
    await expect(stranger.query('SELECT library.hidden()')).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot log in with another password', async () => {
    const url = new URL(suite().roleUrl('test_library'));
    url.password = 'guessed';
    const opening = openDatabase({ url: url.href, schema: 'library', applicationName: 'thief', poolSize: 1 });
    await expect(opening).rejects.toMatchObject({ code: '28P01' });
  });
});

describe('the harness', () => {
  it('gives the same suite any number of copies of the migrated database', async () => {
    const { createSuiteDatabase } = await import('#test/harness/database');
    const copies = await Promise.all([createSuiteDatabase(), createSuiteDatabase()]);
    try {
      expect(new Set(copies.map(({ name }) => name)).size).toBe(2);
      for (const copy of copies) {
        const [row] = await (await copy.openAsOwner()).query('SELECT current_database()::text AS name');
        expect(row).toEqual({ name: copy.name });
      }
    } finally {
      await Promise.all(copies.map((copy) => copy.drop()));
    }
  });
});
