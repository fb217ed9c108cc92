/** What is owed back of an ordinary invoice may be taken once its payment is final, and not before. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { codeOf, held, startBilling, stateOf, type TestBilling, world } from './billing-kit.js';

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;
const paidMsat = 100_001n;
const invoice = { funding: 'invoice', priceMsat: String(paidMsat), holdWindowMs: 3_600_000 } as const;

beforeAll(async () => {
  database = await suite().open(billingSchema, { poolSize: 4 });
});
beforeEach(async () => {
  billing = await startBilling(world(database));
});
afterEach(() => billing.stop());

type Charge = Awaited<ReturnType<typeof held>>;

async function owed(): Promise<Charge> {
  const charge = await held(billing, invoice);
  await billing.service.cancelCharge({ taskId: charge.taskId, reason: 'the seller failed' });
  return charge;
}

const ask = ({ taskId, paymentHash }: Pick<Charge, 'taskId' | 'paymentHash'>, paymentRequest = '', fee = '-1') =>
  billing.service.createRefund({
    ...{ taskId, paymentHash, paymentRequest, amountMsat: '0', feeLimitMsat: fee, address: '' },
    idempotencyScope: randomBytes(32),
    descriptionHash: Buffer.alloc(0),
  });

async function resolved({ paymentHash }: Charge, lostMsat = 0n): Promise<void> {
  const amounts = { wonMsat: (paidMsat - lostMsat).toString(), lostMsat: lostMsat.toString() };
  await billing.service.reportFinality({ node: billing.lnd.pubkey, invoices: [{ paymentHash, ...amounts }] });
}

describe('a refund', () => {
  it('is offered when the payment is final, less what is kept for routing', async () => {
    const charge = await owed();
    expect(await codeOf(ask(charge))).toBe('refund_not_final');
    await billing.service.listReceipts({ node: billing.lnd.pubkey, after: '0', limit: 500 });
    expect(await codeOf(ask(charge))).toBe('refund_not_final');
    await resolved(charge);
    expect(await ask(charge)).toEqual({ created: false, payout: null, offerMsat: '95001' });
    expect((await ask(charge, '', '1')).offerMsat).toBe('100000');
    expect((await ask(charge, '', '200000')).offerMsat).toBe('0');
    expect(await codeOf(ask(charge, 'lnbcrt1'))).toBe('invalid_invoice');
    expect(await stateOf(billing, charge)).toBe('REFUND_DUE');
    const { taskId, paymentHash } = charge;
    expect(await billing.service.getRefund({ taskId, paymentHash })).toMatchObject({
      state: 'REFUND_DUE',
      amountMsat: '100001',
      leftMsat: '100001',
    });
  });

  it('is not owed when the chain gave the payment back to its payer', async () => {
    const charge = await owed();
    await resolved(charge, 1n);
    expect(await codeOf(ask(charge))).toBe('refund_not_due');
    expect(await codeOf(ask(charge, 'lnbcrt1'))).toBe('refund_not_due');
    expect(await stateOf(billing, charge)).toBe('REFUND_DUE');
  });

  it('is not owed while the work goes on, of a hold, or to whoever has another preimage', async () => {
    const working = await held(billing, invoice);
    expect(await codeOf(ask(working))).toBe('refund_not_due');
    expect(await codeOf(ask(await held(billing)))).toBe('refund_not_due');
    const { taskId } = await owed();
    expect(await codeOf(ask({ taskId, paymentHash: working.paymentHash }))).toBe('task_not_found');
    expect(await codeOf(billing.service.getRefund({ taskId, paymentHash: working.paymentHash }))).toBe(
      'task_not_found',
    );
  });
});
