/**
 * An instance apart on one data directory: the services of `docker-compose.yml` as processes of this machine, with an
 * embedded Postgres (or the server of DATABASE_URL) and a Redis beside them, announced in connect.json as the one process is.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '#config/settings';
import { serviceNames } from '#contracts/callers';
import { monotonicMs } from '#kernel/clock';
import { projectRoot } from '#kernel/project-root';
import { createLogger } from '#observability/logger';
import { type Connection, removeConnectFile, writeConnectFile } from '../connect-file.js';
import { type DataDirectory, openDataDirectory } from '../data-directory.js';
import { openDatabaseServer } from '../database-server.js';
import { freePorts } from '../free-ports.js';
import type { ComposeService } from './compose-file.js';
import { type Machine, onThisMachine, portsOf } from './on-this-machine.js';
import { openRedis } from './redis-server.js';
import { Supervised } from './supervised.js';

export interface SplitOptions {
  readonly settings: Settings;
  readonly services: readonly ComposeService[];
  /** Of each service that has gRPC; of settlement one leads and the others stand by. */
  readonly replicas: number;
  /** What any program needs of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (name: string, line: string) => void;
}

export interface SplitInstance {
  readonly directory: DataDirectory;
  readonly connection: Connection;
  /** Stops who takes work first and what others need last. */
  stop(): Promise<void>;
}

/** Its message is a sentence for the one who starts the program. */
class PrepareError extends Error {
  override readonly name = 'PrepareError';
}

const readyWithinMs = 60_000;
const readyLookMs = 50;

export async function startSplit(options: SplitOptions): Promise<SplitInstance> {
  const { settings, environment, onLine } = options;
  const directory = await openDataDirectory(join(settings.BOTBAZAAR_DATA_DIR, 'apart'));
  const stops: (() => Promise<void>)[] = [() => directory.release()];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    await removeConnectFile(directory.path);
    const destination = { file: join(directory.logs, 'botbazaar.log') };
    const logger = createLogger({ level: settings.BOTBAZAAR_LOG_LEVEL, destination, name: 'botbazaar' });
    const database = openDatabaseServer(settings, directory, logger);
    stops.push(() =>
      database.server.then(
        (server) => server.stop(),
        () => undefined,
      ),
    );
    const [{ ownerUrl }, redis] = await Promise.all([
      database.server,
      openRedis(settings.REDIS_URL, directory.path, environment, onLine),
    ]);
    stops.push(() => redis.stop());
    const machine = await machineOf(options, directory, ownerUrl, redis.url);
    await startServices(options, machine, stops);
    const connection = connectionOf(machine);
    await Promise.all((connection.baseUrls ?? [connection.baseUrl]).map(becomesReady));
    await writeConnectFile(directory.path, connection);
    stops.push(() => removeConnectFile(directory.path));
    return { directory, connection, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** Its volumes are folders: `keys-billing` is `volumes/keys/billing`, beside the other keys. */
async function machineOf(
  { services, replicas, settings }: SplitOptions,
  directory: DataDirectory,
  databaseUrl: string,
  redisUrl: string,
): Promise<Machine> {
  const folderOf = (volume: string) => join(directory.path, 'volumes', ...volume.split('-'));
  for (const { mounts } of services) {
    for (const volume of mounts.values()) await mkdir(folderOf(volume), { recursive: true, mode: 0o700 });
  }
  const ownerFile = join(directory.keys, 'database-owner.password');
  await writeFile(ownerFile, `${decodeURIComponent(new URL(databaseUrl).password)}\n`, { mode: 0o600 });
  // The first replica has the port of the file where that is free, the others any; with BOTBAZAAR_PORT=0 all any.
  const wish = (port: number, replica: number) => (replica === 0 && settings.BOTBAZAAR_PORT !== 0 ? port : 0);
  const wanted = portsOf(services).flatMap(({ service, port }) =>
    Array.from({ length: replicasOf(service, replicas) }, (_, index) => ({
      service,
      port,
      want: wish(port, index),
    })),
  );
  const found = await freePorts(wanted.map(({ want }) => want));
  return {
    databaseUrl,
    redisUrl,
    services: new Set(services.map(({ name }) => name)),
    portsFor: (service, port) => found.filter((_, at) => wanted[at]?.service === service && wanted[at]?.port === port),
    folderOf,
    secretFile: () => ownerFile,
  };
}

function replicasOf(service: string, replicas: number): number {
  return serviceNames.some((name) => name === service) ? replicas : 1;
}

/** In the order of the file, each after what it depends on has ended or begun. */
async function startServices(
  { services, replicas, environment, onLine }: SplitOptions,
  machine: Machine,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const started = new Map<string, Supervised>();
  for (const service of services) {
    // What brings its own image has its stand-in already.
    if (service.command?.[0] !== 'node') continue;
    for (const [name, condition] of Object.entries(service.dependsOn)) {
      if (condition !== 'service_completed_successfully') continue;
      const code = await started.get(name)?.ended;
      if (code !== 0) throw new PrepareError(`${name} did not succeed; its lines above say why.`);
    }
    const count = replicasOf(service.name, replicas);
    const children = Array.from({ length: count }, (_, replica) => {
      const { environment: own, ...command } = onThisMachine(service, machine, replica);
      return new Supervised({
        name: count === 1 ? service.name : `${service.name}-${replica + 1}`,
        ...command,
        environment: { ...environment, ...own },
        workingDirectory: projectRoot,
        restarts: service.restarts,
        onLine,
      });
    });
    if (children[0] !== undefined) started.set(service.name, children[0]);
    stops.push(async () => {
      await Promise.all(children.map((child) => child.stop()));
    });
  }
}

function connectionOf(machine: Machine): Connection {
  const nodes = machine.folderOf('lnd');
  const simPort = (port: number) => machine.portsFor('lnd-sim', port)[0];
  const baseUrls = machine.portsFor('gateway', 8402).map((port) => `http://127.0.0.1:${port}`);
  const access = (name: 'market' | 'buyer' | 'seller', port: number) => ({
    grpc: `localhost:${simPort(port)}`,
    tlsCertFile: join(nodes, name, 'tls.cert'),
    macaroonFile: join(nodes, name, 'admin.macaroon'),
  });
  return {
    baseUrl: baseUrls[0] ?? '',
    ...(baseUrls.length > 1 ? { baseUrls } : {}),
    adminTokenFile: join(machine.folderOf('keys-gateway'), 'admin.token'),
    nodes: { market: access('market', 10_009), buyer: access('buyer', 10_010), seller: access('seller', 10_011) },
    simControl: `http://127.0.0.1:${simPort(10_012)}`,
  };
}

/** The gateway asks all others; what is missing for too long is said. */
async function becomesReady(baseUrl: string): Promise<void> {
  const until = monotonicMs() + readyWithinMs;
  for (;;) {
    const [ready, why] = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
      async (response) => [response.ok, ((await response.json()) as { detail?: string }).detail],
      (error: Error) => [false, error.message],
    );
    if (ready === true) return;
    if (monotonicMs() > until) throw new PrepareError(`The services did not become ready: ${String(why)}.`);
    await pause(readyLookMs);
  }
}
