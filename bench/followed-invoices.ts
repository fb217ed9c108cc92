/**
 * What open hold invoices cost that are each followed by a stream of their own: memory at us and at the node, and how much later
 * a payment is seen. The yardstick is the same node before the streams are opened and after they are closed. On the simulator, or on the network of real nodes
 * whose folder BOTBAZAAR_LND_NETWORK names.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type InvoiceDesk, openInvoiceDesk } from '#lightning/invoice-desk';
import { type InvoiceWatch, openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { LndWallet } from '#sdk/lnd-wallet';
import { median, note, percentile, residentMb, wallMs } from './harness.js';
import { type BenchNodes, withNodes } from './nodes.js';
import { addInvoice } from './raw-holds.js';
import type { BenchRow } from './row.js';

/** The last is as many as settlement follows at most. */
const steps = [0, 2_000, 6_000];
const payments = 30;
const atOnce = 16;
const barMs = 30;
const barMb = 200;

interface Step {
  readonly followed: number;
  readonly ourMb: number;
  readonly nodeMb: number;
  readonly seenMs: number;
}

export async function bench(): Promise<BenchRow[]> {
  const measured = await withNodes(measure);
  const [first, last, after] = [measured[0], measured.at(-2), measured.at(-1)];
  if (!first || !last || !after) throw new Error('nothing was measured');
  // Others work on the machine, more at one time than at another.
  const aloneMs = (first.seenMs + after.seenMs) / 2;
  const grown = last.ourMb - first.ourMb;
  const grownAtNode = last.nodeMb - first.nodeMb;
  return [
    {
      name: `a payment seen by its stream with ${last.followed} followed, p50 ms (yardstick: none)`,
      ...{ ours: last.seenMs, yardstick: aloneMs, ratio: last.seenMs / aloneMs },
      ...{ bar: `≤ ${barMs} ms later`, ok: last.seenMs - aloneMs <= barMs },
    },
    {
      name: `memory of ${last.followed} followed invoices at us, MB (yardstick: at the node)`,
      ...{ ours: grown, yardstick: grownAtNode, ratio: grown / grownAtNode },
      ...{ bar: `≤ ${barMb} MB`, ok: grown <= barMb },
    },
  ];
}

async function measure({ market, marketPid, buyer }: BenchNodes): Promise<Step[]> {
  const macaroon = readFileSync(market.macaroonFile).toString('hex');
  const connect = () => connectLnd({ ...market, macaroon: () => macaroon });
  const [desk, watch] = [openInvoiceDesk(connect()), openInvoiceWatch(connect())];
  const wallet = new LndWallet(buyer);
  const ended = new AbortController();
  try {
    const look = async (followed: number) => {
      // What the streams are made of is there, or gone, when nothing more moves.
      await pause(2_000);
      globalThis.gc?.();
      const seen: number[] = [];
      for (let n = 0; n < payments; n += 1) seen.push(await payAndSee(desk, watch, wallet));
      const step = {
        followed,
        ourMb: residentMb(process.pid),
        nodeMb: residentMb(marketPid),
        seenMs: median(seen),
      };
      const memory = `we ${step.ourMb.toFixed(0)} MB, node ${step.nodeMb.toFixed(0)} MB`;
      note(
        `${followed} followed: seen after ${step.seenMs.toFixed(1)} ms, p95 ${percentile(seen, 95).toFixed(1)}; ${memory}`,
      );
      return step;
    };
    const measured: Step[] = [];
    let followed = 0;
    for (const wanted of steps) {
      await inParallel(wanted - followed, async () =>
        listen(watch, (await addInvoice(desk)).paymentHash, ended.signal),
      );
      followed = wanted;
      measured.push(await look(followed));
    }
    ended.abort();
    measured.push(await look(0));
    return measured;
  } finally {
    ended.abort();
    wallet.close();
    watch.close();
    desk.close();
  }
}

/** Returns when the stream has told the first state. */
async function listen(watch: InvoiceWatch, paymentHash: Buffer, signal: AbortSignal): Promise<void> {
  const stream = watch.changes(paymentHash, signal)[Symbol.asyncIterator]();
  await stream.next();
  // Nobody pays it: the next message comes when the bench ends.
  stream.next().catch(() => undefined);
}

/** From the wallet's call to the message that says ACCEPTED. */
async function payAndSee(desk: InvoiceDesk, watch: InvoiceWatch, wallet: LndWallet): Promise<number> {
  const { paymentHash, preimage, request } = await addInvoice(desk);
  const ended = new AbortController();
  const stream = watch.changes(paymentHash, ended.signal)[Symbol.asyncIterator]();
  await stream.next();
  const began = wallMs();
  const paying = wallet.pay(request, { maxFeeMsat: 5_000n, timeoutSeconds: 60 });
  // LND may tell the first state twice.
  let { value } = await stream.next();
  while (value?.state === 'OPEN') ({ value } = await stream.next());
  const seenMs = wallMs() - began;
  if (value?.state !== 'ACCEPTED') throw new Error(`the invoice became ${value?.state}`);
  await desk.settle(preimage);
  await paying;
  ended.abort();
  return seenMs;
}

async function inParallel(count: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}
