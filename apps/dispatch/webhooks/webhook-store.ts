/**
 * Deliveries of webhooks as rows. Whoever sends claims what is due: the claim is a lease and a number, and what is recorded later
 * is guarded by it, so several processes share the work and each call counts once. A call that a crash cut off is made again.
 *
 * The rate of a host is a point in time up to which it is spoken for (the generic cell rate algorithm). A delivery that comes too
 * early gets the place behind all others and keeps it, so a flood of one host's deliveries is looked at once and not each second.
 */
import type { TaskState } from '../task.js';
import type { Sql } from '../task-store.js';
import { type DeliveryStatus, maxFailuresInRow, maxReplays } from './webhook.js';

export interface ClaimLimits {
  readonly now: Date;
  /** When whoever claims is taken for lost. */
  readonly leaseUntil: Date;
  /** Calls that may begin, in all and at one host. */
  readonly free: number;
  readonly perHost: number;
  /** Calls that are open in this process, by host. */
  readonly calling: ReadonlyMap<string, number>;
  /** Of one host, over all processes: one call each `spacingMs`, after `burst` at once. */
  readonly spacingMs: number;
  readonly burst: number;
}

export interface ClaimedDelivery {
  readonly taskUuid: string;
  readonly n: number;
  readonly claim: number;
  readonly tries: number;
  readonly host: string;
  readonly url: string;
  readonly attempts: number;
  readonly state: TaskState;
  readonly reason: string;
  readonly at: Date;
}

export interface DeliveryRow {
  readonly n: number;
  readonly state: TaskState;
  readonly status: DeliveryStatus;
  readonly createdAt: Date;
  readonly nextTryAt: Date | null;
  readonly replays: number;
  /** As one statement sees them with the status: what is delivered has a call that was answered well. */
  readonly calls: readonly CallRow[];
}

interface CallRow {
  readonly atMs: number;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  readonly failure: string;
}

export interface WebhookOfTask {
  readonly url: string;
  readonly failuresInRow: number;
  readonly disabledAt: Date | null;
  readonly reason: string;
}

/** What one call brought. */
export interface CallRecord {
  readonly at: Date;
  readonly durationMs: number;
  readonly httpStatus: number | undefined;
  readonly failure: string;
  readonly arrived: boolean;
  /** The endpoint is disabled at once, for this reason. */
  readonly disableFor: string | undefined;
  readonly status: DeliveryStatus;
  readonly nextTryAt: Date | undefined;
}

/** Rows that one claim looks at. */
const claimBatch = 100;
const millis = (count: string) => `(${count}) * interval '1 millisecond'`;

const claimSql = `WITH
  due AS MATERIALIZED (
    SELECT d.task_id, d.n, d.host, d.endpoint, d.reserved, d.replays, d.next_try_at FROM dispatch.webhook_delivery AS d
    WHERE d.next_try_at <= $1 AND d.host <> ALL($3::text[])
      AND NOT EXISTS (
        SELECT FROM dispatch.webhook_delivery AS o WHERE o.task_id = d.task_id AND o.n <> d.n AND o.sending_until > $1)
    ORDER BY d.next_try_at LIMIT ${claimBatch} FOR UPDATE OF d SKIP LOCKED),
  judged AS (
    SELECT due.*, e.disabled_at IS NOT NULL AS is_disabled,
      due.replays = 0 AND EXISTS (
        SELECT FROM dispatch.webhook_delivery AS o WHERE o.task_id = due.task_id AND o.n > due.n) AS is_old
    FROM due LEFT JOIN dispatch.webhook_endpoint AS e ON e.key = due.endpoint),
  wanting AS (
    SELECT task_id, n, host, row_number() OVER (PARTITION BY host ORDER BY next_try_at) AS place,
      count(*) OVER (PARTITION BY host) AS places
    FROM judged WHERE NOT reserved AND NOT is_disabled AND NOT is_old),
  spoken AS (
    INSERT INTO dispatch.webhook_host AS h (host, taken_until)
    SELECT host, $1::timestamptz + ${millis('places * $7::integer')} FROM wanting WHERE place = 1 ORDER BY host
    ON CONFLICT (host) DO UPDATE
      SET taken_until = GREATEST(h.taken_until, $1::timestamptz) + (excluded.taken_until - $1::timestamptz)
    RETURNING host, taken_until),
  placed AS (
    SELECT judged.*, CASE WHEN is_disabled OR is_old THEN NULL WHEN reserved THEN $1::timestamptz
      ELSE GREATEST($1::timestamptz, taken_until - ${millis('(places - place + $8::integer) * $7::integer')}) END AS go_at
    FROM judged LEFT JOIN wanting USING (task_id, n) LEFT JOIN spoken ON spoken.host = judged.host),
  ranked AS (
    SELECT placed.*, go_at <= $1 AND row_number() OVER (ORDER BY go_at, next_try_at) <= $6
        AND COALESCE(c.calls, 0) + row_number() OVER (PARTITION BY placed.host ORDER BY go_at, next_try_at) <= $5 AS is_sent
    FROM placed LEFT JOIN unnest($4::text[], $9::integer[]) AS c(host, calls) ON c.host = placed.host),
  moved AS (
    UPDATE dispatch.webhook_delivery AS d SET
      status = CASE WHEN r.is_old THEN 'superseded' WHEN r.is_disabled THEN 'paused' ELSE d.status END,
      next_try_at = CASE WHEN r.is_sent THEN $2::timestamptz ELSE r.go_at END,
      sending_until = CASE WHEN r.is_sent THEN $2::timestamptz END,
      reserved = r.go_at IS NOT NULL AND NOT r.is_sent,
      claim = d.claim + 1
    FROM ranked AS r WHERE d.task_id = r.task_id AND d.n = r.n RETURNING d.*)
  SELECT m.task_id AS "taskUuid", m.n, m.claim, m.tries, m.host, m.attempts, t.webhook_url AS url, m.sending_until IS NOT NULL AS send,
    e.to_state AS state, e.reason, e.at
  FROM moved AS m JOIN dispatch.task AS t ON t.id = m.task_id
    JOIN dispatch.task_event AS e ON e.task_id = m.task_id AND e.n = m.n
  ORDER BY m.created_at`;

/** $1 task, $2 n, $3 claim: the delivery as long as nobody else has taken it up. */
const mine = `mine AS MATERIALIZED (
    SELECT task_id, n, endpoint FROM dispatch.webhook_delivery
    WHERE task_id = $1 AND n = $2 AND claim = $3 AND status = 'pending' FOR UPDATE)`;

const recordSql = `WITH ${mine},
  failed AS (
    INSERT INTO dispatch.webhook_endpoint AS e (key, failures_in_row, disabled_at, reason, changed_at)
    SELECT endpoint, 1, CASE WHEN $10::text IS NOT NULL THEN $4::timestamptz END, COALESCE($10::text, ''), $4::timestamptz
    FROM mine WHERE NOT $8::boolean
    ON CONFLICT (key) DO UPDATE SET failures_in_row = e.failures_in_row + 1, changed_at = excluded.changed_at,
      disabled_at = COALESCE(e.disabled_at, excluded.disabled_at,
        CASE WHEN e.failures_in_row + 1 >= ${maxFailuresInRow} THEN excluded.changed_at END),
      reason = CASE WHEN e.disabled_at IS NOT NULL THEN e.reason WHEN excluded.reason <> '' THEN excluded.reason
        WHEN e.failures_in_row + 1 >= ${maxFailuresInRow} THEN $11::text ELSE '' END
    RETURNING key, disabled_at),
  recovered AS (
    UPDATE dispatch.webhook_endpoint AS e SET failures_in_row = 0, changed_at = $4::timestamptz FROM mine
    WHERE $8::boolean AND e.key = mine.endpoint AND e.failures_in_row > 0),
  moved AS (
    UPDATE dispatch.webhook_delivery AS d SET
      status = CASE WHEN $9::text = 'pending' AND failed.disabled_at IS NOT NULL THEN 'paused' ELSE $9::text END,
      next_try_at = CASE WHEN failed.disabled_at IS NULL THEN $12::timestamptz END,
      sending_until = NULL, tries = d.tries + 1, calls = d.calls + 1
    FROM mine LEFT JOIN failed ON failed.key = mine.endpoint WHERE d.task_id = mine.task_id AND d.n = mine.n
    RETURNING d.task_id, d.n, d.calls, d.status),
  made AS (
    INSERT INTO dispatch.webhook_call (task_id, n, number, at, duration_ms, http_status, failure)
    SELECT task_id, n, calls, $4::timestamptz, $5::integer, $6::integer, $7::text FROM moved)
  SELECT status FROM moved`;

const postponeSql = `WITH ${mine}
  UPDATE dispatch.webhook_delivery AS d SET next_try_at = $4::timestamptz, sending_until = NULL, reserved = true
  FROM mine WHERE d.task_id = mine.task_id AND d.n = mine.n RETURNING d.n`;

const endSql = `WITH ${mine}
  UPDATE dispatch.webhook_delivery AS d SET status = $4::text, next_try_at = NULL, sending_until = NULL
  FROM mine WHERE d.task_id = mine.task_id AND d.n = mine.n RETURNING d.n`;

/** The endpoint in `own` is enabled, and what waited for that is due at `now`. */
const enabled = (now: string, which: string) => `
  forgiven AS (DELETE FROM dispatch.webhook_endpoint AS e USING own WHERE e.key = own.key),
  resumed AS (
    UPDATE dispatch.webhook_delivery AS d SET status = 'pending', next_try_at = ${now}::timestamptz, tries = 0
    FROM own WHERE d.endpoint = own.key AND d.status = 'paused' AND ${which} RETURNING d.n)`;

const replaySql = `WITH
  own AS (
    UPDATE dispatch.webhook_delivery SET status = 'pending', next_try_at = $3::timestamptz, sending_until = NULL, tries = 0,
      replays = replays + 1, claim = claim + 1
    WHERE task_id = $1 AND n = $2 AND replays < ${maxReplays} AND COALESCE(sending_until <= $3, true)
    RETURNING task_id, n, endpoint AS key),
  ${enabled('$3', '(d.task_id, d.n) <> (own.task_id, own.n)')}
  SELECT n FROM own`;

const enableSql = `WITH own AS (
    SELECT webhook_endpoint AS key FROM dispatch.task WHERE id = $1 AND webhook_endpoint IS NOT NULL),
  ${enabled('$2', 'true')}
  SELECT (SELECT count(*) FROM resumed)::integer AS resumed FROM own`;

const tidySql = `WITH
  hosts AS (DELETE FROM dispatch.webhook_host WHERE host IN (
    SELECT host FROM dispatch.webhook_host WHERE taken_until < $1 ORDER BY host LIMIT $3 FOR UPDATE SKIP LOCKED))
  DELETE FROM dispatch.webhook_endpoint WHERE key IN (
    SELECT key FROM dispatch.webhook_endpoint WHERE changed_at < $2 ORDER BY key LIMIT $3 FOR UPDATE SKIP LOCKED)`;

export class WebhookStore {
  constructor(private readonly sql: Sql) {}

  /** Takes up what is due. `seen` counts rows that were looked at, also those that are not sent now. */
  async claim(limits: ClaimLimits): Promise<{ readonly seen: number; readonly deliveries: ClaimedDelivery[] }> {
    const { now, leaseUntil, free, perHost, calling, spacingMs, burst } = limits;
    const full = [...calling].filter(([, calls]) => calls >= perHost).map(([host]) => host);
    const [hosts, calls] = [[...calling.keys()], [...calling.values()]];
    const params = [now, leaseUntil, full, hosts, perHost, free, spacingMs, burst, calls];
    const rows = await this.sql.query<ClaimedDelivery & { send: boolean }>(claimSql, params, {
      name: 'dispatch_claim_webhooks',
    });
    return { seen: rows.length, deliveries: rows.filter(({ send }) => send) };
  }

  /** What a call brought; undefined when somebody else has taken the delivery up since. */
  async record(delivery: ClaimedDelivery, call: CallRecord): Promise<DeliveryStatus | undefined> {
    const params = [
      delivery.taskUuid,
      delivery.n,
      delivery.claim,
      call.at,
      call.durationMs,
      call.httpStatus ?? null,
      call.failure,
      call.arrived,
      call.status,
      call.disableFor ?? null,
      `${maxFailuresInRow} calls in a row have failed`,
      call.nextTryAt ?? null,
    ];
    const [row] = await this.sql.query<{ status: DeliveryStatus }>(recordSql, params, {
      name: 'dispatch_record_webhook',
    });
    return row?.status;
  }

  /** Nothing was sent: it is looked at again then, and keeps its place in the host's rate. */
  async postpone({ taskUuid, n, claim }: ClaimedDelivery, until: Date): Promise<void> {
    await this.sql.query(postponeSql, [taskUuid, n, claim, until], { name: 'dispatch_postpone_webhook' });
  }

  /** Nothing is sent, and never will be. */
  async end({ taskUuid, n, claim }: ClaimedDelivery, status: 'superseded' | 'withheld'): Promise<void> {
    await this.sql.query(endSql, [taskUuid, n, claim, status], { name: 'dispatch_end_webhook' });
  }

  /** The webhook of a task; undefined where it has none. */
  async ofTask(taskUuid: string): Promise<WebhookOfTask | undefined> {
    const [row] = await this.sql.query<WebhookOfTask>(
      `SELECT t.webhook_url AS url, COALESCE(e.failures_in_row, 0) AS "failuresInRow", e.disabled_at AS "disabledAt",
         COALESCE(e.reason, '') AS reason
       FROM dispatch.task AS t LEFT JOIN dispatch.webhook_endpoint AS e ON e.key = t.webhook_endpoint
       WHERE t.id = $1 AND t.webhook_url IS NOT NULL`,
      [taskUuid],
    );
    return row;
  }

  /** Oldest first. One that its endpoint holds up is paused, whether somebody has looked at it since or not. */
  async deliveries(taskUuid: string): Promise<DeliveryRow[]> {
    return await this.sql.query<DeliveryRow>(
      `SELECT d.n, v.to_state AS state, d.created_at AS "createdAt", d.replays,
         CASE WHEN d.status = 'pending' AND e.disabled_at IS NOT NULL THEN 'paused' ELSE d.status END AS status,
         CASE WHEN e.disabled_at IS NULL THEN d.next_try_at END AS "nextTryAt",
         coalesce((SELECT jsonb_agg(jsonb_build_object('atMs', floor(extract(epoch FROM c.at) * 1000), 'durationMs', c.duration_ms,
             'httpStatus', c.http_status, 'failure', c.failure) ORDER BY c.number)
           FROM dispatch.webhook_call AS c WHERE c.task_id = d.task_id AND c.n = d.n), '[]') AS calls
       FROM dispatch.webhook_delivery AS d JOIN dispatch.task_event AS v ON v.task_id = d.task_id AND v.n = d.n
         LEFT JOIN dispatch.webhook_endpoint AS e ON e.key = d.endpoint
       WHERE d.task_id = $1 ORDER BY d.n`,
      [taskUuid],
    );
  }

  /** Makes an event due again and enables its endpoint; false when it is being sent, or was replayed too often. */
  async replay(taskUuid: string, n: number, now: Date): Promise<boolean> {
    const rows = await this.sql.query(replaySql, [taskUuid, n, now]);
    return rows.length > 0;
  }

  /** Undefined where the task has no webhook. */
  async enable(taskUuid: string, now: Date): Promise<number | undefined> {
    const [row] = await this.sql.query<{ resumed: number }>(enableSql, [taskUuid, now]);
    return row?.resumed;
  }

  /** Forgets hosts that are not spoken for and endpoints that were not called for long. */
  async tidy(hostsBy: Date, endpointsBy: Date, limit: number): Promise<void> {
    await this.sql.query(tidySql, [hostsBy, endpointsBy, limit]);
  }
}
