/** Starts simulated LND nodes on free ports, with everything they remember in one directory. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#kernel/clock';
import type { Logger } from '#observability/logger';
import { loadTlsIdentity } from './auth/certificate.js';
import { loadIdentity } from './auth/identity.js';
import { MacaroonAuthority } from './auth/macaroon-authority.js';
import { parsePermission } from './auth/permissions.js';
import { ControlServer } from './control/control-server.js';
import type { NodeName } from './core/rows.js';
import { type NodeFiles, Simulator } from './simulator.js';
import { Store } from './store/store.js';

export interface LndSimOptions {
  /** Made if absent. Two simulators must not share one. */
  readonly directory: string;
  readonly nodes: readonly NodeName[];
  /** Absent or 0: any free port. */
  readonly ports?: Partial<Record<NodeName, number>>;
  readonly controlPort?: number;
  /** Where the nodes serve; absent: on both loopback addresses. The control port is on loopback in any case. */
  readonly host?: string | undefined;
  /** One minute when absent; 0: only the control port mines. */
  readonly blockIntervalMs?: number;
  readonly clock: Clock;
  readonly logger?: Logger;
}

export interface LndSimNode {
  /** `localhost:PORT`. */
  readonly grpcAddress: string;
  readonly tlsCertFile: string;
  readonly adminMacaroonFile: string;
  /** Compressed key in hex. */
  readonly pubkey: string;
  /** `uri:/package.Service/Method` or `entity:action`; the macaroon in hex. */
  bakeMacaroon(permissions: readonly string[]): Promise<string>;
}

export interface LndSim {
  readonly nodes: Readonly<Record<NodeName, LndSimNode>>;
  /** `http://127.0.0.1:PORT`; every request carries the token of `controlTokenFile` as a bearer token. */
  readonly controlUrl: string;
  readonly controlTokenFile: string;
  /** Settles when the journal cannot be written: then nothing is acknowledged any more, and the process should end. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

const defaultBlockIntervalMs = 60_000;

export async function start(options: LndSimOptions): Promise<LndSim> {
  const { directory, clock, logger } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = await Promise.all(options.nodes.map((name) => loadNode(options, name)));
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const store = await Store.open(join(directory, 'network.jsonl'), (error) => {
    logger?.error({ err: error }, 'the journal cannot be written; the simulator acknowledges nothing any more');
    fail(error);
  });
  const simulator = new Simulator(store, clock, files, logger);
  const control = new ControlServer(simulator, logger);
  const controlTokenFile = join(directory, 'control.token');
  let controlUrl: string;
  try {
    await simulator.open(options.blockIntervalMs ?? defaultBlockIntervalMs);
    controlUrl = await control.listen(options.controlPort ?? 0, controlTokenFile);
  } catch (error) {
    // An occupied port: what is open already must not keep the process.
    await simulator.close();
    throw error;
  }
  return {
    nodes: Object.fromEntries(
      files.map((each) => [each.identity.name, describe(each, simulator.member(each.identity.name).port)]),
    ) as Record<NodeName, LndSimNode>,
    controlUrl,
    controlTokenFile,
    failed,
    async stop() {
      await control.close();
      await simulator.close();
    },
  };
}

async function loadNode(options: LndSimOptions, name: NodeName): Promise<NodeFiles> {
  const directory = join(options.directory, name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const [identity, tls, authority] = await Promise.all([
    loadIdentity(directory, name),
    loadTlsIdentity(directory, name, options.clock),
    MacaroonAuthority.load(directory),
  ]);
  return { identity, tls, authority, port: options.ports?.[name] ?? 0, host: options.host };
}

function describe({ identity, tls, authority }: NodeFiles, port: number): LndSimNode {
  return {
    grpcAddress: `localhost:${port}`,
    tlsCertFile: tls.certFile,
    adminMacaroonFile: authority.adminMacaroonFile,
    pubkey: identity.pubkey,
    bakeMacaroon: (permissions) => authority.bake(permissions.map(parsePermission), '0'),
  };
}
