/**
 * Memory of the one process 60 s after the demonstration, as an operator sees it in `top`: resident set of the Node process.
 * The bots of the demonstration and Postgres are processes of their own and do not count. The yardstick is a bare Nest
 * application on Fastify that has answered one request and then idles for the same time.
 */
import { setTimeout as pause } from 'node:timers/promises';
import {
  alternate,
  median,
  note,
  residentMb,
  says,
  startInstance,
  startProgram,
  withDataDirectory,
} from './harness.js';
import type { BenchRow } from './row.js';

const rounds = 3;
const barMb = 200;
const idleMs = 60_000;
const demonstrationWithinMs = 120_000;

export async function bench(): Promise<BenchRow[]> {
  const results = await alternate(rounds, instanceMb, bareMb);
  const ours = median(results.ours);
  const yardstick = median(results.yardstick);
  return [
    {
      name: 'memory of an instance 60 s after the demonstration, MB (yardstick: bare Nest on Fastify)',
      ours,
      yardstick,
      ratio: ours / yardstick,
      bar: `≤ ${barMb} MB`,
      ok: ours <= barMb,
    },
  ];
}

async function instanceMb(): Promise<number> {
  return withDataDirectory(async (directory) => {
    const instance = await startInstance(directory, { env: { BOTBAZAAR_DEMO: 'on' } });
    try {
      await says(instance, /^ *Running\./m, demonstrationWithinMs);
      if (/demonstration failed/.test(instance.said())) throw new Error(instance.said());
      const busy = residentMb(instance.pid);
      await pause(idleMs);
      const idle = residentMb(instance.pid);
      note(
        `instance: ${busy.toFixed(0)} MB at the end of the demonstration, ${idle.toFixed(0)} MB ${idleMs / 1_000} s later`,
      );
      return idle;
    } finally {
      await instance.stop();
    }
  });
}

async function bareMb(): Promise<number> {
  const program = startProgram({ script: 'bench/programs/bare-nest.js' });
  try {
    const { listens } = await program.message(isListening);
    await (await fetch(listens)).text();
    await pause(idleMs);
    return residentMb(program.pid);
  } finally {
    await program.stop();
  }
}

function isListening(message: unknown): message is { listens: string } {
  return typeof message === 'object' && message !== null && 'listens' in message;
}
