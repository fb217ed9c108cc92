/** When the schedule of an account is due, who gets it, and what comes of its payouts and failures. */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import type { Billing } from '#contracts/billing';
import type { ReplyOf } from '#contracts/service';
import { addMs } from '#kernel/clock';
import { type AccountId, idToUuid, newId } from '#kernel/ids';
import { msat } from '#kernel/msat';
import { codes } from '#ledger/chart';
import { credit, debit, transferId } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { codeOf, held, startBilling, type TestBilling, world } from './billing-kit.js';

type Due = ReplyOf<Billing, 'takeDueSchedules'>['schedules'][number];

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const preimages = new Map<string, Buffer>();

beforeAll(async () => {
  database = await suite().open(billingSchema, { poolSize: 4 });
});
beforeEach(async () => {
  const owner = await suite().openAsOwner({ poolSize: 1 });
  await owner.query('DELETE FROM billing.payout_schedule');
  await owner.close();
  const of = world(database);
  // What a node reads of an invoice: here its text says all.
  Object.assign(of.lnd.desk, {
    async decode(text: string) {
      const [, preimage = '', amount = '', descriptionHash = ''] = text.split(':');
      const paymentHash = createHash('sha256').update(Buffer.from(preimage, 'hex')).digest();
      preimages.set(paymentHash.toString('hex'), Buffer.from(preimage, 'hex'));
      return {
        ...{ paymentHash, amountMsat: msat(BigInt(amount)), destination: `03${'ab'.repeat(32)}`, descriptionHash },
        ...{ expiresAt: addMs(of.clock.now(), hourMs), cltvExpiryBlocks: 80, hasHintWithoutChannel: false },
      };
    },
  });
  billing = await startBilling(of);
});
afterEach(() => billing.stop());

async function account(ownsMsat = 0n): Promise<AccountId> {
  const { accountId } = await billing.service.createAccount({ name: '' });
  if (ownsMsat > 0n) await earn(accountId as AccountId, ownsMsat);
  return accountId as AccountId;
}

async function earn(accountId: AccountId, amountMsat: bigint): Promise<void> {
  const legs = [
    debit(codes.channels, billing.lnd.pubkey, amountMsat),
    credit(codes.available, idToUuid(accountId), amountMsat),
  ];
  const id = transferId('lnd', randomBytes(32).toString('hex'), 'test');
  expect(await billing.writer.advance({ transfers: [{ id, kind: 'test_funds', legs }] })).toMatchObject({
    outcome: 'moved',
  });
}

const settings = { address: 'bot@wallet.example', every: 'hourly', thresholdMsat: '100000', feeLimitMsat: '-1' };
const set = (accountId: string, changes: Partial<typeof settings> = {}) =>
  billing.service.setPayoutSchedule({ accountId, ...settings, ...changes });
const get = (accountId: string) => billing.service.getPayoutSchedule({ accountId });
const take = async (limit = 10): Promise<Due[]> => (await billing.service.takeDueSchedules({ limit })).schedules;
const taken = async () => (await take()).map(({ accountId }) => accountId);

async function takeOne(): Promise<Due> {
  const [due, ...others] = await take();
  if (!due || others.length > 0) throw new Error('one schedule should be due');
  return due;
}

const scopeOf = ({ accountId, run }: Due) => createHash('sha256').update(`${accountId} ${run}`).digest();

/** What a gateway does, once the address has answered. */
async function pay(due: Due, changes: { paymentRequest?: string } = {}) {
  const { accountId, run, address, amountMsat, feeLimitMsat } = due;
  const descriptionHash = randomBytes(32);
  const paymentRequest = `ln:${randomBytes(32).toString('hex')}:${amountMsat}:${descriptionHash.toString('hex')}`;
  return await billing.service.createPayout({
    ...{ accountId, address, amountMsat, feeLimitMsat, descriptionHash, paymentRequest },
    ...{ idempotencyScope: scopeOf(due), scheduleRun: run, ...changes },
  });
}

async function report(due: Due, code = ''): Promise<void> {
  const { accountId, run, leasedUntilMs } = due;
  await billing.service.reportScheduleRun({ accountId, run, leasedUntilMs, idempotencyScope: scopeOf(due), code });
}

async function paid(due: Due): Promise<string> {
  const { payout } = await pay(due);
  await report(due);
  return payout?.payoutId ?? '';
}

async function end(accountId: string, payoutId: string, outcome: 'succeeded' | 'refused'): Promise<void> {
  const node = billing.lnd.pubkey;
  await billing.service.beginPayoutAttempt({ payoutId, node });
  const { paymentHash } = await billing.service.getPayout({ accountId, payoutId });
  const preimage = outcome === 'succeeded' ? (preimages.get(paymentHash.toString('hex')) as Buffer) : Buffer.alloc(0);
  await billing.service.reportPayout({ payoutId, node, attempt: 1, outcome, preimage, feeMsat: '0', reason: '' });
}

describe('a payout schedule', () => {
  it('is kept as it was set last, until it is deleted', async () => {
    const accountId = await account();
    expect(await codeOf(get(accountId))).toBe('not_found');
    const nothingYet = { lastPayoutId: '', lastError: '', lastErrorAtMs: '0', nextAtMs: '0' };
    expect(await set(accountId)).toEqual({ ...settings, ...nothingYet });
    const other = { address: 'lnurlp://wallet.example/bot', every: 'daily', thresholdMsat: '2000', feeLimitMsat: '0' };
    await set(accountId, other);
    expect(await get(accountId)).toEqual({ ...other, ...nothingYet });
    await billing.service.deletePayoutSchedule({ accountId });
    expect(await codeOf(get(accountId))).toBe('not_found');
    expect(await billing.service.deletePayoutSchedule({ accountId })).toEqual({});
    expect(await codeOf(set(newId('account')))).toBe('not_found');
  });

  it.each([
    [{ address: '' }, 'invalid_request'],
    [{ address: 'a'.repeat(2_049) }, 'invalid_request'],
    [{ address: 'a\0b' }, 'invalid_request'],
    [{ every: 'weekly' }, 'invalid_request'],
    [{ thresholdMsat: '-1' }, 'invalid_amount'],
    [{ thresholdMsat: '999' }, 'payout_limit'],
    [{ thresholdMsat: '1000000001' }, 'payout_limit'],
    [{ thresholdMsat: '1000', feeLimitMsat: '1' }, 'payout_limit'],
    [{ feeLimitMsat: '50001' }, 'payout_limit'],
    [{ feeLimitMsat: '100000' }, 'payout_limit'],
  ])('is not set to %j: %s', async (changes, code) => {
    const accountId = await account();
    expect(await codeOf(set(accountId, changes))).toBe(code);
    expect(await codeOf(get(accountId))).toBe('not_found');
  });

  it.each([
    ['with the usual fee limit', '100000', '-1', '100000', '95000', '5000'],
    ['a tenth of little is kept', '1000', '-1', '20000', '18000', '2000'],
    ['the least that is paid out', '1000', '-1', '1000', '1000', '0'],
    ['with a limit of its own', '100000', '1', '123456', '123455', '1'],
    ['not more than one payout may have', '100000', '-1', '2000000000', '1000000000', '10000000'],
  ])('offers all that may leave, %s', async (_, thresholdMsat, feeLimitMsat, ownsMsat, amountMsat, limitMsat) => {
    const accountId = await account(BigInt(ownsMsat));
    await set(accountId, { thresholdMsat, feeLimitMsat });
    const due = await takeOne();
    expect(due).toMatchObject({ accountId, address: settings.address, amountMsat, feeLimitMsat: limitMsat });
    expect((await pay(due)).payout).toMatchObject({ state: 'RESERVED', amountMsat, feeLimitMsat: limitMsat });
  });

  it('is due when the threshold is reached, by what is final', async () => {
    const accountId = await account(99_999n);
    await set(accountId);
    expect(await take()).toEqual([]);
    const charge = await held(billing, {
      funding: 'invoice',
      sellerAccountId: accountId,
      priceMsat: '100000',
      holdWindowMs: hourMs,
    });
    await billing.service.captureCharge({ taskId: charge.taskId, payeeAccountId: accountId });
    expect(BigInt((await billing.service.getAccount({ accountId })).balanceMsat)).toBeGreaterThan(100_000n);
    expect(await take()).toEqual([]);
    await earn(accountId, 1n);
    expect(await takeOne()).toMatchObject({ accountId, amountMsat: '95000' });
  });

  it.each([
    ['instant', minuteMs],
    ['hourly', hourMs],
    ['daily', dayMs],
  ])('that is %s is due again %i ms after its payout', async (every, periodMs) => {
    const accountId = await account(200_000n);
    await set(accountId, { every });
    const due = await takeOne();
    billing.clock.advance(7_000);
    const payoutId = await paid(due);
    const nextAtMs = String(billing.clock.now().getTime() + periodMs);
    expect(await get(accountId)).toMatchObject({ lastPayoutId: payoutId, nextAtMs });
    await end(accountId, payoutId, 'succeeded');
    await earn(accountId, 200_000n);
    // Whoever sets it again comes no earlier.
    await set(accountId, { every });
    billing.clock.advance(periodMs - 1);
    expect(await take()).toEqual([]);
    billing.clock.advance(1);
    expect(BigInt((await takeOne()).run)).toBe(BigInt(due.run) + 1n);
  });
});

describe('a schedule that is due', () => {
  it('is given to one gateway at a time, until its lease is over', async () => {
    const accounts = await Promise.all([1, 2, 3].map(() => account(200_000n)));
    for (const accountId of accounts) await set(accountId);
    const [some, more] = await Promise.all([take(2), take(2)]);
    expect([...some, ...more].map(({ accountId }) => accountId).sort()).toEqual([...accounts].sort());
    expect(await take()).toEqual([]);
    billing.clock.advance(minuteMs - 1);
    expect(await take()).toEqual([]);
    billing.clock.advance(1);
    expect((await taken()).sort()).toEqual([...accounts].sort());
  });

  it('is paid out once, although a gateway died after its payout or comes back after its lease', async () => {
    const accountId = await account(300_000n);
    await set(accountId, { every: 'instant' });
    const first = await takeOne();
    billing.clock.advance(minuteMs);
    const second = await takeOne();
    expect(second.run).toBe(first.run);
    const { payout } = await pay(second);
    expect(await get(accountId)).toMatchObject({ lastPayoutId: payout?.payoutId });
    // Its report is never sent; who comes back late finds the same payout.
    expect((await pay(first)).payout).toEqual(payout);
    expect((await pay(first, { paymentRequest: '' })).payout).toEqual(payout);
    await report(first, 'unavailable');
    expect(await get(accountId)).toMatchObject({ lastPayoutId: payout?.payoutId, lastError: '' });
    await earn(accountId, 500_000n);
    billing.clock.advance(minuteMs);
    expect(await take()).toEqual([]);
    expect(await codeOf(pay({ ...first, run: String(BigInt(first.run) + 1n) }))).toBe('conflict');
    const { payouts } = await billing.service.listPayouts({ accountId, state: '', cursor: '', limit: 10 });
    expect(payouts.map(({ payoutId }) => payoutId)).toEqual([payout?.payoutId]);
  });

  it('keeps the number of its run after a failure, since a call that was given up may still be carried out', async () => {
    const accountId = await account(300_000n);
    await set(accountId, { every: 'instant' });
    const first = await takeOne();
    await report(first, 'deadline_exceeded');
    billing.clock.advance(minuteMs);
    const second = await takeOne();
    expect(second.run).toBe(first.run);
    const { payout } = await pay(first);
    expect((await pay(second)).payout).toEqual(payout);
    await report(second);
    expect(await get(accountId)).toMatchObject({ lastPayoutId: payout?.payoutId });
  });

  it('finds its payouts again, one look after the other, where a restored database has forgotten how far it was', async () => {
    const accountId = await account();
    await set(accountId, { every: 'daily' });
    const payoutIds: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      await earn(accountId, 200_000n);
      payoutIds.push(await paid(await takeOne()));
      await end(accountId, payoutIds.at(-1) ?? '', 'succeeded');
      billing.clock.advance(dayMs);
    }
    await earn(accountId, 777_000n);
    const owner = await suite().openAsOwner({ poolSize: 1 });
    await owner.query(
      `UPDATE billing.payout_schedule SET run = run - 3, next_at = set_at, leased_until = '-infinity',
      last_payout = NULL, last_payout_at = NULL, open_payout = NULL WHERE account_id = $1`,
      [idToUuid(accountId)],
    );
    await owner.close();
    for (const payoutId of payoutIds) {
      const due = await takeOne();
      expect(await codeOf(pay(due))).toBe('idempotency_key_reused');
      await report(due, 'idempotency_key_reused');
      expect((await get(accountId)).lastPayoutId).toBe(payoutId);
    }
    const fourth = await takeOne();
    expect((await pay(fourth)).created).toBe(true);
  });

  it('waits for what becomes of its last payout, however long that takes', async () => {
    const accountId = await account(200_000n);
    await set(accountId, { every: 'instant' });
    const payoutId = await paid(await takeOne());
    await earn(accountId, 200_000n);
    billing.clock.advance(10 * minuteMs);
    expect(await take()).toEqual([]);
    await set(accountId, { every: 'instant', address: 'other@wallet.example' });
    expect(await take()).toEqual([]);
    await end(accountId, payoutId, 'succeeded');
    expect(await takeOne()).toMatchObject({ accountId, address: 'other@wallet.example' });
    expect(await get(accountId)).toMatchObject({ lastPayoutId: payoutId, lastError: '' });
  });

  it.each(['instant', 'daily'])(
    'that is %s is tried again after a failed payout, by another hash and later each time',
    async (every) => {
      const accountId = await account(200_000n);
      await set(accountId, { every });
      const hashes = new Set<string>();
      for (const waitsMs of [minuteMs, 2 * minuteMs, 4 * minuteMs]) {
        const payoutId = await paid(await takeOne());
        hashes.add((await billing.service.getPayout({ accountId, payoutId })).paymentHash.toString('hex'));
        await end(accountId, payoutId, 'refused');
        const failedAtMs = billing.clock.now().getTime();
        expect(await take()).toEqual([]);
        expect(await get(accountId)).toMatchObject({
          ...{ lastPayoutId: payoutId, lastError: 'payout_failed', lastErrorAtMs: String(failedAtMs) },
          nextAtMs: String(failedAtMs + waitsMs),
        });
        billing.clock.advance(waitsMs - 1);
        expect(await take()).toEqual([]);
        billing.clock.advance(1);
      }
      expect(hashes.size).toBe(3);
      await end(accountId, await paid(await takeOne()), 'refused');
      await take();
      expect(await set(accountId, { every })).toMatchObject({
        ...{ lastError: '', nextAtMs: String(billing.clock.now().getTime() + minuteMs) },
      });
      billing.clock.advance(minuteMs);
      const payoutId = await paid(await takeOne());
      await end(accountId, payoutId, 'succeeded');
      await take();
      expect(await get(accountId)).toMatchObject({ lastPayoutId: payoutId, lastError: '' });
    },
  );

  it('is tried again after a failure of the address, later each time and at least once a day', async () => {
    const accountId = await account(200_000n);
    await set(accountId, { every: 'instant' });
    const waited: number[] = [];
    for (let n = 0; n < 14; n += 1) {
      const due = await takeOne();
      await report(due, 'address_unusable');
      await report(due, 'address_unusable');
      const { lastError, nextAtMs } = await get(accountId);
      expect(lastError).toBe('address_unusable');
      const waitMs = Number(nextAtMs) - billing.clock.now().getTime();
      waited.push(waitMs / minuteMs);
      billing.clock.advance(waitMs - 1);
      expect(await take()).toEqual([]);
      billing.clock.advance(1);
    }
    expect(waited).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440, 1440]);
    expect(await codeOf(report(await takeOne(), 'no_such_code'))).toBe('invalid_request');
    // Whoever sets it again is not kept waiting.
    billing.clock.advance(minuteMs);
    await report(await takeOne(), 'address_unusable');
    await set(accountId, { every: 'instant' });
    expect(await get(accountId)).toMatchObject({ lastError: '', nextAtMs: '0' });
    expect(await taken()).toEqual([accountId]);
  });

  it('is tried again each minute while the marketplace itself cannot pay out', async () => {
    const accountId = await account(200_000n);
    await set(accountId, { every: 'instant' });
    const waited: number[] = [];
    for (const code of [
      'address_unusable',
      'payouts_stopped',
      'liquidity_short',
      'payouts_stopped',
      'address_unusable',
    ]) {
      await report(await takeOne(), code);
      const { lastError, nextAtMs } = await get(accountId);
      expect(lastError).toBe(code);
      const waitMs = Number(nextAtMs) - billing.clock.now().getTime();
      waited.push(waitMs / minuteMs);
      billing.clock.advance(waitMs);
    }
    expect(waited).toEqual([1, 1, 1, 1, 2]);
  });

  it('pays nothing out any more when it was changed or deleted meanwhile', async () => {
    const accountId = await account(200_000n);
    await set(accountId);
    const due = await takeOne();
    await set(accountId, { address: 'other@wallet.example' });
    expect(await codeOf(pay(due))).toBe('conflict');
    await billing.service.deletePayoutSchedule({ accountId });
    expect(await codeOf(pay(due))).toBe('conflict');
    await report(due, 'conflict');
    billing.clock.advance(1_000);
    await set(accountId);
    expect(await codeOf(pay(due))).toBe('conflict');
    const again = await takeOne();
    expect(BigInt(again.run)).toBeGreaterThan(BigInt(due.run));
    expect((await pay(again)).created).toBe(true);
  });
});
