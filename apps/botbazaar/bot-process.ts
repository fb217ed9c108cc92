/** One of the bots of apps/bots as a child process, as a stranger would run it: environment in, JSON lines out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '#kernel/project-root';
import type { BotEvent } from '../bots/events.js';

/** File name in apps/bots without ending. */
export type BotName = 'text-analysis-seller' | 'failing-seller' | 'image-text-seller' | 'researcher' | 'buyer';

export interface BotOptions {
  readonly bot: BotName;
  /** What the bot finds in its environment, besides what any program needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** What the bot says on standard error is appended here. */
  readonly logFile: string;
  readonly onEvent: (event: BotEvent) => void;
}

export interface BotProcess {
  /** Everything it has said, oldest first. */
  readonly said: readonly BotEvent[];
  /** The first event that `wanted` likes, waiting for it; rejects when the bot ends or reports an error before it. */
  when<E extends BotEvent>(wanted: (event: BotEvent) => event is E): Promise<E>;
  /** The same, or undefined after that time. */
  when<E extends BotEvent>(wanted: (event: BotEvent) => event is E, withinMs: number): Promise<E | undefined>;
  /** Closes the bot's standard input, which ends it, and waits until it is gone. */
  stop(): Promise<void>;
}

/** The bots that this program runs, so that none of them outlives what it was started for. */
export class Bots {
  private readonly running = new Set<BotProcess>();

  /** `environment`: what any program needs to run. */
  constructor(private readonly environment: Readonly<Record<string, string>>) {}

  start(options: BotOptions): BotProcess {
    const bot = startBot({ ...options, env: { ...this.environment, ...options.env } });
    this.running.add(bot);
    return bot;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running].map((bot) => bot.stop()));
  }
}

function startBot(options: BotOptions): BotProcess {
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

  const said: BotEvent[] = [];
  const waiting = new Set<() => void>();
  let ended: string | undefined;
  const wake = () => {
    for (const look of waiting) look();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parseEvent(line);
    if (!event) return;
    said.push(event);
    options.onEvent(event);
    wake();
  });
  const exited = exitOf(child).then((how) => {
    ended = how;
    wake();
  });

  function when<E extends BotEvent>(wanted: (event: BotEvent) => event is E, withinMs?: number): Promise<E> {
    return new Promise<E>((resolve, reject) => {
      const settle = (answer: () => void) => {
        waiting.delete(look);
        clearTimeout(timer);
        answer();
      };
      const look = () => {
        const found = said.find(wanted);
        const failure = said.find((event) => event.event === 'error');
        if (found) settle(() => resolve(found));
        else if (failure || ended !== undefined) {
          settle(() => reject(new Error(`${options.bot}: ${failure?.message ?? ended}`)));
        }
      };
      const giveUp = () => settle(() => resolve(undefined as never));
      const timer = withinMs === undefined ? undefined : setTimeout(giveUp, withinMs);
      waiting.add(look);
      look();
    });
  }

  return {
    said,
    when,
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
