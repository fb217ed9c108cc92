/** An account pays a charge from its balance: what a process that died has left is finished, and what LND repeats is no news. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as store from '#apps/billing/payouts/payout-store';
import { billingSchema } from '#apps/billing/schema';
import type { ChargeReply } from '#contracts/billing';
import { type AccountId, idToUuid, newId, parseId } from '#kernel/ids';
import { msat, zeroMsat } from '#kernel/msat';
import { codes } from '#ledger/chart';
import { payoutReserved } from '#ledger/payout-recipes';
import { credit, debit, transferId } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { balances, codeOf, held, order, startBilling, stateOf, type TestBilling, world } from './billing-kit.js';

const suite = suiteDatabase();
const ownsMsat = msat(1_000_000n);
const priceMsat = msat(100_001n);
let database: Database;
let billing: TestBilling;
let account: AccountId;
let charge: ChargeReply;

beforeAll(async () => {
  database = await suite().open(billingSchema, { poolSize: 4 });
});
beforeEach(async () => {
  billing = await startBilling(world(database));
  account = parseId('account', (await billing.service.createAccount({ name: '' })).accountId);
  const legs = [
    debit(codes.channels, billing.lnd.pubkey, ownsMsat),
    credit(codes.available, idToUuid(account), ownsMsat),
  ];
  await billing.writer.advance({ transfers: [{ id: transferId('lnd', account, 'test'), kind: 'test_funds', legs }] });
  charge = await billing.service.openCharge(order({ funding: 'invoice', holdWindowMs: 3_600_000 }));
});
afterEach(() => billing.stop());

const pay = (paymentRequest = charge.paymentRequest) =>
  billing.service.createPayout({
    ...{ accountId: account, paymentRequest, amountMsat: '0', feeLimitMsat: '-1', address: '', scheduleRun: '0' },
    idempotencyScope: randomBytes(32),
    descriptionHash: Buffer.alloc(0),
  });

async function payoutOf(): Promise<store.Payout | undefined> {
  return await store.findPayoutTo(database, charge);
}

const left = async () => -((await balances(database, idToUuid(account)))[2110] ?? 0n);

describe('a payout to a charge of ours', () => {
  it('is over as soon as LND has canceled the invoice, and what LND repeats of that is no contradiction', async () => {
    const { payout } = await pay();
    expect(payout).toMatchObject({ state: 'RESERVED', feeLimitMsat: '0', node: billing.lnd.pubkey });
    expect(await stateOf(billing, charge)).toBe('TRANSFERRING');
    await billing.delivery.drain();
    await billing.report(charge.paymentHash);
    expect([await stateOf(billing, charge), (await payoutOf())?.state]).toEqual(['HELD', 'SUCCEEDED']);
    await billing.report(charge.paymentHash);
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: order().sellerAccountId });
    billing.lnd.forget(charge.paymentHash);
    await billing.report(charge.paymentHash);
    expect(await stateOf(billing, charge)).toBe('SETTLED');
    expect(billing.log.filter((line) => line.includes('contradicts'))).toEqual([]);
    expect(await left()).toBe(ownsMsat - priceMsat);
  });

  it('is not taken for one where LND says that of a charge which a wallet has paid', async () => {
    billing.lnd.pay(charge.paymentHash);
    await billing.report(charge.paymentHash);
    billing.lnd.forget(charge.paymentHash);
    billing.lnd.invoices.clear();
    await billing.report(charge.paymentHash);
    expect(billing.log.some((line) => line.includes('contradicts'))).toBe(true);
  });

  it('that was set aside by a process which died then is begun by the next sweep', async () => {
    const payout = reservation();
    const transfer = payoutReserved(store.reservationOf(payout));
    const limits = { count: 10, sumMsat: ownsMsat };
    await store.reservePayout(database, { payout, transfer, limits, now: billing.clock.now() });
    expect(await stateOf(billing, charge)).toBe('OPEN');
    await billing.payoutProgress.sweep();
    expect(await stateOf(billing, charge)).toBe('TRANSFERRING');
    await billing.reconcile();
    await billing.payoutProgress.sweep();
    expect([await stateOf(billing, charge), (await payoutOf())?.state]).toEqual(['HELD', 'SUCCEEDED']);
  });

  it('whose cancellation LND never heard of waits for it, and the sweep of charges asks again', async () => {
    billing.lnd.fault = (call) => (call === 'cancel' ? 'failed' : undefined);
    await pay();
    await billing.delivery.drain();
    await billing.payoutProgress.sweep();
    expect([await stateOf(billing, charge), (await payoutOf())?.state]).toEqual(['TRANSFERRING', 'RESERVED']);
    billing.lnd.fault = () => undefined;
    billing.clock.advance(6_000);
    await billing.sweeper.sweep();
    await billing.reconcile();
    expect([await stateOf(billing, charge), (await payoutOf())?.state]).toEqual(['HELD', 'SUCCEEDED']);
  });

  it('has its money back when a wallet was first, or the task was canceled', async () => {
    billing.lnd.fault = (call) => (call === 'cancel' ? 'failed' : undefined);
    await pay();
    billing.lnd.pay(charge.paymentHash);
    await billing.report(charge.paymentHash);
    expect([await stateOf(billing, charge), (await payoutOf())?.state]).toEqual(['HELD', 'FAILED']);
    expect(await left()).toBe(ownsMsat);
    charge = await billing.service.openCharge(order({ funding: 'invoice' }));
    await pay();
    await billing.service.cancelCharge({ taskId: charge.taskId, reason: 'thought better of it' });
    await billing.payoutProgress.sweep();
    expect([await stateOf(billing, charge), (await payoutOf())?.state]).toEqual(['CANCELING', 'FAILED']);
    expect(await left()).toBe(ownsMsat);
    await billing.delivery.drain();
  }, 20_000);

  it('is paid with what is final alone: whoever has it next could have it paid out', async () => {
    const sold = await held(billing, { funding: 'invoice', priceMsat: '2000000', sellerAccountId: account });
    await billing.service.captureCharge({ taskId: sold.taskId, payeeAccountId: account });
    const dear = await billing.service.openCharge(order({ funding: 'invoice', priceMsat: String(ownsMsat + 1n) }));
    expect(await codeOf(pay(dear.paymentRequest))).toBe('liquidity_short');
    expect(await stateOf(billing, dear)).toBe('OPEN');
    const { paymentHash } = sold;
    const final = { paymentHash, wonMsat: '2000000', lostMsat: '0' };
    await billing.service.reportFinality({ node: billing.lnd.pubkey, invoices: [final] });
    await pay(dear.paymentRequest);
    expect(await stateOf(billing, dear)).toBe('TRANSFERRING');
  });

  it('is refused where a stranger has put the hash of a charge into an invoice of its own', async () => {
    const { decode } = billing.lnd.desk;
    billing.lnd.desk.decode = async () => ({
      ...(await decode(charge.paymentRequest)),
      destination: `03${'bb'.repeat(32)}`,
    });
    expect(await codeOf(pay('lnbcrt1stranger'))).toBe('own_invoice');
    expect(await stateOf(billing, charge)).toBe('OPEN');
  });
});

function reservation(): store.NewPayout {
  const { node, paymentRequest, paymentHash, expiresAtMs } = charge;
  return {
    id: newId('payout', billing.clock.now()),
    ...{ accountId: account, node, amountMsat: priceMsat, ownAmount: false, feeLimitMsat: zeroMsat },
    chargeId: parseId('charge', charge.chargeId),
    ...{ paymentRequest, paymentHash, destination: node, invoiceExpiresAt: new Date(Number(expiresAtMs)) },
    ...{ idempotencyScope: randomBytes(32), requestDigest: randomBytes(32) },
  };
}
