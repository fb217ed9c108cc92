import { describe, expect, it } from '@jest/globals';
import { billingSchema } from '#apps/billing/schema';
import { chart } from '#ledger/chart';
import { ledgerSchema } from '#ledger/schema';
import { credit, debit, type Leg, type Transfer } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { accountKey, LedgerModel } from './model.js';
import { type Group, postBatch } from './post-batch.js';
import { type Random, seeded, seeds } from './random.js';

const suite = suiteDatabase([ledgerSchema, billingSchema]);
const nodes = [`02${'aa'.repeat(32)}`, `03${'bb'.repeat(32)}`];
const rounds = 60;

/** One run of the generator: what exists, what was tried, and what to try next. */
class Generator {
  readonly bots: string[];
  readonly tried: Transfer[] = [];

  constructor(readonly random: Random) {
    this.bots = Array.from({ length: 6 }, () => random.uuid());
  }

  batch(): Group[] {
    const used = new Set<string>();
    const groups = Array.from({ length: 1 + this.random.int(30) }, () => this.group());
    // One id twice in one batch raises and is tested apart.
    const fresh = groups.filter(({ transfers }) => {
      const ids = transfers.map(({ id }) => id);
      if (new Set(ids).size < ids.length || ids.some((id) => used.has(id))) return false;
      for (const id of ids) used.add(id);
      return true;
    });
    this.tried.push(...fresh.flatMap(({ transfers }) => transfers));
    return fresh;
  }

  group(): Group {
    const size = this.random.chance(0.85) ? 1 : 2 + this.random.int(2);
    const transfers = Array.from({ length: size }, () => this.transfer());
    return this.random.chance(0.05) ? { transfers, wanted: false } : { transfers, wanted: true };
  }

  transfer(): Transfer {
    const { random } = this;
    if (this.tried.length > 0 && random.chance(0.15)) return this.again(random.pick(this.tried));
    const ref = random.chance(0.5) ? { ref: random.uuid() } : {};
    const legs = random.chance(0.15) ? this.bad(this.good()) : this.good();
    return { id: random.uuid(), kind: random.pick(['sale', 'memo']), ...ref, legs };
  }

  /** The same id: mostly the same content, else something small that differs. */
  again(transfer: Transfer): Transfer {
    const [first, ...rest] = transfer.legs;
    const { random } = this;
    if (random.chance(0.5) || !first) return transfer;
    return random.pick<() => Transfer>([
      () => ({ ...transfer, kind: `${transfer.kind}_other` }),
      () => ({ ...transfer, ref: random.uuid() }),
      () => ({ ...transfer, legs: [...rest, first] }),
      () => ({ ...transfer, legs: [{ ...first, amountMsat: first.amountMsat + 1n }, ...rest] }),
      () => ({ ...transfer, legs: [{ ...first, owner: random.pick(this.bots) }, ...rest] }),
      () => ({ ...transfer, legs: transfer.legs.map((leg) => ({ ...leg, amountMsat: -leg.amountMsat })) }),
    ])();
  }

  good(): Leg[] {
    const { random } = this;
    const amount = BigInt(1 + random.int(1_000));
    const node = random.pick(nodes);
    const [bot, other] = [random.pick(this.bots), random.pick(this.bots)];
    return random.pick<() => Leg[]>([
      () => [debit(1130, node, amount), credit(2110, bot, amount)],
      () => [debit(9110, node, amount), credit(9210, node, amount)],
      () => [debit(9210, node, amount), credit(9110, node, amount)],
      () => [debit(2110, bot, amount), credit(2110, other, amount)],
      () => [debit(2110, bot, amount), credit(2110, bot, amount)],
      () => [debit(2390, node, amount), credit(2110, bot, amount)],
      () => [debit(2110, bot, amount), credit(1130, node, amount)],
      () => [debit(5160, node, amount), credit(2110, bot, amount)],
      () => [debit(4110, '', amount), credit(2110, bot, amount)],
      () => [
        debit(9210, node, amount),
        credit(9110, node, amount),
        debit(1130, node, amount + 7n),
        credit(2110, bot, amount),
        credit(4110, '', 3n),
        credit(2390, node, 4n),
      ],
      // Below zero between its legs, not after them.
      () => [debit(2110, bot, amount), credit(2110, bot, amount + 1n), debit(1130, node, 1n)],
    ])();
  }

  bad(legs: Leg[]): Leg[] {
    const { random } = this;
    const [first, ...rest] = legs as [Leg, ...Leg[]];
    const big = 10n ** 17n;
    return random.pick<() => Leg[]>([
      () => [{ ...first, amountMsat: first.amountMsat + 1n }, ...rest],
      () => rest,
      () => [],
      () => [...legs, { ...first, amountMsat: 0n }],
      () => [debit(4110, '', big + 1n), credit(2110, random.pick(this.bots), big + 1n)],
      () => [debit(5160, nodes[0] as string, big), credit(4110, '', big)],
      () => [...legs, ...Array.from({ length: 32 }, () => [debit(4110, '', 1n), credit(4110, '', 1n)]).flat()],
      () => [{ ...first, code: random.pick([2120, 1110, 9999, 0]) }, ...rest],
      () => [{ ...first, owner: random.pick(['', 'x', random.uuid(), nodes[0] as string]) }, ...rest],
    ])();
  }
}

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

/** Posts random batches from where the ledger stands, and compares every answer. */
async function compare(db: Database, model: LedgerModel, generator: Generator): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    const groups = generator.batch();
    const expected = groups.flatMap(({ transfers, wanted }) =>
      wanted === false ? transfers.map(() => ({ outcome: null, seq: null })) : model.post(transfers),
    );
    const answers = await postBatch(db, groups);
    expect({ seed: generator.random.seed, round, answers }).toEqual({
      seed: generator.random.seed,
      round,
      answers: expected,
    });
    for (const { outcome } of answers) seen[outcome ?? 'unwanted'] = (seen[outcome ?? 'unwanted'] ?? 0) + 1;
    if (round % 10 === 9) await closeSomething(db, model, generator);
  }
  return seen;
}

/** A bot comes, passes money on, and closes its account; the generator goes on naming it. One with money cannot close. */
async function closeSomething(db: Database, model: LedgerModel, { random, bots }: Generator): Promise<void> {
  const owner = random.uuid();
  const node = nodes[0] as string;
  const legs = [debit(1130, node, 5n), credit(2110, owner, 5n), debit(2110, owner, 5n), credit(1130, node, 5n)];
  const transfer = { id: random.uuid(), kind: 'passed_on', legs };
  expect(await postBatch(db, [{ transfers: [transfer] }])).toEqual(model.post([transfer]));
  bots.push(owner);
  const emptied = [2110, owner] as const;
  const richest =
    [...model.balances].find(([key, { debits, credits }]) => key.startsWith('2110') && debits < credits)?.[0] ?? '';
  const close = 'SELECT ledger.close_account($1, $2) AS closed';
  expect(await db.query(close, [2110, richest.split(' ')[1]])).toEqual([{ closed: false }]);
  expect(await db.query(close, emptied)).toEqual([{ closed: true }]);
  model.closed.add(accountKey({ code: 2110, owner }));
}

describe('ledger.post', () => {
  it('does what the model does, whatever comes', async () => {
    const db = await suite().openAsOwner();
    const model = new LedgerModel();
    const seen: Record<string, number> = {};
    for (const seed of seeds(4)) {
      console.info(`ledger seed ${seed}`);
      for (const [outcome, n] of Object.entries(await compare(db, model, new Generator(seeded(seed))))) {
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
