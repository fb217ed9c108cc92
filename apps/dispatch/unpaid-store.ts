/**
 * Tasks that nobody has paid yet, and how much room they take. The limits are constraints of the counters: a statement that
 * would pass one fails as a whole. A task is counted exactly as long as it is AWAITING_PAYMENT.
 */
import { AppError } from '#kernel/errors';
import { violates } from '#persistence/database-errors';
import { Gather } from '#persistence/gather';
import { dueTasks, inOrder, items, movedTasks, taskOf } from './gathered-sql.js';
import type { Delivery } from './task.js';
import { dueTask, movedTask, recordedEvent, type Sql, type TaskRow, taskColumns } from './task-store.js';

/** The largest input that is kept unpaid. */
const maxInputBytes = 262_144;
/** What a client is told to wait: within a minute some invoice ends or is paid, if anything is normal. */
const retryAfterSeconds = 60;

const share = (key: string) => `get_byte(${key}, 0) % 16`;

const keepSql = `WITH
  kept AS (
    INSERT INTO dispatch.task (id, state, listing_id, listing_version, service_slug, seller_account_id, funding, price_msat,
      client_key, task_key_hash, input_json, input_bytes, created_at, expires_at, next_step_at, delivery, max_running, buyer_hash,
      webhook_url, webhook_host, webhook_endpoint)
    VALUES ($1, 'AWAITING_PAYMENT', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    ON CONFLICT (id) DO NOTHING RETURNING client_key, input_bytes),
  client AS (
    INSERT INTO dispatch.unpaid_client AS c (client_key, tasks, bytes) SELECT client_key, 1, input_bytes FROM kept
    ON CONFLICT (client_key) DO UPDATE SET tasks = c.tasks + 1, bytes = c.bytes + excluded.bytes RETURNING client_key)
  , total AS (
    UPDATE dispatch.unpaid_share AS s SET tasks = s.tasks + 1, bytes = s.bytes + kept.input_bytes
    FROM kept JOIN client USING (client_key) WHERE s.share = ${share('kept.client_key')} RETURNING s.share)
  SELECT share FROM total`;

/** Takes the tasks in `left` out of the counters; clients in one order, so that two sweeps cannot block each other. */
const uncounted = (left: string) => `
  clients AS (SELECT client_key, count(*)::integer AS tasks, sum(input_bytes) AS bytes FROM ${left} GROUP BY client_key),
  held AS MATERIALIZED (
    SELECT c.client_key FROM dispatch.unpaid_client AS c JOIN clients USING (client_key) ORDER BY c.client_key FOR UPDATE OF c),
  client AS (
    UPDATE dispatch.unpaid_client AS c SET tasks = c.tasks - clients.tasks, bytes = c.bytes - clients.bytes
    FROM clients JOIN held USING (client_key) WHERE c.client_key = clients.client_key
    RETURNING c.client_key, clients.tasks, clients.bytes),
  shares AS (
    SELECT ${share('client_key')} AS share, sum(tasks)::integer AS tasks, sum(bytes) AS bytes FROM client GROUP BY 1),
  held_shares AS MATERIALIZED (
    SELECT s.share FROM dispatch.unpaid_share AS s JOIN shares USING (share) ORDER BY s.share FOR UPDATE OF s),
  total AS (
    UPDATE dispatch.unpaid_share AS s SET tasks = s.tasks - shares.tasks, bytes = s.bytes - shares.bytes
    FROM shares JOIN held_shares USING (share) WHERE s.share = shares.share)`;

const funding = [
  'payment_hash = $5',
  'accepted_at = $6',
  'deadline_at = $7::timestamptz',
  'work_ms = $8',
  'queued_at = $2::timestamptz',
];

const fundSql = `WITH ${items({
  payment_hash: 'bytea',
  accepted_at: 'timestamptz',
  deadline_at: 'timestamptz',
  work_ms: 'integer',
  next_step_at: 'timestamptz',
})},
  ${dueTasks('fund', 'true')},
  ${movedTasks(
    'fund',
    [
      'payment_hash = due.payment_hash',
      'accepted_at = due.accepted_at',
      'deadline_at = due.deadline_at',
      'work_ms = due.work_ms',
      'queued_at = due.at',
      'offer_at = due.at',
      `next_step_at = CASE WHEN t.delivery = 'pull' THEN due.deadline_at ELSE LEAST(due.deadline_at, due.next_step_at) END`,
    ],
    { actor: `'buyer'` },
  )},
  ${uncounted('moved')} SELECT ${taskColumns('moved')} FROM moved`;

const fundTooLateSql = `WITH ${dueTask('expire', `state = 'AWAITING_PAYMENT'`)},
  ${movedTask('expire', [
    ...funding,
    'reason = $4::text',
    'finished_at = $2::timestamptz',
    'next_step_at = $9::timestamptz',
  ])},
  ${uncounted('moved')}, ${recordedEvent} SELECT ${taskColumns('moved')} FROM moved`;

const dropSql = `WITH gone AS (
    DELETE FROM dispatch.task WHERE id = $1 AND state = 'AWAITING_PAYMENT' RETURNING client_key, input_bytes),
  ${uncounted('gone')} SELECT tasks FROM clients`;

const forgetSql = `WITH gone AS (
    DELETE FROM dispatch.task WHERE id = ANY($1::uuid[]) AND state = 'AWAITING_PAYMENT' RETURNING client_key, input_bytes),
  ${uncounted('gone')} SELECT coalesce(sum(tasks), 0)::integer AS tasks FROM clients`;

export interface UnpaidTask {
  readonly taskUuid: string;
  readonly listingUuid: string;
  readonly listingVersion: number;
  readonly serviceSlug: string;
  readonly sellerUuid: string;
  readonly delivery: Delivery;
  /** How many tasks of the listing may run at the same time. */
  readonly maxRunning: number;
  readonly funding: string;
  readonly priceMsat: string;
  readonly clientKey: Buffer;
  /** Stands for the buyer where distinct ones are counted. */
  readonly buyerHash: Buffer;
  readonly taskKeyHash: Buffer;
  readonly inputJson: string;
  /** Where the buyer is told of the end. */
  readonly webhook: { readonly url: string; readonly host: string; readonly endpoint: Buffer } | undefined;
  readonly now: Date;
  readonly expiresAt: Date;
  readonly forgetAt: Date;
}

export interface Funds {
  readonly paymentHash: Buffer;
  readonly acceptedAt: Date;
  readonly deadlineAt: Date;
  readonly workMs: number;
  readonly now: Date;
  readonly nextStepAt: Date;
}

interface FundedTask extends Funds {
  readonly taskUuid: string;
}

export class UnpaidStore {
  private readonly fundings = new Gather({ run: (tasks: readonly FundedTask[]) => this.fundAll(tasks), keyOf: taskOf });

  constructor(private readonly sql: Sql) {}

  /** False when the task was kept before. Throws `body_too_large` and `quota_exceeded`. */
  async keep(task: UnpaidTask): Promise<boolean> {
    const inputBytes = Buffer.byteLength(task.inputJson);
    if (inputBytes > maxInputBytes) {
      throw new AppError(
        'body_too_large',
        `an unpaid input may have ${maxInputBytes} bytes, this one has ${inputBytes}`,
      );
    }
    try {
      const rows = await this.sql.query(
        keepSql,
        [
          task.taskUuid,
          task.listingUuid,
          task.listingVersion,
          task.serviceSlug,
          task.sellerUuid,
          task.funding,
          task.priceMsat,
          task.clientKey,
          task.taskKeyHash,
          task.inputJson,
          inputBytes,
          task.now,
          task.expiresAt,
          task.forgetAt,
          task.delivery,
          task.maxRunning,
          task.buyerHash,
          task.webhook?.url ?? null,
          task.webhook?.host ?? null,
          task.webhook?.endpoint ?? null,
        ],
        { name: 'dispatch_keep' },
      );
      return rows.length > 0 || (await this.isKeptWith(task));
    } catch (thrown) {
      throw quotaError(thrown);
    }
  }

  /** A request that comes again, because its answer was lost, is answered as it was. */
  private async isKeptWith({ taskUuid, taskKeyHash }: UnpaidTask): Promise<boolean> {
    const kept = await this.sql.query('SELECT FROM dispatch.task WHERE id = $1 AND task_key_hash = $2', [
      taskUuid,
      taskKeyHash,
    ]);
    return kept.length > 0;
  }

  /** AWAITING_PAYMENT → QUEUED; undefined when the task is not waiting for money. */
  async fund(taskUuid: string, funds: Funds): Promise<TaskRow | undefined> {
    return await this.fundings.do({ ...funds, taskUuid });
  }

  /** AWAITING_PAYMENT → EXPIRED, because the money came with too little time left. */
  async fundTooLate(taskUuid: string, funds: Funds, reason: string): Promise<TaskRow | undefined> {
    const { now, paymentHash, acceptedAt, deadlineAt, workMs, nextStepAt } = funds;
    const params = [taskUuid, now, 'buyer', reason, paymentHash, acceptedAt, deadlineAt, workMs, nextStepAt];
    const [row] = await this.sql.query<TaskRow>(fundTooLateSql, params, { name: 'dispatch_fund_too_late' });
    return row;
  }

  async drop(taskUuid: string): Promise<boolean> {
    const rows = await this.sql.query(dropSql, [taskUuid], { name: 'dispatch_drop' });
    return rows.length > 0;
  }

  /** Deletes those of the tasks that are still unpaid; returns how many. */
  async forget(taskUuids: readonly string[]): Promise<number> {
    const [row] = await this.sql.query<{ tasks: number }>(forgetSql, [taskUuids], { name: 'dispatch_forget_unpaid' });
    return row?.tasks ?? 0;
  }

  /** Removes counters of clients that have nothing waiting. */
  async dropIdleClients(limit: number): Promise<void> {
    await this.sql.query(
      `DELETE FROM dispatch.unpaid_client WHERE tasks = 0 AND client_key IN (
         SELECT client_key FROM dispatch.unpaid_client WHERE tasks = 0 LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    );
  }

  private async fundAll(tasks: readonly FundedTask[]): Promise<(TaskRow | undefined)[]> {
    const params = [
      tasks.map(({ taskUuid }) => taskUuid),
      tasks.map(({ now }) => now),
      tasks.map(({ paymentHash }) => paymentHash),
      tasks.map(({ acceptedAt }) => acceptedAt),
      tasks.map(({ deadlineAt }) => deadlineAt),
      tasks.map(({ workMs }) => workMs),
      tasks.map(({ nextStepAt }) => nextStepAt),
    ];
    const rows = await this.sql.query<TaskRow>(fundSql, params, { name: 'dispatch_fund' });
    return inOrder(tasks, rows, ({ id }) => id);
  }
}

function quotaError(thrown: unknown): unknown {
  if (violates(thrown, 'unpaid_client_limit')) {
    return new AppError('quota_exceeded', 'too much input of this client waits for payment', { retryAfterSeconds });
  }
  if (violates(thrown, 'unpaid_share_limit')) {
    return new AppError('quota_exceeded', 'too much input of all clients waits for payment', { retryAfterSeconds });
  }
  return thrown;
}
