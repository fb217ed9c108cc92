/**
 * Paid tasks per second by hold invoice, end to end as a buyer sees it: 402, payment through the simulated nodes, a seller
 * in a process of its own that answers at once, the result fetched with the preimage. The instance is the product itself:
 * services and simulated nodes share its one process and so one core.
 *
 * The yardstick is a hold payment alone (invoice, payment, settlement) by the same client code, through a simulator that has
 * a process for itself. Both are warmed up first. No bar: the figure is there to be compared with the last one. After the
 * rounds one more run with a tracer in the instance prints where the time goes.
 */
import { alternate, median, note } from './harness.js';
import { closedLoop, warmUp } from './load.js';
import { has, type Market, type Purchase, withMarket } from './market-load.js';
import { withSimulator } from './nodes.js';
import type { Trace } from './programs/trace.js';
import { withRawHolds } from './raw-holds.js';
import type { BenchRow } from './row.js';
import { spanTable, spanTableHead, traceTable } from './spans.js';

const rounds = 3;
const roundMs = 5_000;
const callers = [1, 8, 32] as const;
const tracedCallers = [1, 32] as const;
/** Reading a task's history costs the instance more than a task does, so not all of them are read. */
const historiesMost = 300;

export async function bench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  await withMarket({}, (market) =>
    withSimulator((nodes) =>
      withRawHolds(nodes, async ({ pay }) => {
        await warmUp(market.buy);
        await warmUp(pay);
        for (const count of callers) rows.push(await compare(count, market.buy, pay));
      }),
    ),
  );
  await withMarket({ preload: ['bench/programs/trace.js'] }, async (market) => {
    await warmUp(market.buy);
    for (const count of tracedCallers) await showSpans(count, market);
  });
  return rows;
}

async function compare(count: number, buy: () => Promise<unknown>, pay: () => Promise<unknown>): Promise<BenchRow> {
  const measure = (what: string, work: () => Promise<unknown>) => async () => {
    const { perSecond } = await closedLoop(count, roundMs, work);
    note(`${count} at a time: ${perSecond.toFixed(1)} ${what}/s`);
    return perSecond;
  };
  const results = await alternate(rounds, measure('tasks', buy), measure('payments', pay));
  const ours = median(results.ours);
  const yardstick = median(results.yardstick);
  return {
    name: `hold tasks per second, ${count} at a time (yardstick: hold payments alone)`,
    ours,
    yardstick,
    ratio: ours / yardstick,
    bar: 'none: all delivered',
    ok: ours > 0,
  };
}

/** Where the time of the market's tasks goes, on standard error; its instance was started with the tracer. */
export async function showSpans(count: number, market: Market): Promise<void> {
  const { child } = market.instance;
  await market.works();
  child.send({ trace: 'start' });
  const { results } = await closedLoop<Purchase>(count, roundMs, market.buy);
  const stopped = market.instance.message(has<Trace & object>('spans'));
  child.send({ trace: 'stop' });
  const trace = await stopped;
  console.error(`\n  ${results.length} tasks, ${count} at a time, traced`);
  const sample = results.slice(-historiesMost);
  for (const line of [spanTableHead, ...(await spanTable(market, sample)), '', ...traceTable(trace, results.length)])
    console.error(`  ${line}`);
}
