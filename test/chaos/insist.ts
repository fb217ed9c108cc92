import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '#test/harness/http';

export const firstAgainMs = 150;
export const longestAgainMs = 2_000;

/** Sends until it is an answer; undefined where none came by then. */
export async function insist(send: () => Promise<Answer>, until: () => number): Promise<Answer | undefined> {
  for (let pauseMs = firstAgainMs; ; pauseMs = Math.min(pauseMs * 1.5, longestAgainMs)) {
    const answer = await send().catch(() => undefined);
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    if (performance.now() > until()) return undefined;
    await sleep(pauseMs);
  }
}
