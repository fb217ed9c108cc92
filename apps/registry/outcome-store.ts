/**
 * SQL of what is measured. A listing's figures are counted anew from its last outcomes each time one is added, under the lock
 * of its row: so it does not matter in which order outcomes come, by which replica, or how often.
 */
import { callsRemembered } from './health.js';
import type { ListingState } from './listing.js';
import { measuredTasks, tasksOfOneBuyer } from './quality.js';
import type { Sql } from './store.js';

export interface OutcomeRow {
  readonly taskUuid: string;
  readonly taskVersion: number;
  readonly listingUuid: string;
  readonly at: Date;
  readonly ended: string | null;
  readonly call: string | null;
  readonly reason: string;
  readonly workMs: number | null;
  readonly buyer: Buffer;
}

/** What the last outcomes of a listing come to. */
export interface MeasuredRow {
  readonly listingUuid: string;
  readonly state: ListingState;
  readonly deliveryMode: string;
  readonly probeStep: number;
  readonly probeAt: Date | null;
  readonly weighedTasks: number;
  readonly weighedDelivered: number;
  readonly tasks: number;
  readonly buyers: number;
  readonly medianMs: number | null;
  readonly oldestAt: Date | null;
  readonly failures: number;
  readonly answered: boolean;
  readonly lastCallAt: Date | null;
  readonly failure: string;
}

/** Locks the listings for the rest of the transaction, in one order for all, and says which of them exist. */
export async function lockListings(sql: Sql, listingUuids: readonly string[]): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    'SELECT id FROM listing WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [listingUuids],
    { name: 'registry_lock_listings' },
  );
  return rows.map(({ id }) => id);
}

/** Adds what is new of it; returns how many of each listing were. */
export async function insertOutcomes(sql: Sql, outcomes: readonly OutcomeRow[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ listingUuid: string; added: number }>(
    `WITH added AS (
       INSERT INTO outcome (task_id, task_version, listing_id, at, ended, call, reason, work_ms, buyer)
       SELECT * FROM unnest($1::uuid[], $2::integer[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],
         $8::integer[], $9::bytea[])
       ON CONFLICT (task_id, task_version) DO NOTHING RETURNING listing_id)
     SELECT listing_id AS "listingUuid", count(*)::integer AS added FROM added GROUP BY listing_id`,
    [
      outcomes.map(({ taskUuid }) => taskUuid),
      outcomes.map(({ taskVersion }) => taskVersion),
      outcomes.map(({ listingUuid }) => listingUuid),
      outcomes.map(({ at }) => at),
      outcomes.map(({ ended }) => ended),
      outcomes.map(({ call }) => call),
      outcomes.map(({ reason }) => reason),
      outcomes.map(({ workMs }) => workMs),
      outcomes.map(({ buyer }) => buyer),
    ],
    { name: 'registry_insert_outcomes' },
  );
  return new Map(rows.map(({ listingUuid, added }) => [listingUuid, added]));
}

/** A failure that the task itself may have caused counts once for that task, so that one hard input suspends nobody. */
const measureSql = `SELECT l.id AS "listingUuid", l.state, s.delivery_mode AS "deliveryMode", l.probe_step AS "probeStep",
    l.probe_at AS "probeAt", t."weighedTasks", t."weighedDelivered", t.tasks, t.buyers, t."medianMs", t."oldestAt",
    c.failures, c.answered, c."lastCallAt", c.failure
  FROM listing AS l JOIN shelf AS s ON s.listing_id = l.id
  CROSS JOIN LATERAL (
    WITH last AS MATERIALIZED (
      SELECT o.ended = 'delivered' AS delivered, o.work_ms, o.buyer, o.at FROM outcome AS o
      WHERE o.listing_id = l.id AND o.at > $2 AND o.ended IS NOT NULL ORDER BY o.at DESC LIMIT ${measuredTasks}),
    of_buyer AS (
      SELECT count(*)::double precision AS n, count(*) FILTER (WHERE delivered) AS delivered FROM last GROUP BY buyer)
    SELECT coalesce(sum(least(n, ${tasksOfOneBuyer})), 0)::double precision AS "weighedTasks",
      coalesce(sum(delivered * least(n, ${tasksOfOneBuyer}) / n), 0)::double precision AS "weighedDelivered",
      count(*)::integer AS buyers, (SELECT count(*) FROM last)::integer AS tasks, (SELECT min(at) FROM last) AS "oldestAt",
      (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY work_ms) FROM last WHERE delivered) AS "medianMs"
    FROM of_buyer) AS t
  CROSS JOIN LATERAL (
    WITH last AS MATERIALIZED (
      SELECT o.task_id, o.call, o.at, o.reason FROM outcome AS o
      WHERE o.listing_id = l.id AND o.call IS NOT NULL AND o.at >= coalesce(l.health_since, '-infinity')
      ORDER BY o.at DESC LIMIT ${callsRemembered}),
    good AS (SELECT max(at) AS at FROM last WHERE call = 'ok'),
    bad AS (SELECT last.* FROM last, good WHERE last.call <> 'ok' AND last.at > coalesce(good.at, '-infinity'))
    SELECT (SELECT at IS NOT NULL FROM good) AS answered, max(last.at) AS "lastCallAt",
      (SELECT count(*) FILTER (WHERE call = 'unreachable') + count(DISTINCT task_id) FILTER (WHERE call = 'failed')
        FROM bad)::integer AS failures,
      coalesce((SELECT reason FROM bad ORDER BY at DESC LIMIT 1), '') AS failure
    FROM last) AS c
  WHERE l.id = ANY($1::uuid[])`;

export async function measure(sql: Sql, listingUuids: readonly string[], since: Date): Promise<MeasuredRow[]> {
  return await sql.query<MeasuredRow>(measureSql, [listingUuids, since], { name: 'registry_measure' });
}

export interface FiguresRow {
  readonly listingUuid: string;
  readonly quality: number;
  readonly successRate: number;
  readonly medianMs: number | null;
  readonly buyers: number;
  readonly tasks: number;
  readonly measureAt: Date | null;
  readonly added: number;
}

export async function writeFigures(sql: Sql, figures: readonly FiguresRow[]): Promise<void> {
  await sql.query(
    `UPDATE shelf AS s SET quality = f.quality, success_rate = f.success_rate, median_ms = f.median_ms, buyers = f.buyers,
       tasks = f.tasks, measure_at = f.measure_at, kept_outcomes = s.kept_outcomes + f.added
     FROM unnest($1::uuid[], $2::smallint[], $3::double precision[], $4::integer[], $5::integer[], $6::integer[],
       $7::timestamptz[], $8::integer[])
       AS f(listing_id, quality, success_rate, median_ms, buyers, tasks, measure_at, added)
     WHERE s.listing_id = f.listing_id`,
    [
      figures.map(({ listingUuid }) => listingUuid),
      figures.map(({ quality }) => quality),
      figures.map(({ successRate }) => successRate),
      figures.map(({ medianMs }) => medianMs),
      figures.map(({ buyers }) => buyers),
      figures.map(({ tasks }) => tasks),
      figures.map(({ measureAt }) => measureAt),
      figures.map(({ added }) => added),
    ],
    { name: 'registry_write_figures' },
  );
}

export interface HealthRow {
  readonly listingUuid: string;
  readonly from: ListingState;
  readonly to: ListingState;
  readonly failures: number;
  readonly failure: string;
  readonly lastCallAt: Date | null;
  readonly probeStep: number;
  readonly probeAt: Date | null;
}

/** Writes the health, and moves the listing where that is due. */
export async function writeHealth(sql: Sql, rows: readonly HealthRow[], now: Date): Promise<void> {
  await sql.query(
    `WITH moved AS (
       UPDATE listing AS l SET state = h.to_state, failures = h.failures, failure = h.failure,
         last_call_at = coalesce(h.last_call_at, l.last_call_at), probe_step = h.probe_step, probe_at = h.probe_at,
         suspended_at = CASE WHEN h.to_state = 'suspended' THEN coalesce(l.suspended_at, $9::timestamptz) END
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::timestamptz[], $7::integer[],
         $8::timestamptz[]) AS h(id, from_state, to_state, failures, failure, last_call_at, probe_step, probe_at)
       WHERE l.id = h.id AND l.state = h.from_state RETURNING l.id, l.state, h.from_state)
     UPDATE shelf AS s SET on_sale = (moved.state = 'published') FROM moved
     WHERE s.listing_id = moved.id AND moved.state <> moved.from_state`,
    [
      rows.map(({ listingUuid }) => listingUuid),
      rows.map(({ from }) => from),
      rows.map(({ to }) => to),
      rows.map(({ failures }) => failures),
      rows.map(({ failure }) => failure),
      rows.map(({ lastCallAt }) => lastCallAt),
      rows.map(({ probeStep }) => probeStep),
      rows.map(({ probeAt }) => probeAt),
      now,
    ],
    { name: 'registry_write_health' },
  );
}

/** Forgets the outcomes before the last `keep`, of listings that have more than `most`. */
export async function forgetOutcomes(
  sql: Sql,
  listingUuids: readonly string[],
  { keep, most }: { keep: number; most: number },
): Promise<void> {
  await sql.query(
    `WITH full_ones AS (
       UPDATE shelf SET kept_outcomes = $2 WHERE listing_id = ANY($1::uuid[]) AND kept_outcomes > $3 RETURNING listing_id),
     oldest AS (
       SELECT f.listing_id, (SELECT o.at FROM outcome AS o WHERE o.listing_id = f.listing_id
         ORDER BY o.at DESC OFFSET $2 - 1 LIMIT 1) AS at FROM full_ones AS f)
     DELETE FROM outcome AS o USING oldest WHERE o.listing_id = oldest.listing_id AND o.at < oldest.at`,
    [listingUuids, keep, most],
    { name: 'registry_forget_outcomes' },
  );
}

/** Listings of which a task stops counting by its age. */
export async function dueForMeasure(sql: Sql, now: Date, limit: number): Promise<string[]> {
  const rows = await sql.query<{ listingUuid: string }>(
    'SELECT listing_id AS "listingUuid" FROM shelf WHERE measure_at <= $1 ORDER BY measure_at LIMIT $2',
    [now, limit],
    { name: 'registry_due_for_measure' },
  );
  return rows.map(({ listingUuid }) => listingUuid);
}
