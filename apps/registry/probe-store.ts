/** SQL of suspended listings: which are to be probed, and how they come back. Each move is guarded by the suspension that it ends. */
import { idToUuid, type ListingId } from '#kernel/ids';
import type { Sql } from './store.js';

/** A suspended listing whose endpoint is to be asked. */
export interface DueProbe {
  readonly id: string;
  readonly url: string;
  readonly secretVersion: number;
  readonly probeStep: number;
  readonly suspendedAt: Date;
}

/** Listings to probe now; until `until` no other replica gets them. */
export async function takeDueProbes(sql: Sql, now: Date, until: Date, limit: number): Promise<DueProbe[]> {
  return await sql.query<DueProbe>(
    `WITH due AS MATERIALIZED (
       SELECT l.id FROM listing AS l JOIN shelf AS s ON s.listing_id = l.id
       WHERE l.state = 'suspended' AND l.probe_at <= $1 AND s.delivery_mode = 'push'
       ORDER BY l.probe_at LIMIT $3 FOR NO KEY UPDATE OF l SKIP LOCKED),
     taken AS (
       UPDATE listing AS l SET probe_at = $2 FROM due WHERE l.id = due.id
       RETURNING l.id, l.version, l.probe_step, l.suspended_at)
     SELECT t.id, v.delivery_url AS url, v.webhook_secret_version AS "secretVersion", t.probe_step AS "probeStep",
       t.suspended_at AS "suspendedAt"
     FROM taken AS t JOIN listing_version AS v ON v.listing_id = t.id AND v.version = t.version`,
    [now, until, limit],
    { name: 'registry_take_due_probes' },
  );
}

const onSaleAgain = `state = 'published', failures = 0, failure = '', suspended_at = NULL, probe_at = NULL`;

/** The probe was good. False when the listing is no longer in that suspension. */
export async function recover(sql: Sql, id: ListingId, suspendedAt: Date, now: Date): Promise<boolean> {
  const rows = await sql.query(
    `WITH moved AS (
       UPDATE listing SET ${onSaleAgain}, health_since = $3
       WHERE id = $1 AND state = 'suspended' AND suspended_at = $2 RETURNING id)
     UPDATE shelf AS s SET on_sale = true FROM moved WHERE s.listing_id = moved.id RETURNING s.listing_id`,
    [idToUuid(id), suspendedAt, now],
    { name: 'registry_recover' },
  );
  return rows.length > 0;
}

/** The probe failed: the next one comes later, or none does. */
export async function putOff(
  sql: Sql,
  id: ListingId,
  suspendedAt: Date,
  next: { readonly failure: string; readonly probeStep: number; readonly probeAt: Date | null },
): Promise<void> {
  await sql.query(
    `UPDATE listing SET failure = $3, probe_step = $4, probe_at = $5
     WHERE id = $1 AND state = 'suspended' AND suspended_at = $2`,
    [idToUuid(id), suspendedAt, next.failure, next.probeStep, next.probeAt],
    { name: 'registry_put_off' },
  );
}

export interface ClaimRow {
  readonly accountUuid: string;
  /** Empty: all. */
  readonly slugs: readonly string[];
  readonly at: Date;
}

/** Workers ask for work: what is suspended of their pulled listings is on sale again, once its wait is over. */
export async function recoverClaimed(sql: Sql, claims: readonly ClaimRow[], now: Date): Promise<void> {
  await sql.query(
    `WITH claim AS (
       SELECT account_id, at, string_to_array(nullif(slugs, ''), ' ') AS slugs
       FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS c(account_id, slugs, at)),
     due AS MATERIALIZED (
       SELECT l.id FROM listing AS l JOIN shelf AS s ON s.listing_id = l.id
       WHERE l.state = 'suspended' AND s.delivery_mode = 'pull' AND EXISTS (
         SELECT FROM claim AS c WHERE c.account_id = l.account_id AND c.at >= l.probe_at
           AND (c.slugs IS NULL OR l.slug = ANY(c.slugs)))
       ORDER BY l.id FOR NO KEY UPDATE OF l),
     moved AS (
       UPDATE listing AS l SET ${onSaleAgain}, health_since = $4 FROM due
       WHERE l.id = due.id AND l.state = 'suspended' RETURNING l.id)
     UPDATE shelf AS s SET on_sale = true FROM moved WHERE s.listing_id = moved.id`,
    [
      claims.map(({ accountUuid }) => accountUuid),
      claims.map(({ slugs }) => slugs.join(' ')),
      claims.map(({ at }) => at),
      now,
    ],
    { name: 'registry_recover_claimed' },
  );
}
