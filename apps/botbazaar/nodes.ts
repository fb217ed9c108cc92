/**
 * The Lightning nodes of an instance: simulated ones that are started with it, or a real lnd that somebody else runs and
 * that settings name. Of either the services get an address and a macaroon each; only simulated nodes come with wallets.
 */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type LndSim, start as startLndSim } from '#apps/lnd-sim/start';
import type { Settings } from '#config/settings';
import { systemClock } from '#kernel/clock';
import { connectLnd, type LndAddress } from '#lightning/lnd-client';
import { allowsMore, networkOf } from '#lightning/node-check';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import type { Logger } from '#observability/logger';
import type { Connection, NodeAccess } from './connect-file.js';
import type { DataDirectory } from './data-directory.js';

/** Who talks to the market's node, with what each may do there. `payouts` is settlement's other half, the one that pays. */
const permissionsOf = {
  billing: invoiceDeskPermissions,
  settlement: invoiceWatchPermissions,
  payouts: payoutPermissions,
  reconciliation: reconciliationPermissions,
} as const;
export type LndUser = keyof typeof permissionsOf;

export interface Nodes {
  /** `simulated`, or the chain that the real node is on: `mainnet`, `regtest`, … */
  readonly network: string;
  /** How that service reaches the market's node. */
  access(service: 'billing' | 'settlement'): Promise<LndAddress>;
  /** As `access`, with the macaroon that pays; undefined where none was given, and nobody is paid out. */
  payingAccess(): Promise<LndAddress | undefined>;
  /** As `access`, with the macaroon that reads what the node owns; undefined where none was given, and nothing is compared. */
  readingAccess(): Promise<LndAddress | undefined>;
  /** Wallets that programs on this machine may use, for `connect.json`. */
  readonly wallets: Connection['nodes'];
  readonly simControl?: string;
  /** Settles when the nodes have ended by themselves. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

/** Its message is a sentence for the one who starts the program. */
class LndSettingsError extends Error {
  override readonly name = 'LndSettingsError';
}

export async function openNodes(settings: Settings, directory: DataDirectory, logger: Logger): Promise<Nodes> {
  if (settings.LND_ADDRESS !== undefined) return await realNode(settings.LND_ADDRESS, settings, logger);
  const sim = await startLndSim({
    directory: directory.nodes,
    nodes: ['market', 'buyer', 'seller'],
    ports: {
      market: settings.BOTBAZAAR_SIM_PORT_MARKET,
      buyer: settings.BOTBAZAAR_SIM_PORT_BUYER,
      seller: settings.BOTBAZAAR_SIM_PORT_SELLER,
    },
    controlPort: settings.BOTBAZAAR_SIM_CONTROL_PORT,
    clock: systemClock,
    logger: logger.child({ service: 'lnd-sim' }),
  });
  return simulatedNodes(sim, directory.path);
}

/** Each service has a macaroon of its own, which allows what it does and nothing else. */
export function simulatedNodes(sim: LndSim, dataDirectory: string): Nodes {
  const wallet = (name: 'market' | 'buyer' | 'seller'): NodeAccess => {
    const { grpcAddress, tlsCertFile, adminMacaroonFile } = sim.nodes[name];
    return { grpc: grpcAddress, tlsCertFile, macaroonFile: adminMacaroonFile };
  };
  const access = async (user: LndUser): Promise<LndAddress> => {
    const { grpcAddress, tlsCertFile, bakeMacaroon } = sim.nodes.market;
    const macaroon = await bakeMacaroon([...permissionsOf[user]]);
    await writeFile(join(dataDirectory, 'nodes', `${user}.macaroon.hex`), `${macaroon}\n`, { mode: 0o600 });
    return { address: grpcAddress, tlsCertFile, macaroon: () => macaroon };
  };
  return {
    network: 'simulated',
    access,
    payingAccess: () => access('payouts'),
    readingAccess: () => access('reconciliation'),
    wallets: { market: wallet('market'), buyer: wallet('buyer'), seller: wallet('seller') },
    simControl: sim.controlUrl,
    failed: sim.failed,
    stop: () => sim.stop(),
  };
}

async function realNode(address: string, settings: Settings, logger: Logger): Promise<Nodes> {
  const tlsCertFile = needed(settings, 'LND_TLS_CERT_FILE');
  const files = {
    billing: needed(settings, 'LND_BILLING_MACAROON_FILE'),
    settlement: needed(settings, 'LND_WATCH_MACAROON_FILE'),
  };
  const { LND_PAY_MACAROON_FILE: payFile, LND_RECONCILE_MACAROON_FILE: readFile } = settings;
  const { LND_TLS_SERVER_NAME: tlsServerName } = settings;
  const withMacaroon = (file: string): LndAddress => ({
    address,
    tlsCertFile,
    tlsServerName,
    macaroon: () => readFileSync(file).toString('hex'),
  });
  const accessOf = (service: keyof typeof files) => withMacaroon(files[service]);
  await checkMacaroons(accessOf, logger);
  return {
    network: await overOne(accessOf('billing'), networkOf),
    access: async (service) => accessOf(service),
    readingAccess: async () => (readFile === undefined ? undefined : withMacaroon(resolve(readFile))),
    payingAccess: async () => (payFile === undefined ? undefined : withMacaroon(resolve(payFile))),
    wallets: settings.BOTBAZAAR_WALLETS_FILE === undefined ? {} : readWallets(settings.BOTBAZAAR_WALLETS_FILE),
    // Whoever runs it sees to it; what it lacks shows in /readyz.
    failed: new Promise(() => undefined),
    stop: async () => undefined,
  };
}

/** The key that can pay must not lie where invoices are made; what else is too much is said. */
async function checkMacaroons(
  accessOf: (service: 'billing' | 'settlement') => LndAddress,
  logger: Logger,
): Promise<void> {
  for (const service of ['billing', 'settlement'] as const) {
    const more = await overOne(accessOf(service), allowsMore);
    if (more.includes('pay')) {
      throw new LndSettingsError(
        `The macaroon for ${service} can pay. Make one that cannot: npm run lnd:bake -- --help says how.`,
      );
    }
    if (more.length > 0) logger.warn({ service, more }, 'The macaroon allows more than the service needs.');
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

function needed(
  settings: Settings,
  name: 'LND_TLS_CERT_FILE' | 'LND_BILLING_MACAROON_FILE' | 'LND_WATCH_MACAROON_FILE',
) {
  const file = settings[name];
  if (file === undefined) throw new LndSettingsError(`LND_ADDRESS names a node, so ${name} is needed as well.`);
  return resolve(file);
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
