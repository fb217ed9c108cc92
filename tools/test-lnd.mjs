// `npm run test:lnd`: the suites on real lnd nodes, on a network whose market keeps its books in lnd's own store, then on one
// where it keeps them in SQL. Where Go is missing nothing is built, and the suites count as skipped.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { goVersion } from './lnd/build.mjs';
import { withNetwork } from './lnd/with-network.mjs';
import { root } from './root.mjs';

if (goVersion() === undefined) {
  console.log('Go 1.25.10 or newer is missing, so no real lnd could be built: its suites were left out');
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

const jestArgs = process.argv.slice(2);
const config = join(root, 'tools', 'jest-lnd.config.mjs');
const program = [join(root, 'tools', 'test.mjs'), '--no-check', '--config', config, ...jestArgs];

/** The counts of all suites on one network. */
function runOn(name, ...upArgs) {
  console.log(`\nOn real lnd, ${name}`);
  const counts = withNetwork(upArgs, (folder) => {
    const { stdout } = spawnSync(process.execPath, program, {
      cwd: root,
      env: { ...process.env, BOTBAZAAR_LND_NETWORK: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
    const [last = '', ...before] = stdout.trimEnd().split('\n').reverse();
    console.log(before.reverse().join('\n'));
    const [, passed, failed] = /^(\d+) passed, (\d+) failed/.exec(last) ?? [];
    return passed === undefined ? undefined : { passed: Number(passed), failed: Number(failed) };
  });
  return counts ?? { passed: 0, failed: 1 };
}

const results = [runOn('its own store'), runOn('native SQL', '--native-sql', 'market')];
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
