import type { QueryRunner } from 'typeorm';

/**
 * Tasks that their seller claims. What a claim has to know of the listing stands in the row, so that one statement claims; the
 * lease is the task's, since at most one of its attempts is open.
 */
export class PullWork1795390000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE dispatch.task
        ADD COLUMN delivery text NOT NULL DEFAULT 'push' CHECK (delivery IN ('push', 'pull')),
        -- How many tasks of the listing may run at the same time; for pushed ones the registry is asked.
        ADD COLUMN max_running integer CHECK (max_running > 0),
        ADD COLUMN lease_ms integer CHECK (lease_ms > 0),
        ADD COLUMN lease_until timestamptz,
        ADD COLUMN progress double precision CHECK (progress BETWEEN 0 AND 1),
        ADD COLUMN progress_note text NOT NULL DEFAULT '',
        -- Counts the reports.
        ADD COLUMN progress_n integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT task_pull CHECK (delivery = 'push' OR max_running IS NOT NULL),
        ADD CONSTRAINT task_lease CHECK (lease_until IS NULL OR (delivery = 'pull' AND lease_ms IS NOT NULL)),
        ADD CONSTRAINT task_leased CHECK (delivery = 'push' OR state <> 'RUNNING' OR lease_until IS NOT NULL);
      CREATE INDEX task_pull_queue ON dispatch.task (seller_account_id, offer_at)
        WHERE state = 'QUEUED' AND delivery = 'pull';
    `);
  }
}
