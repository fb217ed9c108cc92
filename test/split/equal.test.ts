/**
 * The marketplace is the same whichever way it runs. Each suite of `test/marketplace` has run in one process, with the queue on
 * Postgres, and apart, with Redis and two replicas of each service, and has written down what was answered and what was
 * booked: word by word the same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hasRedis } from '#test/dispatch/redis-server';
import type { Transcript } from '#test/harness/transcript';
import { until } from '#test/harness/until';

const folder = String(Reflect.get(globalThis, 'transcripts'));
const suites = Reflect.get(globalThis, 'suites') as readonly string[];

/** The last of them may still be running beside this one. */
const withinMs = 120_000;

async function read(suite: string, way: 'one' | 'apart'): Promise<Transcript> {
  const file = join(folder, `${suite}.${way}.json`);
  await until(
    () => existsSync(file) || `${suite} has not run ${way}: npm run test:split runs all`,
    (found) => found === true,
    withinMs,
  );
  return JSON.parse(readFileSync(file, 'utf8')) as Transcript;
}

(hasRedis ? describe : describe.skip)('apart, as in one process', () => {
  it('runs every suite of the flows', () => {
    const flows = ['paid-task', 'failing-sellers', 'invoice-funding', 'pulling-seller', 'purchase-rules', 'cancel'];
    expect(suites).toEqual(expect.arrayContaining([...flows, 'refusals', 'secrets', 'webhooks', 'asking-seller']));
  });

  it.each(suites)(
    'gives the same answers and books the same in %s',
    async (suite) => {
      const [one, apart] = [await read(suite, 'one'), await read(suite, 'apart')];
      for (const kind of ['answers', 'tasks'] as const) {
        const differences = { inOneProcess: without(one[kind], apart[kind]), apart: without(apart[kind], one[kind]) };
        expect([kind, differences]).toEqual([kind, { inOneProcess: [], apart: [] }]);
      }
      expect(one.answers.length).toBeGreaterThan(0);
    },
    2 * withinMs,
  );
});

/** What is in the first list and not in the second, as often as it is missing there. */
function without(these: readonly string[], those: readonly string[]): string[] {
  const left = [...those];
  return these.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
