/**
 * What it costs to run the services as processes of their own, over gRPC with mutual TLS and Redis for the queue:
 *
 * a call: the same method that does nothing, by the client over gRPC to another process and by the client within this one, one at
 * a time; a task: the median of whole purchases by hold, one at a time, as the buyer sees them, in rounds in which the one process
 * and the processes apart take turns; memory: what all processes apart have resident 60 s after their start, before any task: the
 * services, the simulator and Redis, without Postgres.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeIdentities, openIdentity } from '#config/identity-files';
import { serviceNames } from '#contracts/callers';
import { connect } from '#contracts/grpc-client';
import { inProcess } from '#contracts/in-process';
import { systemClock } from '#kernel/clock';
import { bareBilling } from './bare-billing.js';
import {
  alternate,
  median,
  note,
  percentile,
  residentMb,
  startInstance,
  startProgram,
  withDataDirectory,
} from './harness.js';
import { closedLoop, warmUp } from './load.js';
import { has, type Market, withMarket } from './market-load.js';
import { family, nameOf } from './processor-time.js';
import type { BenchRow } from './row.js';

const rounds = 3;
const callRoundMs = 2_000;
const callWarmUps = 5_000;
const taskRoundMs = 10_000;
const idleMs = 60_000;
const bars = { addedMs: 1, timesAsLong: 1.5, idleMb: 750 };

export async function bench(): Promise<BenchRow[]> {
  return [...(await calls()), ...(await tasks()), ...(await memory())];
}

async function calls(): Promise<BenchRow[]> {
  return await withDataDirectory(async (directory) => {
    const folderOf = (name: string) => {
      mkdirSync(join(directory, name), { recursive: true, mode: 0o700 });
      return join(directory, name);
    };
    await makeIdentities(serviceNames, folderOf, systemClock);
    const program = startProgram({ script: 'bench/programs/bare-billing.js', args: [folderOf('billing')] });
    try {
      const { port } = await program.message(has<{ port: number }>('port'));
      const common = {
        deadlineMs: 15_000,
        onDefect: (method: string, error: Error) => console.error(`${method} failed:`, error),
      };
      const identity = openIdentity(folderOf('gateway'), 'gateway', serviceNames);
      const connected = connect('billing', { ...common, identity, address: `127.0.0.1:${port}` });
      const near = inProcess(bareBilling, { ...common, name: 'billing', caller: 'gateway' });
      const taskId = 'tsk_01a20569e01e762aa2a5a4e6f9b2f6b6';
      const p50 = (client: typeof near) => async () => {
        const { results } = await closedLoop(1, callRoundMs, async () => {
          const startedMs = performance.now();
          await client.getCharge({ taskId });
          return performance.now() - startedMs;
        });
        return percentile(results, 50);
      };
      for (const client of [connected.service, near]) {
        for (let n = 0; n < callWarmUps; n += 1) await client.getCharge({ taskId });
      }
      const results = await alternate(rounds, p50(connected.service), p50(near));
      connected.close();
      const [ours, yardstick] = [median(results.ours), median(results.yardstick)];
      note(`a call: ${ours.toFixed(3)} ms over gRPC, ${yardstick.toFixed(3)} ms within the process`);
      return [
        {
          name: 'a call over gRPC, p50 ms (yardstick: in the process)',
          ours,
          yardstick,
          ratio: ours / yardstick,
          bar: `≤ ${bars.addedMs} ms more`,
          ok: ours - yardstick <= bars.addedMs,
        },
      ];
    } finally {
      await program.stop();
    }
  });
}

async function tasks(): Promise<BenchRow[]> {
  return await withMarket({ apart: true }, (apart) =>
    withMarket({}, async (one) => {
      await warmUp(apart.buy);
      await warmUp(one.buy);
      const results = await alternate(rounds, purchases('apart', apart), purchases('in one process', one));
      const [ours, yardstick] = [median(results.ours), median(results.yardstick)];
      return [
        {
          name: 'a whole hold task apart, p50 ms (yardstick: in one process)',
          ours,
          yardstick,
          ratio: ours / yardstick,
          bar: `≤ ${bars.timesAsLong} times`,
          ok: ours <= bars.timesAsLong * yardstick,
        },
      ];
    }),
  );
}

const purchases = (where: string, market: Market) => async () => {
  const { results } = await closedLoop(1, taskRoundMs, market.buy);
  const times = results.map(({ requestMs, resultMs }) => resultMs - requestMs);
  const [p50, p99] = [percentile(times, 50), percentile(times, 99)];
  note(`${times.length} tasks ${where}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  return p50;
};

async function memory(): Promise<BenchRow[]> {
  const [ours, yardstick] = [await idleMb(true), await idleMb(false)];
  return [
    {
      name: 'memory of all processes apart when idle, MB (yardstick: the one process)',
      ours,
      yardstick,
      ratio: ours / yardstick,
      bar: `≤ ${bars.idleMb} MB`,
      ok: ours <= bars.idleMb,
    },
  ];
}

/** Without Postgres and the shells that guard it, and, apart, without who stands in for the container engine. */
async function idleMb(apart: boolean): Promise<number> {
  return await withDataDirectory(async (directory) => {
    const instance = await startInstance(directory, { apart });
    try {
      await pause(idleMs);
      const counted = family(instance.pid)
        .map(({ pid }) => ({ name: nameOf(pid), mb: residentMb(pid), isRoot: pid === instance.pid }))
        .filter(({ name, isRoot }) => (isRoot ? !apart : !['postgres', 'sh'].includes(name)));
      note(counted.map(({ name, mb }) => `${name} ${mb.toFixed(0)} MB`).join(', '));
      return counted.reduce((sum, { mb }) => sum + mb, 0);
    } finally {
      await instance.stop();
    }
  });
}
