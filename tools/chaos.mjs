// `npm run test:chaos`: the marketplace under load while things break, in one process and apart.
// `--seed N` repeats the choices of a run (not their interleaving); `--runs K` makes K of them, with seeds N, N + 1, …
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './root.mjs';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, runs: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const first = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
const runs = Number(values.runs);
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(runs) || runs < 1) {
  console.error('usage: npm run test:chaos -- [--seed N] [--runs K] [suite …]');
  process.exit(2);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
for (let seed = first; seed < first + runs; seed += 1) {
  console.log(`\n== seed ${seed}: npm run test:chaos -- --seed ${seed}`);
  const args = [join(root, 'tools', 'test.mjs'), '--no-check', '--config', 'tools/jest-chaos.config.mjs'];
  const done = spawnSync(process.execPath, [...args, ...positionals], {
    cwd: root,
    env: { ...process.env, CHAOS_SEED: String(seed) },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  process.stdout.write(done.stdout);
  const [, passed, failed, , skipped] = /^(\d+) passed, (\d+) failed(, (\d+) skipped)?$/m.exec(done.stdout) ?? [];
  counts.passed += Number(passed ?? 0);
  counts.failed += Number(failed ?? 1);
  counts.skipped += Number(skipped ?? 0);
}
const { passed, failed, skipped } = counts;
if (runs > 1) console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
