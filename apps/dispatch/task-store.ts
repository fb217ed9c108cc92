/**
 * Every change of a task's state: one statement each, which locks the row, checks the state it starts from, moves it, ends
 * the attempt that was open and writes the event, or does nothing at all and answers undefined.
 *
 * The row's lock alone is not enough where a statement also ends attempts: one that waited for the lock does not see an
 * attempt that was inserted meanwhile. So each of those is guarded by the attempt's number or by the task's version.
 */
import type { Database } from '#persistence/database';
import { Gather } from '#persistence/gather';
import { dueTasks, inOrder, items, movedTasks, taskOf } from './gathered-sql.js';
import { type CallVerdict, expiredCall, expiryIsTold, toldOutcome } from './outcome-sql.js';
import { type Delivery, sourcesOf, type TaskState, type TaskTransition, targetOf } from './task.js';
import { toldByWebhook } from './webhooks/webhook-sql.js';

/** The one thing that a store needs of the database. */
export type Sql = Pick<Database, 'query'>;

export type Actor = 'buyer' | 'admin' | 'seller' | 'dispatch' | 'sweeper';

/** A task as its steps need it; input and output are read by their own statements. */
export interface TaskRow {
  readonly id: string;
  readonly state: TaskState;
  readonly version: number;
  readonly listingId: string;
  readonly listingVersion: number;
  readonly serviceSlug: string;
  readonly sellerAccountId: string;
  readonly delivery: Delivery;
  readonly attempts: number;
  /** How many the seller has asked. */
  readonly questions: number;
  readonly reason: string;
  readonly workMs: number | null;
  readonly expiresAt: Date;
  readonly offerAt: Date | null;
  readonly deadlineAt: Date | null;
  readonly outputStoredAt: Date | null;
  readonly finishedAt: Date | null;
  readonly chargeClosedAt: Date | null;
  readonly forgottenAt: Date | null;
  readonly hasWebhook: boolean;
}

export const taskColumns = (alias: string) =>
  [
    'id',
    'state',
    'version',
    'listing_id AS "listingId"',
    'listing_version AS "listingVersion"',
    'service_slug AS "serviceSlug"',
    'seller_account_id AS "sellerAccountId"',
    'delivery',
    'attempts',
    'questions',
    'reason',
    'work_ms AS "workMs"',
    'expires_at AS "expiresAt"',
    'offer_at AS "offerAt"',
    'deadline_at AS "deadlineAt"',
    'output_stored_at AS "outputStoredAt"',
    'finished_at AS "finishedAt"',
    'charge_closed_at AS "chargeClosedAt"',
    'forgotten_at AS "forgottenAt"',
    'webhook_url IS NOT NULL AS "hasWebhook"',
  ]
    .map((column) => `${alias}.${column}`)
    .join(', ');

/** The head of each transition: `due` is the locked row as it was, or nothing. $1 is the task. */
export function dueTask(transition: TaskTransition, guard: string): string {
  const from = sourcesOf(transition).map((state) => `'${state}'`);
  return `due AS MATERIALIZED (
    SELECT id, state, listing_id FROM dispatch.task WHERE id = $1 AND state IN (${from.join(', ')}) AND ${guard} FOR UPDATE)`;
}

/** `moved` is the row as it became. */
export function movedTask(transition: TaskTransition, set: readonly string[], tables = 'due'): string {
  const assignments = [`state = '${targetOf(transition)}'`, 'version = t.version + 1', ...set];
  return `moved AS (
    UPDATE dispatch.task AS t SET ${assignments.join(', ')} FROM ${tables} WHERE t.id = due.id
    RETURNING t.*, due.state AS from_state)`;
}

/** $2 is the time, $3 the actor, $4 the reason. What the buyer's webhook is told of becomes a delivery as well. */
export const recordedEvent = `event AS (
    INSERT INTO dispatch.task_event (task_id, n, from_state, to_state, actor, reason, at)
    SELECT id, version, from_state, state, $3::text, $4::text, $2::timestamptz FROM moved),
  ${toldByWebhook('$2::timestamptz')}`;

/** Ends the task's open attempt, if there is one, and gives its place at the seller back. */
function endedAttempt(state: 'failed' | 'refused'): string {
  return `ended AS (
    UPDATE dispatch.attempt AS a SET state = '${state}', failure = $4::text, ended_at = $2::timestamptz FROM moved
    WHERE a.task_id = moved.id AND a.state IN ('running', 'waiting') RETURNING a.listing_id),
  freed AS (
    UPDATE dispatch.seller_slot AS s SET running = s.running - 1 FROM ended WHERE s.listing_id = ended.listing_id)`;
}

const result = `SELECT ${taskColumns('moved')} FROM moved`;

/** A sweep takes an attempt for lost only while its lease has run out: a heartbeat or a question may have come in between. */
const notRenewed = `($3::text <> 'sweeper' OR (state = 'RUNNING' AND (lease_until IS NULL OR lease_until <= $2::timestamptz)))`;
const ofThisAttempt = `attempts = $5::integer AND output_stored_at IS NULL AND ${notRenewed}`;
const over = ['reason = $4::text', 'finished_at = $2::timestamptz', 'output_json = NULL', 'answer_until = NULL'];

/** Nobody offers a task that is claimed, so the next look at one in the queue is at its deadline. */
const nextLook = (at: string) =>
  `CASE WHEN t.delivery = 'pull' THEN t.deadline_at ELSE LEAST(t.deadline_at, ${at}::timestamptz) END`;

const requeueSql = `WITH ${dueTask('requeue', ofThisAttempt)},
  ${movedTask('requeue', ['offer_at = $6::timestamptz', 'lease_until = NULL', 'answer_until = NULL', `next_step_at = ${nextLook('$7')}`])},
  ${endedAttempt('failed')}, ${recordedEvent}, ${toldOutcome('$8::text', `$8::text <> ''`)} ${result}`;

const hurrySql = `WITH ${dueTask('hurry', 'offer_at > $2::timestamptz')},
  ${movedTask('hurry', ['offer_at = $2::timestamptz', `next_step_at = ${nextLook('$5')}`])}, ${recordedEvent} ${result}`;

/** $7 is what the attempt says of its seller. */
const failSql = (guard: string) => `WITH ${dueTask('fail', guard)},
  ${movedTask('fail', [...over, 'next_step_at = $6::timestamptz'])}, ${endedAttempt('failed')}, ${recordedEvent},
  ${toldOutcome('$7::text', `$7::text <> ''`)} ${result}`;

const attemptFails = `state <> 'QUEUED' AND ${ofThisAttempt}`;
const answerIsLate = `state = 'INPUT_REQUIRED' AND attempts = $5::integer AND answer_until <= $2::timestamptz`;

const failQueuedSql = `WITH ${dueTask('fail', `state = 'QUEUED'`)},
  ${movedTask('fail', [...over, 'next_step_at = $5::timestamptz'])}, ${recordedEvent} ${result}`;

const refuseSql = `WITH ${dueTask('refuse', ofThisAttempt)},
  ${movedTask('refuse', [...over, 'next_step_at = $6::timestamptz'])}, ${endedAttempt('refused')}, ${recordedEvent},
  ${toldOutcome(`'ok'`)} ${result}`;

const deliverSql = `WITH ${items({ actor: 'text', next_step_at: 'timestamptz' })},
  ${dueTasks('deliver', 't.output_stored_at IS NOT NULL')},
  ${movedTasks(
    'deliver',
    [
      'finished_at = due.at',
      `charge_outcome = 'captured'`,
      'charge_closed_at = due.at',
      'next_step_at = due.next_step_at',
    ],
    { actor: 'due.actor' },
  )}, ${toldOutcome(`'ok'`, 'true', 'moved_at')} ${result}`;

const endSql = (transition: 'expire' | 'cancel') => `WITH ${dueTask(transition, 'version = $5::integer')},
  ${movedTask(transition, [...over, 'charge_outcome = $6::text', 'charge_closed_at = $2::timestamptz', 'next_step_at = $7::timestamptz'])},
  ${endedAttempt('failed')}, ${recordedEvent}
  ${transition === 'expire' ? `, ${toldOutcome(expiredCall, expiryIsTold)}` : ''} ${result}`;

const closeChargeSql = `UPDATE dispatch.task
  SET charge_outcome = $3, charge_closed_at = $2, next_step_at = $4
  WHERE id = $1 AND finished_at IS NOT NULL AND charge_closed_at IS NULL RETURNING id`;

interface Change {
  readonly now: Date;
  readonly actor: Actor;
  readonly reason: string;
  /** When the sweeper looks again, should the next step be lost. */
  readonly nextStepAt: Date;
}

interface AttemptChange extends Change {
  /** What the attempt says of its seller; undefined where it is not the seller's fault that it ended. */
  readonly call: CallVerdict | undefined;
}

interface DeliveredTask extends Omit<Change, 'reason'> {
  readonly taskUuid: string;
}

export class TaskStore {
  private readonly deliveries = new Gather({
    run: (tasks: readonly DeliveredTask[]) => this.deliverAll(tasks),
    keyOf: taskOf,
  });

  constructor(private readonly sql: Sql) {}

  async find(taskUuid: string): Promise<TaskRow | undefined> {
    const rows = await this.sql.query<TaskRow>(
      `SELECT ${taskColumns('t')} FROM dispatch.task AS t WHERE t.id = $1`,
      [taskUuid],
      { name: 'dispatch_find' },
    );
    return rows[0];
  }

  /** The payment hash of a funded task; undefined for one that is not there or not funded. */
  async fundedBy(taskUuid: string): Promise<Buffer | undefined> {
    const [row] = await this.sql.query<{ hash: Buffer | null }>(
      'SELECT payment_hash AS hash FROM dispatch.task WHERE id = $1',
      [taskUuid],
    );
    return row?.hash ?? undefined;
  }

  /** RUNNING | INPUT_REQUIRED → QUEUED: attempt number `attempt` is over without a result, and another may start at `offerAt`. */
  async requeue(taskUuid: string, attempt: number, offerAt: Date, change: AttemptChange): Promise<TaskRow | undefined> {
    const params = [attempt, offerAt, change.nextStepAt, change.call ?? ''];
    return await this.move('requeue', requeueSql, taskUuid, change, params);
  }

  /** RUNNING | INPUT_REQUIRED → FAILED by attempt number `attempt`, which was the last. The money goes back after this. */
  async fail(taskUuid: string, attempt: number, change: AttemptChange): Promise<TaskRow | undefined> {
    const params = [attempt, change.nextStepAt, change.call ?? ''];
    return await this.move('fail', failSql(attemptFails), taskUuid, change, params);
  }

  /** INPUT_REQUIRED → FAILED once the time for the answer to that attempt's question is over. The money goes back after this. */
  async failUnanswered(taskUuid: string, attempt: number, change: Change): Promise<TaskRow | undefined> {
    const params = [attempt, change.nextStepAt, ''];
    return await this.move('fail_unanswered', failSql(answerIsLate), taskUuid, change, params);
  }

  /** QUEUED, and may be offered now; undefined where it may be already. */
  async hurry(taskUuid: string, change: Change): Promise<TaskRow | undefined> {
    return await this.move('hurry', hurrySql, taskUuid, change, [change.nextStepAt]);
  }

  /** QUEUED → FAILED: nobody can do it. */
  async failQueued(taskUuid: string, change: Change): Promise<TaskRow | undefined> {
    return await this.move('fail_queued', failQueuedSql, taskUuid, change, [change.nextStepAt]);
  }

  /** RUNNING | INPUT_REQUIRED → REJECTED: the seller will not do it, at any attempt. */
  async refuse(taskUuid: string, attempt: number, change: Change): Promise<TaskRow | undefined> {
    return await this.move('refuse', refuseSql, taskUuid, change, [attempt, change.nextStepAt]);
  }

  /** RUNNING with its output → DELIVERED. Only after billing has captured. */
  async deliver(taskUuid: string, change: Omit<Change, 'reason'>): Promise<TaskRow | undefined> {
    return await this.deliveries.do({ ...change, taskUuid });
  }

  /** A task that runs in that version → EXPIRED or CANCELED, without the output. Only after billing has said what became of the money. */
  async end(
    transition: 'expire' | 'cancel',
    taskUuid: string,
    version: number,
    outcome: 'captured' | 'canceled',
    change: Change,
  ): Promise<TaskRow | undefined> {
    return await this.move(transition, endSql(transition), taskUuid, change, [version, outcome, change.nextStepAt]);
  }

  /** What billing said of the charge of a task that is over. False when that was known. */
  async closeCharge(taskUuid: string, outcome: 'captured' | 'canceled', now: Date, nextStepAt: Date): Promise<boolean> {
    const rows = await this.sql.query(closeChargeSql, [taskUuid, now, outcome, nextStepAt], {
      name: 'dispatch_close_charge',
    });
    return rows.length > 0;
  }

  private async deliverAll(tasks: readonly DeliveredTask[]): Promise<(TaskRow | undefined)[]> {
    const params = [
      tasks.map(({ taskUuid }) => taskUuid),
      tasks.map(({ now }) => now),
      tasks.map(({ actor }) => actor),
      tasks.map(({ nextStepAt }) => nextStepAt),
    ];
    const rows = await this.sql.query<TaskRow>(deliverSql, params, { name: 'dispatch_deliver' });
    return inOrder(tasks, rows, ({ id }) => id);
  }

  private async move(
    name: string,
    sql: string,
    taskUuid: string,
    change: Change,
    more: readonly unknown[],
  ): Promise<TaskRow | undefined> {
    const params = [taskUuid, change.now, change.actor, change.reason, ...more];
    const rows = await this.sql.query<TaskRow>(sql, params, { name: `dispatch_${name}` });
    return rows[0];
  }
}
