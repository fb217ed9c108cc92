/** What admins read of charges: in which order, page by page while others write, and by which indexes. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargeQuery } from '#apps/billing/charges/charge-lists';
import { billingSchema } from '#apps/billing/schema';
import { addMs } from '#kernel/clock';
import { idToUuid, newId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import { suiteDatabase } from '#test/harness/database';
import { codeOf, held, order, startBilling, type TestBilling, world } from './billing-kit.js';

const suite = suiteDatabase();
let database: Database;
let billing: TestBilling;

beforeAll(async () => {
  database = await suite().open(billingSchema, { poolSize: 8 });
  billing = await startBilling(world(database));
});
afterAll(() => billing.stop());

const holdsPage = (cursor: string, limit: number, node = '') => billing.service.listHolds({ node, cursor, limit });
const everything = {
  state: '',
  funding: '',
  sellerAccountId: '',
  olderThanSeconds: '0',
  newestFirst: false,
  cursor: '',
  limit: 500,
};

/** All pages, with something happening between them. */
async function pagesOf<T>(
  ask: (cursor: string) => Promise<{ rows: readonly T[]; nextCursor: string }>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<T[]> {
  const all: T[] = [];
  for (let cursor = '', first = true; first || cursor !== ''; first = false) {
    const { rows, nextCursor } = await ask(cursor);
    all.push(...rows);
    cursor = nextCursor;
    await between();
  }
  return all;
}

describe('holds in flight', () => {
  it('come by the height at which their HTLC ends, with the blocks and the time that are left', async () => {
    const { lnd, service, clock } = billing;
    const expiries = [120, 83, 200, 83, 100];
    const charges: string[] = [];
    for (const blocks of expiries) {
      const charge = await service.openCharge(order());
      lnd.pay(charge.paymentHash, undefined, blocks);
      await billing.report(charge.paymentHash);
      charges.push(charge.chargeId);
    }
    // Neither unpaid ones nor money in escrow is held by LND.
    await service.openCharge(order());
    await service.openCharge(order({ funding: 'invoice' }));
    expect((await holdsPage('', 10)).holds[0]).toMatchObject({ nodeHeight: 0, leftToDeadlineMs: '20000' });

    await service.reportHeight({ node: lnd.pubkey, height: lnd.blockHeight });
    clock.advance(5_000);
    const { holds, nextCursor } = await holdsPage('', 10);
    expect(nextCursor).toBe('');
    expect(holds.map(({ expiryHeight }) => expiryHeight - lnd.blockHeight)).toEqual([83, 83, 100, 120, 200]);
    expect(holds.map(({ chargeId }) => chargeId).sort()).toEqual([...charges].sort());
    const ids = holds.slice(0, 2).map(({ chargeId }) => chargeId);
    expect(ids).toEqual([...ids].sort());
    expect(holds[0]).toMatchObject({
      node: lnd.pubkey,
      state: 'HELD',
      heldMsat: '100001',
      expiryHeight: lnd.blockHeight + 83,
      cancelHeight: lnd.blockHeight + 53,
      nodeHeight: lnd.blockHeight,
      nodeHeightAtMs: String(addMs(clock.now(), -5_000).getTime()),
      leftToExpiryMs: String(83 * 600_000),
    });
    const left = Number(holds[0]?.leftToDeadlineMs);
    expect(left).toBe(Number(holds[0]?.deadlineAtMs) - clock.now().getTime());
    expect((await holdsPage('', 10, `02${'00'.repeat(32)}`)).holds).toEqual([]);

    // One block before its cancel height the chain is the nearer deadline.
    await service.reportHeight({ node: lnd.pubkey, height: lnd.blockHeight + 52 });
    clock.advance(-3_600_000);
    expect((await holdsPage('', 1)).holds[0]).toMatchObject({ leftToDeadlineMs: '600000' });
    clock.advance(3_600_000);
  });

  it('stay on the list while they are settled or given back, and leave it when LND has said so', async () => {
    const charge = await held(billing);
    const of = async () => (await holdsPage('', 500)).holds.find(({ taskId }) => taskId === charge.taskId)?.state;
    billing.lnd.fault = (call) => (call === 'cancel' ? 'failed' : undefined);
    await billing.service.cancelCharge({ taskId: charge.taskId, reason: 'test' });
    await billing.delivery.drain();
    expect(await of()).toBe('CANCELING');
    billing.lnd.fault = () => undefined;
    billing.clock.advance(10_000);
    await billing.sweeper.sweep();
    await billing.report(charge.paymentHash);
    expect(await of()).toBeUndefined();
  });

  it('come in pages that repeat none and leave none out, while others are held', async () => {
    let added = 0;
    const known = new Set((await holdsPage('', 500)).holds.map(({ chargeId }) => chargeId));
    const seen = await pagesOf(
      async (cursor) => {
        const { holds, nextCursor } = await holdsPage(cursor, 2);
        return { rows: holds, nextCursor };
      },
      async () => {
        if (added < 6) await held(billing);
        added += 1;
      },
    );
    const ids = seen.map(({ chargeId }) => chargeId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...known].filter((id) => !ids.includes(id))).toEqual([]);
    expect(await codeOf(holdsPage('83', 2))).toBe('invalid_cursor');
    expect(await codeOf(holdsPage('x.chg_1', 2))).toBe('invalid_cursor');
  });
});

describe('charges', () => {
  it('are found by state, funding, seller and age, oldest or newest first', async () => {
    const { service, clock } = billing;
    const sellerAccountId = newId('account');
    const first = await held(billing, { sellerAccountId });
    clock.advance(60_000);
    const second = await service.openCharge(order({ sellerAccountId, funding: 'invoice' }));
    clock.advance(1_000);
    const find = async (filter: Partial<typeof everything>) => {
      const { charges } = await service.listCharges({ ...everything, sellerAccountId, ...filter });
      return charges.map(({ chargeId }) => chargeId);
    };
    expect(await find({})).toEqual([first.chargeId, second.chargeId]);
    expect(await find({ newestFirst: true })).toEqual([second.chargeId, first.chargeId]);
    expect(await find({ state: 'HELD' })).toEqual([first.chargeId]);
    expect(await find({ funding: 'invoice' })).toEqual([second.chargeId]);
    expect(await find({ olderThanSeconds: '61' })).toEqual([first.chargeId]);
    expect(await find({ olderThanSeconds: '62' })).toEqual([]);
    expect(await find({ state: 'SETTLED' })).toEqual([]);
    await service.cancelCharge({ taskId: first.taskId, reason: 'test' });
    await billing.delivery.drain();
    await billing.report(first.paymentHash);
    expect(await find({ state: 'CANCELED' })).toEqual([first.chargeId]);
    expect(await find({ state: 'HELD' })).toEqual([]);
    const [over] = (await service.listCharges({ ...everything, sellerAccountId, state: 'CANCELED' })).charges;
    expect(over).toMatchObject({ taskId: first.taskId, priceMsat: '100001', paidMsat: '100001' });
    expect(Number(over?.closedAtMs)).toBeGreaterThan(0);
    expect(await codeOf(find({ state: 'ELSEWHERE' }))).toBe('invalid_request');
    expect(await codeOf(find({ funding: 'gold' }))).toBe('invalid_request');
    expect(await codeOf(find({ cursor: '17' }))).toBe('invalid_cursor');
  });

  it.each([false, true])(
    'come in pages that repeat none and leave none out while others are made, newest first: %s',
    async (newestFirst) => {
      const known = (await billing.service.listCharges(everything)).charges.map(({ chargeId }) => chargeId);
      expect(known.length).toBeGreaterThan(8);
      let made = 0;
      const seen = await pagesOf(
        async (cursor) => {
          const { charges, nextCursor } = await billing.service.listCharges({
            ...everything,
            newestFirst,
            cursor,
            limit: 3,
          });
          return { rows: charges, nextCursor };
        },
        async () => {
          // A second goes by with each page, so that what is made meanwhile is the newest.
          billing.clock.advance(1_000);
          if (known.length + made < 40) await billing.service.openCharge(order());
          made += 1;
        },
      );
      const ids = seen.map(({ chargeId }) => chargeId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(known.filter((id) => !ids.includes(id))).toEqual([]);
      expect(ids).toEqual(newestFirst ? [...ids].sort().reverse() : [...ids].sort());
    },
  );

  it('are counted by funding and state, with their sums and the oldest of them', async () => {
    const { charges } = await billing.service.listCharges(everything);
    const { lines } = await billing.service.summarizeCharges({});
    for (const { funding, state, count, priceMsat, oldestAtMs } of lines) {
      const of = charges.filter((charge) => charge.funding === funding && charge.state === state);
      expect([funding, state, count, priceMsat, oldestAtMs]).toEqual([
        funding,
        state,
        String(of.length),
        of.reduce((sum, charge) => sum + BigInt(charge.priceMsat), 0n).toString(),
        of.map((charge) => charge.createdAtMs).sort()[0],
      ]);
    }
    expect(lines.reduce((sum, { count }) => sum + Number(count), 0)).toBe(charges.length);
  });
});

describe('fifty thousand charges', () => {
  const sellerUuid = idToUuid(newId('account'));
  const node = `03${createHash('sha256').update('many').digest('hex')}`;

  beforeAll(async () => {
    const owner = await suite().openAsOwner({ statementTimeoutMs: 60_000 });
    // As they stand after a while: nearly all are over, a few are lost or owed, some are open. The owner may write them so.
    await owner.query('ALTER TABLE billing.charge DISABLE TRIGGER USER');
    await owner.query(
      `INSERT INTO billing.charge (id, task_id, node, funding, state, price_msat, fee_msat, seller_account, listing_id, listing_version,
         service_slug, client_key, payment_hash, preimage_epoch, token_epoch, token_nonce, request_digest, hold_window_ms, work_ms,
         payment_request, expires_at, held_at, hold_deadline_at, amount_paid_msat, htlc_expiry_height, cancel_height, created_at, updated_at, closed_at)
       SELECT id, id, $1, CASE WHEN s = 'REFUND_DUE' THEN 'invoice' ELSE 'hold' END, s, 1000, 30,
         CASE WHEN n % 500 = 0 THEN $2::uuid ELSE gen_random_uuid() END, id, 1, 'many', '\\x00', sha256(int4send(n)), 1, 1, substr(sha256(int4send(n)), 1, 13),
         '\\x00', 20000, 1000, 'lnbc', t, t, t, 1000, 900 + n % 100, 870 + n % 100, t, t,
         CASE WHEN s IN ('HELD', 'OPEN') THEN NULL ELSE t END
       FROM (SELECT n, gen_random_uuid() AS id, now() - n * interval '1 second' AS t,
               CASE WHEN n % 5000 = 0 THEN 'LOST' WHEN n % 2500 = 1 THEN 'REFUND_DUE' WHEN n % 50 = 2 THEN 'HELD' WHEN n % 50 = 3 THEN 'OPEN'
                    WHEN n % 3 = 0 THEN 'EXPIRED' ELSE 'SETTLED' END AS s
             FROM generate_series(1, 50000) AS n) AS x`,
      [node, sellerUuid],
    );
    await owner.query('ALTER TABLE billing.charge ENABLE TRIGGER USER');
    await owner.query('ANALYZE billing.charge');
  }, 90_000);

  const filter = {
    state: undefined,
    funding: undefined,
    sellerUuid: undefined,
    createdBefore: undefined,
    newestFirst: false,
    after: undefined,
    limit: 51,
  };
  const planOf = async (sql: string, values: readonly unknown[]) => {
    const rows = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...values]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it.each([
    ['of any kind', {}, /charge_pkey/],
    ['of any kind, further on', { after: idToUuid(newId('charge')), newestFirst: true }, /charge_pkey/],
    ['that are lost', { state: 'LOST' }, /charge_closed_as/],
    ['that are owed back', { state: 'REFUND_DUE', newestFirst: true }, /charge_closed_as/],
    ['that are settled', { state: 'SETTLED' }, /charge_closed_as|charge_pkey/],
    ['that are held', { state: 'HELD' }, /charge_unfinished|charge_pkey/],
    ['of one seller', { sellerUuid }, /charge_of_seller/],
  ] as const)('are not all read for a page of those %s', async (_, part, index) => {
    const { sql, values } = chargeQuery({ ...filter, ...part });
    const plan = await planOf(sql, values);
    expect(plan).toMatch(index);
    expect(plan).not.toContain('Seq Scan');
  });

  it('are listed and counted all the same', async () => {
    const lost = await billing.service.listCharges({ ...everything, state: 'LOST', limit: 50 });
    const held = await billing.service.listHolds({ node, cursor: '', limit: 50 });
    expect(lost.charges).toHaveLength(10);
    expect(held.holds).toHaveLength(50);
    expect(held.holds[0]?.expiryHeight).toBe(902);
    const { lines } = await billing.service.summarizeCharges({});
    expect(lines.find(({ state }) => state === 'LOST')?.count).toBe('10');
  });
});

describe('the log of what admins do', () => {
  const begin = async (target: string, requestId = '') => {
    const actionId = newId('action');
    const request = { actionId, actor: 'admin-1', action: 'cancel', target, reason: 'why', requestId, peer: '::1' };
    await billing.service.beginAdminAction(request);
    // Its answer was lost, and it is made again.
    await billing.service.beginAdminAction(request);
    return { actionId };
  };
  const list = (part: { target?: string; cursor?: string; limit?: number } = {}) =>
    billing.service.listAdminActions({ target: '', cursor: '', limit: 50, ...part });

  it('has an action before it is done, and how it ended after it, once', async () => {
    const { actionId } = await begin('tsk_1', 'req-7');
    expect((await list()).actions[0]).toMatchObject({
      ...{ n: '1', actionId, actor: 'admin-1', action: 'cancel', target: 'tsk_1', reason: 'why', peer: '::1' },
      ...{ requestId: 'req-7', outcome: 'unknown', status: 0, code: '', endedAtMs: '0' },
    });
    await billing.service.endAdminAction({ actionId, outcome: 'refused', status: 409, code: 'task_over' });
    await billing.service.endAdminAction({ actionId, outcome: 'done', status: 200, code: '' });
    expect((await list()).actions[0]).toMatchObject({ outcome: 'refused', status: 409, code: 'task_over' });
    const unknown = billing.service.endAdminAction({
      actionId: newId('action'),
      outcome: 'done',
      status: 200,
      code: '',
    });
    expect(await codeOf(unknown)).toBe('not_found');
  });

  it('counts without a gap although many write at once, and is read in pages while it grows', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => begin(`tsk_${n % 4}`)));
    const seen = await pagesOf(
      async (cursor) => {
        const { actions, nextCursor } = await list({ cursor, limit: 7 });
        return { rows: actions, nextCursor };
      },
      () => begin('later'),
    );
    const numbers = seen.map(({ n }) => Number(n));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => numbers.length - index));
    expect((await list({ target: 'tsk_3' })).actions).toHaveLength(10);
    expect(await codeOf(list({ cursor: 'x' }))).toBe('invalid_cursor');
  });

  it("cannot be changed, shortened or renumbered by billing's own role, and not by its owner either", async () => {
    const { actionId } = await begin('kept');
    await billing.service.endAdminAction({ actionId, outcome: 'done', status: 200, code: '' });
    const attempts = [
      "UPDATE billing.admin_action SET reason = 'other'",
      'DELETE FROM billing.admin_action',
      'TRUNCATE billing.admin_action CASCADE',
      "UPDATE billing.admin_outcome SET outcome = 'failed'",
      'DELETE FROM billing.admin_outcome',
      `INSERT INTO billing.admin_action (n, id, at, actor, action, target, reason, request_id, peer)
       VALUES (1000000, gen_random_uuid(), now(), 'a', 'a', '', 'r', 'r', 'p')`,
      'ALTER TABLE billing.admin_action DISABLE TRIGGER ALL',
      'DROP TABLE billing.admin_outcome',
    ];
    for (const sql of attempts) await expect(database.query(sql)).rejects.toThrow(/permission denied|must be owner/);
    const owner = await suite().openAsOwner();
    for (const sql of attempts.slice(0, 5)) {
      await expect(owner.query(`SET ROLE botbazaar_billing_owner; ${sql}`)).rejects.toThrow(/is forbidden/);
    }
    expect((await list({ target: 'kept' })).actions).toMatchObject([{ actionId, reason: 'why', outcome: 'done' }]);
  });

  it('refuses what is no action at all', async () => {
    const shapeless = {
      actionId: newId('action'),
      actor: '',
      action: 'x',
      target: '',
      reason: '',
      requestId: '',
      peer: '',
    };
    await expect(billing.service.beginAdminAction(shapeless)).rejects.toThrow();
    const long = {
      actionId: newId('action'),
      actor: 'a',
      action: 'x',
      target: '',
      reason: randomBytes(101).toString('hex'),
      requestId: '',
      peer: 'p',
    };
    await expect(billing.service.beginAdminAction(long)).rejects.toThrow();
  });
});
