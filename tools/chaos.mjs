// `npm run test:chaos`: the marketplace under load while things break, in one process and apart; with `--lnd` on real lnd nodes,
// and with `--lnd --spare-lnd` without killing those.
// `--seed N` repeats the choices of a run (not their interleaving); `--runs K` makes K of them, with seeds N, N + 1, …
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goVersion } from './lnd/build.mjs';
import { withNetwork } from './lnd/with-network.mjs';
import { root } from './root.mjs';

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '1' },
    lnd: { type: 'boolean', default: false },
    'spare-lnd': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const first = values.seed === undefined ? randomInt(1_000_000) : Number(values.seed);
const runs = Number(values.runs);
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(runs) || runs < 1) {
  console.error('usage: npm run test:chaos -- [--lnd [--spare-lnd]] [--seed N] [--runs K] [suite …]');
  process.exit(2);
}
if (values.lnd && goVersion() === undefined) {
  console.log('Go 1.25.10 or newer is missing, so no real lnd could be built: the storm on it was left out');
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

const program = [join(root, 'tools', 'test.mjs'), '--no-check', '--config', 'tools/jest-chaos.config.mjs'];

/** What it has printed. */
function storm(more) {
  const done = spawnSync(process.execPath, [...program, ...positionals], {
    cwd: root,
    env: { ...process.env, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  process.stdout.write(done.stdout);
  return done.stdout;
}

/** On nodes of its own. An lnd that has lost a channel by itself sells nothing more, and others are tried; nothing else is excused. */
function stormOnLnd(more) {
  const run = () => withNetwork([], (folder) => storm({ ...more, BOTBAZAAR_LND_NETWORK: folder })) ?? '';
  const said = run();
  if (!/^not ours: /m.test(said)) return said;
  console.log('\nOnce more, with other nodes');
  return run();
}

const counts = { passed: 0, failed: 0, skipped: 0 };
for (let seed = first; seed < first + runs; seed += 1) {
  const kind = `${values.lnd ? '--lnd ' : ''}${values['spare-lnd'] ? '--spare-lnd ' : ''}`;
  console.log(`\n== seed ${seed}: npm run test:chaos -- ${kind}--seed ${seed}`);
  const more = { CHAOS_SEED: String(seed), ...(values['spare-lnd'] && { CHAOS_SPARES_LND: '1' }) };
  const said = values.lnd ? stormOnLnd(more) : storm(more);
  const [, passed, failed, , skipped] = /^(\d+) passed, (\d+) failed(, (\d+) skipped)?$/m.exec(said) ?? [];
  counts.passed += Number(passed ?? 0);
  counts.failed += Number(failed ?? 1);
  counts.skipped += Number(skipped ?? 0);
}
const { passed, failed, skipped } = counts;
if (runs > 1) console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
