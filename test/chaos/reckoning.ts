/**
 * What must hold once everything is quiet: each task, its charge, its transfers and its invoice at LND agree with each other
 * and with what its buyer knows; every seller has its share of what was delivered, and no wallet a millisatoshi too much.
 */
import { expect } from '@jest/globals';
import { type InvoiceDesk, openInvoiceDesk } from '#lightning/invoice-desk';
import { connectLnd, type LndAddress } from '#lightning/lnd-client';
import { type Database, openDatabase } from '#persistence/database';
import { brokenInvariants } from '#test/dispatch/dispatch-kit';
import { type Books, expectSound, type Wallets } from '#test/harness/books';
import { until } from '#test/harness/until';
import type { Stall } from './crew.js';
import type { End, Outcome, Traffic } from './traffic.js';
import type { Withdrawals, Withdrawn } from './withdrawals.js';

export interface Accused {
  readonly books: Books;
  /** The market's node, as its owner reaches it. */
  node(): LndAddress;
  /** Of the database's owner. */
  ownerUrl(): string;
  /** Ends the node's streams: one that comes back is compared at once, and not within a minute. */
  endStreams?(): Promise<void>;
  /** What the node's owner has got since the first comparison, by mining. */
  minedMsat?(): Promise<bigint>;
  /** So many blocks that a payment which is in no channel can be given up. Throws where something is in one. */
  passADay?(): Promise<void>;
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

export const underWaySql = `SELECT 'charge' AS what, state, count(*)::integer AS many FROM billing.charge
    WHERE state NOT IN ('OPEN', 'SETTLED', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE', 'REFUNDED') GROUP BY state
  UNION ALL SELECT 'payout', state, count(*)::integer FROM billing.payout WHERE closed_at IS NULL GROUP BY state
  UNION ALL SELECT 'task', state, count(*)::integer FROM dispatch.task
    WHERE state NOT IN ('AWAITING_PAYMENT', 'DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED')
      OR (finished_at IS NOT NULL AND charge_closed_at IS NULL) GROUP BY state`;

/** What LND says of an invoice that nobody can pay. */
const gone = ['CANCELED', 'absent'];

/** The whole of what may stand in the books of one purchase, by funding and state of its charge. */
const legal: Readonly<Record<string, { end: End; work: readonly (string | null)[]; lnd: string[]; books: string[] }>> =
  (() => {
    const notDelivered = ['AWAITING_PAYMENT', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED', null];
    const unpaid = ['AWAITING_PAYMENT', null];
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
      'invoice REFUNDED': {
        end: 'refunded',
        work: notDelivered,
        lnd: ['SETTLED'],
        books: ['invoice_paid escrow_refused refund_claimed', 'invoice_paid_in_vain refund_claimed'],
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
  { traffic, withdrawals }: { readonly traffic: Traffic; readonly withdrawals: Withdrawals },
  stalls: readonly Stall[],
  before: Wallets,
): Promise<Reckoning> {
  const owner = await openDatabase({ url: of.ownerUrl(), schema: 'billing', applicationName: 'chaos', poolSize: 2 });
  const desk = openInvoiceDesk(connectLnd(of.node()));
  try {
    await of.endStreams?.();
    const rows = await quiet(owner);
    expect([...traffic.complaints, ...withdrawals.complaints]).toEqual([]);
    await expectEach(rows, traffic.outcomes, desk);
    const moved = { rows, withdrawn: withdrawals.succeeded, outcomes: traffic.outcomes };
    const sums = await expectSums(of, moved, stalls, before);
    expect(await owner.query('SELECT check_name, detail FROM ledger.verify()')).toEqual([]);
    await until(
      () => brokenInvariants(owner),
      (broken) => broken.length === 0,
    );
    const counts = { sold: 0, whole: 0, owed: 0, refunded: 0, 'not paid': 0 };
    for (const { end } of traffic.outcomes) counts[end] += 1;
    return { counts, sums };
  } finally {
    desk.close();
    await owner.close();
  }
}

/** Nothing may stay under way. */
async function quiet(owner: Database): Promise<Row[]> {
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
      (heard?.payer ? gone : rule.lnd).includes(lnd) &&
      rule.books.includes(heard?.payer ? row.transfers.replace(/^internal_transfer/, 'invoice_paid') : row.transfers) &&
      (heard === undefined || heard.stall.priceMsat === row.price) &&
      (row.outcome === null || row.outcome === (row.charge === 'SETTLED' ? 'captured' : 'canceled'));
    if (!right) wrong.push({ ...row, hash: row.hash.toString('hex'), lnd, heard: heard?.end });
  }
  for (const { taskId, end } of known.values()) wrong.push({ taskId, end, charge: 'none' });
  expect(wrong).toEqual([]);
}

const bothUnpaid: ReadonlySet<End> = new Set(['whole', 'not paid']);

interface Moved {
  readonly rows: readonly Row[];
  readonly withdrawn: readonly Withdrawn[];
  readonly outcomes: readonly Outcome[];
}

async function expectSums(
  of: Accused,
  { rows, withdrawn, outcomes }: Moved,
  stalls: readonly Stall[],
  before: Wallets,
): Promise<string> {
  const { books } = of;
  const priced = (...states: string[]) =>
    sum(
      rows.filter(({ charge }) => states.includes(charge)),
      ({ price }) => price,
    );
  const spentBy = (is: (payer: Stall) => boolean) =>
    sum(
      outcomes.filter(({ payer }) => payer && is(payer)),
      ({ stall }) => stall.priceMsat,
    );
  const sold = rows.filter(({ charge }) => charge === 'SETTLED');
  for (const { accountId, slug, balanceMsat } of stalls) {
    const earned = sum(
      sold.filter(({ seller }) => seller === accountId),
      ({ price, fee }) => price - fee,
    );
    const gone = sum(
      withdrawn.filter(({ stall }) => stall.slug === slug),
      ({ msat, feeMsat }) => msat + feeMsat,
    );
    const spent = spentBy((payer) => payer.slug === slug);
    expect([slug, await balanceMsat()]).toEqual([slug, earned - gone - spent]);
  }
  const [owed, refunded] = [priced('REFUND_DUE'), priced('REFUNDED')];
  const paidOut = sum(withdrawn, ({ msat }) => msat);
  const fees = sum(sold, ({ fee }) => fee);
  // What sellers spent here came in before, and does not come in again.
  const spent = spentBy(() => true);
  const turnover = priced('SETTLED', 'REFUND_DUE', 'REFUNDED') - spent;
  // Both are peers of the market, so that nothing is paid for routing.
  const left = turnover - refunded - paidOut;
  const codes = [2110, 4110, 2140, 2160, 2210, 2220, 2390, 5110, 5160];
  const at = await Promise.all([books.received(), ...codes.map((code) => books.balance(code))]);
  expect(at).toEqual([left, left - owed - fees, fees, 0n, owed, 0n, 0n, 0n, 0n, 0n]);
  await expectSound(books, before);
  await until(
    () => books.balance(1130),
    (settling) => settling === 0n,
    settlesWithinMs,
  );
  const minedMsat = (await of.minedMsat?.()) ?? 0n;
  const verdict = minedMsat > 0n ? 'surplus' : 'balanced';
  expect(await books.reconciled()).toEqual({ verdict, differenceMsat: minedMsat.toString() });
  const { nodes, totalMsat } = await books.wallets();
  const moved = (name: 'market' | 'buyer' | 'seller') => nodes[name].channelMsat - before.nodes[name].channelMsat;
  expect([moved('market'), moved('buyer'), moved('seller')]).toEqual([left, refunded - turnover, paidOut]);
  return `received ${turnover} = sellers ${turnover - owed - refunded - fees} (${paidOut} of it paid out, ${spent} earned and spent once more) + fees ${fees} + refunded ${refunded} + owed ${owed}; all wallets ${totalMsat} = ${before.totalMsat} before (msat)`;
}

function sum<T>(of: readonly T[], amount: (one: T) => bigint): bigint {
  return of.reduce((total, one) => total + amount(one), 0n);
}
