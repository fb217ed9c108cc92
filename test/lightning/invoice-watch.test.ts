import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { msat } from '#kernel/msat';
import { invoiceFromLnd, type NodeInvoice } from '#lightning/invoice';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { until } from '#test/harness/until';
import { failure, suiteLightning } from './lightning-kit.js';

const lightning = suiteLightning();

/** A stream as it comes: what it said, and how it ended. */
function listen(stream: AsyncIterable<NodeInvoice>) {
  const heard: NodeInvoice[] = [];
  const ended = (async () => {
    for await (const invoice of stream) heard.push(invoice);
    return 'ended';
  })().catch((error: { code?: number }) => `broke with ${error.code}`);
  const states = () => heard.map(({ state }) => state).join();
  return { heard, ended, states };
}

async function added() {
  const preimage = randomBytes(32);
  const paymentHash = createHash('sha256').update(preimage).digest();
  const order = { paymentHash, amountMsat: msat(1_000n), memo: '', expirySeconds: 600, cltvExpiryBlocks: 80 };
  const made = await lightning().desk.addHoldInvoice(order);
  if (made === 'exists') throw new Error('a random hash was taken');
  return { preimage, paymentHash, paymentRequest: made.paymentRequest };
}

/** Listens to all invoices, and is really heard by the node when it returns. */
async function listenToAll(signal: AbortSignal) {
  const all = listen(lightning().watch.added(signal));
  await until(
    async () => {
      await added();
      return all.heard.length;
    },
    (length) => length > 0,
  );
  return all;
}

describe('the stream of all invoices', () => {
  it('tells of OPEN and SETTLED, and of nothing between them', async () => {
    const { desk, buyer, market } = lightning();
    const stop = new AbortController();
    const all = await listenToAll(stop.signal);
    const { paymentHash, paymentRequest, preimage } = await added();
    const about = () =>
      all.heard.filter((invoice) => invoice.paymentHash.equals(paymentHash)).map(({ state }) => state);
    await until(about, (states) => states.join() === 'OPEN');
    const accepted = market.followInvoice(paymentHash).until(({ state }) => state === 'ACCEPTED');
    buyer.pay(paymentRequest);
    await accepted;
    await desk.settle(preimage);
    await until(about, (states) => states.join() === 'OPEN,SETTLED');
    stop.abort();
    expect(await all.ended).toBe('ended');
  });

  it.each([
    ['end', 'ended'],
    ['kill', 'broke with 14'],
  ])('ends as the node ends it: %s', async (how, outcome) => {
    const stop = new AbortController();
    const all = await listenToAll(stop.signal);
    await lightning().target.control('POST', '/nodes/market/streams', { how, method: 'SubscribeInvoices' });
    expect(await all.ended).toBe(outcome);
  });

  it('ends without a failure when its reader has enough or gives it up, before it began too', async () => {
    const stop = new AbortController();
    const all = await listenToAll(stop.signal);
    stop.abort();
    expect(await all.ended).toBe('ended');
    expect(await listen(lightning().watch.added(stop.signal)).ended).toBe('ended');
    const other = new AbortController();
    const first = (async () => {
      for await (const invoice of lightning().watch.added(other.signal)) return invoice.state;
      return 'none';
    })();
    await until(
      async () => {
        await added();
        return await Promise.race([first, Promise.resolve(undefined)]);
      },
      (state) => state === 'OPEN',
    );
  });
});

describe('the stream of one invoice', () => {
  it('tells its state, then every change, and ends after the last', async () => {
    const { desk, watch, buyer } = lightning();
    const { paymentHash, paymentRequest, preimage } = await added();
    const one = listen(watch.changes(paymentHash, new AbortController().signal));
    await until(one.states, (states) => states === 'OPEN');
    buyer.pay(paymentRequest);
    await until(one.states, (states) => states === 'OPEN,ACCEPTED');
    expect(one.heard[1]?.htlcExpiryHeight).toBeGreaterThan(0);
    await desk.settle(preimage);
    expect(await one.ended).toBe('ended');
    expect(one.states()).toBe('OPEN,ACCEPTED,SETTLED');
  });

  it('tells of a cancellation', async () => {
    const { desk, watch } = lightning();
    const { paymentHash } = await added();
    const one = listen(watch.changes(paymentHash, new AbortController().signal));
    await until(one.states, (states) => states === 'OPEN');
    await desk.cancel(paymentHash);
    expect(await one.ended).toBe('ended');
    expect(one.states()).toBe('OPEN,CANCELED');
  });

  it('is silent for a hash that the node does not have, until it is given up', async () => {
    const stop = new AbortController();
    const one = listen(lightning().watch.changes(randomBytes(32), stop.signal));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(one.heard).toEqual([]);
    stop.abort();
    expect(await one.ended).toBe('ended');
  });
});

describe('what is pending', () => {
  it('comes whole, in as many pages as it takes, without what is over', async () => {
    const { desk, watch } = lightning();
    const mine = await Promise.all(Array.from({ length: 520 }, added));
    const [over] = mine;
    if (!over) throw new Error('no invoice was made');
    await desk.cancel(over.paymentHash);
    const found = new Set<string>();
    for await (const { paymentHash, state } of watch.pending()) {
      expect(['OPEN', 'ACCEPTED']).toContain(state);
      expect(found.has(paymentHash.toString('hex'))).toBe(false);
      found.add(paymentHash.toString('hex'));
    }
    const missing = mine.filter(({ paymentHash }) => !found.has(paymentHash.toString('hex')));
    expect(missing).toEqual([over]);
  });
});

describe('a node that goes away', () => {
  it.each(['term', 'kill'] as const)(
    'fails calls at once, ends the streams, and is found again: %s',
    async (how) => {
      const { target, watch, desk } = lightning();
      const all = await listenToAll(new AbortController().signal);
      await target.control('POST', '/nodes/market/stop', { how });
      expect(await all.ended).toBe(how === 'term' ? 'ended' : 'broke with 14');
      const began = performance.now();
      expect(await failure(watch.ready())).toBe('lightning_unavailable');
      expect(await failure(desk.lookup(randomBytes(32)))).toBe('lightning_unavailable');
      expect(performance.now() - began).toBeLessThan(5_000);
      await target.control('POST', '/nodes/market/start');
      await until(
        async () => await failure(watch.ready()),
        (outcome) => outcome === 'nothing failed',
      );
      await until(
        async () => await failure(desk.identity()),
        (outcome) => outcome === 'nothing failed',
      );
      const again = await listenToAll(new AbortController().signal);
      await target.control('POST', '/nodes/market/streams', { how: 'end' });
      await again.ended;
    },
    30_000,
  );

  it('ends the streams of a watch that is closed', async () => {
    const { connect, watchMacaroon } = lightning();
    const watch = openInvoiceWatch(connect(watchMacaroon));
    await watch.ready();
    const all = listen(watch.added(new AbortController().signal));
    await until(
      async () => {
        await added();
        return all.heard.length;
      },
      (length) => length > 0,
    );
    watch.close();
    expect(await all.ended).toBe('broke with 1');
  });
});

describe("LND's message of an invoice", () => {
  const htlc = { chan_id: '659706977779712', amt_msat: '750' };
  const message = {
    ...{ r_hash: Buffer.alloc(32, 1), state: 'ACCEPTED', value_msat: '1000', amt_paid_msat: '1500', memo: 'm' },
    ...{
      payment_request: 'lnbcrt1',
      cltv_expiry: '80',
      add_index: '7',
      settle_index: '0',
      creation_date: '1700000000',
      expiry: '600',
    },
    htlcs: [
      { ...htlc, htlc_index: '1', state: 'CANCELED', expiry_height: 10, accept_time: '1' },
      { ...htlc, htlc_index: '2', state: 'ACCEPTED', expiry_height: 530, accept_time: '1700000001' },
      { ...htlc, htlc_index: '3', state: 'ACCEPTED', expiry_height: 529, accept_time: '1700000003' },
    ],
  } as unknown as Parameters<typeof invoiceFromLnd>[0];

  it('says how long before its end the last of its HTLCs came and when the first of them ends, canceled ones apart', () => {
    expect(invoiceFromLnd(message)).toMatchObject({
      ...{ htlcExpiryHeight: 529, leftAtAcceptMs: 597_000, addIndex: 7n, settleIndex: 0n },
      amountPaidMsat: 1_500n,
      htlcs: ['2', '3'].map((htlcIndex) => ({ channelId: htlc.chan_id, htlcIndex, amountMsat: 750n })),
    });
  });

  it.each([
    ['a short hash', { r_hash: Buffer.alloc(31) }],
    ['a state of tomorrow', { state: 'PARTIALLY_SETTLED' }],
  ])('with %s is refused', (_, change) => {
    expect(() => invoiceFromLnd({ ...message, ...change } as typeof message)).toThrow(/lightning_unavailable/);
  });
});
