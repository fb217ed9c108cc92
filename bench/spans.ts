/** Where the time of a paid task goes: its own history as the admin sees it, with the times of its buyer and its seller. */
import { percentile } from './harness.js';
import type { Market, Purchase } from './market-load.js';
import type { Trace } from './programs/trace.js';

interface TimelineEvent {
  readonly at: string;
  readonly of: 'task' | 'charge' | 'attempt' | 'ledger';
  readonly from: string;
  readonly to: string;
}

/** Points of a task's life in their order; the events of the marketplace carry the time at which their step began, in whole ms. */
const points = [
  'request',
  '402',
  'HELD',
  'QUEUED',
  'RUNNING',
  'seller called',
  'seller answered',
  'output stored',
  'SETTLING',
  'DELIVERED',
  'preimage',
  'result',
  'SETTLED',
] as const;
type Point = (typeof points)[number];

/** Each span: its two ends and what happens between them. */
const spans: readonly (readonly [from: Point, to: Point, what: string])[] = [
  ['request', '402', 'listing; charge, AddHoldInvoice, OPEN beside keeping the input; macaroon'],
  ['402', 'HELD', 'buyer: read, pay; HTLC through the nodes; accepted → settlement → billing'],
  ['HELD', 'QUEUED', 'HELD with its posting is committed; settlement → dispatch'],
  ['QUEUED', 'RUNNING', 'QUEUED is committed; job added and taken'],
  ['RUNNING', 'seller called', 'RUNNING with its attempt is committed; signed POST'],
  ['seller called', 'seller answered', 'the seller'],
  ['seller answered', 'output stored', 'answer read, output checked'],
  ['output stored', 'SETTLING', 'output is committed; dispatch → billing, charge read'],
  ['SETTLING', 'preimage', 'SETTLING is committed; SettleInvoice; preimage to the wallet'],
  ['preimage', 'result', 'the request again with the credential'],
  ['SETTLING', 'DELIVERED', '(beside it) SETTLING is committed; back in dispatch'],
  ['SETTLING', 'SETTLED', '(beside it) until the SETTLED posting begins'],
  ['seller answered', 'result', 'delivery as the buyer feels it'],
  ['request', 'result', 'everything'],
];

/** The mean and the 99th percentile of each span over those tasks, as lines of text. */
export async function spanTable(market: Market, purchases: readonly Purchase[]): Promise<string[]> {
  const works = await market.works();
  const lives: Map<Point, number>[] = [];
  for (const purchase of purchases) {
    const work = works.get(purchase.taskId);
    const life = await history(market, purchase.taskId);
    life.set('request', purchase.requestMs).set('402', purchase.challengeMs);
    life.set('preimage', purchase.paidMs).set('result', purchase.resultMs);
    if (work) life.set('seller called', work.calledMs).set('seller answered', work.answeredMs);
    lives.push(life);
  }
  return spans.map(([from, to, what]) => {
    const times = lives.flatMap((life) => {
      const [start, end] = [life.get(from), life.get(to)];
      return start === undefined || end === undefined ? [] : [end - start];
    });
    const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
    return `${`${from} → ${to}`.padEnd(34)} ${ms(mean)} ${ms(percentile(times, 99))}  ${what}`;
  });
}

export const spanTableHead = `${'span'.padEnd(34)} ${'mean'.padStart(7)} ${'p99'.padStart(7)}  what happens in it (ms)`;

/** The settled posting comes a moment after the buyer's result. */
async function history(market: Market, taskId: string): Promise<Map<Point, number>> {
  const url = `${market.instance.connection.baseUrl}/v1/admin/tasks/${taskId}/timeline`;
  for (;;) {
    const response = await fetch(url, { headers: { authorization: `Bearer ${market.adminToken}` } });
    const { events } = (await response.json()) as { events: TimelineEvent[] };
    const life = new Map<Point, number>();
    for (const { at, of, from, to } of events) {
      const point = of === 'attempt' && to === 'delivered' ? 'output stored' : to;
      if (from !== to && isPoint(point)) life.set(point, Date.parse(at));
    }
    if (life.has('SETTLED')) return life;
  }
}

function isPoint(name: string): name is Point {
  return (points as readonly string[]).includes(name);
}

/** What the process did per task, the dearest first. Waits overlap, so the sum says nothing. */
export function traceTable(trace: Trace, tasks: number): string[] {
  const lines = [...trace.spans]
    .filter(({ count }) => count >= tasks / 10)
    .sort((a, b) => b.totalMs - a.totalMs)
    .map(({ name, count, totalMs }) => {
      return `${name.padEnd(64)} ${(count / tasks).toFixed(2).padStart(6)} ${ms(totalMs / count)} ${ms(totalMs / tasks)}`;
    });
  return [
    `${'what the process waits for'.padEnd(64)} ${'/task'.padStart(6)} ${'ms each'.padStart(7)} ${'ms/task'.padStart(7)}`,
    ...lines,
    `processor time of the process per task: ${(trace.cpuMs / tasks).toFixed(2)} ms; its event loop was busy ${(trace.busy * 100).toFixed(0)} %`,
  ];
}

function ms(value: number): string {
  return value.toFixed(2).padStart(7);
}
