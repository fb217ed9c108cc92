/** The rules of the house see what they forbid, and nothing else. */
import { describe, expect, it } from '@jest/globals';

interface HouseRules {
  fileProblems(path: string, text: string): string[];
  constructorParameters(text: string): number[];
}

const rulesFile = new URL('../../tools/house-rules.mjs', import.meta.url).href;
const { fileProblems, constructorParameters } = (await import(rulesFile)) as HouseRules;

describe('house rules', () => {
  it.each([
    ['libs/a/b.ts', 'const now = new Date();', 'clock'],
    ['apps/a/b.ts', 'const now = Date.now();', 'clock'],
    ['apps/a/b.ts', 'const home = process.env.HOME;', 'environment'],
    ['libs/sdk/b.ts', 'const home = process.env.HOME;', 'environment'],
    ['apps/a/b.ts', 'inject: [forwardRef(() => A)]', 'forwardRef'],
    ['apps/a/b.test.ts', `it${'.only'}('x', () => undefined);`, 'leaves out'],
    ['proto/a.proto', `// ${'TO'}${'DO'}: later`, 'later'],
    ['libs/a/index.ts', '', 'barrel'],
    ['libs/a/myFile.ts', '', 'kebab'],
    ['test/a.ts', 'x\n'.repeat(401), '401 lines'],
    ['libs/a/b.ts', 'class A { constructor(a: B<C, D>, b: () => void, c: [E, F], d, e, f,) {} }', 'constructor of 6'],
  ])('%s: %j is refused (%s)', (path, text, says) => {
    expect(fileProblems(path, text).join('\n')).toContain(says);
  });

  it.each([
    ['libs/kernel/clock.ts', 'export const now = () => new Date();'],
    ['libs/config/load.ts', 'const all = process.env;'],
    ['apps/bots/a.ts', 'Date.now(); process.env.PORT;'],
    ['libs/a/b.test.ts', 'new Date();'],
    ['libs/a/b.ts', '/** Unlike new Date(), it stands still. */\nconst at = new Date(0); // not Date.now()'],
    ['test/a.ts', 'x\n'.repeat(400)],
    ['libs/a/b.ts', 'class A { constructor(a: B<C, D>, b: () => void, c: [E, F], d, e) {} }'],
  ])('%s: %j is accepted', (path, text) => {
    expect(fileProblems(path, text)).toEqual([]);
  });

  it('count the parameters of each constructor', () => {
    expect(
      constructorParameters('constructor() {} constructor(a = (b, c) => d) {} constructor(\n  a: X,\n  b: Y,\n) {}'),
    ).toEqual([0, 1, 2]);
  });
});
