import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Advance, ChargeWriter } from '#apps/billing/charges/writer';
import { billingSchema } from '#apps/billing/schema';
import { manualClock, systemClock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { msat } from '#kernel/msat';
import { unidentifiedReceipt } from '#ledger/recipes';
import { ledgerSchema } from '#ledger/schema';
import { credit, debit } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { createCharges, node, priceMsat, steps, type TestCharge } from './charges.js';

const suite = suiteDatabase([ledgerSchema, billingSchema]);
const seller = randomUUID();
let db: Database;
let writer: ChargeWriter;

beforeAll(async () => {
  db = await suite().open(billingSchema);
  writer = new ChargeWriter(db, systemClock);
});

async function charge(): Promise<TestCharge> {
  const [made] = await createCharges(db, 1, [seller]);
  return made as TestCharge;
}

async function held(): Promise<TestCharge> {
  const made = await charge();
  await writer.advance(steps.opened(made));
  expect(await writer.advance(steps.accepted(made))).toMatchObject({ outcome: 'moved' });
  return made;
}

async function row({ uuid }: TestCharge): Promise<Record<string, unknown> | undefined> {
  return (await db.query('SELECT * FROM charge WHERE id = $1', [uuid]))[0];
}

async function timeline({ uuid }: TestCharge): Promise<unknown[]> {
  const rows = await db.query<{ text: string }>(
    `SELECT concat_ws(' ', n, coalesce(from_state, '-'), to_state, actor, transfer_seq IS NOT NULL) AS text
       FROM charge_event WHERE charge_id = $1 ORDER BY n`,
    [uuid],
  );
  return rows.map(({ text }) => text);
}

async function balance(code: number, owner: string): Promise<bigint> {
  const sql = `SELECT debits - credits AS net FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id WHERE code = $1 AND owner = $2`;
  return (await db.query<{ net: bigint }>(sql, [code, owner]))[0]?.net ?? 0n;
}

describe('the writer of charges', () => {
  it('takes a hold from its invoice to its sale, with every event and every posting', async () => {
    const earned = await balance(2110, seller);
    const sold = await held();
    expect(await writer.advance(steps.delivered(sold))).toEqual({
      outcome: 'moved',
      transferSeq: undefined,
      repeated: false,
    });
    expect(await writer.advance(steps.settled(sold))).toEqual({
      outcome: 'moved',
      transferSeq: expect.any(BigInt),
      repeated: false,
    });
    expect(await timeline(sold)).toEqual([
      '1 - CREATING billing f',
      '2 CREATING OPEN billing f',
      '3 OPEN HELD settlement t',
      '4 HELD SETTLING dispatch f',
      '5 SETTLING SETTLED settlement t',
    ]);
    expect(await balance(2110, seller)).toBe(earned - 980n);
    expect(await row(sold)).toMatchObject({
      state: 'SETTLED',
      version: 5,
      reuse_key: null,
      due_at: null,
      closed_at: expect.any(Date),
    });
  });

  it('writes the columns that a step sets and leaves the others', async () => {
    const now = new Date('2026-05-01T12:34:56.789Z');
    const made = await charge();
    await new ChargeWriter(db, manualClock(now)).advance(steps.opened(made));
    const { set } = steps.accepted(made);
    expect(await row(made)).toMatchObject({
      state: 'OPEN',
      payment_request: 'lnbcrt10n1"\\{,}',
      add_index: 7n,
      expires_at: set?.heldAt,
      updated_at: now,
      due_at: set?.heldAt,
      held_at: null,
    });
    await writer.advance(steps.accepted(made));
    expect(await row(made)).toMatchObject({
      state: 'HELD',
      payment_request: 'lnbcrt10n1"\\{,}',
      add_index: 7n,
      held_at: set?.heldAt,
      hold_deadline_at: set?.holdDeadlineAt,
      amount_paid_msat: priceMsat,
      htlc_expiry_height: 800,
      cancel_height: 770,
      reuse_until: set?.reuseUntil,
      reuse_key: made.paymentHash,
    });
  });

  it('says where a charge stands that is not where the step begins, and posts nothing', async () => {
    const made = await held();
    const before = await db.query('SELECT seq FROM ledger.head');
    expect(await writer.advance(steps.settled(made))).toEqual({ outcome: 'stayed', state: 'HELD' });
    expect(await writer.advance({ ...steps.settled(made), chargeId: newId('charge') })).toEqual({ outcome: 'unknown' });
    expect(await db.query('SELECT seq FROM ledger.head')).toEqual(before);
    expect(await timeline(made)).toHaveLength(3);
  });

  it('never moves a charge that has ended, whatever the step says', async () => {
    const made = await charge();
    await writer.advance(steps.cancelRequested(made));
    const ended: Advance = { ...steps.cancelRequested(made), from: ['CANCELING'], to: 'CANCELED' };
    await writer.advance(ended);
    const again: Advance = { ...steps.opened(made), from: ['CANCELED'], to: 'OPEN' };
    expect(await writer.advance(again)).toEqual({ outcome: 'stayed', state: 'CANCELED' });
    // A remark is possible: money that arrives afterwards is booked.
    const late = unidentifiedReceipt({
      node,
      paymentHash: made.paymentHash,
      chargeUuid: made.uuid,
      paidMsat: priceMsat,
    });
    const remark: Advance = { ...again, to: 'CANCELED', reason: 'money arrived', transfers: [late] };
    expect(await writer.advance({ ...remark, set: {} })).toMatchObject({
      outcome: 'moved',
      transferSeq: expect.any(BigInt),
    });
    expect(await timeline(made)).toHaveLength(4);
  });

  it('moves nothing when the ledger refuses, not even the first of two transfers', async () => {
    const made = await held();
    const owed = await balance(2390, node);
    const good = unidentifiedReceipt({ node, paymentHash: made.paymentHash, paidMsat: msat(5n) });
    const poor = { id: randomUUID(), kind: 'too_much', legs: [debit(2110, randomUUID(), 1n), credit(4110, '', 1n)] };
    const step = { ...steps.cancelRequested(made), transfers: [good, poor] };
    expect(await writer.advance(step)).toEqual({ outcome: 'refused', refusal: 'insufficient_funds', state: 'HELD' });
    expect(await row(made)).toMatchObject({ state: 'HELD', version: 3 });
    expect(await balance(2390, node)).toBe(owed);
    expect(await writer.advance({ ...step, transfers: [good] })).toMatchObject({ outcome: 'moved' });
    expect(await balance(2390, node)).toBe(owed - 5n);
  });

  it('ends one hold once: a second end is a conflict in the books as well', async () => {
    const made = await held();
    await writer.advance(steps.delivered(made));
    await writer.advance(steps.settled(made));
    const { transfers } = steps.canceledHeld(made);
    expect(await writer.advance({ transfers })).toEqual({ outcome: 'refused', refusal: 'conflict', state: undefined });
    expect(await writer.advance({ transfers: steps.settled(made).transfers })).toMatchObject({ outcome: 'moved' });
  });

  it('posts what belongs to no charge, once however often', async () => {
    const paymentHash = Buffer.from(randomUUID());
    const posting = { transfers: [unidentifiedReceipt({ node, paymentHash, paidMsat: msat(77n) })] };
    const owed = await balance(2390, node);
    const answers = await Promise.all([writer.advance(posting), writer.advance(posting), writer.advance(posting)]);
    expect(new Set(answers.map((answer) => answer.outcome === 'moved' && answer.transferSeq)).size).toBe(1);
    expect(await balance(2390, node)).toBe(owed - 77n);
  });

  it('answers the same request again with what it did, also when the charge has gone on', async () => {
    const made = await held();
    const request = { ...steps.delivered(made), requestId: randomUUID() };
    expect(await writer.advance(request)).toMatchObject({ outcome: 'moved', repeated: false });
    await writer.advance(steps.settled(made));
    expect(await writer.advance(request)).toMatchObject({ outcome: 'moved', repeated: true });
    expect(await writer.advance({ ...request, requestId: randomUUID() })).toEqual({
      outcome: 'stayed',
      state: 'SETTLED',
    });
    const remark = {
      ...request,
      requestId: randomUUID(),
      from: ['SETTLED' as const],
      to: 'SETTLED' as const,
      reason: 'seen',
    };
    expect(await writer.advance(remark)).toMatchObject({ outcome: 'moved', repeated: false });
    expect(await writer.advance(remark)).toMatchObject({ outcome: 'moved', repeated: true });
    expect(await timeline(made)).toHaveLength(6);
  });

  it('lets exactly one of many rivals win, whatever writer they come by', async () => {
    const other = new ChargeWriter(await suite().open(billingSchema), systemClock);
    const contested = await Promise.all(Array.from({ length: 40 }, held));
    const rivals = contested.flatMap((made) => [
      writer.advance(steps.delivered(made)),
      other.advance(steps.cancelRequested(made)),
      other.advance(steps.delivered(made)),
      writer.advance(steps.cancelRequested(made)),
    ]);
    const answers = await Promise.all(rivals);
    for (let index = 0; index < contested.length; index += 1) {
      const won = answers.slice(index * 4, index * 4 + 4).filter(({ outcome }) => outcome === 'moved');
      expect(won).toHaveLength(1);
    }
  });
});

describe('a batch of the writer', () => {
  it('is one transaction for all who ask at the same time', async () => {
    const made = await createCharges(db, 200, [seller]);
    const before = db.counters().transactions;
    await Promise.all(made.map((item) => writer.advance(steps.opened(item))));
    expect(db.counters().transactions - before).toBe(1);
  });

  it('takes two steps of one charge in the order in which they were asked for', async () => {
    const made = await charge();
    const answers = await Promise.all([
      writer.advance(steps.opened(made)),
      writer.advance(steps.accepted(made)),
      writer.advance(steps.delivered(made)),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['moved', 'moved', 'moved']);
  });

  it('fails only the item that the database cannot digest', async () => {
    const made = await createCharges(db, 33, [seller]);
    const answers = await Promise.allSettled(
      made.map((item, index) => {
        const step = steps.opened(item);
        // OPEN without an invoice breaks a constraint of the table, which fails the whole statement.
        return writer.advance(index === 20 ? { ...step, set: {} } : step);
      }),
    );
    const failed = answers.flatMap((answer, index) =>
      answer.status === 'rejected' ? [[index, answer.reason.code]] : [],
    );
    expect(failed).toEqual([[20, 'internal']]);
    const open = await db.query(`SELECT FROM charge WHERE id = ANY($1) AND state = 'OPEN'`, [
      made.map(({ uuid }) => uuid),
    ]);
    expect(open).toHaveLength(32);
  });

  it('refuses more than it can hold instead of growing', async () => {
    const [made] = await createCharges(db, 1, [seller]);
    const steps4097 = Array.from({ length: 4_097 }, () =>
      writer.advance({ ...steps.delivered(made as TestCharge), chargeId: newId('charge') }),
    );
    const answers = await Promise.allSettled(steps4097);
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.map(({ reason }) => [reason.code, reason.retryAfterSeconds])).toEqual([['unavailable', 1]]);
  });

  it('finishes what waits and takes nothing more when it is closed', async () => {
    const closing = new ChargeWriter(db, systemClock);
    const made = await charge();
    const waiting = closing.advance(steps.opened(made));
    const closed = closing.close();
    await expect(closing.advance(steps.accepted(made))).rejects.toMatchObject({ code: 'unavailable' });
    await closed;
    expect(await waiting).toMatchObject({ outcome: 'moved' });
    await closing.close();
  });

  it.each([
    ['charges that do not ascend', `array['${'f'.repeat(32)}','${'0'.repeat(32)}']`],
    ['one charge twice', `array['${'1'.repeat(32)}','${'1'.repeat(32)}']`],
    ['a charge after a posting', `array[null,'${'1'.repeat(32)}']`],
  ])('is refused by the database when it holds %s', async (_, ids) => {
    const nulls = Array.from({ length: 19 }, () => 'null').join(',');
    const sql = `SELECT * FROM billing.advance(now(), ${ids}::uuid[], '{OPEN,OPEN}', '{HELD,HELD}', '{a,a}', '{b,b}', '{null,null}', ${nulls})`;
    await expect(db.query(sql)).rejects.toMatchObject({ code: '22023' });
  });
});
