/** The nodes that a bench of the Lightning side uses: the simulator in a process of its own, or a network of real ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { says, startProgram, withDataDirectory } from './harness.js';

export interface BenchNode {
  readonly address: string;
  readonly tlsCertFile: string;
  readonly macaroonFile: string;
}

export interface BenchNodes {
  readonly market: BenchNode;
  readonly buyer: BenchNode;
  /** Of the nodes' processes; in the simulator all nodes are one. */
  readonly marketPid: number;
  readonly buyerPid: number;
}

const startWithinMs = 30_000;

/** Of the network of real nodes to use, where one is named. */
export const networkFolder = process.env.BOTBAZAAR_LND_NETWORK;

export async function withNodes<T>(use: (nodes: BenchNodes) => Promise<T>): Promise<T> {
  return networkFolder === undefined ? await withSimulator(use) : await use(realNodes(networkFolder));
}

export function realNodes(folder: string): BenchNodes {
  const { nodes } = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8'));
  const node = ({ grpc, ...files }: BenchNode & { readonly grpc: string }): BenchNode => ({ ...files, address: grpc });
  const pid = (name: string) => Number(readFileSync(join(folder, `${name}.pid`), 'utf8'));
  return {
    market: node(nodes.market),
    buyer: node(nodes.buyer),
    marketPid: pid('market'),
    buyerPid: pid('buyer'),
  };
}

export async function withSimulator<T>(use: (nodes: BenchNodes) => Promise<T>): Promise<T> {
  return await withDataDirectory(async (directory) => {
    const sim = startProgram({ script: 'apps/lnd-sim/main.js', args: [join(directory, 'nodes')] });
    try {
      await says(sim, /"controlUrl".*\n/, startWithinMs);
      const said = sim.said().trim().split('\n');
      const node = (name: string): BenchNode => {
        const found = said.map((line) => JSON.parse(line)).find((one) => one.name === name);
        if (found === undefined) throw new Error(`the simulator said ${sim.said()}`);
        return { address: found.grpcAddress, tlsCertFile: found.tlsCertFile, macaroonFile: found.adminMacaroonFile };
      };
      const { pid } = sim;
      return await use({ market: node('market'), buyer: node('buyer'), marketPid: pid, buyerPid: pid });
    } finally {
      await sim.stop();
    }
  });
}
