/**
 * How every connection to Postgres is made: through a TypeORM data source, with a schema, time limits and our types.
 */
import 'reflect-metadata';
import pg from 'pg';
import type { EntitySchema, Logger } from 'typeorm';
// Its own file: the package's index brings seventy more that nothing here needs, and takes twice as long to load.
import { DataSource } from 'typeorm/data-source/DataSource.js';

export type EntityClass = (new () => object) | EntitySchema;

export interface ConnectionOptions {
  /** `postgres://role:password@host:port/database`; query parameters as libpq takes them. */
  readonly url: string;
  /** Unqualified names are looked up here and nowhere else. */
  readonly schema: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** The most connections that are open at once; who finds none free waits `connectTimeoutMs`. */
  readonly poolSize: number;
  readonly entities?: readonly EntityClass[];
  /** The longest one statement may run, waiting for locks included. Default 10 s. */
  readonly statementTimeoutMs?: number;
  /** The longest wait for a free connection, or for a new one. Default 5 s. */
  readonly connectTimeoutMs?: number;
  /** Further settings of the server with which each session starts. */
  readonly sessionSettings?: Readonly<Record<string, string>>;
}

const int8 = 20;
const int8Array = 1016;

/** Money is BIGINT: a driver that made numbers of it would round. Set per connection, so no other user of `pg` is changed. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    if (oid === int8) return BigInt;
    if (oid === int8Array)
      return (text: string) => toBigints(pg.types.getTypeParser(int8Array as number, 'text')(text));
    return pg.types.getTypeParser(oid, 'text');
  },
};

function toBigints(element: unknown): unknown {
  if (Array.isArray(element)) return element.map(toBigints);
  return element === null ? null : BigInt(element as string);
}

/** Makes and opens a data source; `logger` sees every statement that TypeORM itself sends. */
export async function openDataSource(options: ConnectionOptions, logger: Logger): Promise<DataSource> {
  const { statementTimeoutMs = 10_000, connectTimeoutMs = 5_000 } = options;
  const source = new DataSource({
    type: 'postgres',
    url: withSessionSettings(options.url, { search_path: options.schema, jit: 'off', ...options.sessionSettings }),
    schema: options.schema,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    connectTimeoutMS: connectTimeoutMs,
    entities: [...(options.entities ?? [])],
    installExtensions: false,
    logger,
    logging: true,
    poolErrorHandler: forgetIdleConnection,
    extra: {
      types,
      keepAlive: true,
      idleTimeoutMillis: 60_000,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs * 3,
      // The client's own limit comes later than the server's, and matters only when the server is silent.
      query_timeout: statementTimeoutMs + 2_000,
      onConnect(client: pg.Client) {
        // A connection that is lost while someone holds it, between two statements, raises 'error' with nobody else
        // listening, which would end the process. Its holder learns of the loss from its next statement.
        client.on('error', forgetIdleConnection);
      },
    },
  });
  return await source.initialize();
}

/** The driver's pool of a data source; TypeORM opens, bounds and closes it. */
export function poolOf(source: DataSource): pg.Pool {
  return (source.driver as unknown as { readonly master: pg.Pool }).master;
}

function forgetIdleConnection(): void {
  // The pool has already dropped the connection; the next statement gets another one or says that the database is gone.
}

/** Settings that the session starts with, so that no statement has to set them. What the URL sets itself stays. */
export function withSessionSettings(url: string, settings: Readonly<Record<string, string>>): string {
  const parsed = new URL(url);
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const given = parsed.searchParams.get('options');
  parsed.searchParams.set('options', [...(given === null ? [] : [given]), ...flags].join(' '));
  return parsed.href;
}
