/**
 * The services apart, started as `npm run start:split` does it, with what a storm needs besides: every process goes by a clock
 * of its own, every way between two services leads through a link that can lose replies, and there are two processes of dispatch.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '#apps/botbazaar/connect-file';
import { freePorts } from '#apps/botbazaar/free-ports';
import { clusterDirectory, removeCluster } from '#apps/botbazaar/postgres-installation';
import { type ComposeService, readComposeFile } from '#apps/botbazaar/split/compose-file';
import { type SplitInstance, startSplit } from '#apps/botbazaar/split/instance';
import { loadConfig } from '#config/load';
import { settings as settingsSchema } from '#config/settings';
import { callers, type ServiceName, type Services, serviceNames } from '#contracts/callers';
import { projectRoot } from '#kernel/project-root';
import type { LndAddress } from '#lightning/lnd-client';
import { PaymentUnknown } from '#sdk/errors';
import type { LndWallet } from '#sdk/lnd-wallet';
import type { Paid, PayLimits } from '#sdk/wallet';
import { Books } from '#test/harness/books';
import { Buyer, walletOf } from '#test/harness/buyers';
import type { MarketAccess } from '#test/harness/market-access';
import { until } from '#test/harness/until';
import { LossyLink } from './lossy-link.js';
import { Clocks, type Disk, endStreams, mountDisk, ownerUrlOf, simulatedNode } from './surroundings.js';

/** From whom to whom. */
export interface Edge {
  readonly caller: ServiceName;
  readonly callee: keyof Services;
}

/** Every two services of which one calls the other, by the table of callers. */
export const edges: readonly Edge[] = serviceNames.flatMap((caller) =>
  (Object.keys(callers) as (keyof Services)[])
    .filter((callee) => Object.values(callers[callee]).some((allowed) => allowed.includes(caller)))
    .map((callee) => ({ caller, callee })),
);

export const second = 'dispatch-2';
const rpcPorts = { registry: 8_411, billing: 8_412, dispatch: 8_413 } as const;
const startedAgainWithinMs = 60_000;

export class ApartMarket {
  readonly books: Books;
  readonly links = new Map<Edge, LossyLink>();
  private readonly wallet: LndWallet;

  private constructor(
    readonly folder: string,
    readonly clocks: Clocks,
    readonly disk: Disk | undefined,
    private readonly instance: SplitInstance,
    private readonly postgresPort: number,
    private readonly lines: readonly string[],
  ) {
    this.wallet = walletOf(instance.connection);
    this.books = new Books(() => this.access());
  }

  static async open(sellers: readonly number[]): Promise<ApartMarket> {
    const folder = await mkdtemp(join(tmpdir(), 'botbazaar-chaos-'));
    // Run as root, Postgres' user must be able to pass through to its files.
    await chmod(folder, 0o711);
    const clocks = new Clocks(folder);
    const disk = mountDisk(join(folder, 'apart', 'volumes', 'lnd'));
    const ports = await freePorts([0, ...Object.keys(rpcPorts).map(() => 0), ...edges.map(() => 0)]);
    const postgresPort = ports.shift() ?? 0;
    const calleePorts = new Map(Object.keys(rpcPorts).map((name) => [name, ports.shift() ?? 0]));
    const edgePorts = new Map(edges.map((edge) => [edge, ports.shift() ?? 0]));
    const links = new Map<Edge, LossyLink>();
    for (const edge of edges) {
      links.set(edge, await LossyLink.open(edgePorts.get(edge) ?? 0, calleePorts.get(edge.callee) ?? 0));
    }
    const text = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
    const services = readComposeFile(text, {
      BOTBAZAAR_LOG_LEVEL: 'warn',
      BOTBAZAAR_ALLOWED_ENDPOINTS: sellers.map((port) => `127.0.0.1:${port}`).join(','),
      BOTBAZAAR_TRUSTED_PROXIES: '127.0.0.1',
    });
    const lines: string[] = [];
    const instance = await startSplit({
      settings: loadConfig(settingsSchema, {
        BOTBAZAAR_DATA_DIR: folder,
        BOTBAZAAR_POSTGRES_PORT: String(postgresPort),
      }),
      services: withSecondDispatch(services).map((service) => troubled(service, { clocks, calleePorts, edgePorts })),
      replicas: 1,
      environment: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
      onLine: (name, line) => lines.push(`${name} | ${line}`),
    });
    const market = new ApartMarket(folder, clocks, disk, instance, postgresPort, lines);
    for (const [edge, link] of links) market.links.set(edge, link);
    return market;
  }

  readonly connection = (): Connection => this.instance.connection;

  node(): LndAddress {
    return simulatedNode(this.instance.connection);
  }

  access(): MarketAccess {
    const { connection, directory } = this.instance;
    const secret = (file: string) => readFileSync(file, 'utf8').trim();
    return {
      baseUrl: connection.baseUrl,
      adminToken: secret(connection.adminTokenFile),
      // Each start of the simulator has another one.
      simControl: {
        url: connection.simControl ?? '',
        token: secret(join(directory.path, 'volumes', 'lnd', 'control.token')),
      },
    };
  }

  endStreams(): Promise<void> {
    return endStreams(this.books);
  }

  ownerUrl(): string {
    return ownerUrlOf(this.instance.directory.path, this.postgresPort);
  }

  buyer(): Buyer {
    return new Buyer(() => this.access(), { pay: (invoice, limits) => this.pay(invoice, limits) });
  }

  async said(): Promise<string> {
    return this.lines.join('\n');
  }

  /** Of what the supervisor has printed since then. */
  saidSince(line: number): string {
    return this.lines.slice(line).join('\n');
  }

  get lineCount(): number {
    return this.lines.length;
  }

  /** `kill -9`; returns when the supervisor has started the next one. */
  async kill(name: string): Promise<void> {
    const from = this.lines.length;
    process.kill(this.pidOf(name), 'SIGKILL');
    await this.startsAgain(name, from);
  }

  async startsAgain(name: string, from: number): Promise<void> {
    await until(
      () => this.saidSince(from),
      (text) => text.split('\n').some((line) => line.startsWith(`${name} | started (pid`)),
      startedAgainWithinMs,
    );
  }

  async killPostgres(): Promise<void> {
    const pidFile = join(await clusterDirectory(this.instance.directory.path), 'postmaster.pid');
    process.kill(Number.parseInt(await readFile(pidFile, 'utf8'), 10), 'SIGKILL');
  }

  /** As `FLUSHALL` by hand. */
  emptyRedis(): void {
    // Its title, which names where it listens.
    const title = readFileSync(`/proc/${this.pidOf('redis')}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const [, port = ''] = /127\.0\.0\.1:(\d+)/.exec(title) ?? [];
    const { status } = spawnSync('redis-cli', ['-p', port, 'FLUSHALL'], { stdio: 'ignore' });
    if (status !== 0) throw new Error(`redis-cli ended with ${status}`);
  }

  async close(): Promise<void> {
    this.wallet.close();
    this.disk?.unmount();
    await this.instance.stop();
    for (const link of this.links.values()) await link.close();
    await removeCluster(this.instance.directory.path);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The last start of the name. */
  private pidOf(name: string): number {
    const started = this.lines.findLast((line) => line.startsWith(`${name} | started (pid`)) ?? '';
    return Number(/\(pid (\d+)\)/.exec(started)?.[1]);
  }

  private async pay(invoice: string, limits: PayLimits): Promise<Paid> {
    for (;;) {
      try {
        return await this.wallet.pay(invoice, limits);
      } catch (error) {
        // The same invoice again is the same payment, which the wallet then tracks.
        if (!(error instanceof PaymentUnknown)) throw error;
        await sleep(100);
      }
    }
  }
}

/** As a second container of it would be: the same keys and settings. Nobody's calls go there; it takes jobs and sweeps. */
function withSecondDispatch(services: readonly ComposeService[]): ComposeService[] {
  return services.flatMap((service) => {
    if (service.name !== 'dispatch') return [service];
    const environment = { ...service.environment, BOTBAZAAR_RPC_PORT: '0' };
    return [service, { ...service, name: second, environment }];
  });
}

interface Trouble {
  readonly clocks: Clocks;
  readonly calleePorts: ReadonlyMap<string, number>;
  readonly edgePorts: ReadonlyMap<Edge, number>;
}

function troubled(service: ComposeService, { clocks, calleePorts, edgePorts }: Trouble): ComposeService {
  const { name, environment } = service;
  const caller = name === second ? 'dispatch' : name;
  const port = calleePorts.get(name);
  const addresses = edges
    .filter((edge) => edge.caller === caller)
    .map((edge) => [`${edge.callee.toUpperCase()}_ADDRESS`, `127.0.0.1:${edgePorts.get(edge)}`]);
  return {
    ...service,
    environment: {
      ...environment,
      ...(port === undefined ? {} : { BOTBAZAAR_RPC_PORT: String(port) }),
      ...Object.fromEntries(addresses),
      ...clocks.environment(name),
    },
  };
}
