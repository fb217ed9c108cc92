/**
 * `npm run bench [name…] [-- --json FILE]`: runs the named benches, or all, one after the other, prints their rows as one
 * table and writes the same rows as JSON. Ends with code 1 when a bench failed or a bar was not met.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { networkFolder } from './nodes.js';
import type { BenchRow } from './row.js';

/** Each module exports `bench`; it is loaded only when it runs, so that one bench does not warm up another. */
const benches: Record<string, () => Promise<{ bench: () => Promise<BenchRow[]> }>> = {
  'l402-verify': () => import('./l402-verify.js'),
  'ledger-advance': () => import('./ledger-advance.js'),
  'instance-memory': () => import('./instance-memory.js'),
  'ready-time': () => import('./ready-time.js'),
  'hold-tasks': () => import('./hold-tasks.js'),
  'delivery-latency': () => import('./delivery-latency.js'),
  followers: () => import('./followers.js'),
  'followed-invoices': () => import('./followed-invoices.js'),
  'catch-up': () => import('./catch-up.js'),
  search: () => import('./search.js'),
  'push-tasks': () => import('./push-tasks.js'),
  apart: () => import('./apart.js'),
  'real-lnd': () => import('./real-lnd.js'),
};

const columns: [title: string, cell: (row: BenchRow) => string][] = [
  ['name', (row) => row.name],
  ['ours', (row) => figure(row.ours)],
  ['yardstick', (row) => figure(row.yardstick)],
  ['ratio', (row) => figure(row.ratio)],
  ['bar', (row) => row.bar],
  ['ok', (row) => (row.ok ? 'yes' : 'NO')],
];

/** Four digits that matter: 81342 as 81,342 and 2.3456 as 2.346. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const digits = Math.abs(value) >= 1_000 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

function table(rows: readonly BenchRow[]): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_column, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join(' | ')
        .trimEnd(),
    )
    .join('\n');
}

function readArguments(): { names: string[]; jsonFile: string | undefined } {
  const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
  const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0)
    throw new Error(`no bench named ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  // Real nodes take minutes to build, so they are measured where somebody has brought them up; who names the bench is told that.
  const usual = Object.keys(benches).filter((name) => name !== 'real-lnd' || networkFolder !== undefined);
  return { names: positionals.length > 0 ? positionals : usual, jsonFile: values.json };
}

async function main(): Promise<boolean> {
  const { names, jsonFile } = readArguments();
  const rows: BenchRow[] = [];
  let complete = true;
  for (const name of names) {
    console.error(`running ${name} …`);
    try {
      const { bench } = (await benches[name]?.()) ?? {};
      rows.push(...((await bench?.()) ?? []));
    } catch (error) {
      complete = false;
      console.error(`${name} failed:`, error);
    }
  }
  console.log(table(rows));
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(rows, null, 2)}\n`);
  return complete && rows.every((row) => row.ok);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
