// `npm test`: all checks, then the fast suites; ends in one line `N passed, N failed`.
// Arguments go to jest: `npm test -- libs/l402`, `npm test -- -t 'a name'`. `--no-check` leaves out the checks.
// `--second-look` runs suites that failed once more, alone: what kills processes and counts seconds can fail on a machine that
// is busy with something else. It says which suites needed that, and a suite that fails twice has failed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runChecks } from './check.mjs';
import { root } from './root.mjs';

/** A run that takes longer hangs. */
const maxRunMs = 20 * 60_000;
/** After the last suite jest only has to exit; what keeps it alive is a leak in a test. */
const maxExitMs = 20_000;
const maxTerminationMs = 5_000;

const args = process.argv.slice(2);
const jestArgs = args.filter((arg) => arg !== '--no-check' && arg !== '--second-look');

/** Runs jest; returns its counts. A crash, a hang and a leak count as a failure each. */
async function runJest(jestArgs) {
  const folder = mkdtempSync(join(tmpdir(), 'botbazaar-test-'));
  const resultFile = join(folder, 'result.json');
  // --reporters takes all plain words that follow it, so another option has to.
  const reporters = [`--reporters=${join(root, 'tools', 'jest-reporter.mjs')}`, '--ci'];
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), ...reporters, ...jestArgs],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings`.trim(),
        BOTBAZAAR_TEST_RESULT: resultFile,
        BOTBAZAAR_TRANSCRIPTS: transcripts,
      },
    },
  );
  try {
    const trouble = await end(child, resultFile);
    if (!existsSync(resultFile))
      return { passed: 0, failed: 1, skipped: 0, trouble: trouble ?? 'jest ended without a result' };
    const counts = JSON.parse(readFileSync(resultFile, 'utf8'));
    const interrupted = counts.interrupted ? 'jest was interrupted' : undefined;
    const why = trouble ?? interrupted;
    return { ...counts, failed: counts.failed + (why === undefined ? 0 : 1), trouble: why };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits for jest; says what went wrong with the process itself, or undefined. */
function end(child, resultFile) {
  return new Promise((resolve) => {
    let trouble;
    let doneSince;
    let terminatedAt;
    const started = performance.now();
    const watch = setInterval(() => {
      const now = performance.now();
      if (existsSync(resultFile)) doneSince ??= now;
      const hangs = now - started > maxRunMs;
      const leaks = doneSince !== undefined && now - doneSince > maxExitMs;
      if (!hangs && !leaks) return;
      if (terminatedAt !== undefined && now - terminatedAt > maxTerminationMs) child.kill('SIGKILL');
      if (terminatedAt !== undefined) return;
      terminatedAt = now;
      trouble = hangs
        ? `jest did not end within ${maxRunMs / 60_000} minutes`
        : 'jest did not exit: a test leaves something open';
      child.kill('SIGTERM');
    }, 1_000);
    const forward = (signal) => child.kill(signal);
    process.once('SIGINT', forward).once('SIGTERM', forward);
    child.on('error', (error) => {
      trouble = `jest could not start: ${error.message}`;
    });
    child.on('close', (code, signal) => {
      clearInterval(watch);
      process.removeListener('SIGINT', forward).removeListener('SIGTERM', forward);
      // Failed tests give code 1 and are counted already; anything else is a crash.
      if (code !== 0 && code !== 1) trouble ??= `jest crashed (${signal ?? code})`;
      resolve(trouble);
    });
  });
}

/** Its tests compare what other suites have written down, so it is no use to look at it again without them. */
const comparing = join(root, 'test', 'split', 'equal.test.ts');

/** The counts with those suites that failed replaced by their second run. Trouble with jest itself is no suite's and stays. */
async function lookAgain(first) {
  const failing = new Set((first.suites ?? []).filter((suite) => suite.failed > 0).map(({ path }) => path));
  if (failing.size === 0) return first;
  console.log(`\nOnce more, alone: ${[...failing].map((path) => relative(root, path)).join(', ')}`);
  // A path may stand for two suites: it runs both ways, and both are replaced.
  const replaced = first.suites.filter(({ path }) => failing.has(path) || failing.has(comparing));
  const options = jestArgs.filter((arg) => arg.startsWith('-') || arg.endsWith('.mjs'));
  const paths = new Set(replaced.map(({ path }) => path));
  const second = await runJest([...options, '--maxWorkers=1', '--runTestsByPath', ...paths]);
  const lost = (counts) => replaced.reduce((sum, suite) => sum + suite[counts], 0);
  return {
    passed: first.passed - lost('passed') + second.passed,
    failed: first.failed - lost('failed') + second.failed,
    skipped: first.skipped,
    trouble: first.trouble ?? second.trouble,
  };
}

const transcripts = mkdtempSync(join(tmpdir(), 'botbazaar-transcripts-'));
const started = performance.now();
const checks = args.includes('--no-check') ? { passed: 0, failed: 0 } : await runChecks();
const first = await runJest(jestArgs);
const tests = args.includes('--second-look') ? await lookAgain(first) : first;
rmSync(transcripts, { recursive: true, force: true });
const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;

console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s in all`);
if (tests.trouble !== undefined) console.log(`FAIL  ${tests.trouble}`);
if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0 && !process.env.REDIS_URL) {
  console.log('redis-server is not installed, so the suites that need it were left out');
}
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
