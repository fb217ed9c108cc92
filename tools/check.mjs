// Everything that is checked without running the product: `npm run check`, and the first part of `npm test`.
// All checks run even when one fails; each prints one line, a failing one its findings below.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const binary = (name, path) => join(root, 'node_modules', name, path);
const node = (script, ...args) => [process.execPath, [script, ...args]];
const tool = (name) => node(join(root, 'tools', name));

const folders = ['apps', 'libs', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)));

/** The slowest first, since two run at a time. */
const checks = [
  {
    name: 'import directions and cycles',
    command: node(
      binary('dependency-cruiser', 'bin/dependency-cruise.mjs'),
      ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...folders],
    ),
  },
  { name: 'dead code', command: tool('dead-code.mjs') },
  { name: 'generated code', command: node(join(root, 'tools', 'generate.mjs'), '--check') },
  { name: 'types', command: node(binary('ts7', 'bin/tsc'), '-b', 'tsconfig.json') },
  {
    name: 'format and lint',
    command: node(
      binary('@biomejs/biome', 'bin/biome'),
      ...['ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=20', '.'],
    ),
  },
  { name: 'house rules', command: tool('house-rules.mjs') },
];

/** The findings of a check, or undefined when there are none. */
function run([program, args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => resolve(`could not start: ${error.message}`));
    child.on('close', (code, signal) => {
      const text = Buffer.concat(output).toString().trim();
      resolve(code === 0 ? undefined : `${text}\n(ended with ${signal ?? code})`.trim());
    });
  });
}

async function timed(check) {
  const started = performance.now();
  const findings = await run(check.command);
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  console.log(`${findings === undefined ? 'ok    ' : 'FAIL  '}${check.name.padEnd(32)}${seconds} s`);
  if (findings !== undefined) console.log(findings.replace(/^/gm, '      '));
  return findings === undefined;
}

/** Runs all checks, two at a time; returns how many passed and failed. */
export async function runChecks() {
  const waiting = [...checks];
  const results = [];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) results.push(await timed(check));
  };
  await Promise.all([worker(), worker()]);
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = await runChecks();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
