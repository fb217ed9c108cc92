/** One of the bots of apps/bots as a child process, as a stranger would run it: environment in, JSON lines out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '#kernel/project-root';
import type { BotEvent } from '../bots/events.js';

export interface BotOptions {
  /** File name in apps/bots without ending. */
  readonly bot: 'text-analysis-seller' | 'failing-seller' | 'buyer';
  /** All that the bot finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** What the bot says on standard error is appended here. */
  readonly logFile: string;
  readonly onEvent: (event: BotEvent) => void;
}

export interface BotProcess {
  /** Settles with the first event that `wanted` likes; rejects when the bot ends or reports an error before it. */
  when<E extends BotEvent>(wanted: (event: BotEvent) => event is E): Promise<E>;
  /** Closes the bot's standard input, which ends it, and waits until it is gone. */
  stop(): Promise<void>;
}

export function startBot(options: BotOptions): BotProcess {
  const script = join(projectRoot, 'dist', 'apps', 'bots', `${options.bot}.js`);
  const child = spawn(process.execPath, [script, ...(options.args ?? [])], {
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that Ctrl-C ends it through us and after its task, not beside us.
    detached: true,
  });
  child.stderr.pipe(createWriteStream(options.logFile, { flags: 'a', mode: 0o600 }));
  // Writing to a bot that has just ended is no news; its end is seen below.
  child.stdin.on('error', () => undefined);

  const seen: BotEvent[] = [];
  const waiting = new Set<() => void>();
  let ended: string | undefined;
  const wake = () => {
    for (const look of waiting) look();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parseEvent(line);
    if (!event) return;
    seen.push(event);
    options.onEvent(event);
    wake();
  });
  const exited = exitOf(child).then((how) => {
    ended = how;
    wake();
  });

  return {
    when: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = seen.find(wanted);
          const failure = seen.find((event) => event.event === 'error');
          if (!found && !failure && ended === undefined) return;
          waiting.delete(look);
          if (found) resolve(found);
          else reject(new Error(`${options.bot}: ${failure?.message ?? ended}`));
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      child.stdin.end();
      const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(patience);
    },
  };
}

function parseEvent(line: string): BotEvent | undefined {
  try {
    return JSON.parse(line) as BotEvent;
  } catch {
    // A library of the bot may print to standard output too; only JSON lines are for us.
    return undefined;
  }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
}
