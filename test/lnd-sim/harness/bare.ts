/** The simulator without its servers: nodes, chain and journal, driven by calls. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadIdentity } from '#apps/lnd-sim/auth/identity';
import { MacaroonAuthority } from '#apps/lnd-sim/auth/macaroon-authority';
import type { NodeName } from '#apps/lnd-sim/core/rows';
import { type NodeFiles, Simulator } from '#apps/lnd-sim/simulator';
import { Store } from '#apps/lnd-sim/store/store';
import type { Clock } from '#kernel/clock';

export const nodeNames: readonly NodeName[] = ['market', 'buyer', 'seller'];

/** The keys in the directory, made if there are none. */
export async function bareNodes(directory: string): Promise<NodeFiles[]> {
  const tls = { certFile: '', certPem: Buffer.alloc(0), keyPem: Buffer.alloc(0) };
  return Promise.all(
    nodeNames.map(async (name) => {
      const own = join(directory, name);
      mkdirSync(own, { recursive: true });
      return { identity: await loadIdentity(own, name), authority: await MacaroonAuthority.load(own), tls, port: 0 };
    }),
  );
}

/** Replays the journal of the directory and takes up what was left half done. */
export async function openBare(directory: string, nodes: readonly NodeFiles[], clock: Clock) {
  const store = await Store.open(join(directory, 'network.jsonl'), (error) => {
    throw error;
  });
  const simulator = new Simulator(store, clock, nodes, undefined);
  simulator.resume();
  return { store, simulator };
}
