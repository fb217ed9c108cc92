import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChargeFinder } from '#apps/billing/charges/charge-store';
import { billingSchema } from '#apps/billing/schema';
import { parseId } from '#kernel/ids';
import { msat } from '#kernel/msat';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import {
  codeOf,
  held,
  order,
  startBilling,
  stateOf,
  type TestBilling,
  timeline,
  turn,
  until,
  world,
} from './billing-kit.js';
import type { DeskCall, FakeLnd, Fault } from './fake-lnd.js';

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;
let lnd: FakeLnd;

beforeEach(async () => {
  database ??= await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(world(database));
  lnd = billing.lnd;
});
afterEach(() => billing.stop());

/** The next call of that kind goes wrong, once. */
function once(call: DeskCall, fault: Fault): void {
  lnd.fault = (name) => {
    if (name !== call) return undefined;
    lnd.fault = () => undefined;
    return fault;
  };
}

const invoicesOf = () => [...lnd.invoices.values()];
const adds = () => lnd.calls.filter((name) => name === 'addHoldInvoice').length;

describe('opening a charge', () => {
  it('makes one invoice for the price, with a fee that leaves the seller the rest', async () => {
    const charge = await billing.service.openCharge(order({ priceMsat: '100001' }));
    expect(charge).toMatchObject({
      created: true,
      state: 'OPEN',
      priceMsat: '100001',
      node: lnd.pubkey,
      funding: 'hold',
    });
    expect(invoicesOf()).toMatchObject([
      { state: 'OPEN', valueMsat: 100_001n, cltvExpiryBlocks: 80, paymentRequest: charge.paymentRequest },
    ]);
    expect(invoicesOf()[0]?.memo).toContain(charge.chargeId);
    expect(Number(charge.expiresAtMs) - billing.clock.now().getTime()).toBe(600_000);
    expect(await timeline(billing, charge)).toEqual(['- CREATING billing', 'CREATING OPEN billing']);
  });

  it('gives the same client the same open charge for a minute, then a new one', async () => {
    const request = order();
    const first = await billing.service.openCharge(request);
    billing.clock.advance(59_000);
    const again = await billing.service.openCharge({ ...request, taskId: order().taskId });
    expect(again).toEqual({ ...first, created: false });
    billing.clock.advance(1_000);
    const later = await billing.service.openCharge({ ...request, taskId: order().taskId });
    expect(later.created).toBe(true);
    expect(later.paymentHash).not.toEqual(first.paymentHash);
    expect(adds()).toBe(2);
  });

  it('gives the held charge until the hold ends, and after that a new one', async () => {
    const request = order({ holdWindowMs: 900_000 });
    const charge = await held(billing, request);
    const again = () => billing.service.openCharge({ ...request, taskId: order().taskId });
    billing.clock.advance(890_000);
    expect(await again()).toMatchObject({ created: false, state: 'HELD', chargeId: charge.chargeId });
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: request.sellerAccountId });
    await billing.delivery.drain();
    expect(await again()).toMatchObject({ created: false, state: 'SETTLING', chargeId: charge.chargeId });
    await billing.report(charge.paymentHash);
    expect(await again()).toMatchObject({ created: true, state: 'OPEN' });
  });

  it('shows the held charge even while no node can make an invoice', async () => {
    const request = order();
    const charge = await held(billing, request);
    const other = await startBilling({ ...billing, lnd: Object.assign(Object.create(lnd), { desk: deadDesk(lnd) }) });
    expect(await other.service.openCharge(request)).toMatchObject({ created: false, chargeId: charge.chargeId });
    expect(await codeOf(other.service.openCharge(order()))).toBe('lightning_unavailable');
    await other.stop();
  });

  it.each([1, 3])('makes one invoice of 50 requests at once, in %i processes', async (processes) => {
    const all = await Promise.all(Array.from({ length: processes }, () => startBilling(billing)));
    const request = order();
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        all[n % processes]?.service.openCharge({ ...request, taskId: order().taskId, tokenNonce: randomBytes(13) }),
      ),
    );
    expect(replies.filter((reply) => reply?.created)).toHaveLength(1);
    expect(new Set(replies.map((reply) => reply?.paymentRequest)).size).toBe(1);
    expect(new Set(replies.map((reply) => reply?.tokenNonce.toString('hex'))).size).toBe(1);
    expect(replies.every((reply) => reply?.state === 'OPEN')).toBe(true);
    expect(invoicesOf()).toHaveLength(1);
    for (const one of all) await one.stop();
  });

  it('refuses an Idempotency-Key that was used with other content, also when both come at once', async () => {
    const key = { idempotencyScope: randomBytes(32) };
    const first = order(key);
    const charge = await billing.service.openCharge(first);
    expect(await codeOf(billing.service.openCharge(order(key)))).toBe('idempotency_key_reused');
    expect(await billing.service.openCharge(first)).toMatchObject({ chargeId: charge.chargeId, created: false });
    for (let round = 0; round < 10; round += 1) {
      const both = { idempotencyScope: randomBytes(32) };
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => codeOf(billing.service.openCharge(order(both)))),
      );
      expect(outcomes.filter((outcome) => outcome === 'idempotency_key_reused')).toHaveLength(7);
      expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
    }
  });

  it.each([
    ['a price of nothing', { priceMsat: '0' }],
    ['another funding', { funding: 'balance' }],
    ['a short nonce', { tokenNonce: Buffer.alloc(12) }],
    ['no reuse key', { reuseKey: Buffer.alloc(0) }],
    ['no window', { holdWindowMs: 0 }],
  ])('refuses %s before anything is written', async (_, change) => {
    expect(await codeOf(billing.service.openCharge(order(change)))).toBe('invalid_request');
    expect(lnd.invoices.size).toBe(0);
  });
});

describe('an invoice whose making went wrong', () => {
  it('is adopted when only the reply was lost and the client asks again', async () => {
    once('addHoldInvoice', 'lost');
    const request = order();
    expect(await codeOf(billing.service.openCharge(request))).toBe('lightning_unavailable');
    const again = await billing.service.openCharge({ ...request, taskId: order().taskId });
    expect(again).toMatchObject({ created: false, state: 'OPEN', taskId: request.taskId });
    expect(invoicesOf()).toMatchObject([{ paymentRequest: again.paymentRequest }]);
  });

  it('is made anew, under the same hash, when the call never arrived', async () => {
    once('addHoldInvoice', 'failed');
    const request = order();
    expect(await codeOf(billing.service.openCharge(request))).toBe('lightning_unavailable');
    expect(invoicesOf()).toHaveLength(0);
    expect(await billing.service.openCharge({ ...request, taskId: order().taskId })).toMatchObject({ state: 'OPEN' });
    expect(invoicesOf()).toHaveLength(1);
  });

  it.each([
    ['that the node has', 'lost', 'invoice adopted'],
    ['that the node does not have', 'failed', 'invoice made'],
  ] as const)('is brought about by the sweep after a crash: an invoice %s', async (_, fault, reason) => {
    once('addHoldInvoice', fault);
    const request = order();
    await codeOf(billing.service.openCharge(request));
    await billing.sweeper.sweep();
    expect(await stateOf(billing, request)).toBe('CREATING');
    billing.clock.advance(21_000);
    await billing.sweeper.sweep();
    const { events } = await billing.service.listChargeEvents(request);
    expect(events.map(({ toState }) => toState)).toEqual(['CREATING', 'OPEN']);
    expect(events.at(-1)?.reason).toBe(reason);
    const again = await billing.service.openCharge(request);
    expect(again).toMatchObject({ created: false, state: 'OPEN' });
    expect(again.paymentRequest).toBe(invoicesOf()[0]?.paymentRequest);
  });

  it('ends when the node says again and again that it cannot, once the invoice would have expired', async () => {
    lnd.fault = (name) => (name === 'addHoldInvoice' ? 'failed' : undefined);
    const request = order();
    await codeOf(billing.service.openCharge(request));
    for (let passed = 0; passed < 620; passed += 31) {
      billing.clock.advance(31_000);
      await billing.sweeper.sweep();
    }
    expect(await stateOf(billing, request)).toBe('CANCELING');
    await billing.reconcile();
    expect(await stateOf(billing, request)).toBe('CANCELED');
  });

  it('does not leave an invoice payable that came after its charge had been given up', async () => {
    const request = order();
    let open: () => void = () => undefined;
    lnd.gate = new Promise((resolve) => {
      open = resolve;
    });
    const opening = codeOf(billing.service.openCharge(request));
    await until(() => lnd.calls.includes('addHoldInvoice'), 'the call to LND');
    lnd.gate = undefined;
    await billing.service.cancelCharge({ taskId: request.taskId, reason: 'the buyer went away' });
    await billing.delivery.drain();
    await billing.reconcile();
    expect(await stateOf(billing, request)).toBe('CANCELED');
    open();
    expect(await opening).toBe('lightning_unavailable');
    expect(invoicesOf()).toMatchObject([{ state: 'CANCELED' }]);
  });

  it('gives the money back when a payer found the invoice of a charge that had ended', async () => {
    once('addHoldInvoice', 'late');
    const request = order();
    await codeOf(billing.service.openCharge(request));
    await billing.service.cancelCharge({ taskId: request.taskId, reason: 'the buyer went away' });
    await billing.delivery.drain();
    await billing.reconcile();
    expect(await stateOf(billing, request)).toBe('CANCELED');
    lnd.carryOutLate();
    const [invoice] = invoicesOf();
    if (!invoice) throw new Error('the late call made no invoice');
    lnd.pay(invoice.paymentHash);
    await billing.reconcile();
    expect(lnd.stateOf(invoice.paymentHash)).toBe('CANCELED');
    expect(await stateOf(billing, request)).toBe('CANCELED');
  });

  it('is not adopted by a request that overlaps with its payment: the charge is shown as it is', async () => {
    const request = order();
    const charge = await billing.service.openCharge(request);
    lnd.pay(charge.paymentHash);
    // Another process, which read the charge while it was CREATING, asks LND only now.
    const other = await startBilling(billing);
    const stale = { ...(await staleCharge(other, request)), state: 'CREATING' as const };
    expect(await other.charges.createInvoice(stale)).toMatchObject({
      state: 'OPEN',
      paymentRequest: charge.paymentRequest,
    });
    expect(lnd.stateOf(charge.paymentHash)).toBe('ACCEPTED');
    await billing.report(charge.paymentHash);
    expect(await stateOf(billing, request)).toBe('HELD');
    await other.stop();
  });

  it('is refused at once when an invoice of another amount stands under the hash', async () => {
    once('addHoldInvoice', 'failed');
    const request = order();
    await codeOf(billing.service.openCharge(request));
    const { paymentHash } = await billing.service.getCharge(request);
    lnd.add({ paymentHash, amountMsat: msat(1n), memo: '', expirySeconds: 600, cltvExpiryBlocks: 80 });
    expect(await codeOf(billing.service.openCharge(request))).toBe('lightning_unavailable');
    expect(lnd.stateOf(paymentHash)).toBe('CANCELED');
    await billing.reconcile();
    expect(await stateOf(billing, request)).toBe('CANCELED');
  });
});

describe('while the node is away', () => {
  it('says lightning_unavailable and hangs nowhere', async () => {
    lnd.fault = () => 'failed';
    const request = order();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => codeOf(billing.service.openCharge(order()))));
    expect(new Set(outcomes)).toEqual(new Set(['lightning_unavailable']));
    expect(await codeOf(billing.service.openCharge(request))).toBe('lightning_unavailable');
    lnd.fault = () => undefined;
    expect(await billing.service.openCharge(request)).toMatchObject({ state: 'OPEN', created: false });
  });

  it('gets no new charges when it does not follow the chain', async () => {
    lnd.syncedToChain = false;
    const other = await startBilling(billing);
    expect(await codeOf(other.service.openCharge(order()))).toBe('lightning_unavailable');
    lnd.syncedToChain = true;
    await until(async () => (await codeOf(other.service.openCharge(order()))) !== 'lightning_unavailable', 'a charge');
    await other.stop();
  });

  it('a sweep goes on with the deadlines of charges while calls to the node hang', async () => {
    const stuck = order();
    once('addHoldInvoice', 'failed');
    await codeOf(billing.service.openCharge(stuck));
    const charge = await held(billing);
    billing.clock.advance(24_000);
    let open: () => void = () => undefined;
    lnd.gate = new Promise((resolve) => {
      open = resolve;
    });
    const sweep = billing.sweeper.sweep();
    await until(async () => (await stateOf(billing, charge)) === 'CANCELING', 'the end of the hold');
    open();
    await sweep;
    expect(await stateOf(billing, stuck)).toBe('OPEN');
    await turn();
  });

  it('reaches every charge that is due, however many cannot be helped', async () => {
    lnd.fault = (name) => (name === 'addHoldInvoice' ? 'failed' : undefined);
    await Promise.all(Array.from({ length: 420 }, () => codeOf(billing.service.openCharge(order()))));
    billing.clock.advance(21_000);
    const before = adds();
    await billing.sweeper.sweep();
    expect(adds() - before).toBeGreaterThanOrEqual(420);
  });
});

function deadDesk(of: FakeLnd): FakeLnd['desk'] {
  const refuse = () => Promise.reject(new Error('the node is away'));
  return { ...of.desk, identity: refuse, addHoldInvoice: refuse, settle: refuse, cancel: refuse, lookup: refuse };
}

async function staleCharge(of: TestBilling, { taskId }: { taskId: string }) {
  const charge = await new ChargeFinder(of.database).byTask(parseId('task', taskId));
  if (!charge) throw new Error('no such charge');
  return charge;
}
