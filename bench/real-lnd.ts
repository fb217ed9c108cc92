/**
 * How much of what real lnd can do the marketplace leaves of it, as one process with its queue on Redis, on the network whose folder
 * BOTBAZAAR_LND_NETWORK names. The yardstick is the same work by our own clients of LND alone (raw-holds.ts), on the same nodes,
 * while no marketplace runs: it would follow the yardstick's invoices too. So each round starts one anew and warms it up.
 *
 * Tasks per second: one at a time, which shows what is added to lnd's own latency, and eight at a time, which shows the processor time
 * that is added to lnd's: with them two processors are full.
 *
 * ACCEPTED → seller called, at 10 tasks/s begun by the clock: from when a bare stream of the same invoice, in the buyers' process,
 * tells of it. SettleInvoice → posted, in the same tasks: from billing's call until the sale is committed in the ledger.
 *
 * 402s per second: orders that nobody pays, each with a hold invoice of its own, against AddHoldInvoice.
 */
import { join } from 'node:path';
import { readInvoice } from '#sdk/invoice';
import type { Wallet } from '#sdk/wallet';
import { startRedis } from '#test/dispatch/redis-server';
import { RealTarget } from '#test/lnd/real-target';
import { alternate, median, note, percentile, wallMs, withDataDirectory } from './harness.js';
import { showSpans } from './hold-tasks.js';
import { closedLoop, openLoop, warmUp } from './load.js';
import { buyer, has, type Market, withMarket } from './market-load.js';
import { networkFolder, realNodes } from './nodes.js';
import { processorMs, usedBetween } from './processor-time.js';
import type { Settlement } from './programs/settlements.js';
import { type RawHolds, withRawHolds } from './raw-holds.js';
import type { BenchRow } from './row.js';

const rounds = 3;
const warmUps = 600;
const callers = [1, 8] as const;
const roundMs = 5_000;
const perSecond = 10;
const latencyMs = 10_000;
const addingAtOnce = 16;
const bars = { tasksShare: 0.7, calledMs: 15, postedMs: 12, challengesShare: 0.6 };

/** One round of the marketplace, or of LND alone. */
interface Round {
  /** Tasks, or payments: by that many callers each. */
  readonly perSecond: readonly number[];
  /** ACCEPTED → seller called, or the payer's call → ACCEPTED. */
  readonly firstMs: number;
  /** SettleInvoice → posted, or → SETTLED on the stream. */
  readonly settleMs: number;
  /** 402s, or AddHoldInvoice. */
  readonly addedPerSecond: number;
}

export async function bench(): Promise<BenchRow[]> {
  if (networkFolder === undefined) {
    console.error(
      '  skipped: BOTBAZAAR_LND_NETWORK names no network of real nodes (docs/real-lnd.md says how to get one)',
    );
    const figures = { ours: Number.NaN, yardstick: Number.NaN, ratio: Number.NaN };
    return [{ name: 'the marketplace on real lnd', ...figures, bar: 'skipped: BOTBAZAAR_LND_NETWORK', ok: false }];
  }
  const results = await withRawHolds(realNodes(networkFolder), async (raw) => {
    await cancelPending(raw);
    await warmUp(raw.pay, warmUps);
    return await alternate(
      rounds,
      () => withRealMarket(['bench/programs/settlements.js'], (market) => sold(market, raw)),
      () => paid(raw),
    );
  });
  await withRealMarket(['bench/programs/trace.js'], async (market) => {
    await warmUp(market.buy, warmUps);
    for (const count of callers) await showSpans(count, market);
  });
  return rows(results);
}

async function withRealMarket<T>(preload: string[], use: (market: Market) => Promise<T>): Promise<T> {
  const target = new RealTarget();
  const redis = await startRedis();
  try {
    return await withDataDirectory(async (folder) => {
      const lnd = { ...target.bake(join(folder, 'macaroons')), BOTBAZAAR_WALLETS_FILE: target.networkFile };
      return await withMarket({ preload, env: { ...lnd, REDIS_URL: redis.url } }, use);
    });
  } finally {
    await redis.stop();
  }
}

async function sold(market: Market, raw: RawHolds): Promise<Round> {
  await warmUp(market.buy, warmUps);
  const rates: number[] = [];
  for (const count of callers) rates.push(await rate(raw, 'tasks', count, market.buy));
  const { firstMs, settleMs } = await latencies(market, raw);
  let ordered = 0;
  const order = async () => {
    ordered += 1;
    const body = JSON.stringify({ input: { text: `order ${ordered}` } });
    const answer = await fetch(market.tasksUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const said = await answer.text();
    if (answer.status !== 402) throw new Error(`expected a 402, got ${answer.status}: ${said}`);
  };
  const addedPerSecond = await rate(raw, '402s', addingAtOnce, order);
  await cancelPending(raw);
  return { perSecond: rates, firstMs, settleMs, addedPerSecond };
}

async function latencies(market: Market, raw: RawHolds): Promise<Pick<Round, 'firstMs' | 'settleMs'>> {
  const accepted = new Map<string, Promise<number>>();
  const wallet: Wallet = {
    balanceMsat: () => raw.wallet.balanceMsat(),
    async pay(invoice, limits) {
      const { paymentHash } = readInvoice(invoice);
      const { acceptedMs } = await follow(raw, Buffer.from(paymentHash, 'hex'));
      accepted.set(paymentHash, acceptedMs);
      return await raw.wallet.pay(invoice, limits);
    },
  };
  await market.works();
  const purchases = await openLoop(perSecond, latencyMs, buyer(market.tasksUrl, wallet));
  const works = await market.works();
  const asked = market.instance.message(has<{ settlements: Settlement[] }>('settlements'));
  market.instance.child.send({ settlements: true });
  const mine = new Set(purchases.map(({ paymentHash }) => paymentHash));
  const settlements = (await asked).settlements.filter(({ paymentHash }) => mine.has(paymentHash));
  const first = await Promise.all(
    purchases.map(async ({ taskId, paymentHash }) => {
      return (works.get(taskId)?.calledMs ?? Number.NaN) - ((await accepted.get(paymentHash)) ?? Number.NaN);
    }),
  );
  const settle = settlements.map(({ calledMs, postedMs }) => postedMs - calledMs);
  return { firstMs: p50('ACCEPTED → seller called', first), settleMs: p50('SettleInvoice → posted', settle) };
}

/** Once the stream of the invoice stands: when it will tell of ACCEPTED. */
async function follow({ watch }: RawHolds, paymentHash: Buffer): Promise<{ readonly acceptedMs: Promise<number> }> {
  const stream = watch.changes(paymentHash, new AbortController().signal)[Symbol.asyncIterator]();
  await stream.next();
  const read = async () => {
    let acceptedMs = Number.NaN;
    for (let next = await stream.next(); !next.done; next = await stream.next()) {
      if (next.value.state === 'ACCEPTED') acceptedMs = wallMs();
    }
    return acceptedMs;
  };
  return { acceptedMs: read() };
}

async function paid(raw: RawHolds): Promise<Round> {
  const rates: number[] = [];
  for (const count of callers) rates.push(await rate(raw, 'payments', count, raw.pay));
  const holds = await openLoop(perSecond, latencyMs, raw.pay);
  const firstMs = p50(
    'pay → ACCEPTED',
    holds.map(({ payMs, settleMs }) => settleMs - payMs),
  );
  const settleMs = p50(
    'SettleInvoice → SETTLED',
    holds.map(({ settleMs, settledMs }) => settledMs - settleMs),
  );
  const addedPerSecond = await rate(raw, 'AddHoldInvoice', addingAtOnce, raw.add);
  await cancelPending(raw);
  // What a marketplace that costs nothing would be left with, as it must follow what it sells.
  await rate(raw, 'AddHoldInvoice with a stream', addingAtOnce, raw.addFollowed);
  await cancelPending(raw);
  return { perSecond: rates, firstMs, settleMs, addedPerSecond };
}

/** So many at once, per second; says as well what each of them cost this process, its children and the nodes. */
async function rate({ nodes }: RawHolds, what: string, count: number, work: () => Promise<unknown>): Promise<number> {
  const used = () => {
    const ofNode = (pid: number) => processorMs(pid).get('process') ?? 0;
    return new Map([
      ...processorMs(process.pid),
      ["market's lnd", ofNode(nodes.marketPid)],
      ["buyer's lnd", ofNode(nodes.buyerPid)],
    ]);
  };
  const before = used();
  const { perSecond, results } = await closedLoop(count, roundMs, work);
  const each = usedBetween(before, used()).map(({ name, ms }) => ({ name, ms: ms / results.length }));
  const costs = each.filter(({ ms }) => ms >= 0.05).map(({ name, ms }) => `${name} ${ms.toFixed(1)}`);
  const all = each.reduce((sum, { ms }) => sum + ms, 0).toFixed(1);
  note(`${count} at a time: ${perSecond.toFixed(1)} ${what}/s; ${all} ms of processor time each: ${costs.join(', ')}`);
  return perSecond;
}

function p50(what: string, times: readonly number[]): number {
  const at = (percent: number) => percentile(times, percent).toFixed(1);
  note(`${times.length} × ${what}: p50 ${at(50)} ms, p90 ${at(90)} ms, worst ${at(100)} ms`);
  return median(times);
}

/** Whoever comes next would have to follow them. */
async function cancelPending({ watch, desk }: RawHolds): Promise<void> {
  const hashes: Buffer[] = [];
  for await (const { paymentHash } of watch.pending()) hashes.push(paymentHash);
  const left = hashes.values();
  const canceler = async () => {
    for (const hash of left) await desk.cancel(hash);
  };
  await Promise.all(Array.from({ length: addingAtOnce }, canceler));
}

function rows(results: { readonly ours: Round[]; readonly yardstick: Round[] }): BenchRow[] {
  const figures = (of: (round: Round) => number) => {
    const [ours, yardstick] = [median(results.ours.map(of)), median(results.yardstick.map(of))];
    return { ours, yardstick, ratio: ours / yardstick };
  };
  const share = (name: string, least: number, of: (round: Round) => number) => {
    const both = figures(of);
    return { name, ...both, bar: `≥ ${least} × yardstick`, ok: both.ratio >= least };
  };
  const first = figures(({ firstMs }) => firstMs);
  const settle = figures(({ settleMs }) => settleMs);
  return [
    ...callers.map((count, at) =>
      share(
        `hold tasks per second on real lnd, ${count} at a time (yardstick: hold payments alone)`,
        bars.tasksShare,
        (round) => round.perSecond[at] ?? Number.NaN,
      ),
    ),
    {
      name: `ACCEPTED → seller called at ${perSecond}/s, p50 ms (yardstick: pay → ACCEPTED)`,
      ...{ ...first, bar: `≤ ${bars.calledMs} ms`, ok: first.ours <= bars.calledMs },
    },
    {
      name: `SettleInvoice → posted at ${perSecond}/s, p50 ms (yardstick: → SETTLED on the stream)`,
      ...{ ...settle, bar: `≤ ${bars.postedMs} ms more`, ok: settle.ours - settle.yardstick <= bars.postedMs },
    },
    share(
      `402s per second, ${addingAtOnce} at a time (yardstick: AddHoldInvoice)`,
      bars.challengesShare,
      ({ addedPerSecond }) => addedPerSecond,
    ),
  ];
}
