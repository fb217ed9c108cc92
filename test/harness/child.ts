import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Child {
  readonly pid: number;
  /** What it printed until now, both streams. */
  said(): string;
  /** Waits until that matches, or fails with what it did say. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends the signal and waits until the process has ended. */
  end(signal?: NodeJS.Signals): Promise<void>;
  /** Its exit code, when it has ended; null for one that was killed. */
  readonly ended: Promise<number | null>;
}

/**
 * Runs TypeScript in a process of its own; `code` is a module that may import with `#` as the suites do. One with a
 * `largestFileBytes` can make no file larger than that: to write more fails, as on a full disk.
 */
export function runChild(
  code: string,
  environment: Readonly<Record<string, string>> = {},
  largestFileBytes?: number,
): Child {
  const hooks = fileURLToPath(new URL('./typescript.mjs', import.meta.url));
  const command = [process.execPath, '--import', hooks, '--input-type=module', '--eval', code];
  // POSIX counts in blocks of 512 bytes.
  const limited = `ulimit -f ${Math.floor((largestFileBytes ?? 0) / 512)}; exec "$@"`;
  const [program = '', ...args] =
    largestFileBytes === undefined ? command : ['/bin/sh', '-c', limited, 'sh', ...command];
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = transcript(child);
  if (child.pid === undefined) throw new Error('The child process did not start.');
  return {
    pid: child.pid,
    said: said.text,
    says: (pattern) => Promise.race([said.matches(pattern), ended.then(() => orFail(pattern, said.text()))]),
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
    },
    ended,
  };
}

function transcript(child: ChildProcess) {
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  return {
    text: () => text,
    matches: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve) => {
        const look = (): void => {
          const match = pattern.exec(text);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
      }),
  };
}

function orFail(pattern: RegExp, text: string): RegExpExecArray {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`The child process ended without saying ${pattern}; it said: ${text}`);
  return match;
}
