import type { TaskState } from './task.js';
import { type Sql, type TaskRow, taskColumns } from './task-store.js';

export type SeenTask = TaskRow & {
  readonly funding: string;
  readonly priceMsat: bigint;
  readonly taskKeyHash: Buffer;
  readonly paymentHash: Buffer | null;
  readonly createdAt: Date;
  readonly queuedAt: Date | null;
  readonly startedAt: Date | null;
  readonly outputJson: string | null;
  readonly progress: number | null;
  readonly progressNote: string;
  readonly progressN: number;
  readonly answerUntil: Date | null;
  /** Pieces of partial output, by its last attempt. */
  readonly pieces: number;
  /** What the seller asks now. */
  readonly asked: { readonly n: number; readonly message: string; readonly schemaJson: string | null } | null;
};

/** What the tag of a task is made of. */
type Tagged = Pick<SeenTask, 'version' | 'state' | 'progress' | 'progressN' | 'forgottenAt'>;

/** The version counts the changes of state; progress and the end of the retention period change what is shown as well. */
export function etagOf({ version, state, progress, progressN, forgottenAt }: Tagged): string {
  if (forgottenAt !== null) return `${version}-gone`;
  return isAtWork(state) && progress !== null ? `${version}-${progressN}` : `${version}`;
}

/** Whether a seller has it: it works, or waits for the buyer's answer. */
export function isAtWork(state: TaskState): boolean {
  return state === 'RUNNING' || state === 'INPUT_REQUIRED';
}

export interface EventRow {
  readonly n: number;
  readonly fromState: TaskState;
  readonly toState: TaskState;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

const findSql = `SELECT ${taskColumns('t')}, t.funding, t.price_msat AS "priceMsat", t.task_key_hash AS "taskKeyHash",
    t.payment_hash AS "paymentHash", t.created_at AS "createdAt", t.queued_at AS "queuedAt", t.started_at AS "startedAt",
    t.progress, t.progress_note AS "progressNote", t.progress_n AS "progressN",
    t.pieces, t.answer_until AS "answerUntil", CASE WHEN t.state = 'INPUT_REQUIRED' THEN (
      SELECT json_build_object('n', q.n, 'message', q.message, 'schemaJson', q.schema_json)
      FROM dispatch.question AS q WHERE q.task_id = t.id AND q.n = t.questions) END AS asked,
    CASE WHEN $2::boolean AND t.state = 'DELIVERED' THEN t.output_json END AS "outputJson"
  FROM dispatch.task AS t WHERE t.id = $1`;

export class ReadStore {
  constructor(private readonly sql: Sql) {}

  /** `withOutput` reads the output of a delivered task; whoever asks checks who may see it. */
  async find(taskUuid: string, withOutput: boolean): Promise<SeenTask | undefined> {
    const [row] = await this.sql.query<SeenTask>(findSql, [taskUuid, withOutput], { name: 'dispatch_see' });
    return row;
  }

  /** The tags of those tasks that are there, by their ids. */
  async etags(taskUuids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.sql.query<Tagged & { id: string }>(
      `SELECT id, version, state, progress, progress_n AS "progressN", forgotten_at AS "forgottenAt"
       FROM dispatch.task WHERE id = ANY($1::uuid[])`,
      [taskUuids],
      { name: 'dispatch_etags' },
    );
    return new Map(rows.map((row) => [row.id, etagOf(row)]));
  }

  /** Every change of state, oldest first. */
  async events(taskUuid: string): Promise<EventRow[]> {
    return await this.sql.query<EventRow>(
      `SELECT n, from_state AS "fromState", to_state AS "toState", actor, reason, at
       FROM dispatch.task_event WHERE task_id = $1 ORDER BY n`,
      [taskUuid],
    );
  }
}
