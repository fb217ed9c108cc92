/** A whole instance as the process that it is for its users, on a data directory of its own, to be killed and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, nodeOf, readConnectFile, removeConnectFile } from '#apps/botbazaar/connect-file';
import { clusterDirectory, removeCluster } from '#apps/botbazaar/postgres-installation';
import { projectRoot } from '#kernel/project-root';
import { PaymentUnknown } from '#sdk/errors';
import { LndWallet } from '#sdk/lnd-wallet';
import type { Paid, PayLimits } from '#sdk/wallet';
import { Books, type Wallets } from './books.js';
import { Buyer } from './buyers.js';
import type { MarketAccess } from './market-access.js';
import { type Listing, type ListingOrder, Sellers } from './sellers.js';
import { until } from './until.js';

const startsWithinMs = 60_000;
const trackAgainMs = 100;

export interface MarketProcessOptions {
  readonly sellerPorts?: number;
  readonly environment?: Record<string, string>;
  /** Of real nodes, which no simulator can be asked about. */
  readonly wallets?: () => Promise<Wallets>;
  /** Gets the data directory, which is not there yet. */
  readonly beforeStart?: (data: string) => void;
}

export class MarketProcess {
  readonly books: Books;
  private child: ChildProcess | undefined;
  private ended: Promise<unknown> = Promise.resolve();
  private reached: { access: MarketAccess; connection: Connection; wallet: LndWallet } | undefined;
  /** What all its lives have printed, both streams. */
  said = '';

  private constructor(
    readonly folder: string,
    readonly sellers: Sellers,
    private readonly environment: Readonly<Record<string, string>>,
    wallets: MarketProcessOptions['wallets'],
  ) {
    this.books = new Books(() => this.access(), wallets);
  }

  /** Builds what is not built, takes a new data directory and starts. */
  static async open(options: MarketProcessOptions = {}) {
    spawnSync(process.execPath, [join(projectRoot, 'tools', 'build.mjs')], { stdio: 'ignore' });
    const folder = await mkdtemp(join(tmpdir(), 'botbazaar-process-'));
    // Run as root, the server's user must be able to pass through to its files.
    await chmod(folder, 0o711);
    const sellers = await Sellers.open(options.sellerPorts);
    const market = new MarketProcess(folder, sellers, options.environment ?? {}, options.wallets);
    options.beforeStart?.(market.data());
    await market.start();
    return market;
  }

  access(): MarketAccess {
    return this.running().access;
  }

  connection(): Connection {
    return this.running().connection;
  }

  /** Its exit code, once it has ended by itself or otherwise. */
  async end(): Promise<number | null> {
    await this.ended;
    return this.child?.exitCode ?? null;
  }

  /** Starts it on what the last life has left, and waits until it announces itself. */
  async start(): Promise<void> {
    const data = this.data();
    await removeConnectFile(data);
    const child = spawn(process.execPath, [join(projectRoot, 'dist', 'apps', 'botbazaar', 'main.js')], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        BOTBAZAAR_DATA_DIR: data,
        BOTBAZAAR_PORT: '0',
        BOTBAZAAR_DEMO: 'off',
        BOTBAZAAR_TRUSTED_PROXIES: '127.0.0.1',
        BOTBAZAAR_ALLOWED_ENDPOINTS: this.sellers.ports.map((port) => `127.0.0.1:${port}`).join(','),
        ...this.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.ended = once(child, 'close');
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.said += chunk.toString();
      });
    }
    const connection = await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`The instance ended at its start; it said: ${this.said}`);
        return await readConnectFile(data);
      },
      (found) => found !== undefined,
      startsWithinMs,
    );
    if (!connection) throw new Error('nothing was announced');
    const { grpc, tlsCertFile, macaroonFile } = nodeOf(connection, 'buyer');
    this.reached?.wallet.close();
    this.reached = {
      connection,
      access: {
        baseUrl: connection.baseUrl,
        adminToken: (await readFile(connection.adminTokenFile, 'utf8')).trim(),
        simControl: await controlOf(connection, data),
      },
      wallet: new LndWallet({ address: grpc, tlsCertFile, macaroonFile, lostForSeconds: 0.2 }),
    };
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** Kills the embedded Postgres and nothing else. */
  async killPostgres(): Promise<void> {
    const pidFile = join(await clusterDirectory(this.data()), 'postmaster.pid');
    process.kill(Number.parseInt(await readFile(pidFile, 'utf8'), 10), 'SIGKILL');
  }

  /** Asks it to end, as Ctrl-C does; answers its exit code. */
  async stop(): Promise<number | null> {
    this.child?.kill('SIGTERM');
    await this.ended;
    return this.child?.exitCode ?? null;
  }

  async close(): Promise<void> {
    this.reached?.wallet.close();
    await this.stop();
    await this.sellers.close();
    await removeCluster(this.data());
    await rm(this.folder, { recursive: true, force: true });
  }

  list(order?: ListingOrder): Promise<Listing> {
    return this.sellers.list(() => this.access(), order);
  }

  /** Its wallet is on the instance's node for buyers, and follows its payments over the ends of that node. */
  buyer(): Buyer {
    return new Buyer(() => this.access(), { pay: (invoice, limits) => this.pay(invoice, limits) });
  }

  /** All that it has written for its admin, and its Postgres too. */
  async logs(): Promise<string> {
    const folder = join(this.data(), 'logs');
    const names = await readdir(folder);
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
  }

  private async pay(invoice: string, limits: PayLimits): Promise<Paid> {
    for (;;) {
      try {
        return await this.running().wallet.pay(invoice, limits);
      } catch (error) {
        // The same invoice again is the same payment, which the wallet then tracks.
        if (!(error instanceof PaymentUnknown)) throw error;
        await sleep(trackAgainMs);
      }
    }
  }

  /** Absolute path of the data directory. */
  data(): string {
    return join(this.folder, 'data');
  }

  private running() {
    if (this.reached === undefined) throw new Error('the instance was not started');
    return this.reached;
  }
}

async function controlOf({ simControl: url }: Connection, data: string): Promise<MarketAccess['simControl']> {
  if (url === undefined) return { url: 'http://no-simulator.invalid', token: '' };
  return { url, token: (await readFile(join(data, 'nodes', 'control.token'), 'utf8')).trim() };
}
