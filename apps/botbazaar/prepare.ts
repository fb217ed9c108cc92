/**
 * Prepares an installation whose services run apart, before each start: makes the keys that are missing, each in the folder
 * of the service that needs it; brings the database to this version; and bakes the macaroons at the nodes. It alone knows the
 * owner of the database and the nodes' admins, and ends when it is done.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeIdentities } from '#config/identity-files';
import { openKeyring } from '#config/keyring';
import { loadConfig } from '#config/load';
import { openSecretFile, readOrMake } from '#config/secret-file';
import { type PrepareSettings, prepareSettings } from '#config/service-settings';
import { serviceNames } from '#contracts/callers';
import { systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { migrate } from '#persistence/migrate';
import { rolePassword } from '#persistence/roles';
import { failurePage } from './failure.js';
import { migrationPlan } from './migration-plan.js';
import { prepareNodes } from './prepare-nodes.js';

async function prepare(): Promise<void> {
  const settings = loadConfig(prepareSettings);
  const folderOf = (name: string) => join(settings.BOTBAZAAR_KEYS_DIR, name);
  for (const name of [...serviceNames, 'prepare']) await mkdir(folderOf(name), { recursive: true, mode: 0o700 });
  await makeIdentities(serviceNames, folderOf, systemClock);
  makeKeys(folderOf);
  await Promise.all([prepareDatabase(settings, folderOf), prepareNodes(settings, folderOf)]);
}

/** Three families of keys that know nothing of each other, and the secrets of the house. */
function makeKeys(folderOf: (name: string) => string): void {
  openKeyring(join(folderOf('gateway'), 'tokens.json'));
  openSecretFile(join(folderOf('gateway'), 'admin.token'), 32);
  openKeyring(join(folderOf('billing'), 'credentials.json'));
  openKeyring(join(folderOf('billing'), 'preimages.json'));
  const webhook = openSecretFile(join(folderOf('registry'), 'webhook.key'), 32).toString('hex');
  const copy = readOrMake(join(folderOf('dispatch'), 'webhook.key'), () => `${webhook}\n`).trim();
  if (copy !== webhook) {
    throw new AppError('conflict', 'registry and dispatch have different webhook keys; copy the one that sellers know');
  }
}

async function prepareDatabase(settings: PrepareSettings, folderOf: (name: string) => string): Promise<void> {
  const databaseKey = openSecretFile(join(folderOf('prepare'), 'database.key'), 32);
  const url = new URL(settings.DATABASE_URL);
  if (settings.DATABASE_PASSWORD_FILE !== undefined) {
    url.password = encodeURIComponent((await readFile(settings.DATABASE_PASSWORD_FILE, 'utf8')).trim());
  }
  const applied = await migrate({ ownerUrl: url.href, databaseKey, plan: migrationPlan, clock: systemClock });
  for (const service of ['registry', 'billing', 'dispatch', 'settlement']) {
    const file = join(folderOf(service), 'database.password');
    await writeFile(file, `${rolePassword(databaseKey, `botbazaar_${service}`)}\n`, { mode: 0o600 });
  }
  console.log(JSON.stringify({ msg: 'the database is at this version', applied }));
}

prepare().then(
  () => process.exit(0),
  (thrown: unknown) => {
    console.error(failurePage(thrown));
    process.exit(1);
  },
);
