/** Charges that are paid at once by an ordinary invoice: the money is in escrow until the work is delivered, or owed back. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { idToUuid, newId } from '#kernel/ids';
import { msat } from '#kernel/msat';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import {
  balances,
  codeOf,
  held,
  order,
  startBilling,
  stateOf,
  type TestBilling,
  timeline,
  world,
} from './billing-kit.js';

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;
const seller = newId('account');
const invoice = { funding: 'invoice', priceMsat: '100001', sellerAccountId: seller, holdWindowMs: 3_600_000 } as const;

beforeAll(async () => {
  database = await suite().open(billingSchema, { poolSize: 4 });
});

/** Debits less credits by code, since the test began. */
let before: Record<number, bigint>;
async function grown(...codes: number[]): Promise<bigint[]> {
  const now = await balances(database);
  return codes.map((code) => (now[code] ?? 0n) - (before[code] ?? 0n));
}

beforeEach(async () => {
  billing = await startBilling(world(database));
  before = await balances(database);
});
afterEach(() => billing.stop());

describe('a charge that is paid by an ordinary invoice', () => {
  it('has its money in escrow from the payment on', async () => {
    const charge = await held(billing, invoice, msat(100_900n));
    expect(await timeline(billing, charge)).toEqual([
      '- CREATING billing',
      'CREATING OPEN billing',
      'OPEN HELD settlement',
    ]);
    // What exceeds the price is set aside.
    expect(await grown(1130, 2140, 2390, 9110)).toEqual([100_900n, -100_001n, -899n, 0n]);
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: seller });
    expect(await grown(1130, 2140, 2390)).toEqual([100_900n, 0n, -899n]);
  });

  it('pays seller and fee at the delivery, once, without another word of LND', async () => {
    const charge = await held(billing, invoice);
    const calls = billing.lnd.calls.length;
    const capture = { taskId: charge.taskId, payeeAccountId: seller };
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => billing.service.captureCharge(capture)));
    expect(outcomes).toEqual(Array(8).fill({ outcome: 'captured' }));
    expect(await stateOf(billing, charge)).toBe('SETTLED');
    expect(await grown(1130, 2140, 2110, 4110)).toEqual([100_001n, 0n, -97_001n, -3_000n]);
    await billing.delivery.drain();
    expect(billing.lnd.calls.length).toBe(calls);
    // What comes afterwards changes nothing.
    await billing.report(charge.paymentHash);
    expect(await billing.service.cancelCharge({ taskId: charge.taskId, reason: 'too late' })).toEqual({
      outcome: 'captured',
    });
    expect(await grown(1130, 2140, 2110, 2160)).toEqual([100_001n, 0n, -97_001n, 0n]);
    expect((await balances(database, idToUuid(seller)))[2110]).toBeLessThanOrEqual(-97_001n);
  });

  it('owes the price to its payer when the work fails', async () => {
    const charge = await held(billing, invoice);
    const cancel = () => billing.service.cancelCharge({ taskId: charge.taskId, reason: 'the seller failed' });
    expect(await Promise.all([cancel(), cancel(), cancel()])).toEqual(Array(3).fill({ outcome: 'canceled' }));
    expect(await stateOf(billing, charge)).toBe('REFUND_DUE');
    expect(await grown(1130, 2140, 2160, 2110, 4110)).toEqual([100_001n, 0n, -100_001n, 0n, 0n]);
    const late = await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: seller });
    expect(late).toEqual({ outcome: 'canceled' });
    await billing.report(charge.paymentHash);
    expect(await grown(1130, 2140, 2160)).toEqual([100_001n, 0n, -100_001n]);
  });

  it('owes it as well when nobody does anything until the deadline', async () => {
    const charge = await held(billing, invoice);
    billing.clock.advance(3_600_000 + 2_000);
    await billing.sweeper.sweep();
    expect(await stateOf(billing, charge)).toBe('HELD');
    billing.clock.advance(2_000);
    await billing.sweeper.sweep();
    expect(await stateOf(billing, charge)).toBe('REFUND_DUE');
    expect(await grown(2140, 2160)).toEqual([0n, -100_001n]);
  });

  it('has its whole time for the work, however late the payment is noticed', async () => {
    const charge = await billing.service.openCharge(order(invoice));
    billing.lnd.pay(charge.paymentHash);
    billing.clock.advance(300_000);
    const noticed = await billing.report(charge.paymentHash);
    expect(Number(noticed.deadlineAtMs)).toBe(billing.clock.now().getTime() + invoice.holdWindowMs);
  });

  it('owes the price when the payment overtakes the cancellation of the invoice', async () => {
    const charge = await billing.service.openCharge(order(invoice));
    billing.lnd.fault = (call) => (call === 'cancel' ? 'failed' : undefined);
    expect(await billing.service.cancelCharge({ taskId: charge.taskId, reason: 'the buyer left' })).toEqual({
      outcome: 'canceled',
    });
    expect(await stateOf(billing, charge)).toBe('CANCELING');
    expect(billing.lnd.pay(charge.paymentHash)).toBe(true);
    billing.lnd.fault = () => undefined;
    await billing.delivery.drain();
    billing.clock.advance(10_000);
    await billing.sweeper.sweep();
    expect(await stateOf(billing, charge)).toBe('CANCELING');
    await billing.reconcile();
    expect(await stateOf(billing, charge)).toBe('REFUND_DUE');
    expect(await grown(1130, 2140, 2160)).toEqual([100_001n, 0n, -100_001n]);
  });

  it('is adopted with its invoice after a crash, and paid like any other', async () => {
    billing.lnd.fault = (call) => (call === 'addInvoice' ? 'lost' : undefined);
    const request = order(invoice);
    expect(await codeOf(billing.service.openCharge(request))).toBe('lightning_unavailable');
    billing.lnd.fault = () => undefined;
    billing.clock.advance(25_000);
    await billing.sweeper.sweep();
    const charge = await billing.service.getCharge({ taskId: request.taskId });
    expect(charge.state).toBe('OPEN');
    expect(billing.lnd.invoices.size).toBe(1);
    billing.lnd.pay(charge.paymentHash);
    await billing.reconcile();
    expect(await stateOf(billing, charge)).toBe('HELD');
  });

  it('found paid by the sweep alone is booked once, whoever else reports it', async () => {
    const charge = await billing.service.openCharge(order(invoice));
    billing.lnd.pay(charge.paymentHash);
    const other = await startBilling(billing);
    await Promise.all([
      billing.reconcile(),
      other.reconcile(),
      billing.report(charge.paymentHash),
      other.report(charge.paymentHash),
    ]);
    await other.stop();
    expect(await stateOf(billing, charge)).toBe('HELD');
    expect(await grown(1130, 2140)).toEqual([100_001n, -100_001n]);
  });

  it('expires unpaid without a trace in the books', async () => {
    const charge = await billing.service.openCharge(order(invoice));
    billing.clock.advance(600_000);
    billing.lnd.expire();
    await billing.reconcile();
    expect(await stateOf(billing, charge)).toBe('EXPIRED');
    expect(await grown(1130, 2140, 2160, 2390)).toEqual([0n, 0n, 0n, 0n]);
  });

  it('contradicted by LND keeps its money in escrow and tells an admin', async () => {
    const charge = await held(billing, invoice);
    billing.lnd.forget(charge.paymentHash);
    await billing.reconcile();
    expect(await stateOf(billing, charge)).toBe('HELD');
    expect(billing.log.join('')).toContain('LND contradicts our record of a charge');
    expect(await grown(2140)).toEqual([-100_001n]);
  });

  it('leaves books that add up', async () => {
    expect(await database.query('SELECT * FROM ledger.verify()')).toEqual([]);
  });
});
