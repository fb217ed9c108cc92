/**
 * The yardstick of paid tasks: a hold payment and nothing else, at a simulator in a process of its own or at
 * the real nodes that BOTBAZAAR_LND_NETWORK names, by the same client
 * code: billing's desk makes and settles the invoice, settlement's watch sees it accepted, the SDK's wallet pays.
 */
import { createHash, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { msat } from '#kernel/msat';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { LndWallet } from '#sdk/lnd-wallet';
import { wallMs } from './harness.js';
import { withNodes } from './nodes.js';

export interface RawHold {
  /** When the payee decided to settle, and when the payer had the preimage. */
  readonly settleMs: number;
  readonly paidMs: number;
  /** When the node said that it is settled. */
  readonly settledMs: number;
}

const priceMsat = msat(2_000n);
/** Nobody takes a payment of the bench back. */
const never = new AbortController().signal;
setMaxListeners(0, never);

export async function withRawHolds<T>(use: (pay: () => Promise<RawHold>) => Promise<T>): Promise<T> {
  return await withNodes(async ({ market, buyer }) => {
    const macaroon = (await readFile(market.macaroonFile)).toString('hex');
    const { address, tlsCertFile } = market;
    const connect = () => connectLnd({ address, tlsCertFile, macaroon: () => macaroon });
    const [desk, watch] = [openInvoiceDesk(connect()), openInvoiceWatch(connect())];
    const wallet = new LndWallet(buyer);
    try {
      return await use(() => hold(desk, watch, wallet));
    } finally {
      wallet.close();
      watch.close();
      desk.close();
    }
  });
}

async function hold(
  desk: ReturnType<typeof openInvoiceDesk>,
  watch: ReturnType<typeof openInvoiceWatch>,
  wallet: LndWallet,
): Promise<RawHold> {
  const preimage = randomBytes(32);
  const paymentHash = createHash('sha256').update(preimage).digest();
  const order = { paymentHash, amountMsat: priceMsat, memo: 'bench', expirySeconds: 600, cltvExpiryBlocks: 80 };
  const added = await desk.addHoldInvoice(order);
  if (added === 'exists') throw new Error('a random hash was taken');
  const paying = wallet.pay(added.paymentRequest, { maxFeeMsat: 5_000n, timeoutSeconds: 60 }).then(() => wallMs());
  // Should the stream fail first, the payment's own failure is not lost: it is awaited below.
  paying.catch(() => undefined);
  let [settleMs, settledMs] = [0, 0];
  // As settlement does: the stream is read to its end, which comes with SETTLED.
  for await (const { state } of watch.changes(paymentHash, never)) {
    if (state === 'SETTLED') settledMs = wallMs();
    if (state !== 'ACCEPTED') continue;
    settleMs = wallMs();
    const answer = await desk.settle(preimage);
    if (answer !== 'settled') throw new Error(`the simulator answered ${answer} to a settle call`);
  }
  return { settleMs, settledMs, paidMs: await paying };
}
