import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LndAddress } from './lnd-client.js';

interface NamedNode {
  readonly LND_ADDRESS: string;
  readonly LND_TLS_SERVER_NAME?: string;
}

/** The node as a service's settings name it; `lnd.crt` and `lnd.macaroon` (hex) are in the service's own folder. */
export function lndOf(settings: NamedNode, keysFolder: string, macaroon = 'lnd.macaroon'): LndAddress {
  const macaroonFile = join(keysFolder, macaroon);
  return {
    address: settings.LND_ADDRESS,
    tlsServerName: settings.LND_TLS_SERVER_NAME,
    tlsCertFile: join(keysFolder, 'lnd.crt'),
    macaroon: () => readFileSync(macaroonFile, 'utf8').trim(),
  };
}

/** The same node with the macaroon that pays, `lnd-pay.macaroon`; undefined where there is none, and nobody is paid out. */
export function paysWith(settings: NamedNode, keysFolder: string): LndAddress | undefined {
  return lndIfGiven(settings, keysFolder, 'lnd-pay.macaroon');
}

/** The same node with the macaroon that reads its books, `lnd-reconcile.macaroon`; undefined where there is none. */
export function reconcilesWith(settings: NamedNode, keysFolder: string): LndAddress | undefined {
  return lndIfGiven(settings, keysFolder, 'lnd-reconcile.macaroon');
}

function lndIfGiven(settings: NamedNode, keysFolder: string, macaroon: string): LndAddress | undefined {
  return existsSync(join(keysFolder, macaroon)) ? lndOf(settings, keysFolder, macaroon) : undefined;
}
