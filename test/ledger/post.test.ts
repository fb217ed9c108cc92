import { describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { chart } from '#ledger/chart';
import { ledgerSchema } from '#ledger/schema';
import { credit, debit } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { compare, Generator, nodes } from './generator.js';
import { accountKey, LedgerModel } from './model.js';
import { postBatch } from './post-batch.js';
import { seeded, seeds } from './random.js';

const suite = suiteDatabase([ledgerSchema, billingSchema]);
const rounds = 60;

async function balancesOf(db: Database): Promise<Map<string, unknown>> {
  const rows = await db.query<{ code: number; owner: string; debits: bigint; credits: bigint; entries: bigint }>(
    `SELECT a.code, a.owner, b.debits, b.credits, b.version AS entries
       FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id WHERE b.version > 0`,
  );
  return new Map(
    rows.map(({ debits, credits, entries, ...account }) => [accountKey(account), { debits, credits, entries }]),
  );
}

async function defects(db: Database): Promise<unknown[]> {
  return await db.query('SELECT * FROM ledger.verify()');
}

describe('ledger.post', () => {
  it('does what the model does, whatever comes', async () => {
    const db = await suite().openAsOwner();
    const model = new LedgerModel();
    const seen: Record<string, number> = {};
    for (const seed of seeds(4)) {
      console.info(`ledger seed ${seed}`);
      for (const [outcome, n] of Object.entries(await compare(db, model, new Generator(seeded(seed)), rounds))) {
        seen[outcome] = (seen[outcome] ?? 0) + n;
      }
    }
    const byCode = (a: [string, unknown], b: [string, unknown]) => (a[0] < b[0] ? -1 : 1);
    expect([...(await balancesOf(db))].sort(byCode)).toEqual([...model.balances].sort(byCode));
    expect(await defects(db)).toEqual([]);
    // A generator that never met a case would prove nothing about it.
    const all = ['account_closed', 'conflict', 'insufficient_funds', 'linked', 'out_of_range', 'posted', 'replayed'];
    expect(Object.keys(seen).sort()).toEqual([...all, 'unbalanced', 'unknown_account', 'unwanted']);
  });

  it('raises when one id comes twice in a batch, and records nothing of it', async () => {
    const db = await suite().openAsOwner();
    const [before] = await db.query('SELECT seq, hash FROM ledger.head');
    const transfer = {
      id: seeded(1).uuid(),
      kind: 'twice',
      legs: [debit(4110, '', 1n), credit(5160, nodes[0] as string, 1n)],
    };
    await expect(postBatch(db, [{ transfers: [transfer] }, { transfers: [transfer] }])).rejects.toMatchObject({
      code: '23505',
    });
    expect(await db.query('SELECT seq, hash FROM ledger.head')).toEqual([before]);
  });

  it.each([
    ['legs before their transfer', '{1,2}', '{1,1}', '{2,1}'],
    ['a leg of a transfer that is not there', '{1,2}', '{1,1}', '{1,3}'],
    ['groups that go back', '{2,1}', '{1,1}', '{1,2}'],
    ['a missing group', '{1,null}', '{1,1}', '{1,2}'],
    ['more amounts than legs', '{1,2}', '{1}', '{1,2}'],
  ])('raises on malformed arrays: %s', async (_, groups, accounts, legs) => {
    const db = await suite().openAsOwner();
    const sql = `SELECT ledger.post('{4110}', '{""}', $1, $2, '{x,x}', '{null,null}', null, $3, $4, '{1,-1}')`;
    const ids = [seeded(2).uuid(), seeded(3).uuid()];
    await expect(db.query(sql, [ids, groups, legs, accounts])).rejects.toMatchObject({ code: '22023' });
    expect(await defects(db)).toEqual([]);
  });

  it('answers an empty batch and moves nothing', async () => {
    const db = await suite().openAsOwner();
    const [before] = await db.query('SELECT seq, block FROM ledger.head');
    expect(await postBatch(db, [])).toEqual([]);
    expect(await db.query('SELECT seq, block FROM ledger.head')).toEqual([before]);
  });

  it('keeps time in the order of its transfers and takes the time of the event as it is told', async () => {
    const db = await suite().openAsOwner();
    const effectiveAt = new Date('2020-01-02T03:04:05.678Z');
    const legs = [debit(4110, '', 1n), credit(5160, nodes[0] as string, 1n)];
    const transfers = [{ id: seeded(4).uuid(), kind: 'past', effectiveAt, legs }];
    const [answer] = await postBatch(db, [{ transfers }]);
    const [row] = await db.query('SELECT effective_at, recorded_at > $2 AS later FROM ledger.transfer WHERE seq = $1', [
      answer?.seq,
      effectiveAt,
    ]);
    expect(row).toEqual({ effective_at: effectiveAt, later: true });
    const unordered = await db.query(
      'SELECT FROM ledger.transfer a JOIN ledger.transfer b ON b.seq > a.seq WHERE b.recorded_at < a.recorded_at',
    );
    expect(unordered).toEqual([]);
  });
});

describe('ledger.chart', () => {
  it('is the chart that the code knows', async () => {
    const db = await suite().openAsOwner();
    const rows = await db.query(
      'SELECT code, name, side, limited, per, in_use AS "inUse" FROM ledger.chart ORDER BY code',
    );
    expect(rows).toEqual(chart.map(({ meaning, ...line }) => line));
  });
});
