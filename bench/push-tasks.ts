/**
 * Push tasks per second that are funded by an ordinary invoice and already paid, with a seller in a process of its own that
 * answers at once.
 *
 * Before the clock each task is ordered over HTTP, has its 402, and its input is kept (AWAITING_PAYMENT); its charge is OPEN with an
 * invoice at the node, and then HELD: LND's word that it was paid is told to billing, which books the money into escrow. Within the
 * clock: dispatch is told (QUEUED, and a job added); the queue's step takes a place and begins the attempt (RUNNING); the signed POST
 * to the seller, its answer; the output is validated and stored; billing captures (SETTLED, with the posting to seller and fee);
 * DELIVERED. The clock stops when the last one is DELIVERED. Settlement is played by its own clients: in the one process from
 * within, apart from this process, by gRPC and with settlement's certificate.
 *
 * Queue latency is from QUEUED to the seller's being called, at half of that rate, begun by the clock (open loop): so it has the
 * commit of QUEUED, the job's way through the queue, the commit of RUNNING and the POST in it.
 *
 * The yardstick is BullMQ alone on the same backend: jobs added by as many at once and done by as many, which do nothing.
 */
import { jobsPerSecond } from './bare-queue.js';
import { median, note, percentile } from './harness.js';
import { type Life, type PaidTasks, withPaidTasks } from './paid-tasks.js';
import { processorMs, usedBetween } from './processor-time.js';
import type { Work } from './programs/instant-seller.js';
import type { BenchRow } from './row.js';

const rounds = 3;
const warmUpTasks = 1_500;
const roundTasks = 2_000;
const fundedAtOnce = 64;
const latencySeconds = 20;
const latencyBarMs = 50;

export async function bench(): Promise<BenchRow[]> {
  const one = await withPaidTasks({ apart: false }, (tasks) => measure(tasks, 'one process, queue on Postgres', 300));
  const apart = await withPaidTasks({ apart: true }, (tasks) => measure(tasks, 'apart, queue on Redis', 400));
  return [...one, ...apart];
}

async function measure(tasks: PaidTasks, where: string, bar: number): Promise<BenchRow[]> {
  await burst(tasks, warmUpTasks);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) rates.push(await burst(tasks, roundTasks));
  const latencies = await queueLatencies(tasks, bar / 2);
  const yardstick = await jobsPerSecond(tasks.queueServer);
  const ours = median(rates);
  const p99 = percentile(latencies, 99);
  return [
    {
      name: `push tasks per second, ${where} (yardstick: BullMQ jobs that do nothing)`,
      ours,
      yardstick,
      ratio: ours / yardstick,
      bar: `≥ ${bar}/s`,
      ok: ours >= bar,
    },
    {
      name: `queue latency at ${bar / 2}/s, p99 ms, ${where}`,
      ours: p99,
      yardstick: Number.NaN,
      ratio: Number.NaN,
      bar: `≤ ${latencyBarMs} ms`,
      ok: p99 <= latencyBarMs,
    },
  ];
}

/** Tasks per second from the first funding to the last delivery. */
async function burst(tasks: PaidTasks, count: number): Promise<number> {
  const { pid } = tasks.market.instance;
  const payments = await tasks.open(count);
  await tasks.market.works();
  await tasks.book(payments);
  const before = { processors: processorMs(pid), transactions: await tasks.transactions() };
  const funded = await tasks.fund({ atOnce: fundedAtOnce });
  await tasks.allDelivered();
  const used = usedBetween(before.processors, processorMs(pid));
  const transactions = (await tasks.transactions()) - before.transactions;
  // Read after that, since it costs Postgres as much as a task does.
  const lives = await tasks.lives(payments);
  const startMs = Math.min(...funded.map(([, beganMs]) => beganMs));
  const perSecond = (count * 1_000) / (Math.max(...lives.map(({ deliveredMs }) => deliveredMs)) - startMs);
  note(
    `${perSecond.toFixed(0)} tasks/s; ms of processor time per task: ${costs(used, count)}; ${(transactions / count).toFixed(1)} transactions per task`,
  );
  for (const line of spanLines(lives, new Map(funded), await tasks.market.works())) console.error(`    ${line}`);
  await tasks.pay(payments);
  return perSecond;
}

function costs(used: ReturnType<typeof usedBetween>, count: number): string {
  return used.map(({ name, ms }) => `${name} ${(ms / count).toFixed(2)}`).join(', ');
}

/** From QUEUED to the call at the seller, for each task. */
async function queueLatencies(tasks: PaidTasks, perSecond: number): Promise<number[]> {
  const payments = await tasks.open(perSecond * latencySeconds);
  await tasks.market.works();
  await tasks.book(payments);
  const { pid } = tasks.market.instance;
  const before = processorMs(pid);
  const funded = await tasks.fund({ perSecond });
  const used = usedBetween(before, processorMs(pid));
  await tasks.allDelivered();
  const lives = await tasks.lives(payments);
  const works = await tasks.market.works();
  note(`${payments.length} tasks at ${perSecond}/s; ms of processor time per task: ${costs(used, payments.length)}`);
  for (const line of spanLines(lives, new Map(funded), works)) console.error(`    ${line}`);
  return lives.map(({ taskId, queuedMs }) => calledMs(works, taskId) - queuedMs);
}

function calledMs(works: ReadonlyMap<string, Work>, taskId: string): number {
  const work = works.get(taskId);
  if (!work) throw new Error(`the seller did not see ${taskId}`);
  return work.calledMs;
}

/** Points of a task's life in their order, with what happens until the next. */
const spans: readonly (readonly [name: string, what: string])[] = [
  ['funded', 'settlement → dispatch'],
  ['QUEUED', 'QUEUED is committed; job added and taken'],
  ['RUNNING', 'RUNNING with its attempt is committed; signed POST'],
  ['called', 'the seller'],
  ['answered', 'answer read, output checked'],
  ['stored', 'output is committed; dispatch → billing, charge read'],
  ['SETTLED', 'SETTLED with its posting is committed; back in dispatch'],
  ['DELIVERED', ''],
];

function spanLines(
  lives: readonly Life[],
  began: ReadonlyMap<string, number>,
  works: ReadonlyMap<string, Work>,
): string[] {
  const points = lives.map((life) => [
    began.get(life.taskId) ?? Number.NaN,
    life.queuedMs,
    life.runningMs,
    calledMs(works, life.taskId),
    works.get(life.taskId)?.answeredMs ?? Number.NaN,
    life.storedMs,
    life.settledMs,
    life.deliveredMs,
  ]);
  const line = (from: number, to: number, what: string) => {
    const times = points.map((at) => (at[to] ?? Number.NaN) - (at[from] ?? Number.NaN));
    const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
    const name = `${spans[from]?.[0]} → ${spans[to]?.[0]}`.padEnd(24);
    return `${name} ${[mean, percentile(times, 50), percentile(times, 99)].map((ms) => ms.toFixed(1).padStart(8)).join('')}  ${what}`;
  };
  return [
    `${'span'.padEnd(24)}     mean     p50     p99  what happens in it (ms)`,
    ...spans.slice(0, -1).map(([, what], at) => line(at, at + 1, what)),
    line(0, spans.length - 1, 'everything'),
  ];
}
