/** How the market reaches its node: what disappears on the way, who is behind the address, and who of us listens. Rows of docs/faults.md. */

import { mkdtemp, rm } from 'node:fs/promises';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadTlsIdentity } from '#apps/lnd-sim/auth/certificate';
import { systemClock } from '#kernel/clock';
import { connectLnd, type LndAddress } from '#lightning/lnd-client';
import { invoiceDeskPermissions, invoiceWatchPermissions } from '#lightning/permissions';
import { TroubledWay } from '#test/harness/troubled-way';
import { until } from '#test/harness/until';
import { SimTarget } from '#test/lnd-sim/harness/sim-target';
import { priceMsat, suiteFaults } from './fault-kit.js';

let hole: TroubledWay;
let nodeAddress = '';
/** Who is behind the address, once it is another one. */
let other: Readonly<Record<'billing' | 'settlement', LndAddress>> | undefined;

beforeAll(async () => {
  hole = await TroubledWay.open(() => nodeAddress);
});
const kit = suiteFaults(() => ({
  lightning: {
    through(address, service) {
      // Who pays and who reconciles go on at the first node.
      if (other && (service === 'billing' || service === 'settlement')) return other[service];
      nodeAddress = address.address;
      return { ...address, address: hole.address };
    },
  },
}));
const { market } = kit;
afterAll(() => hole?.close());

describe('the way to the node', () => {
  it('3: swallows everything and keeps the connections: it is noticed, and what happened meanwhile is found', async () => {
    const [held, open] = [await kit.working('hold'), await kit.offer('invoice')];
    hole.swallow();
    await kit.pay(open);
    kit.finish(held);
    await kit.reaches(held, 'SETTLING');
    await until(
      async () => (await fetch(`${market().access().baseUrl}/readyz`)).status,
      (status) => status === 503,
      45_000,
    );
    expect((await market().buyer().send(kit.order('hold'))).status).toBe(503);
    expect([(await kit.row(open)).charge, (await kit.row(held)).charge]).toEqual(['OPEN', 'SETTLING']);
    hole.mend();
    for (const purchase of [open, held]) await kit.ends(purchase, 'sold', { withinMs: 60_000 });
  }, 150_000);
});

describe('behind the address', () => {
  let target: SimTarget;
  beforeAll(async () => {
    target = await SimTarget.start();
  });
  afterAll(() => target?.stop());

  it('12: is another node, whose indices begin again: what it settles is booked, what the first one has is left alone', async () => {
    const first = await kit.offer('hold');
    const { grpcAddress, tlsCertFile, bakeMacaroon } = target.sim.nodes.market;
    const access = async (permissions: readonly string[]): Promise<LndAddress> => {
      const macaroon = await bakeMacaroon(permissions);
      return { address: grpcAddress, tlsCertFile, macaroon: () => macaroon };
    };
    other = { billing: await access(invoiceDeskPermissions), settlement: await access(invoiceWatchPermissions) };
    await market().restart();
    const arrived = async () => (await market().books.balance(1110)) + (await market().books.balance(1130));
    const booked = await arrived();
    const purchase = await kit.insistOnOffer(market().buyer(), kit.order('invoice'), 'invoice');
    const hash = Buffer.from(purchase.offered.paymentHash, 'hex');
    const buyer = target.client('buyer');
    expect((await buyer.paid(purchase.offered.invoice)).status).toBe('SUCCEEDED');
    buyer.close();
    await kit.reaches(purchase, 'SETTLED');
    const operator = target.client('market');
    expect((await operator.lookUp(hash)).settle_index).toBe('1');
    operator.close();
    expect(await kit.kinds(purchase)).toEqual(['invoice_paid', 'escrow_earned']);
    expect((await arrived()) - booked).toBe(priceMsat);
    expect([(await kit.row(first)).charge, (await kit.atLnd(first)).state]).toEqual(['OPEN', 'OPEN']);
    other = undefined;
    await market().restart();
    // The sale over the other network is in the books now; from here on only the first one's is counted.
    await kit.begins();
    await kit.pay(first);
    await kit.ends(first, 'sold', { withinMs: 30_000 });
  }, 120_000);
});

describe('two instances of us', () => {
  it('13: on one database and one node sell everything once, and one takes over from the other', async () => {
    const second = await market().startAnother();
    try {
      const purchases = await Promise.all(
        Array.from({ length: 6 }, (_, n) => kit.begin(n % 2 === 0 ? 'hold' : 'invoice')),
      );
      for (const purchase of purchases) await kit.ends(purchase, 'sold');
      const held = await kit.working('hold');
      const open = await kit.offer('invoice');
      const restarting = market().restart(6_000);
      await sleep(500);
      await kit.pay(open);
      await kit.reaches(open, 'SETTLED', 15_000);
      await restarting;
      kit.finish(held);
      for (const purchase of [held, open]) await kit.ends(purchase, 'sold', { withinMs: 30_000 });
    } finally {
      await second.stop();
    }
    await kit.ends(await kit.begin('hold'), 'sold');
  }, 120_000);
});

describe('what we ask of a node', () => {
  it('61: may be answered by more than five MiB of invoices', async () => {
    const operator = kit.lnd('market');
    const memo = 'x'.repeat(630);
    for (let made = 0; made < 3_500; made += 100) {
      const some = Array.from({ length: 100 }, () => operator.call('lnrpc.Lightning/AddInvoice', { value: 1, memo }));
      await Promise.all(some);
    }
    const [own] = kit.lightning.nodes.market;
    if (!own) throw new Error('the market has a node');
    const lnd = connectLnd(await own.access('settlement'));
    const { invoices } = await lnd.unary(lnd.lightning.ListInvoices, { num_max_invoices: '10000' });
    lnd.close();
    const bytes = invoices.reduce((sum, { payment_request }) => sum + payment_request.length + memo.length, 0);
    expect([invoices.length >= 3_500, bytes > 5 * 2 ** 20]).toEqual([true, true]);
    // The first sweep of a start reads them all.
    const open = await kit.offer('invoice');
    const restarting = market().restart(1_500);
    await sleep(300);
    await kit.pay(open);
    await restarting;
    await kit.ends(open, 'sold', { withinMs: 30_000 });
  }, 120_000);
});

describe('pings', () => {
  let folder: string;
  let server: Http2SecureServer;
  const pings: number[] = [];
  const streams: ServerHttp2Stream[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botbazaar-pings-'));
    const identity = await loadTlsIdentity(folder, 'pings', systemClock);
    server = createSecureServer({ key: identity.keyPem, cert: identity.certPem });
    server.on('session', (session) => session.on('ping', () => pings.push(performance.now())));
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      streams.push(stream);
      // A stream that has begun and says nothing.
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('62: are sent while something is asked, no more often than a node allows, and never on an idle connection', async () => {
    const lnd = connectLnd({
      address: `localhost:${(server.address() as AddressInfo).port}`,
      tlsCertFile: join(folder, 'tls.cert'),
      macaroon: () => '00',
    });
    const ended = new AbortController();
    const reading = (async () => {
      for await (const _ of lnd.stream(lnd.lightning.SubscribeInvoices, {}, ended.signal)) return;
    })();
    await sleep(65_000);
    // grpc-js measures the round trip of a new connection now and then by a ping as well.
    const gaps = pings.slice(1).map((at, index) => at - (pings[index] ?? 0));
    expect(pings.length).toBeGreaterThan(0);
    expect(Math.min(...gaps, 30_000)).toBeGreaterThanOrEqual(5_000);
    ended.abort();
    await reading;
    const before = pings.length;
    await sleep(40_000);
    expect(pings.length).toBe(before);
    lnd.close();
  }, 150_000);
});
