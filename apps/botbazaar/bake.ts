/**
 * `npm run lnd:bake`: makes a macaroon for each process that talks to a real lnd, with exactly the calls that it makes, and
 * says which settings name them. The admin's macaroon is needed for this and for nothing else.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bakeMacaroon } from '#lightning/bake';
import { connectLnd } from '#lightning/lnd-client';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import { failurePage } from './failure.js';

const usage = `npm run lnd:bake -- --address HOST:PORT --tls-cert FILE --admin-macaroon FILE --out FOLDER

Makes billing.macaroon, settlement-watch.macaroon, settlement-pay.macaroon and reconciliation.macaroon in FOLDER, each readable
by its owner only. Each has a root key of its own (11 to 14): lncli deletemacaroonid 11 revokes billing's.`;

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
  help: { type: 'boolean' },
} as const;

/** Answers the exit code. */
async function bake(): Promise<number> {
  const { address, 'tls-cert': tlsCert, 'admin-macaroon': adminFile, out, help } = parseArgs({ options }).values;
  if (help) {
    console.log(usage);
    return 0;
  }
  if (!address || !tlsCert || !adminFile || !out) {
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
  console.log(`LND_ADDRESS=${address}`);
  console.log(`LND_TLS_CERT_FILE=${tlsCertFile}`);
  console.log(`LND_BILLING_MACAROON_FILE=${join(folder, 'billing.macaroon')}`);
  console.log(`LND_WATCH_MACAROON_FILE=${join(folder, 'settlement-watch.macaroon')}`);
  console.log(`LND_PAY_MACAROON_FILE=${join(folder, 'settlement-pay.macaroon')}`);
  console.log(`LND_RECONCILE_MACAROON_FILE=${join(folder, 'reconciliation.macaroon')}`);
  return 0;
}

bake().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    const { details } = thrown as { details?: string };
    console.error(details === undefined ? failurePage(thrown) : `LND refused: ${details}`);
    process.exit(1);
  },
);
