import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LndAddress } from './lnd-client.js';

interface NamedNode {
  readonly LND_ADDRESS: string;
  readonly LND_TLS_SERVER_NAME?: string;
}

/** The node as a service's settings name it; `lnd.crt` and `lnd.macaroon` (hex) are in the service's own folder. */
function lndOf(settings: NamedNode, keysFolder: string, macaroon = 'lnd.macaroon'): LndAddress {
  const macaroonFile = join(keysFolder, macaroon);
  return {
    address: settings.LND_ADDRESS,
    tlsServerName: settings.LND_TLS_SERVER_NAME,
    tlsCertFile: join(keysFolder, 'lnd.crt'),
    macaroon: () => readFileSync(macaroonFile, 'utf8').trim(),
  };
}

/**
 * All nodes of a service: the one that its settings name, and one for each folder in `nodes` of its own folder, which has the files
 * `lnd.crt` and `lnd.macaroon` as well, and `address` with its host:port.
 */
export function allNodes(settings: NamedNode, keysFolder: string): LndAddress[] {
  const others = join(keysFolder, 'nodes');
  const names = existsSync(others) ? readdirSync(others).sort() : [];
  return [lndOf(settings, keysFolder), ...names.map((name) => furtherNode(join(others, name)))];
}

function furtherNode(folder: string): LndAddress {
  const address = readFileSync(join(folder, 'address'), 'utf8').trim();
  if (!/^\S+:\d{1,5}$/.test(address)) throw new Error(`${join(folder, 'address')} must hold one host:port`);
  return lndOf({ LND_ADDRESS: address }, folder);
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
