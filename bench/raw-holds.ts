/**
 * The yardstick of paid tasks: a hold payment and nothing else, by the same client code: billing's desk makes and settles the
 * invoice, settlement's watch sees it accepted and settled, the SDK's wallet pays.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { msat } from '#kernel/msat';
import { type InvoiceDesk, openInvoiceDesk } from '#lightning/invoice-desk';
import { type InvoiceWatch, openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { LndWallet } from '#sdk/lnd-wallet';
import { wallMs } from './harness.js';
import type { BenchNodes } from './nodes.js';

/** When things happened, in milliseconds since 1970. */
export interface RawHold {
  /** The payer's call. */
  readonly payMs: number;
  /** The stream of the invoice told of ACCEPTED, and the payee decided to settle. */
  readonly settleMs: number;
  /** The stream told of SETTLED. */
  readonly settledMs: number;
  /** The payer had the preimage. */
  readonly paidMs: number;
}

export interface RawHolds {
  readonly nodes: BenchNodes;
  readonly desk: InvoiceDesk;
  readonly watch: InvoiceWatch;
  readonly wallet: LndWallet;
  pay(): Promise<RawHold>;
  /** A hold invoice that nobody pays. */
  add(): Promise<void>;
  /** The same, with a stream that tells what becomes of it: open when this resolves, and until the invoice is final. */
  addFollowed(): Promise<void>;
}

const priceMsat = msat(2_000n);
/** Nobody takes a payment of the bench back. */
const never = new AbortController().signal;

export async function withRawHolds<T>(nodes: BenchNodes, use: (raw: RawHolds) => Promise<T>): Promise<T> {
  const { market, buyer } = nodes;
  const macaroon = readFileSync(market.macaroonFile).toString('hex');
  const connect = () => connectLnd({ ...market, macaroon: () => macaroon });
  const [desk, watch] = [openInvoiceDesk(connect()), openInvoiceWatch(connect())];
  const wallet = new LndWallet(buyer);
  try {
    return await use({
      ...{ nodes, desk, watch, wallet },
      pay: () => hold(desk, watch, wallet),
      async add() {
        await addInvoice(desk);
      },
      async addFollowed() {
        const { paymentHash } = await addInvoice(desk);
        const { done } = await watch.changes(paymentHash, never)[Symbol.asyncIterator]().next();
        if (done) throw new Error('the stream of an open invoice ended before it told anything');
      },
    });
  } finally {
    wallet.close();
    watch.close();
    desk.close();
  }
}

export async function addInvoice(desk: InvoiceDesk) {
  const preimage = randomBytes(32);
  const paymentHash = createHash('sha256').update(preimage).digest();
  const order = { paymentHash, amountMsat: priceMsat, memo: 'bench', expirySeconds: 600, cltvExpiryBlocks: 80 };
  const added = await desk.addHoldInvoice(order);
  if (added === 'exists') throw new Error('a random hash was taken');
  return { preimage, paymentHash, request: added.paymentRequest };
}

async function hold(desk: InvoiceDesk, watch: InvoiceWatch, wallet: LndWallet): Promise<RawHold> {
  const { preimage, paymentHash, request } = await addInvoice(desk);
  const payMs = wallMs();
  const paying = wallet.pay(request, { maxFeeMsat: 5_000n, timeoutSeconds: 60 }).then(() => wallMs());
  // Should the stream fail first, the payment's own failure is not lost: it is awaited below.
  paying.catch(() => undefined);
  let [settleMs, settledMs] = [0, 0];
  let settling: ReturnType<InvoiceDesk['settle']> | undefined;
  // As settlement does: the stream is read to its end, which comes with SETTLED.
  for await (const { state } of watch.changes(paymentHash, never)) {
    if (state === 'SETTLED') settledMs = wallMs();
    if (state !== 'ACCEPTED') continue;
    settleMs = wallMs();
    settling = desk.settle(preimage);
    // As above.
    settling.catch(() => undefined);
  }
  const answer = await settling;
  if (answer !== 'settled') throw new Error(`the node answered ${answer} to a settle call`);
  return { payMs, settleMs, settledMs, paidMs: await paying };
}
