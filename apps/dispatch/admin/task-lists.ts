/**
 * Tasks as admins look for them: by state, seller and service, and those that are stuck. Nothing here reads the whole table,
 * which keeps the history of all tasks: what is over is found by its own indexes, what is not by those that its steps need.
 */
import { isFinal, type TaskState, taskStates } from '../task.js';
import { type Sql, type TaskRow, taskColumns } from '../task-store.js';

export const stuckReasons = [
  /** It is over, and its charge is still not closed. */
  'charge_open',
  /** It should have ended by now. */
  'deadline_passed',
  /** Its output is stored and not captured. */
  'capture_open',
  /** Whoever claimed it has not been heard of. */
  'lease_lost',
  /** Nobody has taken it for long. */
  'queued_long',
  /** Its next step should have been taken, by a job or by the sweeper. */
  'step_overdue',
] as const;
export type StuckReason = (typeof stuckReasons)[number];

export type ListedTask = TaskRow & {
  readonly funding: string;
  readonly priceMsat: bigint;
  readonly createdAt: Date;
  readonly queuedAt: Date | null;
  readonly startedAt: Date | null;
  readonly nextStepAt: Date | null;
  readonly leaseUntil: Date | null;
  readonly stuck: StuckReason | null;
  readonly stuckSince: Date | null;
};

export interface TaskFilter {
  readonly now: Date;
  readonly state: TaskState | undefined;
  readonly sellerUuid: string | undefined;
  readonly slug: string | undefined;
  /** Only those that are stuck. */
  readonly stuck: boolean;
  /** So long a step may be overdue, and so long a task may wait in the queue. */
  readonly patienceMs: number;
  readonly queuePatienceMs: number;
  readonly newestFirst: boolean;
  /** The last one of the page before. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** A step that a sweep has taken is looked at again after this at the latest, so what goes on failing is due within it. */
const soon = `interval '10 seconds'`;
/** An unpaid task is looked at when its invoice is over. */
const unpaidHorizon = `interval '1 hour'`;

const queued = `SELECT id FROM dispatch.task WHERE state = 'QUEUED'`;
const dueBy = (until: string) => `SELECT id FROM dispatch.task WHERE next_step_at <= $1::timestamptz + ${until}`;
/** With an open attempt, or with an output for which billing is asked again and again. */
const working = `SELECT task_id FROM dispatch.attempt WHERE state IN ('running', 'waiting') UNION ${dueBy(soon)}`;

/** Where tasks of a state that is not final are found. */
const openIn: Partial<Record<TaskState, string>> = {
  AWAITING_PAYMENT: dueBy(unpaidHorizon),
  QUEUED: queued,
  RUNNING: working,
  INPUT_REQUIRED: working,
};

/** $1 is the time, $2 and $3 are the two patiences in milliseconds. The first that is true is told. */
const stuckCases: readonly (readonly [StuckReason, string, string])[] = [
  ['charge_open', 't.finished_at IS NOT NULL AND t.charge_closed_at IS NULL', 't.finished_at'],
  ['deadline_passed', 't.finished_at IS NULL', 't.deadline_at'],
  ['capture_open', 't.finished_at IS NULL', 't.output_stored_at'],
  ['lease_lost', `t.state = 'RUNNING' AND t.output_stored_at IS NULL`, 't.lease_until'],
  ['queued_long', `t.state = 'QUEUED'`, 't.offer_at'],
  ['step_overdue', 'true', 't.next_step_at'],
];
const longAgo = (reason: StuckReason, since: string) =>
  `${since} <= $1::timestamptz - ${reason === 'queued_long' ? '$3' : '$2'}::double precision * interval '1 millisecond'`;
const stuckCase = (value: (reason: StuckReason, since: string) => string) =>
  `CASE ${stuckCases.map(([reason, when, since]) => `WHEN ${when} AND ${longAgo(reason, since)} THEN ${value(reason, since)}`).join(' ')} END`;
const stuckWhy = stuckCase((reason) => `'${reason}'`);

const columns = `${taskColumns('t')}, t.funding, t.price_msat AS "priceMsat", t.created_at AS "createdAt", t.queued_at AS "queuedAt",
  t.started_at AS "startedAt", t.next_step_at AS "nextStepAt", t.lease_until AS "leaseUntil", ${stuckWhy} AS stuck,
  ${stuckCase((_, since) => since)} AS "stuckSince"`;

/** The statement and its values. */
export function taskQuery(filter: TaskFilter): { readonly sql: string; readonly values: readonly unknown[] } {
  const { now, state, sellerUuid, slug, stuck, newestFirst, after } = filter;
  const values: unknown[] = [now, filter.patienceMs, filter.queuePatienceMs];
  const place = (value: unknown) => `$${values.push(value)}`;
  const shared = [
    ...(state === undefined ? [] : [`t.state = ${place(state)}`]),
    ...(sellerUuid === undefined ? [] : [`t.seller_account_id = ${place(sellerUuid)}`]),
    ...(slug === undefined ? [] : [`t.service_slug = ${place(slug)}`]),
    ...(after === undefined ? [] : [`t.id ${newestFirst ? '<' : '>'} ${place(after)}`]),
    ...(stuck ? [`${stuckWhy} IS NOT NULL`] : []),
  ];
  const order = `ORDER BY id ${newestFirst ? 'DESC' : ''} LIMIT ${place(filter.limit)}`;
  const branches = branchesOf(filter).map(
    (where) =>
      `(SELECT ${columns} FROM dispatch.task AS t WHERE ${[...where, ...shared, 'true'].join(' AND ')} ${order})`,
  );
  return { sql: `SELECT * FROM (${branches.join(' UNION ALL ')}) AS listed ${order}`, values };
}

/** Each is a condition that an index serves; together they are everything that the filter may find, and no two have a task in common. */
function branchesOf({ state, sellerUuid, stuck }: TaskFilter): string[][] {
  if (stuck) return [[`t.id IN (${queued} UNION ${working})`]];
  if (state !== undefined && !isFinal(state)) return [[`t.id IN (${openIn[state]})`]];
  if (state !== undefined) return [['t.finished_at IS NOT NULL']];
  if (sellerUuid === undefined) return [[]];
  const open = taskStates.flatMap((one) => openIn[one] ?? []);
  return [['t.finished_at IS NOT NULL'], ['t.finished_at IS NULL', `t.id IN (${[...new Set(open)].join(' UNION ')})`]];
}

export class TaskLists {
  constructor(private readonly sql: Sql) {}

  async list(filter: TaskFilter): Promise<ListedTask[]> {
    const { sql, values } = taskQuery(filter);
    return await this.sql.query<ListedTask>(sql, [...values]);
  }
}
