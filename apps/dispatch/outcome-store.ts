/** SQL of what the registry has yet to hear of attempts and tasks. */
import type { CallVerdict } from './outcome-sql.js';
import type { Sql } from './task-store.js';

export interface UntoldOutcome {
  readonly taskUuid: string;
  readonly n: number;
  readonly listingUuid: string;
  readonly listingVersion: number;
  readonly toState: string;
  readonly call: CallVerdict | '';
  readonly reason: string;
  /** From payment to this change, without the time in which the buyer owed an answer. */
  readonly workMs: number;
  readonly at: Date;
  readonly buyerHash: Buffer;
}

const takeSql = `WITH
  due AS MATERIALIZED (
    SELECT task_id, n FROM dispatch.outcome WHERE due_at <= $1 ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED),
  taken AS (
    UPDATE dispatch.outcome AS o SET due_at = $3 FROM due WHERE o.task_id = due.task_id AND o.n = due.n
    RETURNING o.task_id, o.n, o.call)
  SELECT taken.task_id AS "taskUuid", taken.n, taken.call, t.listing_id AS "listingUuid", t.listing_version AS "listingVersion",
    e.to_state AS "toState", e.reason, e.at,
    (extract(epoch FROM e.at - t.queued_at - coalesce(asked.took, '0')) * 1000)::integer AS "workMs", coalesce(t.buyer_hash, t.client_key) AS "buyerHash"
  FROM taken JOIN dispatch.task AS t ON t.id = taken.task_id
    JOIN dispatch.task_event AS e ON e.task_id = taken.task_id AND e.n = taken.n
    LEFT JOIN LATERAL (
      SELECT sum(next.at - w.at) AS took FROM dispatch.task_event AS w
        JOIN dispatch.task_event AS next ON next.task_id = w.task_id AND next.n = w.n + 1
      WHERE w.task_id = t.id AND w.to_state = 'INPUT_REQUIRED') AS asked ON t.questions > 0`;

export class OutcomeStore {
  constructor(private readonly sql: Sql) {}

  /** The ones that have waited longest; until `until` no other process gets them. */
  async take(now: Date, limit: number, until: Date): Promise<UntoldOutcome[]> {
    return await this.sql.query<UntoldOutcome>(takeSql, [now, limit, until], { name: 'dispatch_take_outcomes' });
  }

  async forget(told: readonly UntoldOutcome[]): Promise<void> {
    await this.sql.query(
      `DELETE FROM dispatch.outcome AS o USING unnest($1::uuid[], $2::integer[]) AS told(task_id, n)
       WHERE o.task_id = told.task_id AND o.n = told.n`,
      [told.map(({ taskUuid }) => taskUuid), told.map(({ n }) => n)],
      { name: 'dispatch_forget_outcomes' },
    );
  }
}
