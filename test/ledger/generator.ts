/** Random batches for the ledger, good and bad, and their comparison with the model. */
import { expect } from '@jest/globals';
import { credit, debit, type Leg, type Transfer } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { accountKey, type LedgerModel } from './model.js';
import { type Group, postBatch } from './post-batch.js';
import type { Random } from './random.js';

export const nodes = [`02${'aa'.repeat(32)}`, `03${'bb'.repeat(32)}`];

/** One run of the generator: what exists, what was tried, and what to try next. */
export class Generator {
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

  /** One debit and that many credits: 64 legs are the most that a transfer may have. */
  many(credits: number): Leg[] {
    return [debit(4110, '', BigInt(credits)), ...Array.from({ length: credits }, () => credit(4110, '', 1n))];
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
      () => this.many(random.pick([63, 64])),
      // One millisatoshi too much.
      () => [debit(2110, random.uuid(), 1n), credit(4110, '', 1n)],
      () => [{ ...first, code: random.pick([2120, 1140, 9999, 0]) }, ...rest],
      () => [{ ...first, owner: random.pick(['', 'x', random.uuid(), nodes[0] as string]) }, ...rest],
    ])();
  }
}

/** Posts random batches from where the ledger stands, and compares every answer. */
export async function compare(
  db: Database,
  model: LedgerModel,
  generator: Generator,
  rounds: number,
): Promise<Record<string, number>> {
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
