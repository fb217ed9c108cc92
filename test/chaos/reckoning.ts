/**
 * What must hold once everything is quiet: each task, its charge, its transfers and its invoice at LND agree with each other
 * and with what its buyer knows; every seller has its share of what was delivered, and no wallet a millisatoshi too much.
 */
import { readFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import { type Connection, nodeOf } from '#apps/botbazaar/connect-file';
import { type InvoiceDesk, openInvoiceDesk } from '#lightning/invoice-desk';
import { connectLnd } from '#lightning/lnd-client';
import { type Database, openDatabase } from '#persistence/database';
import { brokenInvariants } from '#test/dispatch/dispatch-kit';
import { type Books, expectSound, type Wallets } from '#test/harness/books';
import { until } from '#test/harness/until';
import type { Stall } from './crew.js';
import type { End, Outcome, Traffic } from './traffic.js';

export interface Accused {
  readonly books: Books;
  /** As the admin of the nodes has it. */
  connection(): Connection;
  /** Of the database's owner. */
  ownerUrl(): string;
}

interface Row {
  readonly task: string;
  readonly funding: 'hold' | 'invoice';
  readonly charge: string;
  /** Null where dispatch has no such task. */
  readonly work: string | null;
  readonly outcome: string | null;
  readonly price: bigint;
  readonly fee: bigint;
  readonly seller: string;
  readonly hash: Buffer;
  /** Kinds of its transfers in their order, with spaces between; without the final word on its HTLCs, which comes when it comes. */
  readonly transfers: string;
}

const rowsSql = `SELECT 'tsk_' || replace(c.task_id::text, '-', '') AS task, c.funding, c.state AS charge, t.state AS work,
    t.charge_outcome AS outcome, c.price_msat AS price, c.fee_msat AS fee,
    'acc_' || replace(c.seller_account::text, '-', '') AS seller, c.payment_hash AS hash, coalesce((
      SELECT string_agg(l.kind, ' ' ORDER BY l.seq) FROM ledger.transfer l
       WHERE l.ref = c.id AND l.kind <> 'receipt_resolved'), '') AS transfers
  FROM billing.charge c LEFT JOIN dispatch.task t ON t.id = c.task_id`;

const underWaySql = `SELECT 'charge' AS what, state, count(*)::integer AS many FROM billing.charge
    WHERE state NOT IN ('OPEN', 'SETTLED', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE') GROUP BY state
  UNION ALL SELECT 'task', state, count(*)::integer FROM dispatch.task
    WHERE state NOT IN ('AWAITING_PAYMENT', 'DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED')
      OR (finished_at IS NOT NULL AND charge_closed_at IS NULL) GROUP BY state`;

/** The whole of what may stand in the books of one purchase, by funding and state of its charge. */
const legal: Readonly<Record<string, { end: End; work: readonly (string | null)[]; lnd: string[]; books: string[] }>> =
  (() => {
    const notDelivered = ['AWAITING_PAYMENT', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED', null];
    const unpaid = ['AWAITING_PAYMENT', null];
    const gone = ['CANCELED', 'absent'];
    return {
      'hold SETTLED': { end: 'sold', work: ['DELIVERED'], lnd: ['SETTLED'], books: ['hold_accepted hold_settled'] },
      'hold CANCELED': { end: 'whole', work: notDelivered, lnd: gone, books: ['', 'hold_accepted hold_canceled'] },
      'hold EXPIRED': { end: 'whole', work: notDelivered, lnd: gone, books: [''] },
      'hold OPEN': { end: 'not paid', work: unpaid, lnd: ['OPEN'], books: [''] },
      'invoice SETTLED': { end: 'sold', work: ['DELIVERED'], lnd: ['SETTLED'], books: ['invoice_paid escrow_earned'] },
      'invoice REFUND_DUE': {
        end: 'owed',
        work: notDelivered,
        lnd: ['SETTLED'],
        books: ['invoice_paid escrow_refused', 'invoice_paid_in_vain'],
      },
      'invoice CANCELED': { end: 'whole', work: notDelivered, lnd: gone, books: [''] },
      'invoice EXPIRED': { end: 'whole', work: notDelivered, lnd: gone, books: [''] },
      'invoice OPEN': { end: 'not paid', work: unpaid, lnd: ['OPEN'], books: [''] },
    };
  })();

const settlesWithinMs = 120_000;

export interface Reckoning {
  readonly counts: Readonly<Record<End, number>>;
  readonly sums: string;
}

export async function reckon(
  of: Accused,
  traffic: Traffic,
  stalls: readonly Stall[],
  before: Wallets,
): Promise<Reckoning> {
  const { books } = of;
  const owner = await openDatabase({ url: of.ownerUrl(), schema: 'billing', applicationName: 'chaos', poolSize: 2 });
  const desk = await deskOf(of.connection());
  try {
    const rows = await quiet(books, owner);
    expect(traffic.complaints).toEqual([]);
    await expectEach(rows, traffic.outcomes, desk);
    const sums = await expectSums(books, rows, stalls, before);
    expect(await owner.query('SELECT check_name, detail FROM ledger.verify()')).toEqual([]);
    await until(
      () => brokenInvariants(owner),
      (broken) => broken.length === 0,
    );
    const counts = { sold: 0, whole: 0, owed: 0, 'not paid': 0 };
    for (const { end } of traffic.outcomes) counts[end] += 1;
    return { counts, sums };
  } finally {
    desk.close();
    await owner.close();
  }
}

/** A node that comes back is compared at once; then nothing may stay under way. */
async function quiet(books: Books, owner: Database): Promise<Row[]> {
  await books.control('POST', '/nodes/market/streams', { how: 'end' });
  await until(
    () => owner.query(underWaySql),
    (left) => left.length === 0,
    settlesWithinMs,
  );
  return await owner.query<Row>(rowsSql);
}

async function expectEach(rows: readonly Row[], outcomes: readonly Outcome[], desk: InvoiceDesk): Promise<void> {
  const known = new Map(outcomes.map((outcome) => [outcome.taskId, outcome]));
  const wrong: unknown[] = [];
  for (const row of rows) {
    const rule = legal[`${row.funding} ${row.charge}`];
    const lnd = (await desk.lookup(row.hash))?.state ?? 'absent';
    const heard = known.get(row.task);
    known.delete(row.task);
    // A challenge that never arrived was paid by nobody.
    const end = heard?.end ?? (rule?.end === 'whole' ? 'whole' : 'not paid');
    // Whose payment never got through, or came back, may find its challenge still open; one that was never paid may have ended.
    const fits = rule?.end === end || (bothUnpaid.has(end) && rule !== undefined && bothUnpaid.has(rule.end));
    const right =
      fits &&
      rule?.work.includes(row.work) &&
      rule.lnd.includes(lnd) &&
      rule.books.includes(row.transfers) &&
      (heard === undefined || heard.stall.priceMsat === row.price) &&
      (row.outcome === null || row.outcome === (row.charge === 'SETTLED' ? 'captured' : 'canceled'));
    if (!right) wrong.push({ ...row, hash: row.hash.toString('hex'), lnd, heard: heard?.end });
  }
  for (const { taskId, end } of known.values()) wrong.push({ taskId, end, charge: 'none' });
  expect(wrong).toEqual([]);
}

const bothUnpaid: ReadonlySet<End> = new Set(['whole', 'not paid']);

async function expectSums(
  books: Books,
  rows: readonly Row[],
  stalls: readonly Stall[],
  before: Wallets,
): Promise<string> {
  const sum = (of: readonly Row[], amount: (row: Row) => bigint) => of.reduce((total, row) => total + amount(row), 0n);
  const sold = rows.filter(({ charge }) => charge === 'SETTLED');
  const owed = sum(
    rows.filter(({ charge }) => charge === 'REFUND_DUE'),
    ({ price }) => price,
  );
  for (const { accountId, slug, balanceMsat } of stalls) {
    const own = sold.filter(({ seller }) => seller === accountId);
    expect([slug, await balanceMsat()]).toEqual([slug, sum(own, ({ price, fee }) => price - fee)]);
  }
  const fees = sum(sold, ({ fee }) => fee);
  const turnover = sum(sold, ({ price }) => price) + owed;
  const codes = [2110, 4110, 2140, 2160, 2390, 5160];
  const at = await Promise.all([books.received(), ...codes.map((code) => books.balance(code))]);
  expect(at).toEqual([turnover, turnover - owed - fees, fees, 0n, owed, 0n, 0n]);
  await expectSound(books, before);
  await until(
    () => books.balance(1130),
    (settling) => settling === 0n,
    settlesWithinMs,
  );
  expect(await books.reconciled()).toEqual({ verdict: 'balanced', differenceMsat: '0' });
  const { nodes, totalMsat } = await books.wallets();
  const moved = (name: 'market' | 'buyer' | 'seller') => nodes[name].channelMsat - before.nodes[name].channelMsat;
  expect([moved('market'), moved('buyer'), moved('seller')]).toEqual([turnover, -turnover, 0n]);
  return `received ${turnover} = sellers ${turnover - owed - fees} + fees ${fees} + owed ${owed}; all wallets ${totalMsat} = ${before.totalMsat} before (msat)`;
}

async function deskOf(connection: Connection): Promise<InvoiceDesk> {
  const { grpc, tlsCertFile, macaroonFile } = nodeOf(connection, 'market');
  const macaroon = (await readFile(macaroonFile)).toString('hex');
  return openInvoiceDesk(connectLnd({ address: grpc, tlsCertFile, macaroon: () => macaroon }));
}
