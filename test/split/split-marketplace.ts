/** The services apart for one suite: `npm run start:split` on a folder of its own, with the test's sellers and buyers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readConnectFile } from '#apps/botbazaar/connect-file';
import { projectRoot } from '#kernel/project-root';
import { Books } from '#test/harness/books';
import { Buyer } from '#test/harness/buyers';
import type { MarketAccess } from '#test/harness/market-access';
import { type TestMarketplace, walletOf } from '#test/harness/marketplace';
import { Sellers } from '#test/harness/sellers';
import { until } from '#test/harness/until';

/** What flows need of a marketplace, however it runs. */
export type AnyMarketplace = Pick<TestMarketplace, 'access' | 'books' | 'sellers' | 'list' | 'buyer'>;

export interface SplitMarketplace extends AnyMarketplace {
  /** What the supervisor printed, a line each. */
  readonly lines: readonly string[];
  /** Of the processes that run now, by their names in the compose file. */
  pids(): ReadonlyMap<string, number>;
  /** Kills the supervisor, which can then do nothing for its processes. */
  kill(): Promise<void>;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Asks it to end and answers its exit code. */
  stop(): Promise<number | null>;
  /** Removes its data. */
  remove(): Promise<void>;
}

const readyWithinMs = 90_000;

export async function startSplitMarketplace(): Promise<SplitMarketplace> {
  const folder = await mkdtemp(join(tmpdir(), 'botbazaar-split-'));
  // Run as root, Postgres' user must be able to pass through to its files.
  await chmod(folder, 0o711);
  const sellers = await Sellers.open(2);
  const lines: string[] = [];
  const allowed = sellers.ports.map((port) => `127.0.0.1:${port}`).join(',');
  const launch = () => launchSplit(folder, lines, { BOTBAZAAR_ALLOWED_ENDPOINTS: allowed });
  let running = await launch();
  const access = () => running.access;
  const endBy = async (signal: 'SIGTERM' | 'SIGKILL') => {
    running.wallet.close();
    return await end(running.child, signal);
  };
  return {
    access,
    lines,
    books: new Books(access),
    sellers,
    list: (order) => sellers.list(access, order),
    buyer: () => new Buyer(access, running.wallet),
    pids: () => pidsIn(lines),
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

/** Waits until it has announced itself. */
async function launchSplit(folder: string, lines: string[], environment: Readonly<Record<string, string>>) {
  const apart = join(folder, 'apart');
  // What a killed one has announced is not true any more.
  await rm(join(apart, 'connect.json'), { force: true });
  const child = spawnSplit({
    ...environment,
    PATH: process.env.PATH ?? '',
    BOTBAZAAR_DATA_DIR: folder,
    BOTBAZAAR_TRUSTED_PROXIES: '127.0.0.1',
  });
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
    adminToken,
    simControl: { url: connection.simControl, token },
  };
  return { child, access, wallet: walletOf(connection) };
}

export function spawnSplit(environment: Readonly<Record<string, string>>) {
  const script = join(projectRoot, 'dist', 'apps', 'botbazaar', 'split.js');
  return spawn(process.execPath, [script], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The last start of each name counts. */
function pidsIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const started = lines.flatMap((line) => {
    const [, name = '', pid] = /^([a-z-]+) *\| started \(pid (\d+)\)$/.exec(line) ?? [];
    return pid === undefined ? [] : [[name, Number(pid)] as const];
  });
  return new Map(started);
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.kill(signal);
  return await ended;
}
