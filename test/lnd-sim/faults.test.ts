/** What the control port does to the network, and the observations on a real node that need it. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, systemClock } from '#kernel/clock';
import type { Payment__Output as Payment } from '#lightning/generated/lnrpc/Payment';
import { type Clients, caughtUp, connect, held, settled, subscribe, told } from './conformance/clients.js';
import { eventually, sleep } from './harness/lnd.js';
import { SimTarget } from './harness/sim-target.js';

/** Runs ahead of the computer's clock by as much as a test says. */
const clock = { aheadMs: 0, now: () => addMs(systemClock.now(), clock.aheadMs) };

let target: SimTarget;
let clients: Clients;
beforeEach(async () => {
  clock.aheadMs = 0;
  target = await SimTarget.start({ clock });
  clients = connect(target);
});
afterEach(async () => {
  clients.close();
  await target.stop();
});

const configure = (node: string, settings: object) => target.control('POST', `/nodes/${node}/settings`, settings);
const act = (node: string, action: string, body?: object) => target.control('POST', `/nodes/${node}/${action}`, body);
const unknown = (details: string) => ({ code: 2, details });

describe('faults of calls', () => {
  it('a request fails without being executed', async () => {
    await target.arm({ node: 'market', kind: 'fail_request', method: 'AddHoldInvoice', code: 14, details: 'no' });
    const hash = randomBytes(32);
    const refused = await clients.market.refused('invoicesrpc.Invoices/AddHoldInvoice', { hash, value: 1 });
    expect(refused).toEqual({ code: 14, details: 'no' });
    await clients.market.call('invoicesrpc.Invoices/AddHoldInvoice', { hash, value: 1 });
  });

  it('a reply is lost, and what it was about has happened', async () => {
    const { market, buyer } = clients;
    const [silent, coded] = [await held(market, buyer), await held(market, buyer)];
    const settle = 'invoicesrpc.Invoices/SettleInvoice';
    await target.arm({ node: 'market', kind: 'drop_reply', method: 'SettleInvoice' });
    expect((await market.refused(settle, { preimage: silent.preimage }, 300)).code).toBe(4);
    await target.arm({ node: 'market', kind: 'drop_reply', method: 'SettleInvoice', code: 14, details: 'gone' });
    expect(await market.refused(settle, { preimage: coded.preimage })).toEqual({ code: 14, details: 'gone' });
    for (const { hash, preimage } of [silent, coded]) {
      expect((await market.lookUp(hash)).state).toBe('SETTLED');
      expect(await market.settle(preimage)).toEqual({});
    }
  });

  it('a request is executed late, a reply comes late', async () => {
    const { market } = clients;
    const { hash } = await market.addHold();
    await target.arm({ node: 'market', kind: 'delay_request', method: 'CancelInvoice', ms: 200 });
    const canceling = market.cancel(hash);
    await sleep(50);
    expect((await market.lookUp(hash)).state).toBe('OPEN');
    await canceling;
    const other = await market.addHold();
    await target.arm({ node: 'market', kind: 'delay_reply', method: 'CancelInvoice', ms: 200 });
    const late = market.cancel(other.hash);
    await eventually(
      () => market.lookUp(other.hash),
      ({ state }) => state === 'CANCELED',
      150,
    );
    expect((await market.lookUp(other.hash)).state).toBe('CANCELED');
    await late;
  });

  it('a payment goes out although its call says nothing', async () => {
    const { market, buyer } = clients;
    const { request, hash } = await market.addHold();
    await target.arm({ node: 'buyer', kind: 'drop_reply', method: 'SendPaymentV2', code: 14, details: 'lost' });
    const lost = buyer.pay(request);
    expect(await lost.ended).toEqual({ code: 14, details: 'lost' });
    expect(lost.messages).toEqual([]);
    await market.followInvoice(hash).until(({ state }) => state === 'ACCEPTED');
  });
});

describe('faults of streams', () => {
  it('end cleanly or break, all or by name', async () => {
    const { market } = clients;
    const { hash } = await market.addHold();
    const open = () => [subscribe(market, {}), market.followInvoice(hash)] as const;
    const [all, single] = open();
    await caughtUp(market, all);
    expect(await act('market', 'streams', { how: 'end', method: 'SubscribeInvoices' })).toEqual({ ended: 1 });
    expect((await all.ended).code).toBe(0);
    expect(await act('market', 'streams', { how: 'kill' })).toEqual({ ended: 1 });
    expect(await single.ended).toEqual({ code: 14, details: 'Connection dropped' });
  });

  it('an event is swallowed or comes twice', async () => {
    const { market, buyer } = clients;
    const stream = subscribe(market, {});
    await caughtUp(market, stream);
    const hold = await held(market, buyer);
    await target.arm({ node: 'market', kind: 'swallow_event', stream: 'SubscribeInvoices' });
    await market.settle(hold.preimage);
    const second = await held(market, buyer);
    await target.arm({ node: 'market', kind: 'duplicate_event', stream: 'SubscribeInvoices' });
    await market.settle(second.preimage);
    await caughtUp(market, stream);
    const event = `a${second.addIndex}/s2`;
    expect(told(stream).filter((each) => each.includes('s'))).toEqual([event, event]);
    const third = await held(market, buyer);
    const single = market.followInvoice(third.hash);
    await single.until(() => true);
    await target.arm({ node: 'market', kind: 'duplicate_event', stream: 'SubscribeSingleInvoice' });
    await market.settle(third.preimage);
    await single.ended;
    expect(single.messages.map(({ state }) => state)).toEqual(['ACCEPTED', 'SETTLED', 'SETTLED']);
  });

  it('a payment is told as FAILED twice', async () => {
    const { market, buyer } = clients;
    const hold = await held(market, buyer);
    const all = buyer.follow<Payment>('routerrpc.Router/TrackPayments');
    await all.until(() => true);
    await target.arm({ node: 'buyer', kind: 'duplicate_event', stream: 'Payments' });
    await market.cancel(hold.hash);
    await eventually(
      async () => all.messages.filter(({ status }) => status === 'FAILED').length,
      (count) => count === 2,
    );
    expect(all.messages.filter(({ status }) => status === 'FAILED')).toHaveLength(2);
    all.cancel();
  });

  it('7: a node on native SQL repeats settlements in the order of adding, and any node in a wrong one', async () => {
    const { market, buyer } = clients;
    await settled(market, buyer);
    const holds = [await held(market, buyer), await held(market, buyer), await held(market, buyer)];
    for (const at of [2, 0, 1]) await market.settle(holds[at]!.preimage);
    const backlog = async () => {
      const stream = subscribe(market, { settle_index: 1 });
      await caughtUp(market, stream);
      stream.cancel();
      return told(stream);
    };
    const event = (at: number, index: number) => `a${holds[at]!.addIndex}/s${index}`;
    expect(await backlog()).toEqual([event(2, 2), event(0, 3), event(1, 4)]);
    await target.arm({ node: 'market', kind: 'shuffle_backlog' });
    expect(await backlog()).toEqual([event(1, 4), event(0, 3), event(2, 2)]);
    await configure('market', { nativeSql: true });
    expect(await backlog()).toEqual([event(0, 3), event(1, 4), event(2, 2)]);
  });
});

describe('a node in trouble', () => {
  it('12: does not answer while it is frozen, and goes on when it thaws', async () => {
    const { market } = clients;
    await act('market', 'freeze');
    expect((await market.refused('lnrpc.Lightning/GetInfo', {}, 300)).code).toBe(4);
    const waiting = market.call('lnrpc.Lightning/GetInfo');
    await act('market', 'thaw');
    expect((await waiting).synced_to_chain).toBe(true);
  });

  it('35: SETTLED does not mean that the HTLC is resolved', async () => {
    const { market, buyer } = clients;
    const hold = await held(market, buyer);
    await act('buyer', 'freeze');
    await market.settle(hold.preimage);
    const invoice = await market.lookUp(hold.hash);
    expect(invoice.state).toBe('SETTLED');
    const { chan_id, htlc_index } = invoice.htlcs[0]!;
    const ask = 'lnrpc.Lightning/LookupHtlcResolution';
    expect(await market.refused(ask, { chan_id, htlc_index })).toEqual({ code: 5, details: 'htlc unknown' });
    await act('buyer', 'thaw');
    expect(await market.call(ask, { chan_id, htlc_index })).toEqual({ settled: true, offchain: true });
    await configure('market', { storeFinalResolutions: false });
    expect((await market.refused(ask, { chan_id, htlc_index })).code).toBe(14);
  });

  it('loses what it settled when the HTLC ends on the chain', async () => {
    const { market, buyer } = clients;
    const before = await target.control('GET', '/wallets');
    const hold = await held(market, buyer);
    await target.arm({ node: 'market', kind: 'lose_settlement' });
    await market.settle(hold.preimage);
    await hold.payment.until(({ status }) => status === 'FAILED');
    const invoice = await market.lookUp(hold.hash);
    expect(invoice.state).toBe('SETTLED');
    const { chan_id, htlc_index } = invoice.htlcs[0]!;
    const final = await market.call('lnrpc.Lightning/LookupHtlcResolution', { chan_id, htlc_index });
    expect(final).toEqual({ settled: false, offchain: false });
    expect(await target.control('GET', '/wallets')).toEqual(before);
  });

  it.each([
    ['NON_EXISTING', 'wallet not created, create one to enable full RPC access'],
    ['LOCKED', 'wallet locked, unlock it to enable full RPC access'],
    ['UNLOCKED', 'the RPC server is in the process of starting up, but not yet ready to accept calls'],
  ])('55: in the state %s every call but the state is refused', async (walletState, details) => {
    const { market } = clients;
    const states = market.follow<{ state: string }>('lnrpc.State/SubscribeState');
    await states.until(({ state }) => state === 'SERVER_ACTIVE');
    await configure('market', { walletState });
    expect(await market.refused('lnrpc.Lightning/GetInfo')).toEqual(unknown(details));
    expect(await market.pay('x').ended).toEqual(unknown(details));
    expect(await market.call('lnrpc.State/GetState')).toEqual({ state: walletState });
    await states.until(({ state }) => state === walletState);
    await configure('market', { walletState: 'RPC_ACTIVE' });
    await market.call('lnrpc.Lightning/GetInfo');
  });

  it('7.6: does not watch the heights that it reports while it is out of sync', async () => {
    const { market, buyer } = clients;
    const hold = await held(market, buyer, { cltv_expiry: 24 });
    await configure('market', { syncedToChain: false });
    await target.mine(12);
    expect(await market.call('lnrpc.Lightning/GetInfo')).toMatchObject({ synced_to_chain: false, block_height: 612 });
    expect((await market.lookUp(hold.hash)).state).toBe('ACCEPTED');
    await configure('market', { syncedToChain: true });
    expect((await market.lookUp(hold.hash)).state).toBe('CANCELED');
  });

  it('36: was away when a hold should have gone back, and sends it back at once', async () => {
    const { market, buyer } = clients;
    const hold = await held(market, buyer, { cltv_expiry: 24 });
    await act('market', 'stop', { how: 'kill' });
    await target.mine(19);
    await act('market', 'start');
    const state = await eventually(
      () => market.lookUp(hold.hash).catch(() => undefined),
      (invoice) => invoice !== undefined,
    );
    expect(state?.state).toBe('CANCELED');
    expect(await market.refused('invoicesrpc.Invoices/SettleInvoice', { preimage: hold.preimage })).toEqual(
      unknown('invoice already canceled'),
    );
    await hold.payment.until(({ status }) => status === 'FAILED');
  });

  it('is not on any route while it is down', async () => {
    const { buyer, seller } = clients;
    const { request, hash } = await seller.addHold();
    await act('market', 'stop');
    expect((await buyer.paid(request)).failure_reason).toBe('FAILURE_REASON_NO_ROUTE');
    const { channels } = await buyer.call('lnrpc.Lightning/ListChannels', { active_only: true });
    expect(channels).toEqual([]);
    await act('market', 'start');
    buyer.pay(request);
    await seller.followInvoice(hash).until(({ state }) => state === 'ACCEPTED');
  });
});

describe('faults of payments', () => {
  const partialOf = async (fields: object) => {
    const { market, buyer } = clients;
    const hold = await market.addHold(fields);
    const stream = market.followInvoice(hold.hash);
    await stream.until(() => true);
    await target.arm({ node: 'buyer', kind: 'partial_payment', permille: 500 });
    const payment = buyer.pay(hold.request);
    await eventually(
      () => market.lookUp(hold.hash),
      ({ htlcs }) => htlcs.length === 1,
    );
    return { ...hold, stream, payment };
  };

  it('26: a part alone is no payment and goes back after two minutes', async () => {
    const { market } = clients;
    const { hash, stream, payment } = await partialOf({});
    expect(await market.lookUp(hash)).toMatchObject({
      state: 'OPEN',
      amt_paid_msat: '0',
      htlcs: [{ state: 'ACCEPTED' }],
    });
    clock.aheadMs = 119_000;
    await sleep(250);
    expect((await market.lookUp(hash)).htlcs[0]?.state).toBe('ACCEPTED');
    clock.aheadMs = 121_000;
    const ended = await payment.until(({ status }) => status === 'FAILED');
    expect(ended.htlcs[0]?.failure?.code).toBe('MPP_TIMEOUT');
    expect(ended.failure_reason).toBe('FAILURE_REASON_TIMEOUT');
    expect(await market.lookUp(hash)).toMatchObject({ state: 'OPEN', htlcs: [{ state: 'CANCELED' }] });
    expect(stream.messages.map(({ state }) => state)).toEqual(['OPEN']);
    stream.cancel();
  });

  it('27: or when its invoice expires', async () => {
    const { hash, stream, payment } = await partialOf({ expiry: 6 });
    clock.aheadMs = 6000;
    await stream.until(({ state }) => state === 'CANCELED');
    const ended = await payment.until(({ status }) => status === 'FAILED');
    expect(ended.htlcs[0]?.failure?.code).toBe('INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS');
    expect((await clients.market.lookUp(hash)).amt_paid_msat).toBe('0');
  });

  it('a set whose first part has waited too many blocks goes back the moment it is complete', async () => {
    const { market, seller } = clients;
    const { hash, request, stream, payment } = await partialOf({ cltv_expiry: 24 });
    await target.mine(12);
    seller.pay(request);
    await stream.until(({ state }) => state === 'CANCELED');
    expect(stream.messages.map(({ state }) => state)).toEqual(['OPEN', 'ACCEPTED', 'CANCELED']);
    expect((await market.lookUp(hash)).htlcs.map(({ state }) => state)).toEqual(['CANCELED', 'CANCELED']);
    await payment.until(({ status }) => status === 'FAILED');
  });

  it('a payment hangs without any HTLC until the node starts again', async () => {
    const { market, buyer } = clients;
    const { request, hash } = await market.addHold();
    await target.arm({ node: 'buyer', kind: 'stuck_payment' });
    const payment = buyer.pay(request, { timeout_seconds: 1 });
    await payment.until(() => true);
    await sleep(1300);
    expect((await buyer.pay(request).ended).code).toBe(6);
    await target.restart('buyer', 'kill');
    const track = () => buyer.follow<Payment>('routerrpc.Router/TrackPaymentV2', { payment_hash: hash });
    await eventually(
      () => buyer.call('lnrpc.Lightning/GetInfo').catch(() => undefined),
      (info) => info !== undefined,
    );
    const last = await track().until(({ status }) => status === 'FAILED');
    expect(last).toMatchObject({ failure_reason: 'FAILURE_REASON_ERROR', htlcs: [] });
  });

  it('41, 42: native SQL has other words and keeps the index of a payment that is sent again', async () => {
    const { market, buyer } = clients;
    const hold = await held(market, buyer);
    const prefix = 'failed to initialize payment: payment is not initializable: ';
    await configure('buyer', { nativeSql: true });
    expect(await buyer.pay(hold.request).ended).toEqual({ code: 6, details: `${prefix}payment is in transition` });
    await market.cancel(hold.hash);
    const first = await hold.payment.until(({ status }) => status === 'FAILED');
    expect((await buyer.paid(hold.request)).payment_index).toBe(first.payment_index);
    await configure('buyer', { nativeSql: false });
    expect(Number((await buyer.paid(hold.request)).payment_index)).toBe(Number(first.payment_index) + 1);
  });

  it('18: a node that never had an invoice says so, in a way of its own', async () => {
    const { market } = clients;
    const ask = 'invoicesrpc.Invoices/LookupInvoiceV2';
    const v1 = 'lnrpc.Lightning/LookupInvoice';
    const hash = randomBytes(32);
    const none = 'there are no existing invoices';
    expect(await market.refused(ask, { payment_hash: hash })).toEqual(unknown(none));
    expect(await market.refused(v1, { r_hash: hash })).toEqual({ code: 5, details: none });
    await configure('market', { nativeSql: true });
    const missing = { code: 5, details: 'unable to locate invoice' };
    expect(await market.refused(ask, { payment_hash: hash })).toEqual(missing);
    expect(await market.refused(v1, { r_hash: hash })).toEqual(missing);
  });
});
