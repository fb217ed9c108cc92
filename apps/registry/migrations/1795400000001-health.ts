import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** What became of attempts and tasks, as dispatch tells it, and what follows from the last of them for a listing. */
export class Health1795400000001 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE listing
        DROP CONSTRAINT listing_state_check,
        ADD CONSTRAINT listing_state_check CHECK (state IN ('draft', 'published', 'paused', 'suspended', 'retired')),
        ADD COLUMN failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
        ADD COLUMN last_call_at timestamptz,
        -- How the last call failed, or the last probe.
        ADD COLUMN failure text NOT NULL DEFAULT '',
        -- Calls that ended before do not count: the seller has shown since that it is there.
        ADD COLUMN health_since timestamptz,
        ADD COLUMN suspended_at timestamptz,
        -- Suspensions and failed probes since the last delivery: each makes the next wait longer.
        ADD COLUMN probe_step integer NOT NULL DEFAULT 0 CHECK (probe_step >= 0),
        -- When it is probed next; where the seller pulls, from when on a claim counts; null: only the seller resumes it.
        ADD COLUMN probe_at timestamptz,
        ADD CONSTRAINT listing_suspended CHECK ((state = 'suspended') = (suspended_at IS NOT NULL)),
        ADD CONSTRAINT listing_probed CHECK (probe_at IS NULL OR state = 'suspended');
      ALTER TABLE listing SET (fillfactor = 80);
      CREATE INDEX listing_probe ON listing (probe_at) WHERE state = 'suspended' AND probe_at IS NOT NULL;
      CREATE INDEX listing_suspended_of_account ON listing (account_id) WHERE state = 'suspended';

      CREATE TABLE outcome (
        task_id       uuid NOT NULL,
        task_version  integer NOT NULL,
        listing_id    uuid NOT NULL REFERENCES listing,
        at            timestamptz NOT NULL,
        -- How the task ended; null where only an attempt did.
        ended         text CHECK (ended IN ('delivered', 'failed', 'expired', 'rejected')),
        call          text CHECK (call IN ('ok', 'unreachable', 'failed')),
        reason        text NOT NULL,
        work_ms       integer CHECK (work_ms >= 0),
        buyer         bytea NOT NULL,
        PRIMARY KEY (task_id, task_version),
        CHECK (ended IS NOT NULL OR call IS NOT NULL),
        CHECK ((ended IS NOT DISTINCT FROM 'delivered') = (work_ms IS NOT NULL))
      );
      CREATE INDEX outcome_of_listing ON outcome (listing_id, at DESC);
      GRANT SELECT, INSERT, DELETE ON outcome TO botbazaar_registry;
    `);
  }
}
