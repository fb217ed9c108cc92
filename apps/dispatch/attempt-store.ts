/**
 * Attempts: at most one of a task is open, and an open one holds one of its listing's places. Both are changed by the same
 * statement, so the places in use are always the attempts that are open.
 */
import { dueTask, movedTask, recordedEvent, type Sql, type TaskRow, taskColumns } from './task-store.js';

export interface StartRequest {
  readonly taskUuid: string;
  readonly attemptUuid: string;
  readonly now: Date;
  /** How many tasks of this listing may run at the same time. */
  readonly maxRunning: number;
  /** Until then nobody takes the attempt for lost. */
  readonly leaseUntil: Date;
}

/** started: the task runs; full: all places at the seller are taken; not_due: it is not queued, too early or too late. */
export type StartOutcome =
  | { readonly outcome: 'started'; readonly task: TaskRow & { readonly inputJson: string } }
  | { readonly outcome: 'full' }
  | { readonly outcome: 'not_due' };

const startSql = `WITH
  ${dueTask('start', `delivery = 'push' AND offer_at <= $2::timestamptz AND deadline_at > $2::timestamptz`)},
  slot AS (
    INSERT INTO dispatch.seller_slot AS s (listing_id, running) SELECT listing_id, 1 FROM due
    ON CONFLICT (listing_id) DO UPDATE SET running = s.running + 1 WHERE s.running < $5::integer
    RETURNING s.listing_id),
  ${movedTask(
    'start',
    [
      'attempts = t.attempts + 1',
      'started_at = COALESCE(t.started_at, $2::timestamptz)',
      'next_step_at = LEAST(t.deadline_at, $6::timestamptz)',
    ],
    'due JOIN slot USING (listing_id)',
  )},
  attempt AS (
    INSERT INTO dispatch.attempt (task_id, number, id, listing_id, state, started_at)
    SELECT id, attempts, $7::uuid, listing_id, 'running', $2::timestamptz FROM moved),
  ${recordedEvent}
  SELECT due.id AS "dueId", ${taskColumns('moved')}, moved.input_json AS "inputJson"
  FROM due LEFT JOIN moved ON moved.id = due.id`;

const storeOutputSql = `WITH
  due AS MATERIALIZED (
    SELECT id FROM dispatch.task
    WHERE id = $1 AND state = 'RUNNING' AND attempts = $2 AND output_stored_at IS NULL AND deadline_at > $3::timestamptz
    FOR UPDATE),
  ended AS (
    UPDATE dispatch.attempt AS a SET state = 'delivered', ended_at = $3::timestamptz FROM due
    WHERE a.task_id = due.id AND a.number = $2 AND a.state IN ('running', 'waiting') RETURNING a.task_id, a.listing_id),
  freed AS (
    UPDATE dispatch.seller_slot AS s SET running = s.running - 1 FROM ended WHERE s.listing_id = ended.listing_id),
  stored AS (
    UPDATE dispatch.task AS t SET output_json = $4, output_stored_at = $3::timestamptz, next_step_at = $5 FROM ended
    WHERE t.id = ended.task_id RETURNING t.*)
  SELECT ${taskColumns('stored')} FROM stored`;

const waitSql = `WITH
  due AS MATERIALIZED (
    SELECT id, deadline_at FROM dispatch.task
    WHERE id = $1 AND state = 'RUNNING' AND attempts = $2 AND output_stored_at IS NULL FOR UPDATE),
  waiting AS (
    UPDATE dispatch.attempt AS a SET state = 'waiting' FROM due
    WHERE a.task_id = due.id AND a.number = $2 AND a.state = 'running' RETURNING a.task_id)
  UPDATE dispatch.task AS t SET next_step_at = due.deadline_at FROM due JOIN waiting ON waiting.task_id = due.id
  WHERE t.id = due.id RETURNING t.id`;

export interface AttemptRow {
  readonly taskId: string;
  readonly number: number;
  readonly id: string;
  readonly state: 'running' | 'waiting' | 'delivered' | 'failed' | 'refused';
  readonly failure: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

const attemptColumns =
  'a.task_id AS "taskId", a.number, a.id, a.state, a.failure, a.started_at AS "startedAt", a.ended_at AS "endedAt"';

export class AttemptStore {
  constructor(private readonly sql: Sql) {}

  /** QUEUED → RUNNING with a new attempt in one of the seller's places. */
  async start(request: StartRequest): Promise<StartOutcome> {
    const { taskUuid, now, maxRunning, leaseUntil, attemptUuid } = request;
    const params = [taskUuid, now, 'dispatch', '', maxRunning, leaseUntil, attemptUuid];
    type Row = { dueId: string; id: string | null } & TaskRow & { inputJson: string };
    const [row] = await this.sql.query<Row>(startSql, params, { name: 'dispatch_start' });
    if (row === undefined) return { outcome: 'not_due' };
    return row.id === null ? { outcome: 'full' } : { outcome: 'started', task: row };
  }

  /** Keeps the output of that attempt where nobody can read it; undefined when it comes too late. */
  async storeOutput(
    taskUuid: string,
    attempt: number,
    outputJson: string,
    now: Date,
    nextStepAt: Date,
  ): Promise<TaskRow | undefined> {
    const params = [taskUuid, attempt, now, outputJson, nextStepAt];
    const [row] = await this.sql.query<TaskRow>(storeOutputSql, params, { name: 'dispatch_store_output' });
    return row;
  }

  /** The seller took the attempt and calls back later; nobody has to renew a lease for it. */
  async wait(taskUuid: string, attempt: number): Promise<boolean> {
    const rows = await this.sql.query(waitSql, [taskUuid, attempt], { name: 'dispatch_wait' });
    return rows.length > 0;
  }

  /** Says that these running tasks are still in somebody's hands. */
  async renew(taskUuids: readonly string[], leaseUntil: Date): Promise<void> {
    await this.sql.query(
      `UPDATE dispatch.task SET next_step_at = LEAST(deadline_at, $2::timestamptz)
       WHERE id = ANY($1::uuid[]) AND state = 'RUNNING' AND output_stored_at IS NULL`,
      [taskUuids, leaseUntil],
      { name: 'dispatch_renew' },
    );
  }

  async find(taskUuid: string, attempt: number): Promise<AttemptRow | undefined> {
    const [row] = await this.sql.query<AttemptRow>(
      `SELECT ${attemptColumns} FROM dispatch.attempt AS a WHERE a.task_id = $1 AND a.number = $2`,
      [taskUuid, attempt],
      { name: 'dispatch_find_attempt' },
    );
    return row;
  }

  async list(taskUuid: string): Promise<AttemptRow[]> {
    return await this.sql.query<AttemptRow>(
      `SELECT ${attemptColumns} FROM dispatch.attempt AS a WHERE a.task_id = $1 ORDER BY a.number`,
      [taskUuid],
    );
  }

  /** The pushed task of this listing that has waited longest for a place. */
  async nextQueued(listingUuid: string, now: Date): Promise<TaskRow | undefined> {
    const [row] = await this.sql.query<TaskRow>(
      `SELECT ${taskColumns('t')} FROM dispatch.task AS t
       WHERE t.listing_id = $1 AND t.state = 'QUEUED' AND t.delivery = 'push' AND t.offer_at <= $2 ORDER BY t.offer_at LIMIT 1`,
      [listingUuid, now],
      { name: 'dispatch_next_queued' },
    );
    return row;
  }
}
