/**
 * The Lightning nodes of an instance: simulated ones that are started with it, or real lnds that somebody else runs and
 * that settings name. Of either the services get an address and a macaroon each; only simulated nodes come with wallets.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LndSim, start as startLndSim } from '#apps/lnd-sim/start';
import type { Settings } from '#config/settings';
import { systemClock } from '#kernel/clock';
import type { LndAddress } from '#lightning/lnd-client';
import {
  invoiceDeskPermissions,
  invoiceWatchPermissions,
  payoutPermissions,
  reconciliationPermissions,
} from '#lightning/permissions';
import type { Logger } from '#observability/logger';
import type { NodeAccess } from './connect-file.js';
import type { DataDirectory } from './data-directory.js';
import type { Nodes } from './market-nodes.js';
import { realNodes } from './real-nodes.js';

/** Who talks to the market's node, with what each may do there. `payouts` is settlement's other half, the one that pays. */
const permissionsOf = {
  billing: invoiceDeskPermissions,
  settlement: invoiceWatchPermissions,
  payouts: payoutPermissions,
  reconciliation: reconciliationPermissions,
} as const;
export type LndUser = keyof typeof permissionsOf;

export async function openNodes(settings: Settings, directory: DataDirectory, logger: Logger): Promise<Nodes> {
  const real = await realNodes(settings, logger);
  if (real) return real;
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
    market: [
      {
        name: 'market',
        access,
        payingAccess: () => access('payouts'),
        readingAccess: () => access('reconciliation'),
      },
    ],
    wallets: { market: wallet('market'), buyer: wallet('buyer'), seller: wallet('seller') },
    simControl: sim.controlUrl,
    failed: sim.failed,
    stop: () => sim.stop(),
  };
}
