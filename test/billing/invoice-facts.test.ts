import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { newId } from '#kernel/ids';
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

/** The node's own accounts: memo, settling, unidentified, loss. */
const books = () => balances(database, lnd.pubkey);
const incidents = () => billing.log.filter((line) => line.includes('"level":"error"'));
const cancel = (charge: { taskId: string }) =>
  billing.service.cancelCharge({ taskId: charge.taskId, reason: 'the test wants it' });
const capture = (charge: { taskId: string }, payeeAccountId: string) =>
  billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId });
const news = (hash: Buffer, state: string, more: object = {}) =>
  billing.service.reportInvoice({
    ...{ node: lnd.pubkey, paymentHash: hash, state, amountPaidMsat: '100001', htlcExpiryHeight: 1_083 },
    leftAtAcceptMs: 0,
    memo: '',
    ...more,
  });

/** A charge that was delivered, with its settle call done at LND or not. */
async function delivered(settled: boolean, payee = newId('account'), priceMsat = '100001') {
  const charge = await held(billing, { sellerAccountId: payee, priceMsat });
  if (!settled) lnd.fault = (call) => (call === 'settle' ? 'failed' : undefined);
  expect(await capture(charge, payee)).toEqual({ outcome: 'captured' });
  await billing.delivery.drain();
  lnd.fault = () => undefined;
  return charge;
}

describe('HTLCs accepted', () => {
  it('secures the money: HELD with a deadline, in the memorandum accounts and nowhere else', async () => {
    const charge = await billing.service.openCharge(order({ holdWindowMs: 20_000, workMs: 7_000 }));
    billing.clock.advance(3_100);
    lnd.pay(charge.paymentHash);
    const reply = await billing.report(charge.paymentHash);
    // LND tells whole seconds: three after it was made, at 12:00:00.250.
    const acceptedAt = Date.parse('2026-03-01T12:00:03.250Z');
    expect(reply).toMatchObject({ known: true, moved: true, state: 'HELD', taskId: charge.taskId, workMs: 7_000 });
    expect([reply.acceptedAtMs, reply.deadlineAtMs]).toEqual([String(acceptedAt), String(acceptedAt + 20_000)]);
    expect(await books()).toEqual({ 9110: 100_001n, 9210: -100_001n });
  });

  it('told twice changes nothing the second time', async () => {
    const charge = await held(billing);
    expect(await billing.report(charge.paymentHash)).toMatchObject({ moved: false, state: 'HELD' });
    expect(await timeline(billing, charge)).toHaveLength(3);
    await Promise.all(Array.from({ length: 10 }, () => billing.report(charge.paymentHash)));
    expect(await timeline(billing, charge)).toHaveLength(3);
  });

  it('before the charge is OPEN are given back at once', async () => {
    lnd.fault = (call) => (call === 'addHoldInvoice' ? 'lost' : undefined);
    const request = order();
    await codeOf(billing.service.openCharge(request));
    lnd.fault = () => undefined;
    const { paymentHash } = await billing.service.getCharge(request);
    lnd.pay(paymentHash);
    expect(await billing.report(paymentHash)).toMatchObject({ state: 'CANCELING' });
    await billing.delivery.drain();
    expect(lnd.stateOf(paymentHash)).toBe('CANCELED');
    await billing.report(paymentHash);
    expect(await stateOf(billing, request)).toBe('CANCELED');
    expect(await books()).toEqual({ 9110: 0n, 9210: 0n });
  });

  it.each([
    ['while it is being canceled', false],
    ['after its cancel', true],
  ])('for a charge %s go back, whatever the order of the messages', async (_, isCanceled) => {
    const charge = await billing.service.openCharge(order());
    lnd.fault = (call) => (call === 'cancel' ? 'failed' : undefined);
    await cancel(charge);
    await billing.delivery.drain();
    lnd.pay(charge.paymentHash);
    const accepted = lnd.lookup(charge.paymentHash);
    lnd.fault = () => undefined;
    if (isCanceled) {
      lnd.cancel(charge.paymentHash);
      await billing.report(charge.paymentHash);
    }
    const reply = await news(charge.paymentHash, 'ACCEPTED', { amountPaidMsat: String(accepted?.amountPaidMsat) });
    expect(reply.state).toBe(isCanceled ? 'CANCELED' : 'CANCELING');
    await news(charge.paymentHash, 'ACCEPTED');
    await billing.delivery.drain();
    expect(lnd.stateOf(charge.paymentHash)).toBe('CANCELED');
    await billing.report(charge.paymentHash);
    expect(await stateOf(billing, charge)).toBe('CANCELED');
    const { 9110: memo = 0n, 1130: taken = 0n } = await books();
    expect([memo, taken]).toEqual([0n, 0n]);
    expect((await timeline(billing, charge)).length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['has jumped back by ten minutes', 1_199_000, 0],
    ['has jumped ahead by ten minutes', 1_000, 2_000],
    ['is silent', 0, 2_000],
    ['is only wrong', 599_000, 1_000],
  ])("are dated within the charge's own time when the node's clock %s", async (_, leftAtAcceptMs, afterMs) => {
    const charge = await billing.service.openCharge(order());
    const createdAt = billing.clock.now().getTime();
    billing.clock.advance(2_000);
    const reply = await news(charge.paymentHash, 'ACCEPTED', { leftAtAcceptMs });
    expect(Number(reply.acceptedAtMs) - createdAt).toBe(afterMs);
    lnd.pay(charge.paymentHash);
    await cancel(charge);
  });
});

describe('SETTLED', () => {
  it('is the sale, once: seller and fee to the last millisatoshi', async () => {
    const payee = newId('account');
    const before = (await balances(database))[4110] ?? 0n;
    const charge = await delivered(true, payee);
    expect(await billing.report(charge.paymentHash)).toMatchObject({ moved: true, state: 'SETTLED' });
    expect(await billing.report(charge.paymentHash)).toMatchObject({ moved: false, state: 'SETTLED' });
    expect(await books()).toEqual({ 1130: 100_001n, 9110: 0n, 9210: 0n });
    expect((await balances(database))[4110]).toBe(before - 3_000n);
    expect(await payeeBalance(payee)).toBe(97_001n);
    expect(await timeline(billing, charge)).toEqual([
      '- CREATING billing',
      'CREATING OPEN billing',
      'OPEN HELD settlement',
      'HELD SETTLING dispatch',
      'SETTLING SETTLED settlement',
    ]);
    expect(incidents()).toEqual([]);
  });

  it('may come before the answer of our own call, and many times at once', async () => {
    const payee = newId('account');
    lnd.fault = (call) => (call === 'settle' ? 'lost' : undefined);
    const charge = await held(billing, { sellerAccountId: payee });
    await capture(charge, payee);
    await billing.delivery.drain();
    const replies = await Promise.all(Array.from({ length: 20 }, () => billing.report(charge.paymentHash)));
    expect(replies.filter(({ moved }) => moved)).toHaveLength(1);
    expect(await payeeBalance(payee)).toBe(97_001n);
  });

  it('for more than the price puts the rest among the unidentified receipts', async () => {
    const payee = newId('account');
    const charge = await billing.service.openCharge(order({ sellerAccountId: payee, priceMsat: '100000' }));
    lnd.pay(charge.paymentHash, msat(500_003n));
    await billing.report(charge.paymentHash);
    await capture(charge, payee);
    await billing.delivery.drain();
    await billing.report(charge.paymentHash);
    expect(await books()).toEqual({ 1130: 500_003n, 2390: -400_003n, 9110: 0n, 9210: 0n });
    expect(await payeeBalance(payee)).toBe(97_000n);
  });

  it.each(['CREATING', 'OPEN', 'HELD', 'CANCELING', 'CANCELED'] as const)(
    'of a charge in %s, which nobody asked for, is booked as unidentified, once, and told',
    async (state) => {
      const request = order();
      if (state === 'CREATING') lnd.fault = (call) => (call === 'addHoldInvoice' ? 'lost' : undefined);
      await codeOf(billing.service.openCharge(request));
      lnd.fault = (call) => (call === 'cancel' ? 'failed' : undefined);
      const { paymentHash } = await billing.service.getCharge(request);
      if (state !== 'CREATING' && state !== 'OPEN') {
        lnd.pay(paymentHash);
        await billing.report(paymentHash);
      }
      if (state.startsWith('CANCEL')) await cancel(request);
      await billing.delivery.drain();
      if (state === 'CANCELED') await news(paymentHash, 'CANCELED');
      expect(await stateOf(billing, request)).toBe(state);
      for (let time = 0; time < 3; time += 1) await news(paymentHash, 'SETTLED');
      expect(await stateOf(billing, request)).toBe('CANCELED');
      const { 1130: settling, 2390: unidentified, 9110: memo = 0n } = await books();
      expect([settling, unidentified, memo]).toEqual([100_001n, -100_001n, 0n]);
      expect(incidents().length).toBeGreaterThan(0);
      lnd.fault = () => undefined;
    },
  );

  it('of a hash that no charge has is booked all the same', async () => {
    const preimage = randomBytes(32);
    const hash = createHash('sha256').update(preimage).digest();
    for (let time = 0; time < 2; time += 1) {
      expect(await news(hash, 'SETTLED', { amountPaidMsat: '7' })).toMatchObject({ known: false, moved: false });
    }
    expect(await books()).toEqual({ 1130: 7n, 2390: -7n });
    expect(await news(randomBytes(32), 'ACCEPTED')).toMatchObject({ known: false });
    expect(await books()).toEqual({ 1130: 7n, 2390: -7n });
  });
});

describe('CANCELED and absence', () => {
  it('of an unpaid invoice whose time is over is EXPIRED', async () => {
    const charge = await billing.service.openCharge(order());
    // LND counts whole seconds, so it ends the invoice up to a second before our own time for it.
    billing.clock.advance(599_200);
    lnd.cancel(charge.paymentHash);
    expect(await billing.report(charge.paymentHash)).toMatchObject({ state: 'EXPIRED' });
    expect(await books()).toEqual({});
  });

  it.each([
    ['CANCELED', 'OPEN', 'CANCELED'],
    ['CANCELED', 'HELD', 'CANCELED'],
    ['CANCELED', 'CANCELING', 'CANCELED'],
    ['CANCELED', 'SETTLED', 'SETTLED'],
    ['ABSENT', 'CREATING', 'CREATING'],
    ['ABSENT', 'OPEN', 'CANCELED'],
    ['ABSENT', 'HELD', 'CANCELED'],
    ['ABSENT', 'CANCELING', 'CANCELED'],
    ['ABSENT', 'SETTLED', 'SETTLED'],
  ])('%s of a charge in %s leaves it %s and the memorandum empty', async (said, state, after) => {
    const payee = newId('account');
    const request = order({ sellerAccountId: payee });
    if (state === 'CREATING') lnd.fault = (call) => (call === 'addHoldInvoice' ? 'failed' : undefined);
    await codeOf(billing.service.openCharge(request));
    lnd.fault = () => undefined;
    const { paymentHash } = await billing.service.getCharge(request);
    if (['HELD', 'CANCELING', 'SETTLED'].includes(state)) {
      lnd.pay(paymentHash);
      await billing.report(paymentHash);
    }
    if (state === 'CANCELING') await cancel(request);
    if (state === 'SETTLED') await capture(request, payee);
    await billing.delivery.drain();
    if (state === 'SETTLED') await billing.report(paymentHash);
    expect(await stateOf(billing, request)).toBe(state);
    for (let time = 0; time < 3; time += 1) expect(await news(paymentHash, said)).toMatchObject({ state: after });
    const { 9110: memo = 0n, 1130: taken = 0n, 5160: loss = 0n } = await books();
    expect([memo, taken, loss]).toEqual([0n, state === 'SETTLED' ? 100_001n : 0n, 0n]);
  });

  it.each(['CANCELED', 'ABSENT'])(
    '%s while SETTLING is a loss, and the seller who delivered is paid by us',
    async (said) => {
      const payee = newId('account');
      const charge = await delivered(false, payee);
      if (said === 'CANCELED') lnd.cancel(charge.paymentHash);
      else lnd.forget(charge.paymentHash);
      await billing.reconcile();
      expect(await stateOf(billing, charge)).toBe('LOST');
      await billing.report(charge.paymentHash);
      expect(await payeeBalance(payee)).toBe(97_001n);
      expect(await books()).toEqual({ 5160: 97_001n, 9110: 0n, 9210: 0n });
      expect(await capture(charge, payee)).toEqual({ outcome: 'captured' });
      expect(incidents().join()).toContain('LND contradicts our record of a charge');
    },
  );

  it('pays lost sellers up to the cap of the day and not beyond it, also when many are lost at once', async () => {
    const spent = (await balances(database))[5160] ?? 0n;
    const capped = await startBilling({
      ...billing,
      config: { ...billing.config, lossCapMsatPerDay: msat(spent + 250_000n) },
    });
    const payee = newId('account');
    const charges = [];
    for (let n = 0; n < 6; n += 1) charges.push(await delivered(false, payee));
    for (const { paymentHash } of charges) lnd.cancel(paymentHash);
    await Promise.all(charges.map(({ paymentHash }) => capped.report(paymentHash)));
    for (const charge of charges) expect(await stateOf(billing, charge)).toBe('LOST');
    // Two of 97,001 fit under 250,000.
    expect(await payeeBalance(payee)).toBe(194_002n);
    expect(await books()).toEqual({ 5160: 194_002n, 9110: 0n, 9210: 0n });
    expect(billing.log.filter((line) => line.includes('at their cap'))).toHaveLength(4);
    // What was not paid does not count as spent: a smaller loss still fits.
    const small = await delivered(false, payee, '50000');
    lnd.cancel(small.paymentHash);
    await capped.report(small.paymentHash);
    expect(await payeeBalance(payee)).toBe(194_002n + 48_500n);
    await capped.stop();
  });
});

describe('a report', () => {
  it.each([
    ['a state that LND does not have', { state: 'PAID' }],
    ['a short hash', { paymentHash: Buffer.alloc(31) }],
  ])('of %s is refused', async (_, change) => {
    const { paymentHash } = await billing.service.openCharge(order());
    expect(await codeOf(news(paymentHash, 'ACCEPTED', change))).toBe('invalid_request');
  });

  it('about the hash of another node moves nothing', async () => {
    const charge = await billing.service.openCharge(order());
    const reply = await news(charge.paymentHash, 'ACCEPTED', { node: `03${'cd'.repeat(32)}` });
    expect(reply).toMatchObject({ known: false });
    expect(await stateOf(billing, charge)).toBe('OPEN');
  });
});

describe('the height of the chain', () => {
  it('gives back a hold 30 blocks before its first HTLC ends, and no other', async () => {
    const soon = await held(billing);
    lnd.mine(10);
    const later = await held(billing);
    const tell = (height: number) => billing.service.reportHeight({ node: lnd.pubkey, height });
    expect(await tell(1_052)).toEqual({ canceling: 0, taskIds: [] });
    expect(await tell(1_053)).toEqual({ canceling: 1, taskIds: [soon.taskId] });
    await billing.delivery.drain();
    expect(lnd.stateOf(soon.paymentHash)).toBe('CANCELED');
    await billing.report(soon.paymentHash);
    expect(await stateOf(billing, soon)).toBe('CANCELED');
    expect(await stateOf(billing, later)).toBe('HELD');
    expect(await tell(2_000)).toEqual({ canceling: 1, taskIds: [later.taskId] });
  });

  it('leaves alone what is delivered', async () => {
    const charge = await delivered(false);
    expect(await billing.service.reportHeight({ node: lnd.pubkey, height: 5_000 })).toEqual({
      canceling: 0,
      taskIds: [],
    });
    expect(await stateOf(billing, charge)).toBe('SETTLING');
  });

  it('gives back more holds than one page has', async () => {
    const charges = await Promise.all(Array.from({ length: 520 }, () => held(billing)));
    expect(await billing.service.reportHeight({ node: lnd.pubkey, height: 1_053 })).toMatchObject({
      canceling: charges.length,
    });
  });
});

async function payeeBalance(accountId: string): Promise<bigint> {
  const rows = await database.query<{ net: bigint }>(
    `SELECT b.credits - b.debits AS net FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id
     WHERE a.code = 2110 AND replace(a.owner, '-', '') = $1`,
    [accountId.slice(4)],
  );
  return rows[0]?.net ?? 0n;
}
