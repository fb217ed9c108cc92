import type { TaskProgress } from './task.js';
import { type Sql, type TaskRow, taskColumns } from './task-store.js';

export type DueTask = TaskRow & TaskProgress & { readonly leaseUntil: Date | null; readonly nextStepAt: Date | null };

/** What of these tasks says which step they need. */
const progressOf = (
  tasks: string,
) => `SELECT ${taskColumns('t')}, t.lease_until AS "leaseUntil", t.next_step_at AS "nextStepAt",
    a.state AS "openAttempt", t.answer_until AS "answerUntil",
    t.questions > 0 AND t.delivery = 'push' AND t.state = 'RUNNING' AND EXISTS (
      SELECT FROM dispatch.question AS q WHERE q.task_id = t.id AND q.n = t.questions
        AND q.attempt = t.attempts AND q.answered_at IS NOT NULL AND q.taken_at IS NULL) AS "answerToGive"
  FROM ${tasks} AS t LEFT JOIN dispatch.attempt AS a ON a.task_id = t.id AND a.state IN ('running', 'waiting')`;

const claimSql = `WITH
  due AS MATERIALIZED (
    SELECT id FROM dispatch.task WHERE next_step_at <= $1 ORDER BY next_step_at LIMIT $2 FOR UPDATE SKIP LOCKED),
  claimed AS (
    UPDATE dispatch.task AS t
    SET next_step_at = CASE WHEN t.deadline_at > $1 THEN LEAST(t.deadline_at, $3::timestamptz) ELSE $3::timestamptz END
    FROM due WHERE t.id = due.id RETURNING t.*)
  ${progressOf('claimed')}`;

const forgetSql = `WITH
  forgotten AS (
    UPDATE dispatch.task SET input_json = NULL, output_json = NULL, forgotten_at = $2, next_step_at = NULL,
      webhook_url = NULL, webhook_host = NULL, webhook_endpoint = NULL
    WHERE id = ANY($1::uuid[]) AND finished_at <= $3 AND charge_closed_at IS NOT NULL AND forgotten_at IS NULL
    RETURNING id, questions),
  pieces AS (DELETE FROM dispatch.piece AS p USING forgotten WHERE p.task_id = forgotten.id),
  questions AS (
    UPDATE dispatch.question AS q SET message = '', schema_json = NULL, answer_json = NULL FROM forgotten
    WHERE forgotten.questions > 0 AND q.task_id = forgotten.id),
  told AS (DELETE FROM dispatch.webhook_delivery AS d USING forgotten WHERE d.task_id = forgotten.id)
  SELECT id FROM forgotten`;

export class SweepStore {
  constructor(private readonly sql: Sql) {}

  /** Tasks whose next step should have happened by now; until `claimUntil`, or their
   * deadline, no other sweep gets them. */
  async claim(now: Date, limit: number, claimUntil: Date): Promise<DueTask[]> {
    return await this.sql.query<DueTask>(claimSql, [now, limit, claimUntil], { name: 'dispatch_claim' });
  }

  /** One task, whether it is due or not; nobody is kept from it. */
  async look(taskUuid: string): Promise<DueTask | undefined> {
    const sql = `${progressOf('dispatch.task')} WHERE t.id = $1`;
    const [task] = await this.sql.query<DueTask>(sql, [taskUuid], { name: 'dispatch_look' });
    return task;
  }

  /** Deletes input, output and its pieces, questions, answers and webhooks of tasks that were over by `finishedBy`; the row and its history stay. */
  async forgetResults(taskUuids: readonly string[], now: Date, finishedBy: Date): Promise<number> {
    const rows = await this.sql.query(forgetSql, [taskUuids, now, finishedBy], { name: 'dispatch_forget_results' });
    return rows.length;
  }
}
