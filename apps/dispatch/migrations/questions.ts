import type { QueryRunner } from 'typeorm';

const states = `'AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'INPUT_REQUIRED', 'DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED'`;

/**
 * Questions of sellers and the answers of buyers. At most one of a task is open: the last one, while the task is
 * INPUT_REQUIRED.
 */
export class Questions1795476000161 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dispatch.task
        DROP CONSTRAINT task_state_check,
        DROP CONSTRAINT task_check3,
        ADD CONSTRAINT task_state_check CHECK (state IN (${states})),
        ADD CONSTRAINT task_unfinished CHECK (
          (state IN ('AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'INPUT_REQUIRED')) = (finished_at IS NULL)),
        -- How many were asked, over all attempts.
        ADD COLUMN questions integer NOT NULL DEFAULT 0 CHECK (questions BETWEEN 0 AND 10),
        ADD COLUMN answer_until timestamptz,
        ADD COLUMN answer_bytes integer NOT NULL DEFAULT 0 CHECK (answer_bytes BETWEEN 0 AND 262144),
        ADD CONSTRAINT task_asked CHECK ((state = 'INPUT_REQUIRED') = (answer_until IS NOT NULL));
      ALTER TABLE dispatch.task_event
        DROP CONSTRAINT task_event_from_state_check,
        DROP CONSTRAINT task_event_to_state_check,
        ADD CONSTRAINT task_event_from_state_check CHECK (from_state IN (${states})),
        ADD CONSTRAINT task_event_to_state_check CHECK (to_state IN (${states}));
      CREATE TABLE dispatch.question (
        task_id uuid NOT NULL REFERENCES dispatch.task,
        n integer NOT NULL CHECK (n > 0),
        attempt integer NOT NULL,
        -- Empty once the retention period is over, as schema and answer are null.
        message text NOT NULL CHECK (length(message) <= 2000),
        schema_json text CHECK (octet_length(schema_json) <= 65536),
        asked_at timestamptz NOT NULL,
        answer_until timestamptz NOT NULL,
        answer_json text CHECK (octet_length(answer_json) <= 262144),
        answered_at timestamptz,
        -- Of a seller that is pushed to: when it took the answer, and how often it was brought in vain.
        taken_at timestamptz,
        tries integer NOT NULL DEFAULT 0,
        PRIMARY KEY (task_id, n),
        FOREIGN KEY (task_id, attempt) REFERENCES dispatch.attempt (task_id, number),
        CHECK (answer_json IS NULL OR answered_at IS NOT NULL)
      );
      GRANT SELECT, INSERT, UPDATE ON dispatch.question TO botbazaar_dispatch;
    `);
  }
}
