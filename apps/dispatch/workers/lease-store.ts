/**
 * Leases of claimed tasks. Claiming is one statement: it takes the task that has waited longest among those that no other
 * claim is taking, a place at its listing, and begins the attempt. The number of the attempt is what a worker proves its
 * lease with; a later attempt has another one.
 */
import { maxPiecesBytes, type Piece } from '../piece-store.js';
import { movedTask, recordedEvent, type Sql, type TaskRow, taskColumns } from '../task-store.js';

export interface ClaimOrder {
  readonly sellerUuid: string;
  /** Empty: any. */
  readonly slugs: readonly string[];
  readonly attemptUuid: string;
  readonly now: Date;
  readonly leaseMs: number;
  readonly leaseUntil: Date;
}

export interface Renewal {
  readonly sellerUuid: string;
  readonly taskUuid: string;
  readonly attempt: number;
  readonly now: Date;
  /** Another length from now on. */
  readonly leaseMs: number | undefined;
  readonly progress: { readonly fraction: number; readonly note: string } | undefined;
  readonly piece: Piece | undefined;
}

export interface LeaseRow {
  readonly leaseUntil: Date;
  readonly deadlineAt: Date;
  readonly leaseMs: number;
}

export type ClaimedRow = TaskRow & LeaseRow & { readonly inputJson: string; readonly funding: string };

/** Queued tasks that may be claimed at $2 and whose listing has a place. */
const claimable = `t.delivery = 'pull' AND t.state = 'QUEUED' AND t.offer_at <= $2::timestamptz
    AND t.deadline_at > $2::timestamptz AND NOT EXISTS (
      SELECT FROM dispatch.seller_slot AS s WHERE s.listing_id = t.listing_id AND s.running >= t.max_running)`;

const claimSql = `WITH
  due AS MATERIALIZED (
    SELECT t.id, t.state, t.listing_id, t.max_running FROM dispatch.task AS t
    WHERE t.seller_account_id = $1 AND ${claimable}
      AND (cardinality($5::text[]) = 0 OR t.service_slug = ANY($5::text[]))
    ORDER BY t.offer_at LIMIT 1 FOR UPDATE OF t SKIP LOCKED),
  slot AS (
    INSERT INTO dispatch.seller_slot AS s (listing_id, running) SELECT listing_id, 1 FROM due
    ON CONFLICT (listing_id) DO UPDATE SET running = s.running + 1 WHERE s.running < (SELECT max_running FROM due)
    RETURNING s.listing_id),
  ${movedTask(
    'start',
    [
      'attempts = t.attempts + 1',
      'started_at = COALESCE(t.started_at, $2::timestamptz)',
      'lease_ms = $8::integer',
      'lease_until = LEAST(t.deadline_at, $6::timestamptz)',
      'next_step_at = LEAST(t.deadline_at, $6::timestamptz)',
      'progress = NULL',
      `progress_note = ''`,
      'pieces = 0',
      'piece_bytes = 0',
    ],
    'due JOIN slot USING (listing_id)',
  )},
  attempt AS (
    INSERT INTO dispatch.attempt (task_id, number, id, listing_id, state, started_at)
    SELECT id, attempts, $7::uuid, listing_id, 'running', $2::timestamptz FROM moved),
  ${recordedEvent}
  SELECT ${taskColumns('moved')}, lease_until AS "leaseUntil", lease_ms AS "leaseMs", input_json AS "inputJson", funding
  FROM moved`;

/** While the buyer is asked the lease rests. */
const renewed = (column: string) => `CASE WHEN t.state = 'INPUT_REQUIRED' THEN t.${column} ELSE LEAST(
      t.deadline_at, $2::timestamptz + COALESCE($5::integer, t.lease_ms) * interval '1 millisecond') END`;

const renewal = `
    lease_ms = COALESCE($5::integer, t.lease_ms),
    lease_until = ${renewed('lease_until')},
    next_step_at = ${renewed('next_step_at')},
    progress = COALESCE($6::double precision, t.progress),
    progress_note = COALESCE($7::text, t.progress_note),
    progress_n = t.progress_n + CASE WHEN $6::double precision IS NULL THEN 0 ELSE 1 END`;
const renewable = `t.id = $3 AND t.attempts = $4 AND t.seller_account_id = $1 AND t.delivery = 'pull'
    AND t.state IN ('RUNNING', 'INPUT_REQUIRED') AND t.output_stored_at IS NULL AND t.deadline_at > $2::timestamptz`;
const leaseColumns = 't.lease_until AS "leaseUntil", t.deadline_at AS "deadlineAt", t.lease_ms AS "leaseMs"';

const renewSql = `UPDATE dispatch.task AS t SET ${renewal} WHERE ${renewable} RETURNING ${leaseColumns}`;

/** A piece whose number was there before changes nothing, so that a report may come twice. */
const renewWithPieceSql = `WITH
  renewed AS (
    UPDATE dispatch.task AS t SET ${renewal},
      pieces = GREATEST(t.pieces, $8::integer),
      piece_bytes = t.piece_bytes + CASE WHEN $8::integer > t.pieces THEN octet_length($9::text) ELSE 0 END
    WHERE ${renewable} AND t.funding <> 'hold' AND $8::integer <= t.pieces + 1
      AND ($8::integer <= t.pieces OR t.piece_bytes + octet_length($9::text) <= ${maxPiecesBytes})
    RETURNING t.id, t.attempts, ${leaseColumns}),
  kept AS (
    INSERT INTO dispatch.piece (task_id, attempt, n, output_json) SELECT id, attempts, $8::integer, $9::text FROM renewed
    ON CONFLICT (task_id, attempt, n) DO NOTHING)
  SELECT "leaseUntil", "deadlineAt", "leaseMs" FROM renewed`;

export class LeaseStore {
  constructor(private readonly sql: Sql) {}

  /** QUEUED → RUNNING by the seller's claim; undefined when there is nothing that it may have now. */
  async claim(order: ClaimOrder): Promise<ClaimedRow | undefined> {
    const { sellerUuid, now, slugs, leaseUntil, attemptUuid, leaseMs } = order;
    const params = [sellerUuid, now, 'seller', '', slugs, leaseUntil, attemptUuid, leaseMs];
    const [row] = await this.sql.query<ClaimedRow>(claimSql, params, { name: 'dispatch_claim_work' });
    return row;
  }

  /**
   * Begins the lease anew; undefined when that attempt is not open, not the seller's, or past its deadline, or when the piece
   * cannot be taken.
   */
  async renew({
    sellerUuid,
    taskUuid,
    attempt,
    now,
    leaseMs,
    progress,
    piece,
  }: Renewal): Promise<LeaseRow | undefined> {
    const params = [
      sellerUuid,
      now,
      taskUuid,
      attempt,
      leaseMs ?? null,
      progress?.fraction ?? null,
      progress?.note ?? null,
    ];
    const [row] = piece
      ? await this.sql.query<LeaseRow>(renewWithPieceSql, [...params, piece.n, piece.outputJson])
      : await this.sql.query<LeaseRow>(renewSql, params, { name: 'dispatch_renew_lease' });
    return row;
  }

  /** Which of these sellers have work to claim, and of which listings. */
  async claimable(sellerUuids: readonly string[], now: Date): Promise<{ sellerUuid: string; slug: string }[]> {
    return await this.sql.query<{ sellerUuid: string; slug: string }>(
      `SELECT DISTINCT t.seller_account_id AS "sellerUuid", t.service_slug AS slug FROM dispatch.task AS t
       WHERE t.seller_account_id = ANY($1::uuid[]) AND ${claimable}`,
      [sellerUuids, now],
      { name: 'dispatch_claimable' },
    );
  }
}
