import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { ledgerSchema } from '#ledger/schema';
import { credit, debit } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { postBatch } from './post-batch.js';
import { seeded } from './random.js';

/**
 * What happens to those who try to change the books other than by recording a transfer: first billing's own role, as if its
 * process were taken over; then the owner of the tables, as in a repair that goes wrong. docs/ledger.md has the same list.
 */
const suite = suiteDatabase([ledgerSchema, billingSchema]);
const { uuid } = seeded(84);
const node = `02${'aa'.repeat(32)}`;
const bot = uuid();
const chargeId = uuid();

let owner: Database;
let billing: Database;

beforeAll(async () => {
  // One connection each, so that SET ROLE stays where it is put.
  owner = await suite().openAsOwner({ poolSize: 1 });
  billing = await suite().open(billingSchema, { poolSize: 1 });
  const funded = { id: uuid(), kind: 'funded', legs: [debit(1130, node, 1_000n), credit(2110, bot, 1_000n)] };
  const paid = { id: uuid(), kind: 'paid', legs: [debit(2110, bot, 10n), credit(4110, '', 10n)] };
  const emptied = { id: uuid(), kind: 'emptied', legs: [debit(2390, node, 1n), credit(2390, node, 1n)] };
  const transfers = [funded, paid, emptied];
  expect((await postBatch(owner, [{ transfers }])).map(({ outcome }) => outcome)).toEqual([
    'posted',
    'posted',
    'posted',
  ]);
  await owner.query('SELECT ledger.close_account(2390::smallint, $1)', [node]);
  await billing.query(insertCharge('CREATING', chargeId));
});

function insertCharge(state: string, id: string): string {
  return `INSERT INTO charge (id, task_id, node, funding, state, price_msat, fee_msat, seller_account, listing_id, listing_version,
      service_slug, client_key, payment_hash, preimage_epoch, token_epoch, token_nonce, request_digest, hold_window_ms, work_ms,
      created_at, updated_at)
    VALUES ('${id}', '${id}', '${node}', 'hold', '${state}', 1000, 20, '${bot}', '${bot}', 1, 's', '\\x00', sha256('${id}'), 1, 1,
      '\\x00000000000000000000000000', '\\x00', 20000, 1000, now(), now())`;
}

const permission = '42501';
const check = '23514';
const foreignKey = '23503';
const unique = '23505';

async function refusedWith(db: Database, sql: string): Promise<string | undefined> {
  try {
    await db.query(sql);
    return undefined;
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
}

const everything = ['chart', 'account', 'balance', 'transfer', 'entry', 'block', 'head'];

describe("billing's role", () => {
  it.each(everything)('may read ledger.%s and change nothing in it', async (table) => {
    expect(await refusedWith(billing, `SELECT * FROM ledger.${table}`)).toBeUndefined();
    expect(await refusedWith(billing, `INSERT INTO ledger.${table} DEFAULT VALUES`)).toBe(permission);
    expect(await refusedWith(billing, `DELETE FROM ledger.${table}`)).toBe(permission);
    expect(await refusedWith(billing, `TRUNCATE ledger.${table}`)).toBe(permission);
    expect(await refusedWith(billing, `ALTER TABLE ledger.${table} DISABLE TRIGGER ALL`)).toBe(permission);
    expect(await refusedWith(billing, `DROP TABLE ledger.${table}`)).toBe(permission);
  });

  it.each([
    ["raise a bot's balance", 'UPDATE ledger.balance SET credits = credits + 1'],
    ['lift a limit', 'UPDATE ledger.balance SET limited = false'],
    ['open an account again', 'UPDATE ledger.balance SET closed = false'],
    ['give an account another owner', `UPDATE ledger.account SET owner = '${uuid()}'`],
    ['change an amount', 'UPDATE ledger.entry SET amount = amount * 2'],
    ['move the head', 'UPDATE ledger.head SET seq = seq + 1'],
    [
      'post without a step of billing',
      `SELECT ledger.post('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')`,
    ],
    ['say that a payout was paid', "UPDATE billing.payout SET state = 'SUCCEEDED'"],
    ['send a payout elsewhere', "UPDATE billing.payout SET payment_request = 'lnbcrt1mine'"],
    ['make a payout without its reservation', 'INSERT INTO billing.payout DEFAULT VALUES'],
    ['forget a payout', 'DELETE FROM billing.payout'],
    ['give a permit by hand', 'INSERT INTO billing.payout_attempt DEFAULT VALUES'],
    ['use a permit twice', 'UPDATE billing.payout_attempt SET used_at = NULL'],
    ['use a permit itself', `SELECT billing.use_permit('${uuid()}', 1)`],
    ['rewrite what happened to a payout', "UPDATE billing.payout_event SET actor = 'someone'"],
    ['close an account', `SELECT ledger.close_account(2110::smallint, '${bot}')`],
    ['open an account', `SELECT ledger.open_missing('{4110}', '{""}')`],
    [
      'make a function that its owner would call',
      'CREATE FUNCTION ledger.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$SELECT $1$$',
    ],
    ['make a table where it can', 'CREATE TABLE ledger.other (a int)'],
    ['make a temporary table', 'CREATE TEMPORARY TABLE head (a int)'],
    ['become the owner of the books', 'SET ROLE botbazaar_ledger'],
    ['become the owner of billing', 'SET ROLE botbazaar_billing_owner'],
    ['switch triggers off', "SET session_replication_role = 'replica'"],
    ['move a charge', "UPDATE charge SET state = 'SETTLED'"],
    ['make a charge dearer', 'UPDATE charge SET price_msat = price_msat + 1'],
    ['give a charge to another seller', `UPDATE charge SET seller_account = '${uuid()}'`],
    ['say that a charge was paid', 'UPDATE charge SET amount_paid_msat = 1, held_at = now()'],
    ['begin a charge in the middle', insertCharge('CANCELING', uuid())],
    ['forget a charge', 'DELETE FROM charge'],
    [
      'write an event',
      `INSERT INTO charge_event VALUES ('${chargeId}', 9, 'HELD', 'SETTLED', 'me', 'because', null, null, now())`,
    ],
    ['change an event', "UPDATE charge_event SET actor = 'someone'"],
    ['forget an event', 'DELETE FROM charge_event'],
  ])('cannot %s', async (_, sql) => {
    expect(await refusedWith(billing, sql)).toBe(permission);
  });

  it('cannot begin a charge with money that nobody has seen', async () => {
    expect(await refusedWith(billing, insertCharge('HELD', uuid()))).toBe(check);
    expect(await refusedWith(billing, insertCharge('SETTLED', uuid()))).toBe(check);
  });

  it('can free the reuse key of a charge, which is all of it that it may change', async () => {
    expect(await refusedWith(billing, 'UPDATE charge SET reuse_key = null, reuse_until = null')).toBeUndefined();
  });
});

describe('other roles', () => {
  it.each(['SELECT * FROM ledger.head', 'SELECT * FROM billing.charge', 'SELECT * FROM ledger.verify()'])(
    'cannot even read: %s',
    async (sql) => {
      await owner.query('DROP ROLE IF EXISTS ledger_test_stranger');
      await owner.query('CREATE ROLE ledger_test_stranger');
      await owner.query('SET ROLE ledger_test_stranger');
      expect(await refusedWith(owner, sql)).toBe(permission);
      await owner.query('RESET ROLE');
      await owner.query('DROP ROLE ledger_test_stranger');
    },
  );
});

describe.each(['botbazaar_ledger', 'the role that migrates'])('%s', (role) => {
  beforeEach(async () => {
    await owner.query(role === 'botbazaar_ledger' ? `SET ROLE ${role}` : 'RESET ROLE');
  });
  afterAll(async () => {
    await owner.query('RESET ROLE');
  });
  const account = `(SELECT id FROM ledger.account WHERE code = 2110)`;

  it.each([
    ['change an entry', 'UPDATE ledger.entry SET amount = -amount', permission],
    ['delete an entry', 'DELETE FROM ledger.entry', permission],
    ['empty the entries', 'TRUNCATE ledger.entry', permission],
    ['change a transfer', "UPDATE ledger.transfer SET kind = 'other'", permission],
    ['delete a transfer', 'DELETE FROM ledger.transfer', permission],
    ['empty the transfers', 'TRUNCATE ledger.transfer', permission],
    ['change a block', "UPDATE ledger.block SET hash = 'x'", permission],
    ['delete a block', 'DELETE FROM ledger.block', permission],
    ['give an account another owner', `UPDATE ledger.account SET owner = '${uuid()}' WHERE code = 2110`, permission],
    ['delete an account', 'DELETE FROM ledger.account', permission],
    ['delete a balance', 'DELETE FROM ledger.balance', permission],
    ['delete the head', 'DELETE FROM ledger.head', permission],
    ['make a second head', 'INSERT INTO ledger.head SELECT * FROM ledger.head', permission],
    ['raise a balance', `UPDATE ledger.balance SET credits = credits + 1 WHERE account_id = ${account}`, check],
    [
      'raise both sides of a balance',
      `UPDATE ledger.balance SET credits = credits + 1, debits = debits + 1 WHERE account_id = ${account}`,
      check,
    ],
    [
      'raise a balance with a version',
      `UPDATE ledger.balance SET credits = credits + 1, version = version + 1 WHERE account_id = ${account}`,
      check,
    ],
    ['overdraw a balance', `UPDATE ledger.balance SET debits = credits + 1 WHERE account_id = ${account}`, check],
    ['turn a balance negative', `UPDATE ledger.balance SET debits = -1 WHERE account_id = ${account}`, check],
    [
      'lift the limit of a balance',
      `UPDATE ledger.balance SET limited = false WHERE account_id = ${account}`,
      foreignKey,
    ],
    ['turn the side of a balance', `UPDATE ledger.balance SET side = 'D' WHERE account_id = ${account}`, check],
    [
      'exchange two balances',
      `UPDATE ledger.balance SET account_id = account_id + 1000 WHERE account_id = ${account}`,
      foreignKey,
    ],
    ['open a closed account again', 'UPDATE ledger.balance SET closed = false WHERE closed', check],
    ['lift a limit in the chart', 'UPDATE ledger.chart SET limited = false WHERE code = 2110', foreignKey],
    ['take an account out of the chart', 'DELETE FROM ledger.chart WHERE code = 2110', foreignKey],
    [
      'open an account without its line',
      `INSERT INTO ledger.account (code, owner, side, limited) VALUES (2110, '${uuid()}', 'C', false)`,
      foreignKey,
    ],
    [
      'open an account for nobody',
      `INSERT INTO ledger.account (code, owner, side, limited) VALUES (2110, 'me', 'C', true)`,
      check,
    ],
    ['move the head on', 'UPDATE ledger.head SET seq = seq + 1', check],
    ['move the head back', 'UPDATE ledger.head SET seq = seq - 1, block = block - 1', check],
    [
      'add a block',
      "INSERT INTO ledger.block SELECT n + 1, seq_to + 1, 'x', 'y', now() FROM ledger.block ORDER BY n DESC LIMIT 1",
      check,
    ],
    ['add an entry to an old transfer', `INSERT INTO ledger.entry VALUES (${account}, 99, 1, 5, 5, 3)`, check],
    [
      'add two entries that balance',
      `INSERT INTO ledger.entry VALUES (${account}, 98, 1, 5, 5, 3), (${account}, 99, 1, -5, 0, 4)`,
      check,
    ],
    [
      'add legs of an old transfer again',
      `INSERT INTO ledger.entry SELECT account_id, account_version + 90, transfer_seq, amount, balance_after, leg FROM ledger.entry`,
      unique,
    ],
    ['add an entry without a transfer', `INSERT INTO ledger.entry VALUES (${account}, 99, 77, 5, 5, 1)`, check],
    [
      'add a transfer without entries',
      `INSERT INTO ledger.transfer VALUES (77, '${uuid()}', 'x', null, 2, '\\x00', now(), now())`,
      check,
    ],
    [
      'add an unbalanced transfer',
      `WITH t AS (INSERT INTO ledger.transfer VALUES (77, '${uuid()}', 'x', null, 2, '\\x00', now(), now()))
       INSERT INTO ledger.entry VALUES (${account}, 98, 77, 5, 5, 1), (${account}, 99, 77, -4, 1, 2)`,
      check,
    ],
    ['rewrite an event of a charge', "UPDATE billing.charge_event SET actor = 'someone'", permission],
    ['delete a charge', 'DELETE FROM billing.charge', permission],
  ])('cannot %s', async (_, sql, code) => {
    // botbazaar_ledger has no rights in billing at all, which is the same answer.
    expect(await refusedWith(owner, sql)).toBe(code);
  });

  it('is found out when it switches the triggers off first', async () => {
    const found = async (sql: string) => {
      await owner.query('BEGIN');
      for (const table of everything) await owner.query(`ALTER TABLE ledger.${table} DISABLE TRIGGER USER`);
      await owner.query(sql);
      const rows = await owner.query<{ check_name: string }>(
        'SELECT DISTINCT check_name FROM ledger.verify() ORDER BY 1',
      );
      await owner.query('ROLLBACK');
      return rows.map(({ check_name }) => check_name);
    };
    const sealed = 'a block seals its transfers and the block before';
    expect(await found('SELECT 1')).toEqual([]);
    expect(await found("UPDATE ledger.transfer SET kind = 'other' WHERE seq = 1")).toEqual([
      'a transfer says what its digest says',
    ]);
    expect(
      await found("UPDATE ledger.transfer SET effective_at = effective_at - interval '1 day' WHERE seq = 1"),
    ).toEqual([sealed]);
    expect(await found('UPDATE ledger.block SET hash = sha256(hash)')).toContain(sealed);
    expect(await found(`UPDATE ledger.account SET owner = '${uuid()}' WHERE code = 2110`)).toEqual([
      'a transfer says what its digest says',
    ]);
    expect(await found('UPDATE ledger.balance SET debits = debits + 1, credits = credits + 1')).toEqual([
      'a balance is the sum of its entries',
    ]);
    expect(await found('UPDATE ledger.entry SET amount = amount * 2 WHERE transfer_seq = 1')).toEqual([
      'a balance is the sum of its entries',
      'a transfer says what its digest says',
      'running balances and versions have no gap',
    ]);
    expect(await found('DELETE FROM ledger.entry WHERE transfer_seq = 3')).toContain(
      'a transfer has all its legs, which sum to zero',
    );
    expect(await found('DELETE FROM ledger.transfer WHERE seq = 3')).toContain(
      'an entry belongs to a transfer and to an account',
    );
    expect(await found('DELETE FROM ledger.transfer WHERE seq = 2')).toContain(
      'transfers are numbered without a gap, in the order of their time',
    );
    expect(await found('UPDATE ledger.head SET seq = seq + 1')).toEqual([
      'the head is the last block and the last transfer',
    ]);
    expect(await found('DELETE FROM ledger.head')).toEqual(['the ledger has one head']);
  });
});
