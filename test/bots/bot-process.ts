/** Starts a bot as its own process, as anyone else would, and listens to what it says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { BotEvent } from '#apps/bots/events';

export interface BotProcess {
  readonly events: BotEvent[];
  readonly stderr: () => string;
  /** The nth event of that name, the first unless said, waiting up to fifteen seconds for it. */
  event<N extends BotEvent['event']>(name: N, nth?: number): Promise<Extract<BotEvent, { event: N }>>;
  /** The exit code, waiting for the end. */
  ended(): Promise<number | null>;
  /** Closes the pipe to its standard input, as a dying parent does. */
  closePipe(): void;
  kill(): void;
}

export type BotName = 'text-analysis-seller' | 'failing-seller' | 'image-text-seller' | 'researcher' | 'buyer';

const patienceMs = 15_000;

export function startBot(name: BotName, env: Record<string, string>, args: string[] = []): BotProcess {
  const child = spawn(
    process.execPath,
    ['--import', './test/harness/typescript.mjs', `apps/bots/${name}.ts`, ...args],
    {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  const events: BotEvent[] = [];
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  createInterface({ input: child.stdout }).on('line', (line) => events.push(JSON.parse(line) as BotEvent));
  const exit = once(child, 'exit') as Promise<[number | null]>;
  return {
    events,
    stderr: () => stderr,
    async event(wanted, nth = 1) {
      const until = performance.now() + patienceMs;
      for (;;) {
        const found = events.filter(({ event }) => event === wanted)[nth - 1];
        if (found) return found as Extract<BotEvent, { event: typeof wanted }>;
        if (performance.now() > until) throw new Error(`no ${wanted}; said ${JSON.stringify(events)} ${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    ended: async () => (await exit)[0],
    closePipe: () => child.stdin.end(),
    kill: () => child.kill('SIGKILL'),
  };
}
