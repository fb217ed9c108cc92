/**
 * Bakes the macaroons of services that run apart, each into the folder of the service that uses it: at the one node that settings name, or at
 * each of a list, whose files then are in a folder of the node's name.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readNodeList } from '#config/node-list';
import type { PrepareSettings } from '#config/service-settings';
import { AppError } from '#kernel/errors';
import { bakeMacaroon } from '#lightning/bake';
import { connectLnd, type LndClient } from '#lightning/lnd-client';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import { LndSettingsError, refuseBesideList } from './lnd-settings-error.js';

/** A node that was started with us makes its files first. */
const nodeWithinMs = 60_000;
/** One whose macaroons are there already is not waited for. */
const knownNodeWithinMs = 5_000;
const nodeLookMs = 200;

interface NodeToPrepare {
  readonly name?: string;
  readonly address: string;
  readonly tlsServerName?: string;
  readonly tlsCertFile: string;
  readonly adminMacaroonFile: string;
  /** Where the service's files of this node are. */
  folderOf(service: 'billing' | 'settlement'): string;
}

const macaroons = [
  ['billing', 'lnd.macaroon', invoiceDeskPermissions],
  ['settlement', 'lnd.macaroon', invoiceWatchPermissions],
  ['settlement', 'lnd-pay.macaroon', payoutPermissions],
  ['settlement', 'lnd-reconcile.macaroon', reconciliationPermissions],
] as const;

/** Anew each time: a node may be another one. */
export async function prepareNodes(settings: PrepareSettings, folderOf: (service: string) => string): Promise<void> {
  const nodes = nodesIn(settings, folderOf);
  await Promise.all(nodes.map((node) => (node.name === undefined ? prepareNode(node) : prepareListed(node))));
  console.log(JSON.stringify({ msg: 'the macaroons are baked' }));
}

function nodesIn(settings: PrepareSettings, folderOf: (service: string) => string): NodeToPrepare[] {
  const { LND_NODES_FILE: list, LND_ADDRESS: address, LND_TLS_SERVER_NAME: tlsServerName } = settings;
  const { LND_TLS_CERT_FILE: tlsCertFile, LND_ADMIN_MACAROON_FILE: adminMacaroonFile } = settings;
  if (list === undefined) {
    if (address === undefined || tlsCertFile === undefined || adminMacaroonFile === undefined) {
      throw new LndSettingsError(
        'LND_ADDRESS, LND_TLS_CERT_FILE and LND_ADMIN_MACAROON_FILE name a Lightning node, or LND_NODES_FILE names several.',
      );
    }
    const named = tlsServerName === undefined ? {} : { tlsServerName };
    return [{ address, ...named, tlsCertFile, adminMacaroonFile, folderOf }];
  }
  refuseBesideList([address, tlsServerName, tlsCertFile, adminMacaroonFile]);
  const listed = readNodeList(resolve(list), { needed: ['adminMacaroonFile'], optional: [] });
  return listed.map((node) => ({ ...node, folderOf: (service) => join(folderOf(service), 'nodes', node.name) }));
}

/** One of several that is away must not keep the others from starting. */
async function prepareListed(node: NodeToPrepare): Promise<void> {
  const known = macaroons.every(([service, file]) => existsSync(join(node.folderOf(service), file)));
  try {
    await prepareNode(node, known ? knownNodeWithinMs : nodeWithinMs);
  } catch (thrown) {
    if (!known || !isAway(thrown)) throw thrown;
    console.log(JSON.stringify({ msg: 'a node is away, and keeps the macaroons that it has', node: node.name }));
  }
}

async function prepareNode(node: NodeToPrepare, withinMs = nodeWithinMs): Promise<void> {
  const { address, tlsServerName, tlsCertFile, adminMacaroonFile: adminFile } = node;
  for (let waited = 0; !existsSync(tlsCertFile) || !existsSync(adminFile); waited += nodeLookMs) {
    if (waited >= withinMs) throw new AppError('lightning_unavailable', `the node has not made ${adminFile}`);
    await pause(nodeLookMs);
  }
  const admin = (await readFile(adminFile)).toString('hex');
  const lnd = connectLnd({ address, tlsServerName, tlsCertFile, macaroon: () => admin });
  try {
    // All before the first is written: a folder has the files of its node or none.
    const baked: string[] = [];
    for (const [, , permissions] of macaroons) baked.push(await bakedAt(lnd, permissions, withinMs));
    for (const [n, [service, file]] of macaroons.entries()) {
      const folder = node.folderOf(service);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, file), `${baked[n]}\n`, { mode: 0o600 });
      await copyFile(tlsCertFile, join(folder, 'lnd.crt'));
      if (node.name === undefined) continue;
      await writeFile(join(folder, 'address'), `${address}\n`);
      if (tlsServerName !== undefined) await writeFile(join(folder, 'tls-server-name'), `${tlsServerName}\n`);
    }
  } finally {
    lnd.close();
  }
}

/** As gRPC has them. */
const unavailable = 14;
const deadlineExceeded = 4;

function isAway(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'lightning_unavailable';
  const { code } = thrown as { code?: number };
  return code === unavailable || code === deadlineExceeded;
}

/** Asks until the node answers; its refusals are final, its absence is not. */
async function bakedAt(lnd: LndClient, permissions: readonly string[], withinMs: number): Promise<string> {
  for (let waited = 0; ; waited += nodeLookMs) {
    try {
      return await bakeMacaroon(lnd, permissions, '0');
    } catch (thrown) {
      if ((thrown as { code?: number }).code !== unavailable || waited >= withinMs) throw thrown;
      await pause(nodeLookMs);
    }
  }
}
