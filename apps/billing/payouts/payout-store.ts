/**
 * SQL about payouts. They move by two functions alone, `billing.reserve_payout` and `billing.advance_payout`, each of which
 * writes the state, its event and its transfer together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#kernel/assert';
import { AppError } from '#kernel/errors';
import { type AccountId, type ChargeId, idFromUuid, idToUuid, type PayoutId } from '#kernel/ids';
import { type Msat, msat } from '#kernel/msat';
import type { PayoutStage } from '#ledger/payout-recipes';
import type { Transfer } from '#ledger/transfer';
import type { Database } from '#persistence/database';
import { encodeTransfers } from '../charges/advance-batch.js';
import type { PayoutState } from './payout.js';

export interface Payout {
  readonly id: PayoutId;
  readonly accountId: AccountId;
  readonly node: string;
  readonly state: PayoutState;
  readonly amountMsat: Msat;
  /** The invoice has no amount, so that LND must be told ours. */
  readonly ownAmount: boolean;
  /** The charge of ours whose invoice it is; undefined where the payout leaves over Lightning. */
  readonly chargeId: ChargeId | undefined;
  readonly feeLimitMsat: Msat;
  /** What the network took, once it is known. */
  readonly feeMsat: Msat | undefined;
  readonly paymentRequest: string;
  readonly paymentHash: Buffer;
  readonly destination: string;
  readonly invoiceExpiresAt: Date;
  readonly requestDigest: Buffer;
  readonly attempts: number;
  /** Until when the last attempt may be sent. */
  readonly permitUntil: Date | undefined;
  /** The proof of payment, which only its owner is shown. */
  readonly preimage: Buffer | undefined;
  readonly failure: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | undefined;
}

interface PayoutRow {
  readonly id: string;
  readonly account_id: string;
  readonly node: string;
  readonly state: PayoutState;
  readonly amount_msat: bigint;
  readonly own_amount: boolean;
  readonly charge_id: string | null;
  readonly fee_limit_msat: bigint;
  readonly fee_msat: bigint | null;
  readonly payment_request: string;
  readonly payment_hash: Buffer;
  readonly destination: string;
  readonly invoice_expires_at: Date;
  readonly request_digest: Buffer;
  readonly attempts: number;
  readonly permit_until: Date | null;
  readonly preimage: Buffer | null;
  readonly failure: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly closed_at: Date | null;
}

const columns = `id, account_id, node, state, amount_msat, own_amount, charge_id, fee_limit_msat, fee_msat, payment_request, payment_hash, destination,
  invoice_expires_at, request_digest, attempts, permit_until, preimage, failure, created_at, updated_at, closed_at`;

function fromRow(row: PayoutRow): Payout {
  return {
    id: idFromUuid('payout', row.id),
    accountId: idFromUuid('account', row.account_id),
    node: row.node,
    state: row.state,
    amountMsat: msat(row.amount_msat),
    ownAmount: row.own_amount,
    chargeId: row.charge_id === null ? undefined : idFromUuid('charge', row.charge_id),
    feeLimitMsat: msat(row.fee_limit_msat),
    feeMsat: row.fee_msat === null ? undefined : msat(row.fee_msat),
    paymentRequest: row.payment_request,
    paymentHash: row.payment_hash,
    destination: row.destination,
    invoiceExpiresAt: row.invoice_expires_at,
    requestDigest: row.request_digest,
    attempts: row.attempts,
    permitUntil: row.permit_until ?? undefined,
    preimage: row.preimage ?? undefined,
    failure: row.failure ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    closedAt: row.closed_at ?? undefined,
  };
}

/** What the recipes of the ledger want of a payout. */
export function reservationOf(payout: Pick<Payout, 'id' | 'accountId' | 'amountMsat' | 'feeLimitMsat'>) {
  const { amountMsat, feeLimitMsat } = payout;
  return { payoutUuid: idToUuid(payout.id), accountUuid: idToUuid(payout.accountId), amountMsat, feeLimitMsat };
}

export function stageOf(payout: Payout): PayoutStage {
  return payout.state === 'UNKNOWN' ? 'unknown' : 'inProgress';
}

export interface NewPayout {
  readonly id: PayoutId;
  readonly accountId: AccountId;
  readonly node: string;
  readonly amountMsat: Msat;
  readonly ownAmount: boolean;
  readonly chargeId: ChargeId | undefined;
  readonly feeLimitMsat: Msat;
  readonly paymentRequest: string;
  readonly paymentHash: Buffer;
  readonly destination: string;
  readonly invoiceExpiresAt: Date;
  readonly idempotencyScope: Buffer;
  readonly requestDigest: Buffer;
}

export type ReserveOutcome =
  | 'reserved'
  | 'repeated'
  | 'hash_used'
  | 'stopped'
  | 'over_day_count'
  | 'over_day_sum'
  | 'node_short'
  | 'not_final'
  | 'insufficient_funds';

export interface DayLimits {
  readonly count: number;
  readonly sumMsat: Msat;
}

const transferArguments = (from: number) => Array.from({ length: 10 }, (_, i) => `$${from + i}`).join(', ');
export const reservePayoutSql = `SELECT outcome, id FROM billing.reserve_payout($1, $2, $3, $4, ${transferArguments(5)})`;
export const advancePayoutSql = `SELECT outcome, state FROM billing.advance_payout(
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, ${transferArguments(12)})`;

/** A new payout with its reservation. Safe to repeat: the idempotency scope finds what a lost answer has left. */
export async function reservePayout(
  database: Database,
  { payout, transfer, limits, now }: { payout: NewPayout; transfer: Transfer; limits: DayLimits; now: Date },
): Promise<{ outcome: ReserveOutcome; id: PayoutId | undefined }> {
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  const row = {
    id: idToUuid(payout.id),
    account_id: idToUuid(payout.accountId),
    node: payout.node,
    amount_msat: payout.amountMsat.toString(),
    own_amount: payout.ownAmount,
    charge_id: payout.chargeId === undefined ? null : idToUuid(payout.chargeId),
    fee_limit_msat: payout.feeLimitMsat.toString(),
    payment_request: payout.paymentRequest,
    payment_hash: hex(payout.paymentHash),
    destination: payout.destination,
    invoice_expires_at: payout.invoiceExpiresAt,
    idempotency_scope: hex(payout.idempotencyScope),
    request_digest: hex(payout.requestDigest),
  };
  const [reply] = await database.query<{ outcome: ReserveOutcome; id: string | null }>(
    reservePayoutSql,
    [
      now,
      JSON.stringify(row),
      limits.count,
      limits.sumMsat.toString(),
      ...encodeTransfers([{ step: { transfers: [transfer] } }]),
    ],
    { name: 'payout_reserve' },
  );
  assert(reply, 'billing.reserve_payout answers one row');
  return { outcome: reply.outcome, id: reply.id === null ? undefined : idFromUuid('payout', reply.id) };
}

export interface PayoutAdvance {
  /** As it was read: the step is taken only from this state and with no further attempt. */
  readonly payout: Payout;
  readonly to: PayoutState;
  readonly actor: string;
  /** One sentence, at most 200 characters. */
  readonly reason: string;
  /** Begins an attempt that may be sent until then. */
  readonly permitUntil?: Date;
  /** LND refused the attempt before it began. */
  readonly refused?: boolean;
  readonly paid?: { readonly feeMsat: Msat; readonly preimage: Buffer };
  readonly transfers: readonly Transfer[];
}

/** `stayed`: another step came first, or it is too early for this one. A refusal of the ledger leaves no trace. */
/** Whether an admin or reconciliation has stopped the payouts of that node. */
export async function isStopped(database: Database, node: string): Promise<boolean> {
  const sql = "SELECT FROM payout_stop WHERE node IN ('', $1)";
  return (await database.query(sql, [node], { name: 'payout_stopped' })).length > 0;
}

export type PayoutAdvanceOutcome = 'moved' | 'stayed' | 'stopped' | 'unknown' | 'insufficient_funds' | 'conflict';

/** A restarting Postgres is back within seconds; a step that was taken although its answer was lost is then `stayed`. */
const retryDelaysMs = [20, 100, 500, 2_000];

export async function advancePayout(
  database: Database,
  step: PayoutAdvance,
  now: Date,
): Promise<{ outcome: PayoutAdvanceOutcome; state: PayoutState }> {
  const { payout } = step;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const [reply] = await database.query<{ outcome: PayoutAdvanceOutcome; state: PayoutState }>(
        advancePayoutSql,
        [
          now,
          idToUuid(payout.id),
          payout.state,
          step.to,
          step.actor,
          step.reason,
          payout.attempts,
          step.permitUntil ?? null,
          step.refused ?? false,
          step.paid?.feeMsat.toString() ?? null,
          step.paid?.preimage ?? null,
          ...encodeTransfers([{ step }]),
        ],
        { name: 'payout_advance' },
      );
      assert(reply, 'billing.advance_payout answers one row');
      return reply;
    } catch (thrown) {
      const delayMs = retryDelaysMs[attempt];
      const passes = thrown instanceof AppError && thrown.code === 'unavailable';
      if (!passes || delayMs === undefined) throw thrown;
      await sleep(delayMs);
    }
  }
}

export async function findPayout(database: Database, id: PayoutId): Promise<Payout | undefined> {
  const rows = await database.query<PayoutRow>(`SELECT ${columns} FROM payout WHERE id = $1`, [idToUuid(id)]);
  return rows[0] && fromRow(rows[0]);
}

export async function findByScope(database: Database, scope: Buffer): Promise<Payout | undefined> {
  const sql = `SELECT ${columns} FROM payout WHERE idempotency_scope = $1`;
  const rows = await database.query<PayoutRow>(sql, [scope]);
  return rows[0] && fromRow(rows[0]);
}

/** Newest first; without an account those of all. */
export async function listPayouts(
  database: Database,
  page: { accountId: AccountId | undefined; before: PayoutId | undefined; state: string; limit: number },
): Promise<Payout[]> {
  const rows = await database.query<PayoutRow>(
    `SELECT ${columns} FROM payout WHERE ($1::uuid IS NULL OR account_id = $1) AND ($2::uuid IS NULL OR id < $2)
       AND ($3 = '' OR state = $3) ORDER BY id DESC LIMIT $4`,
    [page.accountId && idToUuid(page.accountId), page.before && idToUuid(page.before), page.state, page.limit],
  );
  return rows.map(fromRow);
}

/** Those that leave by a node and are not over, oldest first. */
export async function listUnfinished(
  database: Database,
  page: { node: string; after: PayoutId | undefined; limit: number },
): Promise<Payout[]> {
  const rows = await database.query<PayoutRow>(
    `SELECT ${columns} FROM payout WHERE node = $1 AND closed_at IS NULL AND charge_id IS NULL AND ($2::uuid IS NULL OR id > $2)
     ORDER BY id LIMIT $3`,
    [page.node, page.after && idToUuid(page.after), page.limit],
    { name: 'payouts_unfinished' },
  );
  return rows.map(fromRow);
}

/** Payouts that were being sent when their last permit lapsed, before that time, and of which nothing was heard since. */
export async function listSilent(database: Database, before: Date, limit: number): Promise<Payout[]> {
  const sql = `SELECT ${columns} FROM payout WHERE closed_at IS NULL AND state = 'SENDING' AND permit_until < $1 LIMIT $2`;
  return (await database.query<PayoutRow>(sql, [before, limit])).map(fromRow);
}

/** Payouts that were never sent and whose invoice has expired before that time. */
export async function listExpiredUnsent(database: Database, before: Date, limit: number): Promise<Payout[]> {
  const sql = `SELECT ${columns} FROM payout WHERE closed_at IS NULL AND state = 'RESERVED' AND charge_id IS NULL
    AND invoice_expires_at < $1 LIMIT $2`;
  return (await database.query<PayoutRow>(sql, [before, limit])).map(fromRow);
}

/** Those that pay a charge of ours and are not over, oldest first. */
export async function listInternalUnfinished(
  database: Database,
  after: PayoutId | undefined,
  limit: number,
): Promise<Payout[]> {
  const sql = `SELECT ${columns} FROM payout WHERE closed_at IS NULL AND charge_id IS NOT NULL AND ($1::uuid IS NULL OR id > $1)
    ORDER BY id LIMIT $2`;
  return (await database.query<PayoutRow>(sql, [after && idToUuid(after), limit])).map(fromRow);
}

/** The payout that pays this charge; a hash has one for ever. */
export async function findPayoutTo(
  database: Database,
  charge: { readonly paymentHash: Buffer },
): Promise<Payout | undefined> {
  const sql = `SELECT ${columns} FROM payout WHERE payment_hash = $1 AND charge_id IS NOT NULL`;
  const rows = await database.query<PayoutRow>(sql, [charge.paymentHash]);
  return rows[0] && fromRow(rows[0]);
}

/** Whether that transfer is in the books; the ends of a payout share one id. */
export async function isPosted(database: Database, { id, kind }: Pick<Transfer, 'id' | 'kind'>): Promise<boolean> {
  const rows = await database.query('SELECT FROM ledger.transfer WHERE id = $1 AND kind = $2', [id, kind]);
  return rows.length > 0;
}

export interface PayoutEventRow {
  readonly n: number;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly actor: string;
  readonly reason: string;
  readonly transfer_seq: bigint | null;
  readonly at: Date;
}

/** Oldest first. */
export async function listPayoutEvents(database: Database, id: PayoutId): Promise<PayoutEventRow[]> {
  const sql = `SELECT n, from_state, to_state, actor, reason, transfer_seq, at FROM payout_event WHERE payout_id = $1 ORDER BY n`;
  return await database.query<PayoutEventRow>(sql, [idToUuid(id)]);
}

export interface PayoutAttemptRow {
  readonly n: number;
  readonly begun_at: Date;
  readonly permit_until: Date;
  readonly used_at: Date | null;
}

/** Oldest first. */
export async function listPayoutAttempts(database: Database, id: PayoutId): Promise<PayoutAttemptRow[]> {
  const sql = `SELECT n, begun_at, permit_until, used_at FROM payout_attempt WHERE payout_id = $1 ORDER BY n`;
  return await database.query<PayoutAttemptRow>(sql, [idToUuid(id)]);
}
