/**
 * From the start of the process to `connect.json`: the first start, which makes keys, certificates and a database, and a
 * later one on the same data. The yardstick is PostgreSQL alone with its stock programs and settings: `initdb` and
 * `pg_ctl start` until it accepts connections, and the start alone.
 */
import { execFile } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareInstallation } from '#apps/botbazaar/postgres-installation';
import { monotonicMs } from '#kernel/clock';
import { alternate, median, note, startInstance, withDataDirectory } from './harness.js';
import type { BenchRow } from './row.js';

const rounds = 5;
const barSeconds = 3;
const run = promisify(execFile);

interface Starts {
  readonly firstMs: number;
  readonly laterMs: number;
}

export async function bench(): Promise<BenchRow[]> {
  const { ours, yardstick } = await alternate(rounds, instanceStarts, postgresStarts);
  return [
    row('first start, seconds to ready (yardstick: initdb and postgres alone)', ours, yardstick, 'firstMs'),
    row('later start, seconds to ready (yardstick: postgres alone)', ours, yardstick, 'laterMs'),
  ];
}

function row(name: string, ours: readonly Starts[], theirs: readonly Starts[], which: keyof Starts): BenchRow {
  const seconds = (all: readonly Starts[]) => median(all.map((starts) => starts[which])) / 1_000;
  const [own, yardstick] = [seconds(ours), seconds(theirs)];
  return { name, ours: own, yardstick, ratio: own / yardstick, bar: `≤ ${barSeconds} s`, ok: own <= barSeconds };
}

async function instanceStarts(): Promise<Starts> {
  return withDataDirectory(async (directory) => {
    const first = await startInstance(directory);
    await first.stop();
    const later = await startInstance(directory);
    await later.stop();
    note(`instance: first ${first.readyMs.toFixed(0)} ms, later ${later.readyMs.toFixed(0)} ms`);
    return { firstMs: first.readyMs, laterMs: later.readyMs };
  });
}

async function postgresStarts(): Promise<Starts> {
  return withDataDirectory(async (directory) => {
    const { initdb, cluster, runAs } = await prepareInstallation(directory);
    await mkdir(cluster, { mode: 0o700 });
    if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(cluster, runAs.uid, runAs.gid);
    const pgCtl = join(initdb, '..', 'pg_ctl');
    const options = { ...runAs, cwd: '/', env: { LC_ALL: 'C' } };
    // A server on a socket alone: no port to be taken, and one thing less to do than ours.
    const server = `-c listen_addresses= -c unix_socket_directories=${cluster}`;
    const start = async () => {
      await run(pgCtl, ['start', '-w', '-s', '-D', cluster, '-l', join(cluster, 'log'), '-o', server], options);
    };
    const stop = async () => {
      await run(pgCtl, ['stop', '-w', '-s', '-m', 'fast', '-D', cluster], options);
    };
    const firstMs = await timed(async () => {
      await run(initdb, ['-D', cluster, '--locale=C', '--encoding=UTF8', '--auth=trust'], options);
      await start();
    });
    await stop();
    const laterMs = await timed(start);
    await stop();
    note(`postgres: first ${firstMs.toFixed(0)} ms, later ${laterMs.toFixed(0)} ms`);
    return { firstMs, laterMs };
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = monotonicMs();
  await work();
  return monotonicMs() - startedMs;
}
