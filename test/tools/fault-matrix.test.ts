/** The table of docs/faults.md against the tests that there are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#kernel/project-root';

const text = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

/** By its number: where its tests are, or why there is none. */
const rows = new Map(
  [...text('docs/faults.md').matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \|/gm)].map(([, number, tests = '']) => [
    Number(number),
    tests.trim(),
  ]),
);

/** Suites in which the name of a test begins with the numbers of its rows. */
const numbered = [
  ...readdirSync(join(projectRoot, 'test', 'faults')).map((file) => `test/faults/${file}`),
  ...readdirSync(join(projectRoot, 'test', 'lnd')).flatMap((file) =>
    /^faults/.test(file) ? [`test/lnd/${file}`] : [],
  ),
];
const rowsIn = (path: string) =>
  new Set(
    [...text(path).matchAll(/['`](\d+(?:, \d+)*): /g)].flatMap(([, numbers = '']) => numbers.split(', ').map(Number)),
  );

describe('the fault matrix', () => {
  it('has each of its 62 rows once', () => {
    expect([...rows.keys()]).toEqual(Array.from({ length: 62 }, (_, index) => index + 1));
  });

  it('names tests that exist, or says why there is none', () => {
    const wrong: string[] = [];
    for (const [number, tests] of rows) {
      if (/^open: \S/.test(tests)) continue;
      const named = [...tests.matchAll(/`(test\/[^`]+)`(?: “([^”]+)”)?/g)];
      if (named.length === 0) wrong.push(`${number}: neither a test nor a reason`);
      for (const [, path = '', title] of named) {
        const found =
          existsSync(join(projectRoot, path)) &&
          (title === undefined ? rowsIn(path).has(number) : text(path).includes(`'${title}'`));
        if (!found) wrong.push(`${number}: ${path} has no such test`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has every test that is numbered after one of its rows', () => {
    const missing = numbered.flatMap((path) =>
      [...rowsIn(path)]
        .filter((number) => !rows.get(number)?.includes(`\`${path}\``))
        .map((number) => `${number}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    ['purchases-on-both', 'nodes', 'faults'],
    ['payouts-on-both', 'payouts', 'faults-payouts'],
    ['internal-transfers-on-both', 'internal-transfers', 'faults-internal-transfers'],
  ])('has what is in %s run on both kinds of nodes', (shared, simulated, real) => {
    const suites = [...text(`test/faults/${shared}.ts`).matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
    expect(suites.length).toBeGreaterThan(0);
    for (const path of [`test/faults/${simulated}.test.ts`, `test/lnd/${real}.test.ts`]) {
      for (const name of suites) expect(text(path)).toContain(`${name}(`);
    }
  });
});
