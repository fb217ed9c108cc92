/**
 * Prepares an installation whose services run apart, before each start: makes the keys that are missing, each in the folder
 * of the service that needs it; brings the database to this version; and bakes the macaroons at the node. It alone knows the
 * owner of the database and the node's admin, and ends when it is done.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeIdentities } from '#config/identity-files';
import { openKeyring } from '#config/keyring';
import { loadConfig } from '#config/load';
import { openSecretFile, readOrMake } from '#config/secret-file';
import { prepareSettings } from '#config/service-settings';
import { serviceNames } from '#contracts/callers';
import { systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { bakeMacaroon } from '#lightning/bake';
import { connectLnd } from '#lightning/lnd-client';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import { migrate } from '#persistence/migrate';
import { rolePassword } from '#persistence/roles';
import { failurePage } from './failure.js';
import { migrationPlan } from './migration-plan.js';

type Settings = ReturnType<typeof readSettings>;

/** A node that was started with us makes its files first. */
const nodeWithinMs = 60_000;
const nodeLookMs = 200;

function readSettings() {
  return loadConfig(prepareSettings);
}

async function prepare(): Promise<void> {
  const settings = readSettings();
  const folderOf = (name: string) => join(settings.BOTBAZAAR_KEYS_DIR, name);
  for (const name of [...serviceNames, 'prepare']) await mkdir(folderOf(name), { recursive: true, mode: 0o700 });
  await makeIdentities(serviceNames, folderOf, systemClock);
  makeKeys(folderOf);
  await Promise.all([prepareDatabase(settings, folderOf), bakeMacaroons(settings, folderOf)]);
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

async function prepareDatabase(settings: Settings, folderOf: (name: string) => string): Promise<void> {
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

/** Anew each time: the node may be another one. */
async function bakeMacaroons(settings: Settings, folderOf: (name: string) => string): Promise<void> {
  const { LND_TLS_CERT_FILE: tlsCertFile, LND_ADMIN_MACAROON_FILE: adminFile } = settings;
  for (let waited = 0; !existsSync(tlsCertFile) || !existsSync(adminFile); waited += nodeLookMs) {
    if (waited >= nodeWithinMs) throw new AppError('lightning_unavailable', `the node has not made ${adminFile}`);
    await pause(nodeLookMs);
  }
  const admin = (await readFile(adminFile)).toString('hex');
  const lnd = connectLnd({
    address: settings.LND_ADDRESS,
    tlsServerName: settings.LND_TLS_SERVER_NAME,
    tlsCertFile,
    macaroon: () => admin,
  });
  try {
    for (const [service, file, permissions] of [
      ['billing', 'lnd.macaroon', invoiceDeskPermissions],
      ['settlement', 'lnd.macaroon', invoiceWatchPermissions],
      ['settlement', 'lnd-pay.macaroon', payoutPermissions],
      ['settlement', 'lnd-reconcile.macaroon', reconciliationPermissions],
    ] as const) {
      const macaroon = await answered(() => bakeMacaroon(lnd, permissions, '0'));
      await writeFile(join(folderOf(service), file), `${macaroon}\n`, { mode: 0o600 });
      await copyFile(tlsCertFile, join(folderOf(service), 'lnd.crt'));
    }
  } finally {
    lnd.close();
  }
  console.log(JSON.stringify({ msg: 'the macaroons are baked' }));
}

/** Asks until the node answers; its refusals are final, its absence is not. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += nodeLookMs) {
    try {
      return await ask();
    } catch (thrown) {
      const unavailable = 14;
      if ((thrown as { code?: number }).code !== unavailable || waited >= nodeWithinMs) throw thrown;
      await pause(nodeLookMs);
    }
  }
}

prepare().then(
  () => process.exit(0),
  (thrown: unknown) => {
    console.error(failurePage(thrown));
    process.exit(1);
  },
);
