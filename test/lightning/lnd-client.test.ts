import { createHash, randomBytes } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { msat } from '#kernel/msat';
import { openInvoiceDesk } from '#lightning/invoice-desk';
import { openInvoiceWatch } from '#lightning/invoice-watch';
import { connectLnd } from '#lightning/lnd-client';
import { invoiceDeskPermissions, invoiceWatchPermissions } from '#lightning/permissions';
import { TroubledWay } from '#test/harness/troubled-way';
import { until } from '#test/harness/until';
import { failure, suiteLightning } from './lightning-kit.js';

const lightning = suiteLightning();
const denied = { code: 2, details: 'permission denied' };

/** RPCs that nobody in the marketplace may call who does not pay out. */
const spending: readonly (readonly [string, object])[] = [
  ['routerrpc.Router/SendPaymentV2', { payment_request: 'lnbcrt1', timeout_seconds: 5 }],
  ['routerrpc.Router/TrackPaymentV2', { payment_hash: Buffer.alloc(32) }],
  ['lnrpc.Lightning/ListPayments', {}],
  ['lnrpc.Lightning/ChannelBalance', {}],
  ['lnrpc.Lightning/WalletBalance', {}],
  ['lnrpc.Lightning/BakeMacaroon', { permissions: [{ entity: 'offchain', action: 'write' }] }],
];

async function refusal(rpc: string, request: object, macaroon: string): Promise<object> {
  const { market } = lightning();
  const client = market.as(macaroon);
  try {
    if (rpc.endsWith('V2') && rpc.startsWith('routerrpc')) return await client.follow(rpc, request).ended;
    if (rpc.includes('Subscribe')) return await client.follow(rpc, request).ended;
    return await client.refused(rpc, request);
  } finally {
    client.close();
  }
}

describe("the desk's macaroon", () => {
  it('suffices for everything that the desk does', async () => {
    const { desk } = lightning();
    const preimage = randomBytes(32);
    const paymentHash = createHash('sha256').update(preimage).digest();
    const order = { paymentHash, amountMsat: msat(1_000n) };
    await desk.identity();
    await desk.addHoldInvoice({ ...order, memo: '', expirySeconds: 60, cltvExpiryBlocks: 80 });
    expect(await desk.lookup(paymentHash)).toMatchObject({ state: 'OPEN' });
    expect(await desk.settle(preimage)).toBe('open');
    expect(await desk.cancel(paymentHash)).toBe('canceled');
  });

  it('denies paying, reading the wallet, and looking at the invoices of others', async () => {
    const { deskMacaroon } = lightning();
    for (const [rpc, request] of [
      ...spending,
      ['lnrpc.Lightning/ListChannels', {}] as const,
      ['lnrpc.Lightning/ListInvoices', {}] as const,
      ['lnrpc.Lightning/SubscribeInvoices', {}] as const,
      ['invoicesrpc.Invoices/SubscribeSingleInvoice', { r_hash: Buffer.alloc(32) }] as const,
    ]) {
      expect([rpc, await refusal(rpc, request, deskMacaroon)]).toEqual([rpc, denied]);
    }
  });
});

describe("the watch's macaroon", () => {
  it('suffices for everything that the watch does', async () => {
    const { watch } = lightning();
    await watch.ready();
    expect(await watch.inboundMsat()).toBe(12_000_000_000n);
    await watch.lookup(randomBytes(32));
    for await (const invoice of watch.pending()) expect(invoice.paymentHash).toHaveLength(32);
    const stop = new AbortController();
    const streams = [watch.added(stop.signal), watch.changes(randomBytes(32), stop.signal)].map(async (stream) => {
      for await (const invoice of stream) expect(invoice.paymentHash).toHaveLength(32);
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop.abort();
    await Promise.all(streams);
  });

  it('denies making, settling and canceling invoices, and paying', async () => {
    const { watchMacaroon } = lightning();
    for (const [rpc, request] of [
      ...spending,
      ['lnrpc.Lightning/AddInvoice', { value: 1 }] as const,
      ['invoicesrpc.Invoices/AddHoldInvoice', { hash: randomBytes(32), value: 1 }] as const,
      ['invoicesrpc.Invoices/SettleInvoice', { preimage: randomBytes(32) }] as const,
      ['invoicesrpc.Invoices/CancelInvoice', { payment_hash: randomBytes(32) }] as const,
    ]) {
      expect([rpc, await refusal(rpc, request, watchMacaroon)]).toEqual([rpc, denied]);
    }
  });
});

describe('a macaroon', () => {
  it('names only RPCs, so that nothing new is allowed by a new version of LND', () => {
    for (const permission of [...invoiceDeskPermissions, ...invoiceWatchPermissions]) {
      expect(permission).toMatch(/^uri:\/(lnrpc|invoicesrpc|routerrpc)\.[A-Za-z]+\/[A-Za-z0-9]+$/);
    }
  });

  it('that is wrong is lightning_unavailable for the desk and for the watch', async () => {
    const { connect, watchMacaroon } = lightning();
    expect(await failure(openInvoiceDesk(connect('00')).identity())).toBe('lightning_unavailable');
    expect(await failure(openInvoiceDesk(connect(watchMacaroon)).cancel(randomBytes(32)))).toBe(
      'lightning_unavailable',
    );
    const unreadable = () => {
      throw new Error('no such file');
    };
    expect(await failure(openInvoiceWatch(connect(unreadable)).lookup(randomBytes(32)))).toBe('lightning_unavailable');
  });

  it('is asked for again at every call, so that another one is used at once', async () => {
    const { connect, deskMacaroon } = lightning();
    let macaroon = '00';
    const desk = openInvoiceDesk(connect(() => macaroon));
    expect(await failure(desk.identity())).toBe('lightning_unavailable');
    macaroon = deskMacaroon;
    expect(await failure(desk.identity())).toBe('nothing failed');
  });
});

describe('a call', () => {
  it('ends at its deadline when the node does not answer', async () => {
    const { target, connect, deskMacaroon } = lightning();
    const lnd = connect(deskMacaroon);
    await lnd.unary(lnd.lightning.GetInfo, {});
    await target.control('POST', '/nodes/market/freeze');
    const began = performance.now();
    await expect(lnd.unary(lnd.lightning.GetInfo, {}, 250)).rejects.toMatchObject({ code: 4 });
    expect(performance.now() - began).toBeLessThan(2_000);
    await target.control('POST', '/nodes/market/thaw');
    expect(await lnd.unary(lnd.lightning.GetInfo, {})).toMatchObject({ synced_to_chain: true });
  });

  it('does not trust a node with another certificate', async () => {
    const { target, deskMacaroon } = lightning();
    const { market, seller } = target.sim.nodes;
    const wrong = connectLnd({
      address: market.grpcAddress,
      tlsCertFile: seller.tlsCertFile,
      macaroon: () => deskMacaroon,
    });
    expect(await failure(openInvoiceDesk(wrong).identity())).toBe('lightning_unavailable');
    wrong.close();
  });

  it('trusts the certificate that the file has after it was replaced', async () => {
    const { target, deskMacaroon } = lightning();
    const { market, seller } = target.sim.nodes;
    const tlsCertFile = join(target.directory, 'replaced.cert');
    await copyFile(seller.tlsCertFile, tlsCertFile);
    const lnd = connectLnd({ address: market.grpcAddress, tlsCertFile, macaroon: () => deskMacaroon });
    const desk = openInvoiceDesk(lnd);
    expect(await failure(desk.identity())).toBe('lightning_unavailable');
    await copyFile(market.tlsCertFile, tlsCertFile);
    await until(
      () => failure(desk.identity()),
      (told) => told === 'nothing failed',
    );
    lnd.close();
  });
});

describe('a way to the node on which everything disappears', () => {
  it('is used again when it works, also by a client that was connecting meanwhile', async () => {
    const { market } = lightning().target.sim.nodes;
    const way = await TroubledWay.open(() => market.grpcAddress);
    const { address } = way;
    const macaroon = () => lightning().deskMacaroon;
    const client = connectLnd({ address, tlsCertFile: market.tlsCertFile, macaroon });
    const ask = () => client.unary(client.lightning.GetInfo, {}, 1_000);
    try {
      way.swallow();
      expect(await grpcCodeOf(ask())).toBe(4);
      // The connection that was begun stays open, and nobody ever answers on it.
      way.mend();
      expect(await grpcCodeOf(ask())).toBe(4);
      const answer = await until(
        () => ask().catch(() => undefined),
        (info) => info !== undefined,
        20_000,
      );
      expect(answer?.identity_pubkey).toBe(market.pubkey);
    } finally {
      client.close();
      await way.close();
    }
  }, 30_000);
});

async function grpcCodeOf(call: Promise<unknown>): Promise<number | undefined> {
  return await call.then(
    () => undefined,
    (error: { code: number }) => error.code,
  );
}
