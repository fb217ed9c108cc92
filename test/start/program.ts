/** The product as a person runs it: built, in a process of its own, with nothing but its settings in the environment. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Run {
  readonly pid: number;
  /** What it has printed until now, both streams. */
  said(): string;
  /** Waits until it has printed that, or fails with what it did print. */
  says(pattern: RegExp): Promise<void>;
  /** As Ctrl-C does: to the process and all that it started in its group. */
  interrupt(): void;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it, waiting for the end. */
  ended(): Promise<number | NodeJS.Signals | null>;
}

/** Compiles what has changed; errors elsewhere in the tree are not this suite's business as long as there is a program. */
export function build(): void {
  spawnSync(process.execPath, [join(root, 'tools', 'build.mjs')], { stdio: 'ignore' });
  if (!existsSync(join(root, 'dist', 'apps', 'botbazaar', 'main.js')))
    throw new Error('The program could not be built.');
}

const running = new Set<Run>();

/** One of the programs of apps/botbazaar. */
export function run(name: 'main' | 'demo' | 'reset', settings: Record<string, string>, args: string[] = []): Run {
  return start(process.execPath, [join('dist', 'apps', 'botbazaar', `${name}.js`), ...args], settings);
}

export function start(command: string, args: readonly string[], settings: Record<string, string>, input = ''): Run {
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} did not start.`);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let text = '';
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      tell();
    });
  }
  let end: number | NodeJS.Signals | null | undefined;
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => {
      end = signal ?? code;
      running.delete(self);
      tell();
      resolve(end);
    }),
  );
  const self: Run = {
    pid,
    said: () => text,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(text) && end === undefined) return;
          listeners.delete(look);
          if (pattern.test(text)) resolve();
          else reject(new Error(`It ended (${end}) without saying ${pattern}; it said:\n${text}`));
        };
        listeners.add(look);
        look();
      }),
    interrupt: () => process.kill(-pid, 'SIGINT'),
    kill: (signal) => process.kill(pid, signal),
    ended: () => ended,
  };
  running.add(self);
  return self;
}

/** For the end of a suite that failed halfway. */
export async function endAll(): Promise<void> {
  for (const one of [...running]) {
    one.interrupt();
    await one.ended();
  }
}

/** Living processes that work on that directory: by their command line, folder or environment. */
export function processesOn(directory: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const read = (file: string) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
        } catch {
          // It has ended in the meantime.
          return '';
        }
      };
      const commandLine = read('cmdline');
      return commandLine.includes(directory) || read('environ').includes(directory) ? [commandLine.trim()] : [];
    });
}
