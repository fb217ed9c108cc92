/** The services apart for one suite: `npm run start:split` on a folder of its own, with the test's sellers and buyers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Connection, readConnectFile } from '#apps/botbazaar/connect-file';
import { serviceNames } from '#contracts/callers';
import { projectRoot } from '#kernel/project-root';
import type { LndWallet } from '#sdk/lnd-wallet';
import { Books } from '#test/harness/books';
import { Buyer, walletOf } from '#test/harness/buyers';
import type { SuiteDatabase } from '#test/harness/database';
import type { MarketAccess } from '#test/harness/market-access';
import { type Listing, type ListingOrder, Sellers } from '#test/harness/sellers';
import { until } from '#test/harness/until';

export interface SplitMarketplace {
  readonly access: () => MarketAccess;
  readonly connection: () => Connection;
  /** Where its data is. */
  readonly folder: string;
  readonly books: Books;
  readonly sellers: Sellers;
  readonly wallet: () => LndWallet;
  list(order?: ListingOrder): Promise<Listing>;
  buyer(): Buyer;
  /** What the supervisor printed, a line each. */
  readonly lines: readonly string[];
  /** Of the processes that run now, by their names in the compose file, with a number where there are several of one. */
  pids(): ReadonlyMap<string, number>;
  /** Waits until every service that was started has said that it is served. */
  served(): Promise<void>;
  /** Kills the supervisor, which can then do nothing for its processes. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Asks it to end and answers its exit code. */
  stop(): Promise<number | null>;
  /** Removes its data. */
  remove(): Promise<void>;
}

export interface SplitMarketplaceOptions {
  readonly replicas?: number;
  readonly sellerPorts?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Instead of an embedded Postgres of its own. */
  readonly database?: Pick<SuiteDatabase, 'ownerUrl' | 'databaseKey'>;
}

const readyWithinMs = 90_000;

export async function startSplitMarketplace(options: SplitMarketplaceOptions = {}): Promise<SplitMarketplace> {
  const folder = await mkdtemp(join(tmpdir(), 'botbazaar-split-'));
  // Run as root, Postgres' user must be able to pass through to its files.
  await chmod(folder, 0o711);
  const sellers = await Sellers.open(options.sellerPorts ?? 2);
  const lines: string[] = [];
  const environment = {
    // Suites that run side by side must not want the same ports.
    BOTBAZAAR_PORT: '0',
    BOTBAZAAR_ALLOWED_ENDPOINTS: sellers.ports.map((port) => `127.0.0.1:${port}`).join(','),
    ...options.environment,
    ...(options.database === undefined ? {} : { DATABASE_URL: options.database.ownerUrl }),
  };
  if (options.database !== undefined) await useRolesOf(options.database, folder);
  const args = options.replicas === undefined ? [] : ['--replicas', String(options.replicas)];
  const launch = () => launchSplit(folder, lines, environment, args);
  let running = await launch();
  const access = () => running.access;
  const endBy = async (signal: 'SIGTERM' | 'SIGKILL') => {
    running.wallet.close();
    return await end(running.child, signal);
  };
  return {
    access,
    connection: () => running.connection,
    folder,
    lines,
    books: new Books(access),
    sellers,
    wallet: () => running.wallet,
    list: (order) => sellers.list(access, order),
    buyer: () => new Buyer(access, running.wallet),
    pids: () => pidsIn(lines),
    async served() {
      await until(
        () => notServed(lines),
        (names) => names.length === 0,
        readyWithinMs,
      );
    },
    async kill() {
      await endBy('SIGKILL');
    },
    async start() {
      running = await launch();
    },
    stop: () => endBy('SIGTERM'),
    async remove() {
      await endBy('SIGTERM');
      await sellers.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Roles belong to a whole server, so who shares it must derive their passwords from the same key. */
async function useRolesOf({ databaseKey }: Pick<SuiteDatabase, 'databaseKey'>, folder: string): Promise<void> {
  const prepare = join(folder, 'apart', 'volumes', 'keys', 'prepare');
  await mkdir(prepare, { recursive: true, mode: 0o700 });
  await writeFile(join(prepare, 'database.key'), `${databaseKey.toString('hex')}\n`, { mode: 0o600 });
}

/** Waits until it has announced itself. */
async function launchSplit(
  folder: string,
  lines: string[],
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
) {
  const apart = join(folder, 'apart');
  // What a killed one has announced is not true any more.
  await rm(join(apart, 'connect.json'), { force: true });
  const own = {
    PATH: process.env.PATH ?? '',
    BOTBAZAAR_DATA_DIR: folder,
    BOTBAZAAR_TRUSTED_PROXIES: '127.0.0.1',
  };
  const child = spawnSplit({ ...environment, ...own }, args);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const connection = await until(
    () => (child.exitCode === null ? readConnectFile(apart) : Promise.reject(new Error(lines.join('\n')))),
    (found) => found !== undefined,
    readyWithinMs,
  );
  if (connection === undefined) throw new Error(lines.join('\n'));
  const adminToken = (await readFile(connection.adminTokenFile, 'utf8')).trim();
  const token = (await readFile(join(apart, 'volumes', 'lnd', 'control.token'), 'utf8')).trim();
  const access: MarketAccess = {
    baseUrl: connection.baseUrl,
    ...(connection.baseUrls === undefined ? {} : { baseUrls: connection.baseUrls }),
    adminToken,
    simControl: { url: connection.simControl ?? '', token },
  };
  return { child, access, connection, wallet: walletOf(connection) };
}

export function spawnSplit(environment: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const script = join(projectRoot, 'dist', 'apps', 'botbazaar', 'split.js');
  return spawn(process.execPath, [script, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The last start of each name counts. */
function pidsIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const started = lines.flatMap((line) => {
    const [, name = '', pid] = /^([a-z0-9-]+) *\| started \(pid (\d+)\)$/.exec(line) ?? [];
    return pid === undefined ? [] : [[name, Number(pid)] as const];
  });
  return new Map(started);
}

/** The services whose last start has not led to anything yet. */
function notServed(lines: readonly string[]): string[] {
  const served = new Set(
    lines.flatMap((line) => /"pid":(\d+),"msg":"the service is served"/.exec(line)?.[1] ?? []).map(Number),
  );
  const isService = (name: string) =>
    serviceNames.some((service) => name === service || name.startsWith(`${service}-`));
  return [...pidsIn(lines)].flatMap(([name, pid]) => (isService(name) && !served.has(pid) ? [name] : []));
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.kill(signal);
  return await ended;
}
