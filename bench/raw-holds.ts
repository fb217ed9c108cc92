/**
 * The yardstick of paid tasks: a hold payment and nothing else, at a simulator in a process of its own, by the same client
 * code: billing's desk makes and settles the invoice, settlement's watch sees it accepted, the SDK's wallet pays.
 */
import { createHash, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { msat } from '#kernel/msat';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { LndWallet } from '#sdk/lnd-wallet';
import { says, startProgram, wallMs, withDataDirectory } from './harness.js';

export interface RawHold {
  /** When the payee decided to settle, and when the payer had the preimage. */
  readonly settleMs: number;
  readonly paidMs: number;
}

interface SimNode {
  readonly name?: string;
  readonly grpcAddress: string;
  readonly tlsCertFile: string;
  readonly adminMacaroonFile: string;
}

const priceMsat = msat(2_000n);
const startWithinMs = 30_000;
/** Nobody takes a payment of the bench back. */
const never = new AbortController().signal;
setMaxListeners(0, never);

export async function withRawHolds<T>(use: (pay: () => Promise<RawHold>) => Promise<T>): Promise<T> {
  return withDataDirectory(async (directory) => {
    const sim = startProgram({ script: 'apps/lnd-sim/main.js', args: [join(directory, 'nodes')] });
    try {
      await says(sim, /"controlUrl".*\n/, startWithinMs);
      const nodes = sim
        .said()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as SimNode);
      const [market, buyer] = ['market', 'buyer'].map((name) => nodes.find((node) => node.name === name));
      if (!market || !buyer) throw new Error(`the simulator said ${sim.said()}`);
      const macaroon = (await readFile(market.adminMacaroonFile)).toString('hex');
      const connect = () =>
        connectLnd({ address: market.grpcAddress, tlsCertFile: market.tlsCertFile, macaroon: () => macaroon });
      const [desk, watch] = [openInvoiceDesk(connect()), openInvoiceWatch(connect())];
      const { grpcAddress: address, tlsCertFile, adminMacaroonFile: macaroonFile } = buyer;
      const wallet = new LndWallet({ address, tlsCertFile, macaroonFile });
      try {
        return await use(() => hold(desk, watch, wallet));
      } finally {
        wallet.close();
        watch.close();
        desk.close();
      }
    } finally {
      await sim.stop();
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
  let settleMs = 0;
  // As settlement does: the stream is read to its end, which comes with SETTLED.
  for await (const { state } of watch.changes(paymentHash, never)) {
    if (state !== 'ACCEPTED') continue;
    settleMs = wallMs();
    const answer = await desk.settle(preimage);
    if (answer !== 'settled') throw new Error(`the simulator answered ${answer} to a settle call`);
  }
  return { settleMs, paidMs: await paying };
}
