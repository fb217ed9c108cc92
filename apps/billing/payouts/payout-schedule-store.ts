/**
 * SQL about payout schedules. Setting and deleting one are journaled. How far it has come is not: a run that a restored database
 * has forgotten finds its payout by its scope again and goes on from there.
 */
import type { ErrorCode } from '#kernel/errors';
import { type AccountId, idFromUuid, idToUuid, type PayoutId } from '#kernel/ids';
import { type Msat, msat } from '#kernel/msat';
import type { Database } from '#persistence/database';

export const frequencies = ['instant', 'hourly', 'daily'] as const;
export type Frequency = (typeof frequencies)[number];

/** What an account decides. */
export interface ScheduleSettings {
  readonly address: string;
  readonly every: Frequency;
  readonly thresholdMsat: Msat;
  /** Undefined: the usual limit. */
  readonly feeLimitMsat: Msat | undefined;
}

export interface Schedule extends ScheduleSettings {
  readonly accountId: AccountId;
  readonly run: bigint;
  readonly nextAt: Date;
  readonly lastPayout: PayoutId | undefined;
  readonly lastError: { readonly code: string; readonly at: Date } | undefined;
}

export interface DueSchedule extends Schedule {
  readonly leasedUntil: Date;
  /** What may leave of the account's balance. */
  readonly purseMsat: Msat;
}

interface ScheduleRow {
  readonly account_id: string;
  readonly address: string;
  readonly every: Frequency;
  readonly threshold_msat: bigint;
  readonly fee_limit_msat: bigint | null;
  readonly run: bigint;
  readonly next_at: Date;
  readonly last_payout: string | null;
  readonly last_error: string | null;
  readonly last_error_at: Date | null;
}

const columns = [
  ...['account_id', 'address', 'every', 'threshold_msat', 'fee_limit_msat', 'run', 'next_at'],
  ...['last_payout', 'last_error', 'last_error_at'],
]
  .map((name) => `s.${name}`)
  .join(', ');

/** How long after its last payout a schedule is due again. */
const period = `CASE s.every WHEN 'daily' THEN interval '24 hours' WHEN 'hourly' THEN interval '1 hour' ELSE interval '1 minute' END`;
/** After each failure in a row twice as long, from a minute to a day. */
const backoff = `least(interval '24 hours', interval '1 minute' * 2 ^ least(s.failures, 12))`;

/**
 * What is known of its payouts stays, so that setting it again pays nothing out twice; a payout that has failed is not waited for as one
 * that was paid. Does nothing where a later setting is there, as when the journal is taken once more.
 */
export const setScheduleSql = `INSERT INTO payout_schedule AS s (account_id, address, every, threshold_msat, fee_limit_msat, run, next_at, set_at)
  SELECT a.id, $2, $3, $4, $5, (extract(epoch FROM $6::timestamptz) * 1000)::bigint, $6, $6
    FROM account a WHERE a.id = $1 AND a.closed_at IS NULL
  ON CONFLICT (account_id) DO UPDATE SET address = excluded.address, every = excluded.every, threshold_msat = excluded.threshold_msat,
    fee_limit_msat = excluded.fee_limit_msat, set_at = excluded.set_at, failures = 0, last_error = NULL, last_error_at = NULL,
    next_at = greatest(excluded.set_at, s.last_payout_at +
      CASE WHEN s.last_error = 'payout_failed' THEN interval '1 minute' ELSE ${period.replaceAll('s.every', 'excluded.every')} END)
  WHERE s.set_at <= excluded.set_at
  RETURNING ${columns}`;

export const deleteScheduleSql =
  'DELETE FROM payout_schedule WHERE account_id = $1 AND set_at <= $2 RETURNING account_id';

/** What became of the payouts that were waited for. */
const countEndedSql = `UPDATE payout_schedule s SET open_payout = NULL,
    failures = CASE WHEN p.state = 'FAILED' THEN s.failures + 1 ELSE 0 END,
    last_error = CASE WHEN p.state = 'FAILED' THEN 'payout_failed' END,
    last_error_at = CASE WHEN p.state = 'FAILED' THEN p.closed_at END,
    next_at = CASE WHEN p.state = 'FAILED' THEN p.closed_at + ${backoff} ELSE s.next_at END
  FROM payout p WHERE p.id = s.open_payout AND p.closed_at IS NOT NULL`;

/**
 * The balance, which is one row, is looked at first: most accounts that wait have too little, and what of a balance is final costs more
 * to find out. Whoever comes at the same time gets others.
 */
export const takeDueSql = `WITH rich AS MATERIALIZED (
    SELECT s.account_id, s.next_at FROM payout_schedule s
      JOIN ledger.account a ON a.owner = s.account_id::text AND a.code = 2110
      JOIN ledger.balance b ON b.account_id = a.id
     WHERE s.next_at <= $1 AND s.leased_until <= $1 AND s.open_payout IS NULL AND b.credits - b.debits >= s.threshold_msat
  ), due AS (
    SELECT s.account_id, purse.msat FROM rich r JOIN payout_schedule s ON s.account_id = r.account_id
     CROSS JOIN LATERAL (SELECT withdrawable_msat(r.account_id) AS msat) purse
     WHERE s.next_at <= $1 AND s.leased_until <= $1 AND s.open_payout IS NULL AND purse.msat >= s.threshold_msat
     ORDER BY r.next_at LIMIT $3 FOR UPDATE OF s SKIP LOCKED
  )
  UPDATE payout_schedule s SET leased_until = $2 FROM due WHERE s.account_id = due.account_id
  RETURNING ${columns}, s.leased_until, due.msat AS purse_msat`;

/** The next run begins with the payout of this one, which is found by its scope. */
const payoutMadeSql = `UPDATE payout_schedule s SET run = s.run + 1, last_payout = p.id, last_payout_at = p.created_at, open_payout = p.id,
    leased_until = '-infinity', next_at = p.created_at + ${period}
  FROM payout p WHERE s.account_id = $1 AND s.run = $2 AND p.idempotency_scope = $3 AND p.account_id = s.account_id
  RETURNING s.account_id`;

/**
 * The run stays: its payout may still be made by a call whose answer was lost. What does not count is tried again after the shortest
 * time, and leaves what was counted as it is.
 */
const runFailedSql = `UPDATE payout_schedule s SET failures = s.failures + CASE WHEN $6 THEN 1 ELSE 0 END, last_error = $4, last_error_at = $5,
    leased_until = '-infinity', next_at = $5::timestamptz + CASE WHEN $6 THEN ${backoff} ELSE interval '1 minute' END
  WHERE s.account_id = $1 AND s.run = $2 AND s.leased_until = $3`;

/** Undefined where the account is not there, or has a later setting. */
export async function setSchedule(
  database: Database,
  accountId: AccountId,
  { address, every, thresholdMsat, feeLimitMsat }: ScheduleSettings,
  now: Date,
): Promise<Schedule | undefined> {
  const params = [idToUuid(accountId), address, every, thresholdMsat.toString(), feeLimitMsat?.toString() ?? null, now];
  const [row] = await database.query<ScheduleRow>(setScheduleSql, params, { name: 'payout_schedule_set' });
  return row && fromRow(row);
}

export async function findSchedule(database: Database, accountId: AccountId): Promise<Schedule | undefined> {
  const sql = `SELECT ${columns} FROM payout_schedule s WHERE s.account_id = $1`;
  const [row] = await database.query<ScheduleRow>(sql, [idToUuid(accountId)]);
  return row && fromRow(row);
}

/** Leaves one that was set later. */
export async function deleteSchedule(database: Database, accountId: AccountId, now: Date): Promise<void> {
  await database.query(deleteScheduleSql, [idToUuid(accountId), now], { name: 'payout_schedule_delete' });
}

export async function takeDue(
  database: Database,
  lease: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<DueSchedule[]> {
  const { now, until, limit } = lease;
  await database.query(countEndedSql, [], { name: 'payout_schedule_count' });
  const rows = await database.query<ScheduleRow & { leased_until: Date; purse_msat: bigint }>(
    takeDueSql,
    [now, until, limit],
    { name: 'payout_schedule_take' },
  );
  return rows.map((row) => ({ ...fromRow(row), leasedUntil: row.leased_until, purseMsat: msat(row.purse_msat) }));
}

export interface RunOfSchedule {
  readonly accountId: AccountId;
  readonly run: bigint;
}

/** False where there is no payout of this scope, or the schedule has gone on already. */
export async function payoutMade(
  database: Database,
  { accountId, run }: RunOfSchedule,
  scope: Buffer,
): Promise<boolean> {
  const params = [idToUuid(accountId), run.toString(), scope];
  return (await database.query(payoutMadeSql, params, { name: 'payout_schedule_made' })).length > 0;
}

/** Of whoever has the lease; from others it changes nothing. */
export async function runFailed(
  database: Database,
  { accountId, run }: RunOfSchedule,
  failure: { readonly leasedUntil: Date; readonly code: ErrorCode; readonly counts: boolean; readonly now: Date },
): Promise<void> {
  const { leasedUntil, code, counts, now } = failure;
  const params = [idToUuid(accountId), run.toString(), leasedUntil, code, now, counts];
  await database.query(runFailedSql, params, { name: 'payout_schedule_failed' });
}

/** Whether the account still wants to be paid out at that address, by that run. */
export async function isAtRun(
  database: Database,
  { accountId, run }: RunOfSchedule,
  address: string,
): Promise<boolean> {
  const sql = 'SELECT FROM payout_schedule WHERE account_id = $1 AND run = $2 AND address = $3 AND open_payout IS NULL';
  return (await database.query(sql, [idToUuid(accountId), run.toString(), address])).length > 0;
}

function fromRow(row: ScheduleRow): Schedule {
  return {
    accountId: idFromUuid('account', row.account_id),
    address: row.address,
    every: row.every,
    thresholdMsat: msat(row.threshold_msat),
    feeLimitMsat: row.fee_limit_msat === null ? undefined : msat(row.fee_limit_msat),
    run: row.run,
    nextAt: row.next_at,
    lastPayout: row.last_payout === null ? undefined : idFromUuid('payout', row.last_payout),
    lastError:
      row.last_error === null || row.last_error_at === null
        ? undefined
        : { code: row.last_error, at: row.last_error_at },
  };
}
