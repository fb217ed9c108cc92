/** Questions of sellers to their buyers: at most one of a task is open, the last one. */

import { dueTask, movedTask, recordedEvent, type Sql, type TaskRow, taskColumns } from '../task-store.js';
import { maxAnswersBytes, type Question } from './question.js';

export interface QuestionRow {
  readonly n: number;
  readonly attempt: number;
  readonly message: string;
  readonly schemaJson: string | null;
  readonly answerJson: string | null;
  readonly answeredAt: Date | null;
}

const columns = `q.n, q.attempt, q.message, q.schema_json AS "schemaJson", q.answer_json AS "answerJson",
  q.answered_at AS "answeredAt"`;

const until = 'LEAST(t.deadline_at, $9::timestamptz)';

/** The place at the seller stays taken, and the lease of a worker rests: it ends with the time for the answer. */
const askSql = `WITH
  ${dueTask('ask', `attempts = $5::integer AND output_stored_at IS NULL AND questions = $6::integer - 1 AND deadline_at > $2::timestamptz`)},
  ${movedTask('ask', [
    'questions = $6::integer',
    `answer_until = ${until}`,
    `lease_until = CASE WHEN t.delivery = 'pull' THEN ${until} END`,
    `next_step_at = ${until}`,
  ])},
  asked AS (
    INSERT INTO dispatch.question (task_id, n, attempt, message, schema_json, asked_at, answer_until)
    SELECT id, questions, attempts, $7::text, $8::text, $2::timestamptz, answer_until FROM moved),
  waiting AS (
    UPDATE dispatch.attempt AS a SET state = 'waiting' FROM moved
    WHERE a.task_id = moved.id AND a.number = moved.attempts AND a.state = 'running' AND moved.delivery = 'push'),
  ${recordedEvent}
  SELECT ${taskColumns('moved')} FROM moved`;

const leaseEnd = `LEAST(t.deadline_at, $2::timestamptz + t.lease_ms * interval '1 millisecond')`;

const answerSql = `WITH
  ${dueTask('answer', `questions = $5::integer AND answer_until > $2::timestamptz AND answer_bytes + $7::integer <= ${maxAnswersBytes}`)},
  ${movedTask('answer', [
    'answer_until = NULL',
    'answer_bytes = t.answer_bytes + $7::integer',
    `lease_until = CASE WHEN t.delivery = 'pull' THEN ${leaseEnd} END`,
    `next_step_at = CASE WHEN t.delivery = 'pull' THEN ${leaseEnd} ELSE LEAST(t.deadline_at, $8::timestamptz) END`,
  ])},
  answered AS (
    UPDATE dispatch.question AS q SET answer_json = $6::text, answered_at = $2::timestamptz FROM moved
    WHERE q.task_id = moved.id AND q.n = moved.questions),
  ${recordedEvent}
  SELECT ${taskColumns('moved')} FROM moved`;

/** The answer to question $2 of attempt $3 is still to be brought to the seller of task $1. */
const toGive = `t.id = $1 AND t.state = 'RUNNING' AND t.questions = $2 AND t.attempts = $3 AND t.output_stored_at IS NULL
  AND q.task_id = t.id AND q.n = t.questions AND q.taken_at IS NULL`;

export class QuestionStore {
  constructor(private readonly sql: Sql) {}

  /** RUNNING → INPUT_REQUIRED by that attempt; undefined when it is not the open one, or the question not the next one. */
  async ask(
    taskUuid: string,
    attempt: number,
    question: Question,
    now: Date,
    until: Date,
  ): Promise<TaskRow | undefined> {
    const { n, message, schemaJson = null } = question;
    const params = [taskUuid, now, 'seller', '', attempt, n, message, schemaJson, until];
    const [row] = await this.sql.query<TaskRow>(askSql, params, { name: 'dispatch_ask' });
    return row;
  }

  /** INPUT_REQUIRED → RUNNING; undefined when that question is not open any more, or the answers would be too large. */
  async answer(
    taskUuid: string,
    n: number,
    answerJson: string,
    now: Date,
    nextStepAt: Date,
  ): Promise<TaskRow | undefined> {
    const bytes = Buffer.byteLength(answerJson);
    const params = [taskUuid, now, 'buyer', '', n, answerJson, bytes, nextStepAt];
    const [row] = await this.sql.query<TaskRow>(answerSql, params, { name: 'dispatch_answer' });
    return row;
  }

  async find(taskUuid: string, n: number): Promise<QuestionRow | undefined> {
    const [row] = await this.sql.query<QuestionRow>(
      `SELECT ${columns} FROM dispatch.question AS q WHERE q.task_id = $1 AND q.n = $2`,
      [taskUuid, n],
      { name: 'dispatch_find_question' },
    );
    return row;
  }

  /** Those that were answered, oldest first. */
  async answered(taskUuid: string): Promise<(QuestionRow & { answerJson: string })[]> {
    return await this.sql.query<QuestionRow & { answerJson: string }>(
      `SELECT ${columns} FROM dispatch.question AS q WHERE q.task_id = $1 AND q.answer_json IS NOT NULL ORDER BY q.n`,
      [taskUuid],
    );
  }

  /** The seller has the answer and works on: nobody brings it again. */
  async taken({ id, questions, attempts }: TaskRow, now: Date): Promise<void> {
    await this.sql.query(
      `WITH
         due AS MATERIALIZED (
           SELECT t.id FROM dispatch.task AS t JOIN dispatch.question AS q ON q.task_id = t.id WHERE ${toGive} FOR UPDATE OF t),
         taken AS (UPDATE dispatch.question AS q SET taken_at = $4 FROM due WHERE q.task_id = due.id AND q.n = $2)
       UPDATE dispatch.task AS t SET next_step_at = t.deadline_at FROM due WHERE t.id = due.id`,
      [id, questions, attempts, now],
    );
  }

  /** Counts an answer that was brought in vain; undefined when it does not have to be brought any more. */
  async countTry({ id, questions, attempts }: TaskRow): Promise<number | undefined> {
    const [row] = await this.sql.query<{ tries: number }>(
      `UPDATE dispatch.question AS q SET tries = q.tries + 1 FROM dispatch.task AS t WHERE ${toGive} RETURNING q.tries`,
      [id, questions, attempts],
    );
    return row?.tries;
  }

  /** The sweeper brings the answer at that time. */
  async giveAt({ id, questions, attempts }: TaskRow, at: Date): Promise<void> {
    await this.sql.query(
      `UPDATE dispatch.task AS t SET next_step_at = LEAST(t.deadline_at, $4::timestamptz) FROM dispatch.question AS q
       WHERE ${toGive}`,
      [id, questions, attempts, at],
    );
  }
}
