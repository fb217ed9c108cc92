/**
 * The nodes under the marketplace of a suite: simulated ones of its own, or the real ones that `npm run test:lnd` has brought up.
 * Both are broken by the same words, so that one test can be run on both.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Nodes } from '#apps/botbazaar/market-nodes';
import { type LndUser, simulatedNodes } from '#apps/botbazaar/nodes';
import { type LndSim, start as startLndSim } from '#apps/lnd-sim/start';
import { type Clock, systemClock } from '#kernel/clock';
import type { LndAddress } from '#lightning/lnd-client';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import type { Logger } from '#observability/logger';
import { RealTarget } from '#test/lnd/real-target';
import { Lnd } from '#test/lnd-sim/harness/lnd';
import type { TargetNode, TargetNodeName } from '#test/lnd-sim/harness/target';
import type { Wallet, Wallets } from './books.js';
import { call } from './http.js';
import type { MarketAccess } from './market-access.js';

export type NodeUser = LndUser;

export interface Lightning {
  readonly isReal: boolean;
  /** Only the simulated ones have it. */
  readonly sim: LndSim;
  readonly simControl: MarketAccess['simControl'];
  /** As the marketplace is given them. */
  readonly nodes: Nodes;
  readonly marketNode: string;
  /** A node as its own operator sees it. */
  lnd(name: TargetNodeName): Lnd;
  /** Where no simulator tells it. */
  readonly wallets?: () => Promise<Wallets>;
  mine(count: number): Promise<void>;
  stop(name: TargetNodeName, how: 'term' | 'kill'): Promise<void>;
  start(name: TargetNodeName): Promise<void>;
  freeze(name: TargetNodeName): Promise<void>;
  thaw(name: TargetNodeName): Promise<void>;
  /** The macaroon that was last baked for that service is worth nothing any more. */
  revoke(service: NodeUser): Promise<void>;
  /** From now on it comes with a new one. */
  bake(service: NodeUser): Promise<void>;
  /** Only real nodes: the last blocks are replaced by one more. */
  reorganize(count: number): Promise<void>;
  /** Only real nodes: the market's node starts again with another certificate. */
  renewCertificate(): Promise<void>;
  close(): Promise<void>;
}

export interface LightningOptions {
  /** By which simulated nodes live. */
  readonly clock?: Clock | undefined;
  /** How a service reaches the market's node, where that is not directly. */
  readonly through?: ((address: LndAddress, service: NodeUser) => LndAddress) | undefined;
}

const names = ['market', 'buyer', 'seller'] as const;
const permissions = {
  billing: invoiceDeskPermissions,
  settlement: invoiceWatchPermissions,
  payouts: payoutPermissions,
  reconciliation: reconciliationPermissions,
} as const;

export async function openLightning(
  folder: string,
  logger: Logger,
  options: LightningOptions = {},
): Promise<Lightning> {
  if (process.env.BOTBAZAAR_LND_NETWORK !== undefined) return await realLightning(options);
  return await simulatedLightning(folder, logger, options);
}

async function simulatedLightning(folder: string, logger: Logger, options: LightningOptions): Promise<Lightning> {
  const directory = join(folder, 'nodes');
  const sim = await startLndSim({ directory, nodes: names, clock: options.clock ?? systemClock, logger });
  const simControl = { url: sim.controlUrl, token: (await readFile(sim.controlTokenFile, 'utf8')).trim() };
  const control = <T>(method: 'GET' | 'POST', path: string, body?: object) =>
    call<T>(simControl.url, path, {
      method,
      headers: { authorization: `Bearer ${simControl.token}` },
      ...(method === 'POST' ? { body: body ?? {} } : {}),
    });
  const target = {} as Record<TargetNodeName, TargetNode>;
  for (const name of names) {
    const { grpcAddress, tlsCertFile, adminMacaroonFile } = sim.nodes[name];
    target[name] = { grpcAddress, tlsCertFile, macaroon: (await readFile(adminMacaroonFile)).toString('hex') };
  }
  const clients = openClients(target);
  const macaroons = new Macaroons(() => clients.lnd('market'));
  const nodes = simulatedNodes(sim, folder);
  const [own] = nodes.market;
  if (!own) throw new Error('the market has a node');
  return {
    ...{ isReal: false, sim, simControl, marketNode: sim.nodes.market.pubkey, lnd: clients.lnd },
    nodes: {
      ...nodes,
      market: [
        {
          name: own.name,
          access: async (service) => macaroons.access(await own.access(service), service, options),
          async payingAccess() {
            const access = await own.payingAccess();
            return access && macaroons.access(access, 'payouts', options);
          },
          async readingAccess() {
            const access = await own.readingAccess();
            return access && macaroons.access(access, 'reconciliation', options);
          },
        },
      ],
    },
    mine: (count) => control('POST', '/blocks', { count }),
    stop: (name, how) => control('POST', `/nodes/${name}/stop`, { how }),
    start: (name) => control('POST', `/nodes/${name}/start`),
    freeze: (name) => control('POST', `/nodes/${name}/freeze`),
    thaw: (name) => control('POST', `/nodes/${name}/thaw`),
    revoke: (service) => macaroons.revoke(service),
    bake: (service) => macaroons.bake(service),
    reorganize: onlyReal,
    renewCertificate: onlyReal,
    async close() {
      clients.close();
      await sim.stop();
    },
  };
}

async function realLightning(options: LightningOptions): Promise<Lightning> {
  const target = new RealTarget();
  const clients = openClients(target.nodes);
  const macaroons = new Macaroons(() => clients.lnd('market'));
  const { identity_pubkey: marketNode } = await clients.lnd('market').call('lnrpc.Lightning/GetInfo');
  const { address, tlsCertFile } = target.market;
  const access = async (service: NodeUser): Promise<LndAddress> => {
    await macaroons.bake(service);
    return macaroons.access({ address, tlsCertFile, macaroon: () => '' }, service, options);
  };
  return {
    ...{ isReal: true, simControl: { url: 'http://no-simulator.invalid', token: '' }, marketNode, lnd: clients.lnd },
    get sim(): never {
      throw new Error('Real nodes have no simulator.');
    },
    nodes: {
      network: 'regtest',
      market: [
        {
          name: 'market',
          access,
          payingAccess: () => access('payouts'),
          readingAccess: () => access('reconciliation'),
        },
      ],
      wallets: target.wallets,
      failed: new Promise(() => undefined),
      stop: async () => undefined,
    },
    wallets: () => realWallets(clients.lnd),
    mine: (count) => target.mine(count),
    stop: (name, how) => target.command(how === 'kill' ? 'kill' : 'stop', name),
    start: (name) => target.command('start', name),
    freeze: (name) => target.command('freeze', name),
    thaw: (name) => target.command('thaw', name),
    revoke: (service) => macaroons.revoke(service),
    bake: (service) => macaroons.bake(service),
    reorganize: (count) => target.command('reorganize', String(count)),
    async renewCertificate() {
      await target.renewCertificate();
      clients.reopen(target.nodes);
    },
    async close() {
      clients.close();
    },
  };
}

/** What is in flight counts for nobody; while it is, whoever opened the channel pays for its output. */
export async function realWallets(lnd: (name: TargetNodeName) => Lnd): Promise<Wallets> {
  type Told = Record<'local_balance' | 'unsettled_local_balance' | 'unsettled_remote_balance', { msat: string }>;
  const wallet = async (name: TargetNodeName): Promise<Wallet> => {
    const told = await lnd(name).call<Told>('lnrpc.Lightning/ChannelBalance');
    return {
      channelMsat: BigInt(told.local_balance.msat),
      unsettledInMsat: BigInt(told.unsettled_local_balance.msat),
      unsettledOutMsat: BigInt(told.unsettled_remote_balance.msat),
    };
  };
  const [market, buyer, seller] = await Promise.all([wallet('market'), wallet('buyer'), wallet('seller')]);
  const all = [market, buyer, seller];
  return {
    nodes: { market, buyer, seller },
    inFlightMsat: all.reduce((sum, one) => sum + one.unsettledInMsat + one.unsettledOutMsat, 0n),
    totalMsat: all.reduce((sum, one) => sum + one.channelMsat, 0n),
  };
}

async function onlyReal(): Promise<never> {
  throw new Error('The simulator cannot do that.');
}

function openClients(first: Readonly<Record<TargetNodeName, TargetNode>>) {
  const open = (nodes: typeof first) => Object.fromEntries(names.map((name) => [name, new Lnd(nodes[name])]));
  let clients = open(first);
  const close = () => {
    for (const client of Object.values(clients)) client.close();
  };
  return {
    lnd: (name: TargetNodeName) => clients[name] as Lnd,
    reopen(nodes: typeof first) {
      close();
      clients = open(nodes);
    },
    close,
  };
}

/** Of each service, each of a root key of its own, as `npm run lnd:bake` makes them, so that one can be revoked. */
class Macaroons {
  private readonly current: Partial<Record<NodeUser, { readonly macaroon: string; readonly rootKeyId: number }>> = {};
  private lastRootKeyId = 1_000 + Math.floor(Math.random() * 1_000_000);

  constructor(private readonly market: () => Lnd) {}

  access(first: LndAddress, service: NodeUser, { through }: LightningOptions): LndAddress {
    const address = { ...first, macaroon: () => this.current[service]?.macaroon ?? first.macaroon() };
    return through ? through(address, service) : address;
  }

  async bake(service: NodeUser): Promise<void> {
    this.lastRootKeyId += 1;
    const rootKeyId = this.lastRootKeyId;
    this.current[service] = { macaroon: await this.market().bake(permissions[service], rootKeyId), rootKeyId };
  }

  async revoke(service: NodeUser): Promise<void> {
    const root_key_id = this.current[service]?.rootKeyId;
    if (root_key_id === undefined) throw new Error(`bake one for ${service} that can be revoked`);
    await this.market().call('lnrpc.Lightning/DeleteMacaroonID', { root_key_id });
  }
}
