/** Work that is done many times: by so many at once, or begun at a fixed rate. */

/** So many callers that each begin again as soon as they are done, for that time; what was finished in it, and how fast. */
export async function closedLoop<T>(
  callers: number,
  durationMs: number,
  work: () => Promise<T>,
): Promise<{ readonly results: T[]; readonly perSecond: number }> {
  const results: T[] = [];
  const startedMs = performance.now();
  let inTime = 0;
  const caller = async () => {
    while (performance.now() - startedMs < durationMs) {
      results.push(await work());
      if (performance.now() - startedMs <= durationMs) inTime += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { results, perSecond: (inTime * 1_000) / durationMs };
}

/** V8 compiles what is used often in several steps; after so many tasks one costs less than half of what the first cost. */
const warmUpCount = 1_500;

export async function warmUp(work: () => Promise<unknown>, count = warmUpCount): Promise<void> {
  let left = count;
  const caller = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: 16 }, caller));
}

/** Starts work at a fixed rate, whether or not earlier work is done. */
export async function openLoop<T>(perSecond: number, durationMs: number, work: () => Promise<T>): Promise<T[]> {
  const running: Promise<T>[] = [];
  const startedMs = performance.now();
  await new Promise<void>((resolve) => {
    const tick = () => {
      const elapsedMs = performance.now() - startedMs;
      const due = Math.min(
        Math.floor((elapsedMs * perSecond) / 1_000) + 1,
        Math.floor((durationMs * perSecond) / 1_000),
      );
      while (running.length < due) {
        const one = work();
        // A failure is reported at the end, when all are awaited.
        one.catch(() => undefined);
        running.push(one);
      }
      if (elapsedMs >= durationMs) resolve();
      else setTimeout(tick, 1);
    };
    tick();
  });
  return Promise.all(running);
}
