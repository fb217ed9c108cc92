import { describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { ledgerSchema } from '#ledger/schema';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { compare, Generator } from './generator.js';
import { LedgerModel } from './model.js';
import { seeded } from './random.js';

/**
 * Whether the other suites would notice: each defect is planted into `ledger.post`, and then either the model disagrees, or
 * a constraint of the tables stops the statement, or the proof finds it.
 */
const suite = suiteDatabase([ledgerSchema, billingSchema]);
const seed = 1_234;
const rounds = 25;

async function plant(db: Database, from: string, to: string): Promise<void> {
  const [row] = await db.query<{ sql: string }>(`SELECT pg_get_functiondef('ledger.post'::regproc) AS sql`);
  const original = row?.sql ?? '';
  if (!original.includes(from)) throw new Error(`ledger.post does not say ${from}`);
  await db.query(original.replace(from, () => to));
}

/** In a transaction that is rolled back, so that each defect meets an empty ledger and leaves it so. */
async function survives(db: Database, from: string, to: string): Promise<boolean> {
  await db.query('BEGIN');
  try {
    await plant(db, from, to);
  } catch (thrown) {
    await db.query('ROLLBACK');
    throw thrown;
  }
  try {
    await compare(db, new LedgerModel(), new Generator(seeded(seed)), rounds);
    return (await db.query('SELECT * FROM ledger.verify()')).length === 0;
  } catch {
    return false;
  } finally {
    await db.query('ROLLBACK');
  }
}

describe('a defect in ledger.post is noticed:', () => {
  it('while without one nothing is', async () => {
    expect(await survives(await suite().openAsOwner({ poolSize: 1 }), 'RETURN;', 'RETURN;')).toBe(true);
  });

  it.each([
    ['limits are not looked at', 'bound[s] * (dr[s] - cr[s]) < 0', 'false'],
    ['limits hold for debit accounts only', 'bound[s] * (dr[s] - cr[s]) < 0', 'bound[s] = 1 AND dr[s] < cr[s]'],
    ['limits are off by one', 'bound[s] * (dr[s] - cr[s]) < 0', 'bound[s] * (dr[s] - cr[s]) < -1'],
    ['sums are not looked at', 'sum_legs <> 0 OR ', ''],
    ['no leg is enough', 'NOT BETWEEN 2 AND 64', 'NOT BETWEEN 0 AND 64'],
    ['65 legs are taken', 'NOT BETWEEN 2 AND 64', 'NOT BETWEEN 2 AND 65'],
    ['closed accounts are open', 'IF closed[s] THEN', 'IF false THEN'],
    ['an amount may be zero', 'amount = 0 OR ', ''],
    ['an amount may be too large', 'OR abs(amount) > max_leg', ''],
    ['a conflict is a replay', "ELSE 'conflict' END", "ELSE 'replayed' END"],
    ['a replay is a conflict', "THEN 'replayed' ELSE", "THEN 'conflict' ELSE"],
    ['what a refused group did stays in memory', 'dr[s] := dr[s] - amount;', ''],
    ['what a refused group did keeps its versions', 'ver[s] := ver[s] - 1;', ''],
    ['a group goes on after a refusal', "bad := 'linked';", 'NULL;'],
    ['a refused group keeps its number', 'seq := group_seq; group_bad', 'group_bad'],
    [
      'what nobody wanted is posted',
      'group_live := wanted IS NULL OR coalesce(wanted[grp], false)',
      'group_live := true',
    ],
    ['balances are not written', 'u.ver <> u.ver0 AND', 'false AND'],
    [
      'the block forgets the block before',
      'ledger.block_hash(head.hash, head.seq, seq)',
      "ledger.block_hash('', head.seq, seq)",
    ],
    [
      'the block forgets a transfer',
      'ledger.block_hash(head.hash, head.seq, seq)',
      'ledger.block_hash(head.hash, head.seq + 1, seq)',
    ],
    ['missing accounts are not opened', 'attempt = 2 OR array_position(acc, NULL) IS NULL', 'true'],
  ])('%s', async (_, from, to) => {
    expect(await survives(await suite().openAsOwner({ poolSize: 1 }), from, to)).toBe(false);
  });
});
