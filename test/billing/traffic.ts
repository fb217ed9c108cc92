/**
 * Random steps on a set of charges from many callers at once, and the audit of what they did: the timelines and balances
 * that Postgres has, against what the callers were told.
 */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Advance, AdvanceResult, ChargeWriter } from '#apps/billing/charges/writer';
import { AppError } from '#kernel/errors';
import type { Database } from '#persistence/database';
import type { Random } from '#test/ledger/random';
import { feeMsat, node, priceMsat, steps, type TestCharge } from './charges.js';

interface Asked {
  readonly charge: TestCharge;
  readonly step: Advance;
  readonly requestId: string;
  answer: AdvanceResult | { readonly outcome: 'unanswered' };
}

const kinds = Object.keys(steps) as (keyof typeof steps)[];

export class Traffic {
  readonly asked: Asked[] = [];

  constructor(
    private readonly random: Random,
    private readonly charges: readonly TestCharge[],
    private readonly writers: readonly ChargeWriter[],
  ) {}

  /** Each of the callers asks again as soon as it has its answer, until `more` says no. */
  async run(callers: number, more: () => boolean): Promise<void> {
    const caller = async (): Promise<void> => {
      while (more()) await this.#ask(this.#choose());
    };
    await Promise.all(Array.from({ length: callers }, caller));
  }

  /** Mostly something new; sometimes the very same request once more, as after a lost answer. */
  #choose(): Asked {
    const { random } = this;
    const before = this.asked.length > 0 && random.chance(0.1) ? random.pick(this.asked) : undefined;
    if (before) return { ...before, answer: { outcome: 'unanswered' } };
    const charge = random.pick(this.charges);
    const step = steps[random.pick(kinds)](charge);
    return { charge, step, requestId: randomUUID(), answer: { outcome: 'unanswered' } };
  }

  /** Asks those again that were told that the outcome is not known. */
  async askAgain(): Promise<void> {
    await Promise.all(
      this.asked.filter(({ answer }) => answer.outcome === 'unanswered').map((asked) => this.#answer(asked)),
    );
  }

  async #ask(asked: Asked): Promise<void> {
    this.asked.push(asked);
    try {
      await this.#answer(asked);
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'unavailable')) throw thrown;
    }
  }

  async #answer(asked: Asked): Promise<void> {
    const { step, requestId } = asked;
    asked.answer = await this.random.pick(this.writers).advance({ ...step, requestId });
  }

  count(outcome: string): number {
    return this.asked.filter(({ answer }) => answer.outcome === outcome).length;
  }
}

interface EventRow {
  readonly charge_id: string;
  readonly n: number;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly transfer_seq: bigint | null;
  readonly request_id: string | null;
}

/** Nothing lost, nothing double, nothing by halves. */
export async function audit(db: Database, charges: readonly TestCharge[], asked: readonly Asked[]): Promise<void> {
  const ids = charges.map(({ uuid }) => uuid);
  const events = await db.query<EventRow>(
    'SELECT * FROM charge_event WHERE charge_id = ANY($1) ORDER BY charge_id, n',
    [ids],
  );
  const byRequest = new Map(
    events.flatMap((event) => (event.request_id === null ? [] : [[event.request_id, event] as const])),
  );
  expect(byRequest.size).toBe(events.length - charges.length);

  for (const { requestId, step, answer } of asked) {
    if (answer.outcome !== 'moved') continue;
    expect(byRequest.get(requestId)).toMatchObject({ to_state: step.to, transfer_seq: answer.transferSeq ?? null });
  }
  // The same request may have come too early and again in time, so what counts is whether any of its answers was yes.
  const told = new Set(
    asked.flatMap(({ requestId, answer }) => (['moved', 'unanswered'].includes(answer.outcome) ? [requestId] : [])),
  );
  expect([...byRequest.keys()].filter((requestId) => !told.has(requestId))).toEqual([]);
  const requests = new Map(asked.map((item) => [item.requestId, item]));
  for (const [requestId, event] of byRequest) {
    const step = requests.get(requestId)?.step;
    expect(step?.from).toContain(event.from_state);
    expect(event.transfer_seq !== null).toBe((step?.transfers.length ?? 0) > 0);
  }
  await auditTimelines(db, charges, events);
  await auditBalances(db, charges, events);
  expect(await db.query('SELECT * FROM ledger.verify()')).toEqual([]);
}

async function auditTimelines(
  db: Database,
  charges: readonly TestCharge[],
  events: readonly EventRow[],
): Promise<void> {
  const rows = await db.query<{ id: string; state: string; version: number }>(
    'SELECT id, state, version FROM charge WHERE id = ANY($1)',
    [charges.map(({ uuid }) => uuid)],
  );
  for (const { id, state, version } of rows) {
    const own = events.filter((event) => event.charge_id === id);
    expect(own.map(({ n }) => n)).toEqual(own.map((_, index) => index + 1));
    expect(own.map(({ from_state }) => from_state)).toEqual([
      null,
      ...own.slice(0, -1).map(({ to_state }) => to_state),
    ]);
    expect(own.at(-1)).toMatchObject({ n: version, to_state: state });
  }
}

/** From the timelines alone, what each account must hold. */
async function auditBalances(db: Database, charges: readonly TestCharge[], events: readonly EventRow[]): Promise<void> {
  const expected = new Map<string, bigint>();
  const add = (code: number, owner: string, amountMsat: bigint) => {
    const key = `${code} ${owner}`;
    expected.set(key, (expected.get(key) ?? 0n) + amountMsat);
  };
  const memo = (amountMsat: bigint) => {
    add(9110, node, amountMsat);
    add(9210, node, -amountMsat);
  };
  const sellerOf = new Map(charges.map(({ uuid, sellerUuid }) => [uuid, sellerUuid]));
  for (const { charge_id, to_state } of events) {
    if (to_state === 'HELD') memo(priceMsat);
    if (to_state === 'CANCELED') memo(-priceMsat);
    if (to_state !== 'SETTLED') continue;
    memo(-priceMsat);
    add(1130, node, priceMsat);
    add(2110, sellerOf.get(charge_id) as string, feeMsat - priceMsat);
    add(4110, '', -feeMsat);
  }
  const rows = await db.query<{ key: string; net: bigint }>(
    `SELECT a.code || ' ' || a.owner AS key, b.debits - b.credits AS net FROM ledger.account a JOIN ledger.balance b ON b.account_id = a.id`,
  );
  const held = new Map(rows.map(({ key, net }) => [key, net]));
  for (const [key, net] of expected) expect([key, held.get(key) ?? 0n]).toEqual([key, net]);
}
