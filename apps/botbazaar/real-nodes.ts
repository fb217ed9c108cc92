/**
 * Real lnds that somebody else runs and that settings name: one by settings of its own, or several by a list. Each is looked at before it is
 * used; of several, those that are away at the start are used when they come.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ListedNode, readNodeList } from '#config/node-list';
import type { Settings } from '#config/settings';
import { connectLnd, type LndAddress } from '#lightning/lnd-client';
import { nodeTrouble } from '#lightning/lnd-errors';
import { allowsMore, type KnownNode, knownNode } from '#lightning/node-check';
import type { Logger } from '#observability/logger';
import type { Connection, NodeAccess } from './connect-file.js';
import { LndSettingsError, refuseBesideList } from './lnd-settings-error.js';
import type { MarketNode, Nodes } from './market-nodes.js';

const needed = ['billingMacaroonFile', 'watchMacaroonFile'] as const;
const optional = ['payMacaroonFile', 'reconcileMacaroonFile'] as const;
type Entry = ListedNode<(typeof needed)[number], (typeof optional)[number]>;

/** Undefined where the settings name none. */
export async function realNodes(settings: Settings, logger: Logger): Promise<Nodes | undefined> {
  const entries = entriesIn(settings);
  if (entries === undefined) return undefined;
  const known = await lookAt(entries, logger);
  refuseMixed(known);
  const [network] = known.values();
  return {
    network: network?.network ?? 'unknown',
    market: entries.map(marketNode),
    wallets: settings.BOTBAZAAR_WALLETS_FILE === undefined ? {} : readWallets(settings.BOTBAZAAR_WALLETS_FILE),
    // Whoever runs it sees to it; what it lacks shows in /readyz.
    failed: new Promise(() => undefined),
    stop: async () => undefined,
  };
}

function entriesIn(settings: Settings): Entry[] | undefined {
  const { LND_ADDRESS: address, LND_NODES_FILE: list, LND_TLS_SERVER_NAME: tlsServerName } = settings;
  const { LND_PAY_MACAROON_FILE: pay, LND_RECONCILE_MACAROON_FILE: reconcile } = settings;
  const one = [address, tlsServerName, pay, reconcile, ...neededOfOne.map((name) => settings[name])];
  if (list !== undefined) {
    refuseBesideList(one);
    return readNodeList(resolve(list), { needed, optional });
  }
  if (address === undefined) return undefined;
  const file = (name: (typeof neededOfOne)[number]) => {
    const path = settings[name];
    if (path === undefined) throw new LndSettingsError(`LND_ADDRESS names a node, so ${name} is needed as well.`);
    return resolve(path);
  };
  return [
    {
      ...{ name: 'lnd', address },
      ...(tlsServerName !== undefined && { tlsServerName }),
      tlsCertFile: file('LND_TLS_CERT_FILE'),
      billingMacaroonFile: file('LND_BILLING_MACAROON_FILE'),
      watchMacaroonFile: file('LND_WATCH_MACAROON_FILE'),
      ...(pay !== undefined && { payMacaroonFile: resolve(pay) }),
      ...(reconcile !== undefined && { reconcileMacaroonFile: resolve(reconcile) }),
    },
  ];
}

const neededOfOne = ['LND_TLS_CERT_FILE', 'LND_BILLING_MACAROON_FILE', 'LND_WATCH_MACAROON_FILE'] as const;

function marketNode(entry: Entry): MarketNode {
  const { payMacaroonFile, reconcileMacaroonFile } = entry;
  return {
    name: entry.name,
    access: async (service) => addressOf(entry, macaroonOf(entry, service)),
    payingAccess: async () => (payMacaroonFile === undefined ? undefined : addressOf(entry, payMacaroonFile)),
    readingAccess: async () =>
      reconcileMacaroonFile === undefined ? undefined : addressOf(entry, reconcileMacaroonFile),
  };
}

function macaroonOf(entry: Entry, service: 'billing' | 'settlement'): string {
  return service === 'billing' ? entry.billingMacaroonFile : entry.watchMacaroonFile;
}

function addressOf({ address, tlsCertFile, tlsServerName }: Entry, macaroonFile: string): LndAddress {
  return { address, tlsCertFile, tlsServerName, macaroon: () => readFileSync(macaroonFile).toString('hex') };
}

/** Who answers, by the entry's name. One that stands alone must answer; of several, one. */
async function lookAt(entries: readonly Entry[], logger: Logger): Promise<Map<string, KnownNode>> {
  const known = new Map<string, KnownNode>();
  const away: unknown[] = [];
  await Promise.all(
    entries.map(async (entry) => {
      try {
        known.set(entry.name, await examined(entry, logger));
      } catch (thrown) {
        if (!(thrown instanceof LndSettingsError) || !isAway(thrown.cause)) throw thrown;
        away.push(thrown);
        const fields = { err: thrown, node: entry.name };
        if (entries.length > 1) logger.warn(fields, 'A Lightning node is away; it is used when it comes.');
      }
    }),
  );
  if (known.size === 0) throw away[0];
  return known;
}

function isAway(cause: unknown): boolean {
  return cause !== undefined && nodeTrouble(cause) !== 'refused';
}

/** The key that can pay must not lie where invoices are made; what else is too much is said. */
async function examined(entry: Entry, logger: Logger): Promise<KnownNode> {
  for (const field of ['tlsCertFile', ...needed, ...optional] as const) {
    const file = entry[field];
    if (file !== undefined && !existsSync(file)) {
      throw new LndSettingsError(`The Lightning node at ${entry.address} cannot be used: there is no file ${file}.`);
    }
  }
  for (const service of ['billing', 'settlement'] as const) {
    const more = await overOne(addressOf(entry, macaroonOf(entry, service)), allowsMore);
    if (more.includes('pay')) {
      throw new LndSettingsError(
        `The macaroon for ${service} can pay${entry.name === 'lnd' ? '' : ` at ${entry.name}`}. Make one that cannot: npm run lnd:bake -- --help says how.`,
      );
    }
    if (more.length > 0)
      logger.warn({ service, node: entry.name, more }, 'The macaroon allows more than the service needs.');
  }
  return await overOne(addressOf(entry, entry.billingMacaroonFile), knownNode);
}

/** Two entries are two nodes, and of one money. */
function refuseMixed(known: ReadonlyMap<string, KnownNode>): void {
  const [first] = known;
  if (!first) return;
  for (const [name, { pubkey, network }] of known) {
    for (const [other, { pubkey: theirs }] of known) {
      if (name < other && pubkey === theirs)
        throw new LndSettingsError(`The same Lightning node answers as ${name} and as ${other}.`);
    }
    if (network !== first[1].network) {
      throw new LndSettingsError(
        `The Lightning nodes are on different chains: ${first[0]} on ${first[1].network}, ${name} on ${network}.`,
      );
    }
  }
}

async function overOne<T>(access: LndAddress, ask: (lnd: ReturnType<typeof connectLnd>) => Promise<T>): Promise<T> {
  const lnd = connectLnd(access);
  try {
    return await ask(lnd);
  } catch (thrown) {
    const { details } = thrown as { details?: string };
    throw new LndSettingsError(`The Lightning node at ${access.address} cannot be used: ${details ?? thrown}.`, {
      cause: thrown,
    });
  } finally {
    lnd.close();
  }
}

/** `{"nodes": {"buyer": {"grpc", "tlsCertFile", "macaroonFile"}, "seller": …}}`, as `npm run lnd:up` writes it. */
function readWallets(file: string): Connection['nodes'] {
  const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: Record<string, NodeAccess | undefined> };
  const wallet = (name: 'buyer' | 'seller') => {
    const node = nodes[name];
    if (node === undefined) throw new LndSettingsError(`${file} has no node named ${name}.`);
    return { grpc: node.grpc, tlsCertFile: node.tlsCertFile, macaroonFile: node.macaroonFile };
  };
  return { buyer: wallet('buyer'), seller: wallet('seller') };
}
