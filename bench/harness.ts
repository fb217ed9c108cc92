/** What the benches of whole processes share: children, a running instance, rounds and what is made of them. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Connection, readConnectFile } from '#apps/botbazaar/connect-file';
import { removeCluster } from '#apps/botbazaar/postgres-installation';
import { monotonicMs } from '#kernel/clock';
import { projectRoot } from '#kernel/project-root';

/** A Node program of `dist`, as a child with a channel for messages. */
export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it printed until now, both streams. */
  said(): string;
  /** Waits for a message that `wanted` likes; rejects when the program ends before. */
  message<T>(wanted: (message: unknown) => message is T): Promise<T>;
  /** Asks it to end and waits until it is gone. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  /** Relative to `dist`, such as `apps/botbazaar/main.js`. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Loaded before the script, relative to `dist`. */
  readonly preload?: readonly string[];
}

const stopWithinMs = 20_000;

export function startProgram({ script, args = [], env = {}, preload = [] }: ProgramOptions): Program {
  const dist = (file: string) => join(projectRoot, 'dist', file);
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const child = fork(dist(script), args, {
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), NO_COLOR: '1', ...env },
    execArgv: preload.flatMap((file) => ['--import', dist(file)]),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    pid: child.pid ?? 0,
    said: () => text,
    message: <T>(wanted: (message: unknown) => message is T) =>
      new Promise<T>((resolve, reject) => {
        const look = (message: unknown) => {
          if (!wanted(message)) return;
          child.off('message', look);
          resolve(message);
        };
        child.on('message', look);
        void ended.then(() => reject(new Error(`${script} ended: ${text.slice(-2_000)}`)));
      }),
    async stop() {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(patience);
    },
  };
}

export interface Instance extends Program {
  /** Where its keys, logs and database are. */
  readonly folder: string;
  readonly connection: Connection;
  /** From the start of the process to connect.json, in milliseconds. */
  readonly readyMs: number;
}

const readyWithinMs = 60_000;

export interface InstanceOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly preload?: readonly string[];
  /** Each service a process of its own, as `npm run start:split` has it, instead of one process. */
  readonly apart?: boolean;
}

/** The product itself, `apps/botbazaar/main.js` or, apart, `split.js`, until it has announced itself. */
export async function startInstance(
  dataDirectory: string,
  { apart = false, ...options }: InstanceOptions = {},
): Promise<Instance> {
  const startedMs = monotonicMs();
  const program = startProgram({
    ...options,
    script: apart ? 'apps/botbazaar/split.js' : 'apps/botbazaar/main.js',
    env: { BOTBAZAAR_DATA_DIR: dataDirectory, BOTBAZAAR_PORT: '0', BOTBAZAAR_DEMO: 'off', ...options.env },
  });
  const folder = apart ? join(dataDirectory, 'apart') : dataDirectory;
  for (;;) {
    const connection = await readConnectFile(folder);
    if (connection) return { ...program, folder, connection, readyMs: monotonicMs() - startedMs };
    if (program.child.exitCode !== null || monotonicMs() - startedMs > readyWithinMs) {
      await program.stop();
      throw new Error(`the instance did not get ready: ${program.said().slice(-2_000)}`);
    }
    await pause(2);
  }
}

/** Calls `use` with a new data directory and removes it afterwards, with whatever cluster it led to. */
export async function withDataDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'botbazaar-bench-'));
  try {
    return await use(directory);
  } finally {
    await removeCluster(directory);
    await rm(directory, { recursive: true, force: true });
  }
}

/** Resident memory of a process in MB (10^6 bytes), as Linux counts it. */
export function residentMb(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error(`/proc/${pid}/status does not tell VmRSS`);
  return (Number(kib) * 1024) / 1e6;
}

/** Runs both, one after the other, as often as said, and returns what each of them gave. */
export async function alternate<A, B>(
  rounds: number,
  ours: (round: number) => Promise<A>,
  yardstick: (round: number) => Promise<B>,
): Promise<{ readonly ours: A[]; readonly yardstick: B[] }> {
  const results = { ours: [] as A[], yardstick: [] as B[] };
  for (let round = 0; round < rounds; round += 1) {
    results.ours.push(await ours(round));
    results.yardstick.push(await yardstick(round));
  }
  return results;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Nearest rank: the smallest value that `percent` of all values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

/** Says on standard error what a round gave, with the load of the machine: others may be working on it. */
export function note(text: string): void {
  console.error(`  ${text} (load ${loadavg()[0]?.toFixed(1)})`);
}

/** Waits until the program has said something that matches; rejects after that time. */
export async function says(program: Program, pattern: RegExp, withinMs: number): Promise<void> {
  const signal = AbortSignal.timeout(withinMs);
  while (!pattern.test(program.said())) {
    if (program.child.stdout === null) throw new Error('the program has no output');
    await once(program.child.stdout, 'data', { signal });
  }
}

/** Milliseconds since 1970 with fractions, the same clock in all processes of one machine. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now();
}
