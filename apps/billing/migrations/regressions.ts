import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Times when the database was found to be older than LND and the journal, and what came of it; one at most is open. */
const table = /* sql */ `
CREATE TABLE billing.regression (
  id              uuid PRIMARY KEY,
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  found_at        timestamptz NOT NULL,
  -- From here on the journal is read: nothing that the database has is younger.
  journal_from    timestamptz NOT NULL,
  lines           bigint NOT NULL DEFAULT 0 CHECK (lines >= 0),
  waiting         integer NOT NULL DEFAULT 0 CHECK (waiting >= 0),
  replayed_at     timestamptz,
  -- The time of the last line that was read: what the journal says until then has had its turn.
  journal_through timestamptz,
  ended_at        timestamptz,
  ended_by        text CHECK (ended_by IN ('billing', 'admin')),
  ended_reason    text CHECK (length(ended_reason) BETWEEN 1 AND 200),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_reason IS NULL))
);
CREATE UNIQUE INDEX regression_open ON billing.regression ((true)) WHERE ended_at IS NULL;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing.regression FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
GRANT SELECT, INSERT ON billing.regression TO botbazaar_billing;
GRANT UPDATE (lines, waiting, replayed_at, journal_through, ended_at, ended_by, ended_reason) ON billing.regression TO botbazaar_billing;
`;

export class BillingRegressions1795710000280 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
  }
}
