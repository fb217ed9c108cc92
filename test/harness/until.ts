import { setTimeout as sleep } from 'node:timers/promises';

const defaultMs = 10_000;
const everyMs = 20;

/** Looks again and again until the condition holds, and returns what was seen; fails after that time with what was seen last. */
export async function until<T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  withinMs: number = defaultMs,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > end) throw new Error(`still not so after ${withinMs} ms: ${describe(seen)}`);
    await sleep(everyMs);
  }
}

function describe(seen: unknown): string {
  return JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
