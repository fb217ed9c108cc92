// `npm run test:lnd`: the suites on real lnd nodes, on a network whose market keeps its books in lnd's own store, then on one
// where it keeps them in SQL. Where Go is missing nothing is built, and the suites count as skipped.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goVersion } from './lnd/build.mjs';
import { root } from './root.mjs';

if (goVersion() === undefined) {
  console.log('Go 1.25.10 or newer is missing, so no real lnd could be built: its suites were left out');
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

const jestArgs = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'botbazaar-lnd-'));
const network = (...args) =>
  node([join(root, 'tools', 'lnd', 'network.mjs'), ...args, '--folder', folder]).status === 0;

function node(args, env = process.env) {
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
}

/** The counts of all suites on one network. */
function runOn(name, ...upArgs) {
  console.log(`\nOn real lnd, ${name}`);
  const began = performance.now();
  if (!network('up', ...upArgs)) return { passed: 0, failed: 1 };
  console.log(`network up in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  try {
    const config = join(root, 'tools', 'jest-lnd.config.mjs');
    const { stdout } = node([join(root, 'tools', 'test.mjs'), '--no-check', '--config', config, ...jestArgs], {
      ...process.env,
      BOTBAZAAR_LND_NETWORK: folder,
    });
    const [last = '', ...before] = stdout.trimEnd().split('\n').reverse();
    console.log(before.reverse().join('\n'));
    const counts = /^(\d+) passed, (\d+) failed/.exec(last);
    return counts !== null ? { passed: Number(counts[1]), failed: Number(counts[2]) } : { passed: 0, failed: 1 };
  } finally {
    network('down');
  }
}

process.once('SIGTERM', () => process.exit(143)).once('SIGINT', () => process.exit(130));
process.once('exit', () => {
  if (existsSync(join(folder, 'network.json'))) network('down');
  rmSync(folder, { recursive: true, force: true });
});

const results = [runOn('its own store'), runOn('native SQL', '--native-sql', 'market')];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
