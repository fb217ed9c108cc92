/** What all bots have in common as processes: they speak JSON lines and end when the one who started them is gone. */
import type { BotEvent, SellerReady } from './events.js';

/** An event before `emit` gives it its time. */
export type Untimed<E> = E extends BotEvent ? Omit<E, 'atMs'> : never;

/** Writes one event to standard output. */
export function emit(event: Untimed<BotEvent>): void {
  process.stdout.write(`${JSON.stringify({ ...event, atMs: Date.now() })}\n`);
}

/** A seller's first line, with what its start has cost. */
export function emitReady(ready: Omit<Untimed<SellerReady>, 'event' | 'role' | 'startMs' | 'rssMb'>): void {
  const startMs = Math.round(Date.now() - performance.timeOrigin);
  const rssMb = Math.round(process.memoryUsage().rss / 1e6);
  emit({ event: 'ready', role: 'seller', ...ready, startMs, rssMb });
}

/** Ends the process when standard input ends: the pipe closes with its parent, however that ended. */
export function endWithParent(stop: () => Promise<void> | void = () => undefined): void {
  const end = async () => {
    await stop();
    process.exit(0);
  };
  process.stdin.once('end', () => void end());
  process.stdin.once('error', () => void end());
  process.stdin.resume();
  process.once('SIGTERM', () => void end());
  process.once('SIGINT', () => void end());
}

/** Runs the bot; what it throws is its last line. */
export async function runBot(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    emit({ event: 'error', message: error instanceof Error ? error.message : String(error) });
    leave(1);
  }
}

/** Ends the process once everything that was said has left it. */
export function leave(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

/** A setting that the bot cannot do without. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
