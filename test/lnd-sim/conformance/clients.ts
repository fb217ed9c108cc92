import type { Invoice__Output as Invoice } from '#lightning/generated/lnrpc/Invoice';
import { type Followed, type HoldInvoice, Lnd, sleep } from '../harness/lnd.js';
import type { Target } from '../harness/target.js';

/** One client per node of the target that is running now. */
export interface Clients {
  readonly market: Lnd;
  readonly buyer: Lnd;
  readonly seller: Lnd;
  close(): void;
}

export function connect({ nodes }: Target): Clients {
  const [market, buyer, seller] = [new Lnd(nodes.market), new Lnd(nodes.buyer), new Lnd(nodes.seller)];
  return {
    market,
    buyer,
    seller,
    close() {
      for (const client of [market, buyer, seller]) client.close();
    },
  };
}

/** A hold invoice of `payee` that `payer` has paid and `payee` has accepted. */
export async function held(
  payee: Lnd,
  payer: Lnd,
  fields: object = {},
): Promise<HoldInvoice & { payment: Followed<PaymentOutput> }> {
  const invoice = await payee.addHold(fields);
  const following = payee.followInvoice(invoice.hash);
  const payment = payer.pay(invoice.request, { max_parts: 16 });
  await following.until(({ state }) => state === 'ACCEPTED');
  following.cancel();
  return { ...invoice, payment };
}

type PaymentOutput = Followed<Awaited<ReturnType<Lnd['paid']>>>['messages'][number];

/** An ordinary invoice of `payee` that `payer` has paid. */
export async function settled(payee: Lnd, payer: Lnd, value = 1000): Promise<Invoice> {
  const { payment_request, r_hash } = await payee.call('lnrpc.Lightning/AddInvoice', { value });
  await payer.paid(payment_request);
  return payee.lookUp(r_hash);
}

export function subscribe(lnd: Lnd, indexes: { add_index?: number; settle_index?: number }): Followed<Invoice> {
  return lnd.follow<Invoice>('lnrpc.Lightning/SubscribeInvoices', indexes);
}

const probe = 'is the stream up to date?';

/** `a5` for an invoice told as added, `a5/s2` for one told as settled; the probes of `caughtUp` are left out. */
export function told({ messages }: Followed<Invoice>): string[] {
  return messages
    .filter(({ memo }) => memo !== probe)
    .map(({ state, add_index, settle_index }) =>
      state === 'SETTLED' ? `a${add_index}/s${settle_index}` : `a${add_index}`,
    );
}

/** Waits until each stream shows an invoice that was made just now, so that everything before it has been shown too. */
export async function caughtUp(lnd: Lnd, ...streams: Followed<Invoice>[]): Promise<void> {
  for (const stream of streams) {
    const seen = new Set<string>();
    for (let isShown = false; !isShown; ) {
      // A stream that was only just asked for may have missed the one before.
      const { hash } = await lnd.addHold({ memo: probe });
      seen.add(hash.toString('hex'));
      const shown = stream.until(({ r_hash }) => seen.has(r_hash.toString('hex'))).then(() => true);
      isShown = await Promise.race([shown, sleep(300).then(() => false)]);
    }
  }
}

/**
 * What a new subscription with those indexes tells. For one after another: on native SQL a node that reads two backlogs at
 * once answers nothing until their clients leave.
 */
export async function toldFrom(lnd: Lnd, indexes: { add_index?: number; settle_index?: number }): Promise<string[]> {
  const stream = subscribe(lnd, indexes);
  await caughtUp(lnd, stream);
  stream.cancel();
  return told(stream);
}
