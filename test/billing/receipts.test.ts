import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withdrawableMsat } from '#apps/billing/charges/receipts';
import { billingSchema } from '#apps/billing/schema';
import { idToUuid, newId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { balances, held, order, startBilling, type TestBilling, world } from './billing-kit.js';
import type { FakeLnd } from './fake-lnd.js';

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;
let lnd: FakeLnd;

beforeEach(async () => {
  database ??= await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(world(database));
  lnd = billing.lnd;
});
afterEach(async () => {
  await billing.stop();
  expect(await database.query('SELECT * FROM ledger.verify()')).toEqual([]);
});

const paidMsat = 100_001n;
const books = async () => {
  const { 1110: channels = 0n, 1130: settling = 0n, 5160: loss = 0n } = await balances(database, lnd.pubkey);
  return { channels, settling, loss };
};
const waiting = () => billing.service.listReceipts({ node: lnd.pubkey, after: '0', limit: 500 });
const report = (paymentHash: Buffer, wonMsat: bigint, lostMsat = 0n) =>
  billing.service.reportFinality({
    node: lnd.pubkey,
    invoices: [{ paymentHash, wonMsat: wonMsat.toString(), lostMsat: lostMsat.toString() }],
  });
const incidents = () =>
  database.query<{ kind: string; subject: string }>('SELECT kind, subject FROM incident WHERE node = $1', [lnd.pubkey]);

/** Delivered, and settled at LND. */
async function sold(payee = newId('account')) {
  const charge = await held(billing, { sellerAccountId: payee });
  await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: payee });
  await billing.delivery.drain();
  await billing.report(charge.paymentHash);
  return { ...charge, payee };
}

describe('what was taken', () => {
  it('waits in 1130 until its HTLCs are resolved, and stands in 1110 from then on, once', async () => {
    const { paymentHash } = await sold();
    expect(await waiting()).toEqual({
      receipts: [{ transferSeq: expect.any(String), paymentHash, amountMsat: String(paidMsat) }],
    });
    expect(await books()).toEqual({ channels: 0n, settling: paidMsat, loss: 0n });
    const answers = await Promise.all([1, 2, 3].map(() => report(paymentHash, paidMsat)));
    expect(answers.map(({ finished }) => finished).sort()).toEqual([0, 0, 1]);
    expect(await report(paymentHash, paidMsat)).toEqual({ finished: 0 });
    expect(await books()).toEqual({ channels: paidMsat, settling: 0n, loss: 0n });
    expect((await waiting()).receipts).toEqual([]);
  });

  it('is a loss of ours, and an incident, where its HTLC went back to the payer', async () => {
    const { paymentHash } = await sold();
    expect(await report(paymentHash, 40_000n, 60_001n)).toEqual({ finished: 1 });
    expect(await books()).toEqual({ channels: 40_000n, settling: 0n, loss: 60_001n });
    expect(await incidents()).toEqual([{ kind: 'htlc_lost', subject: paymentHash.toString('hex') }]);
  });

  it('stays where it is while the amounts of LND are not those of the books', async () => {
    const { paymentHash } = await sold();
    expect(await report(paymentHash, paidMsat - 1n)).toEqual({ finished: 0 });
    expect(await books()).toEqual({ channels: 0n, settling: paidMsat, loss: 0n });
    expect(billing.log.join()).toMatch(/not what was booked/);
  });

  it('is followed as well where no charge asked for it', async () => {
    const paymentHash = randomBytes(32);
    const news = {
      paymentHash,
      state: 'SETTLED',
      amountPaidMsat: '7',
      htlcExpiryHeight: 1_083,
      leftAtAcceptMs: 0,
      memo: '',
    };
    await billing.service.reportInvoice({ node: lnd.pubkey, ...news });
    expect((await waiting()).receipts.map((receipt) => receipt.paymentHash)).toEqual([paymentHash]);
    expect(await report(paymentHash, 7n)).toEqual({ finished: 1 });
    expect(await books()).toEqual({ channels: 7n, settling: 0n, loss: 0n });
  });

  it('is not final by the word of another node, nor before it is booked', async () => {
    const { paymentHash } = await sold();
    const invoices = [{ paymentHash, wonMsat: String(paidMsat), lostMsat: '0' }];
    expect(await billing.service.reportFinality({ node: `03${'7'.repeat(64)}`, invoices })).toEqual({ finished: 0 });
    expect(await report(randomBytes(32), 1n)).toEqual({ finished: 0 });
    expect(await books()).toMatchObject({ settling: paidMsat });
  });
});

describe('what an account may withdraw', () => {
  it('is its balance without what is not final, whether or not a sweep has seen it', async () => {
    const payee = newId('account');
    const share = 97_001n;
    const withdrawable = () => withdrawableMsat(database, idToUuid(payee));
    expect(await withdrawable()).toBe(0n);
    const first = await sold(payee);
    expect(await withdrawable()).toBe(0n);
    await report(first.paymentHash, paidMsat);
    expect(await withdrawable()).toBe(share);
    await sold(payee);
    expect(await withdrawable()).toBe(share);
    await waiting();
    expect(await withdrawable()).toBe(share);
  });

  it('counts what was earned from escrow only after the final word on the payment', async () => {
    const payee = newId('account');
    const charge = await billing.service.openCharge(order({ sellerAccountId: payee, funding: 'invoice' }));
    lnd.pay(charge.paymentHash);
    await billing.report(charge.paymentHash);
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: payee });
    expect(await withdrawableMsat(database, idToUuid(payee))).toBe(0n);
    await report(charge.paymentHash, paidMsat);
    expect(await withdrawableMsat(database, idToUuid(payee))).toBe(97_001n);
  });
});
