/**
 * The marketplace on real lnd nodes, each figure beside what a bare script gets out of the same nodes in the same run: paid tasks and
 * offers per second, how long an accepted HTLC takes to reach the seller, and a settlement to reach the ledger.
 *
 *     npm run lnd:up && BOTBAZAAR_LND_NETWORK=.botbazaar-lnd npm run bench real-lnd
 *
 * Everything shares one machine: both sides' lnds, the chain, Postgres, the marketplace and its buyers. The queue is the one on Postgres.
 */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { msat } from '#kernel/msat';
import { type InvoiceDesk, openInvoiceDesk } from '#lightning/invoice-desk';
import { type InvoiceWatch, openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { alternate, median, note, percentile, wallMs } from './harness.js';
import { closedLoop, openLoop } from './load.js';
import { type Market, withMarket } from './market-load.js';
import { type BenchNode, realNetwork, settingsFor, withNodes } from './nodes.js';
import { type RawHold, withRawHolds } from './raw-holds.js';
import type { BenchRow } from './row.js';
import { historyOf } from './spans.js';

const rounds = 3;
const roundMs = 10_000;
/** Lightning is what is slow, so more at a time only wait for it. */
const callers = 8;
const offersAtOnce = 16;
const perSecond = 10;
const warmUps = 200;
const bars = { tasks: 0.7, offers: 0.6, calledMs: 15, addedMs: 12 };
/** Nobody takes a payment of the bench back. */
const never = new AbortController().signal;
setMaxListeners(0, never);

export async function bench(): Promise<BenchRow[]> {
  if (realNetwork() === undefined)
    throw new Error('there is no network of real nodes: npm run lnd:up, and name its folder in BOTBAZAAR_LND_NETWORK');
  const folder = await mkdtemp(join(tmpdir(), 'botbazaar-bench-macaroons-'));
  try {
    return await withMarket({ env: settingsFor(folder) }, (market) =>
      withNodes(({ market: node }) => withRawHolds((pay) => onDesks(node, (desks) => measure(market, pay, desks)))),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Desks {
  readonly desk: InvoiceDesk;
  readonly watch: InvoiceWatch;
}

async function onDesks<T>({ address, tlsCertFile, macaroonFile }: BenchNode, use: (desks: Desks) => Promise<T>) {
  const macaroon = readFileSync(macaroonFile).toString('hex');
  const connect = () => connectLnd({ address, tlsCertFile, macaroon: () => macaroon });
  const [desk, watch] = [openInvoiceDesk(connect()), openInvoiceWatch(connect())];
  try {
    return await use({ desk, watch });
  } finally {
    desk.close();
    watch.close();
  }
}

async function measure(market: Market, pay: () => Promise<RawHold>, desks: Desks): Promise<BenchRow[]> {
  for (const work of [market.buy, pay]) await warm(work);
  const rate = (what: string, atOnce: number, work: () => Promise<unknown>) => async () => {
    const { perSecond: reached } = await closedLoop(atOnce, roundMs, work);
    note(`${atOnce} at a time: ${reached.toFixed(1)} ${what}/s`);
    return reached;
  };
  const sold = await alternate(rounds, rate('tasks', callers, market.buy), rate('hold payments', callers, pay));
  const offered = await alternate(
    rounds,
    rate('offers', offersAtOnce, () => offer(market)),
    rate('hold invoices', offersAtOnce, () => addHold(desks.desk)),
  );
  return [
    share(`hold tasks per second, ${callers} at a time (yardstick: hold payments alone)`, sold, bars.tasks),
    share(`offers (402) per second, ${offersAtOnce} at a time (yardstick: AddHoldInvoice)`, offered, bars.offers),
    ...(await latencies(market, pay, desks.watch)),
  ];
}

async function warm(work: () => Promise<unknown>): Promise<void> {
  let left = warmUps;
  const caller = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

function share(name: string, of: { readonly ours: number[]; readonly yardstick: number[] }, bar: number): BenchRow {
  const [ours, yardstick] = [median(of.ours), median(of.yardstick)];
  const ratio = ours / yardstick;
  return { name, ours, yardstick, ratio, bar: `≥ ${bar} times`, ok: ratio >= bar };
}

let offers = 0;
/** An order that nobody pays. */
async function offer({ tasksUrl }: Market): Promise<void> {
  offers += 1;
  const body = JSON.stringify({ input: { text: `offer ${offers}` } });
  const answer = await fetch(tasksUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (answer.status !== 402) throw new Error(`expected a 402, got ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function addHold(desk: InvoiceDesk): Promise<void> {
  const order = { paymentHash: randomBytes(32), amountMsat: msat(2_000n), memo: 'bench' };
  await desk.addHoldInvoice({ ...order, expirySeconds: 600, cltvExpiryBlocks: 80 });
}

/** At a rate that leaves everybody time, so that what is measured is the way and not the waiting. */
async function latencies(market: Market, pay: () => Promise<RawHold>, watch: InvoiceWatch): Promise<BenchRow[]> {
  const holds = await openLoop(perSecond, roundMs, pay);
  const lndMs = percentile(
    holds.map(({ settleMs, settledMs }) => settledMs - settleMs),
    50,
  );
  await market.works();
  const accepted = new Map<string, number>();
  const watching: Promise<void>[] = [];
  const purchases = await openLoop(perSecond, roundMs, () =>
    market.buy((taskId, paymentHash) => {
      watching.push(
        whenAccepted(watch, paymentHash).then((atMs) => {
          accepted.set(taskId, atMs);
        }),
      );
    }),
  );
  await Promise.all(watching);
  const works = await market.works();
  const called = purchases.map(
    ({ taskId }) => (works.get(taskId)?.calledMs ?? Number.NaN) - (accepted.get(taskId) ?? 0),
  );
  const booked: number[] = [];
  for (const { taskId } of purchases) {
    const life = await historyOf(market, taskId);
    booked.push((life.get('SETTLED') ?? Number.NaN) - (life.get('SETTLING') ?? Number.NaN));
  }
  const [calledMs, bookedMs] = [percentile(called, 50), percentile(booked, 50)];
  return [
    {
      name: `HTLC accepted → seller called at ${perSecond}/s, p50 ms (yardstick: a bare stream hears of it)`,
      ...{ ours: calledMs, yardstick: Number.NaN, ratio: Number.NaN },
      ...{ bar: `≤ ${bars.calledMs} ms`, ok: calledMs <= bars.calledMs },
    },
    {
      name: `SETTLING → SETTLED in the ledger at ${perSecond}/s, p50 ms (yardstick: SettleInvoice → SETTLED at lnd)`,
      ...{ ours: bookedMs, yardstick: lndMs, ratio: bookedMs / lndMs },
      ...{ bar: `≤ ${bars.addedMs} ms more`, ok: bookedMs - lndMs <= bars.addedMs },
    },
  ];
}

async function whenAccepted(watch: InvoiceWatch, paymentHash: string): Promise<number> {
  for await (const { state } of watch.changes(Buffer.from(paymentHash, 'hex'), never)) {
    if (state === 'ACCEPTED') return wallMs();
  }
  throw new Error(`the node said nothing more of ${paymentHash}`);
}
