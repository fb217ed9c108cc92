import type { QueryRunner } from 'typeorm';

/**
 * What the registry has yet to hear of: the change of a task that is told, written by the statement that makes the change and
 * deleted once the registry has it. What it says is in the event, the task and the attempt.
 */
export class Outcomes1795476000141 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dispatch.task ADD COLUMN buyer_hash bytea CHECK (octet_length(buyer_hash) = 32);
      CREATE TABLE dispatch.outcome (
        task_id  uuid NOT NULL,
        n        integer NOT NULL,
        -- What the attempt says of the seller; empty: nothing, it is about the task alone.
        call     text NOT NULL CHECK (call IN ('ok', 'unreachable', 'failed', '')),
        -- When it is told, again if need be.
        due_at   timestamptz NOT NULL,
        PRIMARY KEY (task_id, n)
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
      CREATE INDEX outcome_due ON dispatch.outcome (due_at);
      GRANT SELECT, INSERT, UPDATE, DELETE ON dispatch.outcome TO botbazaar_dispatch;
    `);
  }
}
