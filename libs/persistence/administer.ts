/** What is done to whole databases of a server, each over a connection of its own. */
import pg from 'pg';
import { fromDriver } from './database-errors.js';

/** The URL with another database in it. */
export function databaseUrl(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.href;
}

/** Copies `template`, to which nobody may be connected, or makes an empty database in UTF-8. */
export async function createDatabase(adminUrl: string, database: string, template = 'template0'): Promise<void> {
  await administer(adminUrl, `CREATE DATABASE ${quoted(database)} TEMPLATE ${quoted(template)}`);
}

/** Ends the connections to the database and removes it, if it is there. */
export async function dropDatabase(adminUrl: string, database: string): Promise<void> {
  await administer(adminUrl, `DROP DATABASE IF EXISTS ${quoted(database)} WITH (FORCE)`);
}

/** Runs one statement outside of any transaction. */
export async function administer<T>(adminUrl: string, sql: string, params: readonly unknown[] = []): Promise<T[]> {
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: 'botbazaar admin',
    connectionTimeoutMillis: 5_000,
  });
  try {
    await client.connect();
    return (await client.query(sql, [...params])).rows as T[];
  } catch (thrown) {
    throw fromDriver(thrown);
  } finally {
    await client.end();
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
