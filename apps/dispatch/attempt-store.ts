/**
 * Attempts: at most one of a task is open, and an open one holds one of its listing's places. Both are changed by the same
 * statement, so the places in use are always the attempts that are open.
 */
import { Gather, Turn } from '#persistence/gather';
import { dueItems, dueTasks, freedPlaces, inOrder, items, movedTasks, taskOf } from './gathered-sql.js';
import { type Sql, type TaskRow, taskColumns } from './task-store.js';

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

/** Of a listing that has fewer places than tasks that wait, those go that have waited longest. */
const startSql = `WITH ${items({ max_running: 'integer', lease_until: 'timestamptz', attempt_id: 'uuid' })},
  ${dueTasks('start', `t.delivery = 'push' AND t.offer_at <= item.at AND t.deadline_at > item.at`)},
  wanted AS MATERIALIZED (SELECT DISTINCT listing_id FROM due),
  slot AS MATERIALIZED (
    SELECT s.listing_id, s.running FROM dispatch.seller_slot AS s JOIN wanted USING (listing_id)
    ORDER BY s.listing_id FOR UPDATE OF s),
  placed AS MATERIALIZED (
    SELECT * FROM (
      SELECT due.*, slot.running + row_number() OVER (PARTITION BY listing_id ORDER BY due.offer_at, due.id) AS place
      FROM due JOIN slot USING (listing_id)) AS queued
    WHERE place <= max_running),
  taken AS (
    UPDATE dispatch.seller_slot AS s SET running = s.running + p.places
    FROM (SELECT listing_id, count(*)::integer AS places FROM placed GROUP BY listing_id) AS p
    WHERE s.listing_id = p.listing_id),
  ${movedTasks(
    'start',
    [
      'attempts = t.attempts + 1',
      'started_at = COALESCE(t.started_at, due.at)',
      'next_step_at = LEAST(t.deadline_at, due.lease_until)',
    ],
    { actor: `'dispatch'`, from: 'placed' },
  )},
  attempt AS (
    INSERT INTO dispatch.attempt (task_id, number, id, listing_id, state, started_at)
    SELECT moved.id, moved.attempts, placed.attempt_id, moved.listing_id, 'running', placed.at
    FROM moved JOIN placed USING (id))
  SELECT due.id AS "dueId", due.listing_id AS "dueListingId", slot.listing_id IS NOT NULL AS "hasSlot",
    ${taskColumns('moved')}, moved.input_json AS "inputJson"
  FROM due LEFT JOIN slot USING (listing_id) LEFT JOIN moved ON moved.id = due.id`;

const openSlotsSql = `INSERT INTO dispatch.seller_slot (listing_id, running)
  SELECT DISTINCT listing_id, 0 FROM unnest($1::uuid[]) AS l(listing_id) ORDER BY listing_id ON CONFLICT DO NOTHING`;

const storeOutputSql = `WITH ${items({ attempt: 'integer', output_json: 'text', next_step_at: 'timestamptz' })},
  ${dueItems(`t.state = 'RUNNING' AND t.attempts = item.attempt AND t.output_stored_at IS NULL AND t.deadline_at > item.at`)},
  ended AS (
    UPDATE dispatch.attempt AS a SET state = 'delivered', ended_at = due.at FROM due
    WHERE a.task_id = due.id AND a.number = due.attempt AND a.state IN ('running', 'waiting')
    RETURNING a.task_id, a.listing_id),
  ${freedPlaces},
  stored AS (
    UPDATE dispatch.task AS t SET output_json = due.output_json, output_stored_at = due.at, next_step_at = due.next_step_at
    FROM due JOIN ended USING (task_id) WHERE t.id = due.id RETURNING t.*)
  SELECT ${taskColumns('stored')} FROM stored`;

/** What outputs of one statement may have together. */
const maxOutputChars = 4 * 1_048_576;

const waitSql = `WITH
  due AS MATERIALIZED (
    SELECT id, deadline_at FROM dispatch.task
    WHERE id = $1 AND state = 'RUNNING' AND attempts = $2 AND output_stored_at IS NULL FOR UPDATE),
  waiting AS (
    UPDATE dispatch.attempt AS a SET state = 'waiting' FROM due
    WHERE a.task_id = due.id AND a.number = $2 AND a.state = 'running' RETURNING a.task_id)
  UPDATE dispatch.task AS t SET next_step_at = due.deadline_at FROM due JOIN waiting ON waiting.task_id = due.id
  WHERE t.id = due.id RETURNING t.id`;

export interface HeldAttempt {
  readonly taskUuid: string;
  readonly attempt: number;
}

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

interface Output {
  readonly taskUuid: string;
  readonly attempt: number;
  readonly outputJson: string;
  readonly now: Date;
  readonly nextStepAt: Date;
}

type StartRow = { dueId: string; dueListingId: string; hasSlot: boolean; id: string | null } & TaskRow & {
    inputJson: string;
  };

export class AttemptStore {
  /** Both lock the counter of a seller's places, on which two statements at once would only wait for each other. */
  private readonly turn = new Turn();
  private readonly starts = new Gather({
    turn: this.turn,
    run: (requests: readonly StartRequest[]) => this.startAll(requests),
    keyOf: taskOf,
  });
  private readonly outputs = new Gather({
    turn: this.turn,
    run: (outputs: readonly Output[]) => this.storeAll(outputs),
    keyOf: taskOf,
    maxWeight: maxOutputChars,
    weightOf: ({ outputJson }) => outputJson.length,
  });

  constructor(private readonly sql: Sql) {}

  /** QUEUED → RUNNING with a new attempt in one of the seller's places. */
  async start(request: StartRequest): Promise<StartOutcome> {
    return await this.starts.do(request);
  }

  /** Keeps the output of that attempt where nobody can read it; undefined when it comes too late. */
  async storeOutput(
    taskUuid: string,
    attempt: number,
    outputJson: string,
    now: Date,
    nextStepAt: Date,
  ): Promise<TaskRow | undefined> {
    return await this.outputs.do({ taskUuid, attempt, outputJson, now, nextStepAt });
  }

  private async startAll(requests: readonly StartRequest[]): Promise<StartOutcome[]> {
    const params = [
      requests.map(({ taskUuid }) => taskUuid),
      requests.map(({ now }) => now),
      requests.map(({ maxRunning }) => maxRunning),
      requests.map(({ leaseUntil }) => leaseUntil),
      requests.map(({ attemptUuid }) => attemptUuid),
    ];
    const found = await this.sql.query<StartRow>(startSql, params, { name: 'dispatch_start' });
    const rows = inOrder(requests, found, ({ dueId }) => dueId);
    const placeless = requests.filter((_, at) => rows[at]?.hasSlot === false);
    const later = new Map<string, StartOutcome>();
    if (placeless.length > 0) {
      // The first tasks of a listing: its counter is not there yet.
      await this.sql.query(openSlotsSql, [found.map(({ dueListingId }) => dueListingId)]);
      for (const [at, outcome] of (await this.startAll(placeless)).entries())
        later.set(placeless[at]?.taskUuid ?? '', outcome);
    }
    return requests.map(({ taskUuid }, at) => later.get(taskUuid) ?? startOutcome(rows[at]));
  }

  private async storeAll(outputs: readonly Output[]): Promise<(TaskRow | undefined)[]> {
    const params = [
      outputs.map(({ taskUuid }) => taskUuid),
      outputs.map(({ now }) => now),
      outputs.map(({ attempt }) => attempt),
      outputs.map(({ outputJson }) => outputJson),
      outputs.map(({ nextStepAt }) => nextStepAt),
    ];
    const rows = await this.sql.query<TaskRow>(storeOutputSql, params, { name: 'dispatch_store_output' });
    return inOrder(outputs, rows, ({ id }) => id);
  }

  /** The seller took the attempt and calls back later; nobody has to renew a lease for it. */
  async wait(taskUuid: string, attempt: number): Promise<boolean> {
    const rows = await this.sql.query(waitSql, [taskUuid, attempt], { name: 'dispatch_wait' });
    return rows.length > 0;
  }

  /** Says that these attempts are still in somebody's hands; one that is over keeps nobody from the next. */
  async renew(attempts: readonly HeldAttempt[], leaseUntil: Date): Promise<void> {
    await this.sql.query(
      `UPDATE dispatch.task AS t SET next_step_at = LEAST(t.deadline_at, $2::timestamptz)
       FROM unnest($1::uuid[], $3::integer[]) AS held(id, attempt)
       WHERE t.id = held.id AND t.attempts = held.attempt AND t.state = 'RUNNING' AND t.output_stored_at IS NULL`,
      [attempts.map(({ taskUuid }) => taskUuid), leaseUntil, attempts.map(({ attempt }) => attempt)],
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

function startOutcome(row: StartRow | undefined): StartOutcome {
  if (row === undefined) return { outcome: 'not_due' };
  return row.id === null ? { outcome: 'full' } : { outcome: 'started', task: row };
}
