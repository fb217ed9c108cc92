/**
 * How long a buyer waits for a result that its seller has answered, at 20 tasks per second started by the clock and not by
 * the end of earlier ones (open loop).
 *
 * From: the seller's process is about to write its answer. To: the buyer's process has read and parsed the result. So it
 * includes the seller's HTTP answer, the check and the storing of the output, the capture at billing, SettleInvoice and the
 * simulator's HTLCs, the preimage at the buyer's wallet by gRPC, and the request with the credential and its answer.
 *
 * The yardstick is the part of it that Lightning alone takes, through a simulator with a process for itself at the same
 * rate: from the payee's SettleInvoice to the preimage at the payer.
 */
import { alternate, median, note, percentile } from './harness.js';
import { openLoop, warmUp } from './load.js';
import { type Market, withMarket } from './market-load.js';
import { withSimulator } from './nodes.js';
import { type RawHold, withRawHolds } from './raw-holds.js';
import type { BenchRow } from './row.js';

const rounds = 3;
const perSecond = 20;
const roundMs = 30_000;
const yardstickMs = 10_000;
const bars = { 50: 25, 99: 100 } as const;

export async function bench(): Promise<BenchRow[]> {
  const results = await withMarket({}, (market) =>
    withSimulator((nodes) =>
      withRawHolds(nodes, async ({ pay }) => {
        await warmUp(market.buy);
        await warmUp(pay);
        return await alternate(
          rounds,
          () => deliveries(market, roundMs),
          () => settlements(pay),
        );
      }),
    ),
  );
  return ([50, 99] as const).map((percent) => {
    const at = (all: readonly number[][]) => median(all.map((one) => percentile(one, percent)));
    const [ours, yardstick] = [at(results.ours), at(results.yardstick)];
    const bar = bars[percent];
    return {
      name: `seller's answer → buyer's result at ${perSecond}/s, p${percent} ms (yardstick: settle → preimage alone)`,
      ours,
      yardstick,
      ratio: ours / yardstick,
      bar: `≤ ${bar} ms`,
      ok: ours <= bar,
    };
  });
}

async function deliveries(market: Market, durationMs: number): Promise<number[]> {
  await market.works();
  const purchases = await openLoop(perSecond, durationMs, market.buy);
  const works = await market.works();
  const times = purchases.map(({ taskId, resultMs }) => {
    const work = works.get(taskId);
    if (!work) throw new Error(`the seller did not see ${taskId}`);
    return resultMs - work.answeredMs;
  });
  tell(`${times.length} deliveries`, times);
  return times;
}

async function settlements(pay: () => Promise<RawHold>): Promise<number[]> {
  const holds = await openLoop(perSecond, yardstickMs, pay);
  const times = holds.map(({ settleMs, paidMs }) => paidMs - settleMs);
  tell(`${times.length} payments`, times);
  return times;
}

function tell(what: string, times: readonly number[]): void {
  const at = (percent: number) => percentile(times, percent).toFixed(1);
  note(`${what}: p50 ${at(50)} ms, p99 ${at(99)} ms, worst ${at(100)} ms`);
}
