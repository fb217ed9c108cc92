/** `connect.json`: where a program finds the running instance and its simulated nodes. A contract with other programs. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';

export interface NodeAccess {
  /** `host:port` of LND's gRPC. */
  readonly grpc: string;
  readonly tlsCertFile: string;
  readonly macaroonFile: string;
}

/** File names are relative to the data directory when written, absolute when read. */
export interface Connection {
  readonly baseUrl: string;
  /** Of all gateways, where there are several. */
  readonly baseUrls?: readonly string[];
  readonly adminTokenFile: string;
  /** Those whose wallets a program may use: all where they are simulated, and never the market's own where it is real. */
  readonly nodes: Readonly<Partial<Record<'market' | 'buyer' | 'seller', NodeAccess>>>;
  /** URL of the simulator's control port. */
  readonly simControl?: string;
}

export async function writeConnectFile(dataDirectory: string, connection: Connection): Promise<void> {
  const file = join(dataDirectory, 'connect.json');
  const text = JSON.stringify(
    mapFiles(connection, (name) => relative(dataDirectory, name)),
    undefined,
    2,
  );
  // Written aside and renamed, so that whoever waits for the file never reads half of it.
  await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export async function removeConnectFile(dataDirectory: string): Promise<void> {
  await rm(join(dataDirectory, 'connect.json'), { force: true });
}

/** Undefined when no instance has announced itself there. */
export async function readConnectFile(dataDirectory: string): Promise<Connection | undefined> {
  try {
    const text = await readFile(join(dataDirectory, 'connect.json'), 'utf8');
    return mapFiles(JSON.parse(text) as Connection, (name) => (isAbsolute(name) ? name : join(dataDirectory, name)));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

function mapFiles(connection: Connection, change: (name: string) => string): Connection {
  const node = ({ grpc, tlsCertFile, macaroonFile }: NodeAccess): NodeAccess => ({
    grpc,
    tlsCertFile: change(tlsCertFile),
    macaroonFile: change(macaroonFile),
  });
  const nodes = Object.entries(connection.nodes).map(([name, access]) => [name, node(access)]);
  return {
    ...connection,
    adminTokenFile: change(connection.adminTokenFile),
    nodes: Object.fromEntries(nodes),
  };
}

/** @throws Error where the instance has no such wallet to lend. */
export function nodeOf({ nodes }: Connection, name: 'market' | 'buyer' | 'seller'): NodeAccess {
  const wallet = nodes[name];
  if (wallet === undefined) throw new Error(`connect.json has no wallet of the ${name}`);
  return wallet;
}
