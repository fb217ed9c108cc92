/**
 * One service's access to its schema: a TypeORM data source, of which reads may use entities, and whose pool of `pg`
 * connections runs the SQL of the stores. A transaction costs one connection for as long as it is open.
 */
import type { Pool, PoolClient } from 'pg';
import type { DataSource, Logger, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import { assert } from '#kernel/assert';
import { AppError } from '#kernel/errors';
import { type ConnectionOptions, openDataSource, poolOf } from './data-source.js';
import { fromDriver, isConnectionLost } from './database-errors.js';

export interface QueryOptions {
  /** Prepares the statement once per connection under this name; the same name must always carry the same text. */
  readonly name?: string;
}

/** A transaction that is open; statements run one after another. */
export interface Tx {
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[], options?: QueryOptions): Promise<T[]>;
}

/** A statement with a name, on the connection that it will be sent on. */
export interface NamedStatement {
  readonly name: string;
  readonly params: readonly unknown[];
  /** Another statement on that connection, before it. */
  ask(sql: string, params: readonly unknown[]): Promise<unknown[]>;
  /** The connection itself, to know it again. */
  readonly connection: object;
}

/** Stands before and after statements that have names, outside of transactions. */
export interface StatementGuard {
  /** Rows to be answered instead of sending it; what it throws is thrown to the caller. */
  before(statement: NamedStatement): Promise<readonly unknown[] | undefined>;
  /** It is committed. */
  after(statement: Pick<NamedStatement, 'name' | 'params'>, rows: readonly unknown[]): Promise<void>;
}

/** Of a repository, what reads: changes of state are SQL in the stores. */
export type ReadRepository<E extends ObjectLiteral> = Pick<
  Repository<E>,
  'find' | 'findBy' | 'findOne' | 'findOneBy' | 'count' | 'countBy' | 'existsBy' | 'createQueryBuilder'
>;

export interface DatabaseCounters {
  /** Transactions begun since the database was opened; a statement outside of one counts as one. */
  readonly transactions: number;
}

export async function openDatabase(options: ConnectionOptions): Promise<Database> {
  const statements = new StatementCounter();
  try {
    const source = await openDataSource(options, statements);
    statements.transactions = 0;
    return new Database(source, statements);
  } catch (thrown) {
    throw fromDriver(thrown);
  }
}

export class Database implements Tx {
  readonly #pool: Pool;

  constructor(
    readonly source: DataSource,
    private readonly statements: StatementCounter,
    private readonly guard?: StatementGuard,
  ) {
    this.#pool = poolOf(source);
  }

  /** The same connections, with a guard of the statements that have names. */
  guardedBy(guard: StatementGuard): Database {
    return new Database(this.source, this.statements, guard);
  }

  /** One statement, which is one transaction. Rows come as the driver made them: int8 as bigint, timestamptz as Date. */
  async query<T = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
    options?: QueryOptions,
  ): Promise<T[]> {
    const { guard } = this;
    const name = options?.name;
    if (!guard || name === undefined) {
      return await this.#withConnection((connection) => run<T>(connection, sql, params, options));
    }
    const statement = { name, params: params ?? [] };
    const { rows, sent } = await this.#withConnection(async (connection) => {
      const ask = (other: string, values: readonly unknown[]) => run<unknown>(connection, other, values);
      const instead = await guard.before({ ...statement, ask, connection });
      if (instead) return { rows: instead as T[], sent: false };
      return { rows: await run<T>(connection, sql, params, options), sent: true };
    });
    if (sent) await guard.after(statement, rows);
    return rows;
  }

  /**
   * Runs `work` in one transaction at READ COMMITTED and commits it; whatever `work` throws rolls it back. An `unavailable`
   * from the commit leaves open whether it happened, so the work must be safe to repeat.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return await this.#withConnection(async (connection) => {
      let open = true;
      const tx: Tx = {
        async query(sql, params, options) {
          assert(open, 'a statement was sent to a transaction that had ended');
          return await run(connection, sql, params, options);
        },
      };
      await connection.query('BEGIN');
      let result: T;
      try {
        result = await work(tx);
      } catch (thrown) {
        open = false;
        await rollBack(connection, thrown);
        throw thrown;
      }
      open = false;
      // Postgres answers COMMIT with ROLLBACK when a statement failed and its error was caught inside `work`.
      const { command } = await connection.query('COMMIT');
      if (command !== 'COMMIT')
        throw new AppError('internal', 'a transaction was committed after one of its statements had failed');
      return result;
    });
  }

  repository<E extends ObjectLiteral>(entity: new () => E): ReadRepository<E> {
    return this.source.getRepository(entity);
  }

  counters(): DatabaseCounters {
    return { transactions: this.statements.transactions };
  }

  /** Waits for the transactions that are running, then closes every connection. */
  async close(): Promise<void> {
    await this.source.destroy();
  }

  async #withConnection<T>(use: (connection: PoolClient) => Promise<T>): Promise<T> {
    this.statements.transactions += 1;
    let connection: PoolClient | undefined;
    let lost = false;
    try {
      connection = await this.#pool.connect();
      return await use(connection);
    } catch (thrown) {
      if (isLostBehind(thrown)) lost = true;
      throw fromDriver(thrown);
    } finally {
      connection?.release(lost);
    }
  }
}

async function run<T>(
  connection: PoolClient,
  sql: string,
  params?: readonly unknown[],
  options?: QueryOptions,
): Promise<T[]> {
  try {
    const values = params === undefined ? undefined : [...params];
    const name = options?.name;
    const result = await connection.query({
      text: sql,
      ...(values && { values }),
      ...(name !== undefined && { name }),
    });
    return result.rows as T[];
  } catch (thrown) {
    throw fromDriver(thrown);
  }
}

/** A connection whose rollback fails is of no more use; what made the transaction fail is still what the caller must see. */
async function rollBack(connection: PoolClient, reason: unknown): Promise<void> {
  if (isLostBehind(reason)) return;
  try {
    await connection.query('ROLLBACK');
  } catch (thrown) {
    throw new AppError('unavailable', 'the database is not reachable', { cause: new AggregateError([reason, thrown]) });
  }
}

/** True as well for the `unavailable` that a statement inside the transaction was already turned into. */
function isLostBehind(error: unknown): boolean {
  if (isConnectionLost(error)) return true;
  return error instanceof AppError && (isConnectionLost(error.cause) || error.cause instanceof AggregateError);
}

/** Counts what entities cost: TypeORM reports every statement here, and marks those within a transaction by its runner. */
class StatementCounter implements Logger {
  transactions = 0;

  logQuery(sql: string, _parameters?: unknown[], runner?: QueryRunner): void {
    if (runner?.isTransactionActive !== true || sql === 'START TRANSACTION') this.transactions += 1;
  }
  readonly logQueryError = ignore;
  readonly logQuerySlow = ignore;
  readonly logSchemaBuild = ignore;
  readonly logMigration = ignore;
  readonly log = ignore;
}

function ignore(): void {
  // Errors reach the caller, who logs them; nothing else that TypeORM would tell is news to us.
}
