/**
 * The Lightning nodes of a service that is a process of its own, as preparing has laid out their files: the one that settings name has `lnd.crt`
 * and `lnd.macaroon` (hex) in the service's own folder, each further one a folder in `nodes` there with the same files, `address` with its
 * host:port, and `tls-server-name` where its certificate has another one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LndAddress } from './lnd-client.js';

interface NamedNode {
  readonly LND_ADDRESS?: string;
  readonly LND_TLS_SERVER_NAME?: string;
}

/** Its message is a sentence for the one who starts the program. */
class LndSettingsError extends Error {
  override readonly name = 'LndSettingsError';
}

interface Place {
  readonly folder: string;
  readonly address: string;
  readonly tlsServerName: string | undefined;
}

/** All nodes of the service. */
export function allNodes(settings: NamedNode, keysFolder: string): LndAddress[] {
  return places(settings, keysFolder).map((place) => lndAt(place, 'lnd.macaroon'));
}

/** Those that have a macaroon that pays, `lnd-pay.macaroon`; by the others no payout leaves. */
export function payingNodes(settings: NamedNode, keysFolder: string): LndAddress[] {
  return withMacaroon(settings, keysFolder, 'lnd-pay.macaroon');
}

/** Those that have a macaroon that reads their books, `lnd-reconcile.macaroon`; the others are not compared. */
export function comparedNodes(settings: NamedNode, keysFolder: string): LndAddress[] {
  return withMacaroon(settings, keysFolder, 'lnd-reconcile.macaroon');
}

function withMacaroon(settings: NamedNode, keysFolder: string, macaroon: string): LndAddress[] {
  const having = places(settings, keysFolder).filter(({ folder }) => existsSync(join(folder, macaroon)));
  return having.map((place) => lndAt(place, macaroon));
}

function places({ LND_ADDRESS, LND_TLS_SERVER_NAME }: NamedNode, keysFolder: string): Place[] {
  const others = join(keysFolder, 'nodes');
  const names = existsSync(others) ? readdirSync(others).sort() : [];
  const first = LND_ADDRESS === undefined ? [] : [placeOf(keysFolder, LND_ADDRESS, LND_TLS_SERVER_NAME)];
  const all = [...first, ...names.map((name) => furtherPlace(join(others, name)))];
  if (all.length > 0) return all;
  throw new LndSettingsError(`Neither LND_ADDRESS nor a folder in ${others} names a Lightning node.`);
}

function furtherPlace(folder: string): Place {
  const address = readFileSync(join(folder, 'address'), 'utf8').trim();
  if (!/^\S+:\d{1,5}$/.test(address)) {
    throw new LndSettingsError(`${join(folder, 'address')} must hold one host:port.`);
  }
  const nameFile = join(folder, 'tls-server-name');
  return placeOf(folder, address, existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : undefined);
}

function placeOf(folder: string, address: string, tlsServerName: string | undefined): Place {
  return { folder, address, tlsServerName };
}

function lndAt({ folder, address, tlsServerName }: Place, macaroon: string): LndAddress {
  const macaroonFile = join(folder, macaroon);
  return {
    ...{ address, tlsServerName, tlsCertFile: join(folder, 'lnd.crt') },
    macaroon: () => readFileSync(macaroonFile, 'utf8').trim(),
  };
}
