/**
 * `npm run lnd:bake`: makes a macaroon for each process that talks to a real lnd, with exactly the calls that it makes, and
 * says which settings, or which entry of a list, name them. The admin's macaroon is needed for this and for nothing else.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isNodeName } from '#config/node-list';
import { bakeMacaroon } from '#lightning/bake';
import { connectLnd } from '#lightning/lnd-client';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import { failurePage } from './failure.js';

const usage = `npm run lnd:bake -- --address HOST:PORT --tls-cert FILE --admin-macaroon FILE --out FOLDER [--name NAME]

Makes billing.macaroon, settlement-watch.macaroon, settlement-pay.macaroon and reconciliation.macaroon in FOLDER, each readable
by its owner only. Each has a root key of its own (11 to 14): lncli deletemacaroonid 11 revokes billing's.
Prints the settings for this one node; with a name, its entry in the list that LND_NODES_FILE names, for several.`;

const macaroons = [
  { file: 'billing.macaroon', rootKeyId: '11', permissions: invoiceDeskPermissions },
  { file: 'settlement-watch.macaroon', rootKeyId: '12', permissions: invoiceWatchPermissions },
  { file: 'settlement-pay.macaroon', rootKeyId: '13', permissions: payoutPermissions },
  { file: 'reconciliation.macaroon', rootKeyId: '14', permissions: reconciliationPermissions },
] as const;

const options = {
  address: { type: 'string' },
  'tls-cert': { type: 'string' },
  'admin-macaroon': { type: 'string' },
  out: { type: 'string' },
  name: { type: 'string' },
  help: { type: 'boolean' },
} as const;

interface BakedNode {
  readonly address: string;
  readonly tlsCertFile: string;
  readonly billingMacaroonFile: string;
  readonly watchMacaroonFile: string;
  readonly payMacaroonFile: string;
  readonly reconcileMacaroonFile: string;
}

/** Answers the exit code. */
async function bake(): Promise<number> {
  const { address, 'tls-cert': tlsCert, 'admin-macaroon': adminFile, out, name, help } = parseArgs({ options }).values;
  if (help) {
    console.log(usage);
    return 0;
  }
  if (!address || !tlsCert || !adminFile || !out || (name !== undefined && !isNodeName(name))) {
    console.error(usage);
    return 2;
  }
  const [folder, tlsCertFile] = [resolve(out), resolve(tlsCert)];
  const admin = (await readFile(adminFile)).toString('hex');
  const lnd = connectLnd({ address, tlsCertFile, macaroon: () => admin });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { file, rootKeyId, permissions } of macaroons) {
      const macaroon = await bakeMacaroon(lnd, permissions, rootKeyId);
      await writeFile(join(folder, file), Buffer.from(macaroon, 'hex'), { mode: 0o600 });
    }
  } finally {
    lnd.close();
  }
  const baked = {
    ...{ address, tlsCertFile },
    billingMacaroonFile: join(folder, 'billing.macaroon'),
    watchMacaroonFile: join(folder, 'settlement-watch.macaroon'),
    payMacaroonFile: join(folder, 'settlement-pay.macaroon'),
    reconcileMacaroonFile: join(folder, 'reconciliation.macaroon'),
  };
  console.log(name === undefined ? settingsOf(baked) : JSON.stringify({ name, ...baked }, null, 2));
  return 0;
}

function settingsOf({ address, tlsCertFile, ...files }: BakedNode): string {
  return [
    `LND_ADDRESS=${address}`,
    `LND_TLS_CERT_FILE=${tlsCertFile}`,
    `LND_BILLING_MACAROON_FILE=${files.billingMacaroonFile}`,
    `LND_WATCH_MACAROON_FILE=${files.watchMacaroonFile}`,
    `LND_PAY_MACAROON_FILE=${files.payMacaroonFile}`,
    `LND_RECONCILE_MACAROON_FILE=${files.reconcileMacaroonFile}`,
  ].join('\n');
}

bake().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    const { details } = thrown as { details?: string };
    console.error(details === undefined ? failurePage(thrown) : `LND refused: ${details}`);
    process.exit(1);
  },
);
