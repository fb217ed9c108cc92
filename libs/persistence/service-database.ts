import { join } from 'node:path';
import { readOrMake, SecretFileError } from '#config/secret-file';
import type { ConnectionOptions } from './data-source.js';
import { type Database, openDatabase } from './database.js';
import { roleUrl } from './roles.js';

/** What a service needs to log in as its own role. */
export interface ServiceDatabaseOptions extends Pick<ConnectionOptions, 'sessionSettings'> {
  /** Names server and database; a role in it is replaced. */
  readonly url: string;
  /** Has the role's password in `database.password`. */
  readonly keysFolder: string;
  /** Of the service, which is also in the name of its role. */
  readonly schema: string;
}

const poolSize = 8;

export async function openServiceDatabase(options: ServiceDatabaseOptions): Promise<Database> {
  const { schema, sessionSettings = {} } = options;
  const applicationName = `botbazaar_${schema}`;
  return await openDatabase({ url: serviceUrl(options), schema, applicationName, poolSize, sessionSettings });
}

export function serviceUrl({ url, keysFolder, schema }: ServiceDatabaseOptions): string {
  const file = join(keysFolder, 'database.password');
  const password = readOrMake(file, () => {
    throw new SecretFileError(`The file ${file} is missing; preparing the installation makes it.`);
  });
  return roleUrl(url, `botbazaar_${schema}`, password.trim());
}
