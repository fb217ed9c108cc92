/**
 * A child process with its output under its name, started again when it ends unasked. It is in a process group of its own, so
 * that Ctrl-C reaches it only through us, and beside it a shell waits for the end of a pipe that this process holds, so
 * that it is asked to end even when this process is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export interface SupervisedOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly restarts: boolean;
  readonly onLine: (name: string, line: string) => void;
}

const restartAfterMs = 500;
const stopWithinMs = 20_000;

export class Supervised {
  /** Settles with the code at the end of a process that is not started again. */
  readonly ended: Promise<number>;
  private child: ChildProcess | undefined;
  private stopping = false;
  private readonly enough = new AbortController();

  constructor(private readonly options: SupervisedOptions) {
    this.ended = this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.enough.abort();
    const { child } = this;
    child?.kill('SIGTERM');
    const timer = setTimeout(() => child?.kill('SIGKILL'), stopWithinMs);
    await this.ended;
    clearTimeout(timer);
  }

  private async run(): Promise<number> {
    for (;;) {
      const code = await this.once();
      if (this.stopping || !this.options.restarts) return code;
      this.options.onLine(this.options.name, `ended unasked (${code}) and is started again`);
      // A pause that a stop cuts short is no failure.
      await pause(restartAfterMs, undefined, { signal: this.enough.signal }).catch(() => undefined);
      if (this.stopping) return code;
    }
  }

  private async once(): Promise<number> {
    const { name, program, args, environment, workingDirectory, onLine } = this.options;
    const child = spawn(program, args, {
      cwd: workingDirectory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => onLine(name, line));
    }
    const ended = new Promise<number>((resolve) => {
      child.once('error', (error) => {
        onLine(name, error.message);
        resolve(127);
      });
      child.once('close', (code) => resolve(code ?? 1));
    });
    if (child.pid === undefined) return await ended;
    onLine(name, `started (pid ${child.pid})`);
    const release = guard(child.pid);
    const code = await ended;
    release();
    return code;
  }
}

/** Returns what lets the process alone. */
function guard(pid: number): () => void {
  // Let alone by a word, since the pid may by then be another's; the mere end of the pipe means that we are gone.
  const script = 'read word; [ "$word" = free ] || kill -TERM "$0" 2>/dev/null';
  const shell = spawn('/bin/sh', ['-c', script, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.stdin.on('error', () => undefined);
  return () => shell.stdin.end('free\n');
}
