import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ChargeWriter } from '#apps/billing/charges/writer';
import { billingSchema } from '#apps/billing/schema';
import { systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { ledgerSchema } from '#ledger/schema';
import type { Tx } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { type Random, seeded, seeds } from '#test/ledger/random';
import { createCharges, steps, type TestCharge } from './charges.js';
import { audit, Traffic } from './traffic.js';

const suite = suiteDatabase([ledgerSchema, billingSchema]);
const sellers = [randomUUID(), randomUUID(), randomUUID()];

/** Loses an answer now and then: before the statement arrives, or after it was committed. */
function unreliable(db: Pick<Tx, 'query'>, random: Random): Pick<Tx, 'query'> {
  const lost = () => new AppError('unavailable', 'the connection is gone');
  return {
    async query(sql, params, options) {
      if (random.chance(0.1)) throw lost();
      const rows = await db.query(sql, params, options);
      if (random.chance(0.1)) throw lost();
      return rows as never;
    },
  };
}

describe('several writers under random traffic', () => {
  it('tell every caller the truth, lose nothing and do nothing twice', async () => {
    const [seed] = seeds(1);
    console.info(`ledger seed ${seed}`);
    const random = seeded(seed as number);
    const db = await suite().open(billingSchema);
    const others = await Promise.all([suite().open(billingSchema), suite().open(billingSchema)]);
    const writers = [db, ...others].map((connection) => new ChargeWriter(unreliable(connection, random), systemClock));
    const charges = await createCharges(db, 300, sellers);
    const traffic = new Traffic(random, charges, writers);
    await traffic.run(64, () => traffic.asked.length < 3_000);
    await audit(db, charges, traffic.asked);
    expect(traffic.count('moved')).toBeGreaterThan(300);
    expect(traffic.count('stayed')).toBeGreaterThan(300);
    expect(traffic.count('unanswered')).toBe(0);
  }, 60_000);
});

describe('a writer whose connection dies', () => {
  it('finds out what had been committed, instead of saying that the charge had moved without it', async () => {
    const db = await suite().open(billingSchema);
    const [made] = (await createCharges(db, 1, sellers)) as [TestCharge];
    let answered = 0;
    const losesFirst: Pick<Tx, 'query'> = {
      async query(sql, params, options) {
        const rows = await db.query(sql, params, options);
        answered += 1;
        if (answered === 1) throw new AppError('unavailable', 'the connection is gone');
        return rows as never;
      },
    };
    const writer = new ChargeWriter(losesFirst, systemClock);
    expect(await writer.advance(steps.opened(made))).toEqual({
      outcome: 'moved',
      transferSeq: undefined,
      repeated: true,
    });
    expect(answered).toBe(2);
  });

  it('says that it does not know when the database stays away', async () => {
    const gone: Pick<Tx, 'query'> = {
      query: () => Promise.reject(new AppError('unavailable', 'the connection is gone')),
    };
    const [made] = (await createCharges(await suite().open(billingSchema), 1, sellers)) as [TestCharge];
    const answer = new ChargeWriter(gone, systemClock).advance(steps.opened(made));
    await expect(answer).rejects.toMatchObject({ code: 'unavailable', detail: expect.stringContaining('not known') });
  });
});
