import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/**
 * What admins look for. `closed_as` is null until a charge is over, so that no step before the last one writes another index: an
 * index that names `state` itself would make every step write all of them.
 */
const views = /* sql */ `
ALTER TABLE billing.charge
  ADD COLUMN closed_as text GENERATED ALWAYS AS (CASE WHEN closed_at IS NOT NULL THEN state END) STORED;
CREATE INDEX charge_closed_as ON billing.charge (closed_as, id) WHERE closed_as IS NOT NULL;
CREATE INDEX charge_of_seller ON billing.charge (seller_account, id);

-- The chain as each node has reported it last.
CREATE TABLE billing.node_height (
  node        text PRIMARY KEY CHECK (length(node) = 66),
  height      integer NOT NULL CHECK (height > 0),
  reported_at timestamptz NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON billing.node_height TO botbazaar_billing;
`;

/**
 * What admins change: a row before it is done and another one after it. Rows are only added; they count without a gap, in the
 * order in which they were committed, so that one that is missing is seen.
 */
const audit = /* sql */ `
CREATE TABLE billing.admin_action (
  n          bigint PRIMARY KEY,
  id         uuid NOT NULL UNIQUE,
  at         timestamptz NOT NULL,
  actor      text NOT NULL CHECK (length(actor) BETWEEN 1 AND 64),
  action     text NOT NULL CHECK (length(action) BETWEEN 1 AND 64),
  target     text NOT NULL CHECK (length(target) <= 200),
  reason     text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  request_id text NOT NULL CHECK (length(request_id) BETWEEN 1 AND 128),
  peer       text NOT NULL CHECK (length(peer) BETWEEN 1 AND 64)
);
CREATE INDEX admin_action_target ON billing.admin_action (target, n);
CREATE TABLE billing.admin_outcome (
  action_id uuid PRIMARY KEY REFERENCES billing.admin_action (id),
  outcome   text NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
  status    integer NOT NULL CHECK (status BETWEEN 100 AND 599),
  code      text NOT NULL CHECK (length(code) <= 64),
  at        timestamptz NOT NULL
);

CREATE FUNCTION billing.admin_action_counts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(8402000000000121);
  SELECT coalesce(max(a.n), 0) + 1 INTO NEW.n FROM billing.admin_action a;
  RETURN NEW;
END $$;
CREATE TRIGGER counts BEFORE INSERT ON billing.admin_action FOR EACH ROW EXECUTE FUNCTION billing.admin_action_counts();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.admin_action FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.admin_outcome FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();

GRANT SELECT ON billing.admin_action, billing.admin_outcome TO botbazaar_billing;
GRANT INSERT (id, at, actor, action, target, reason, request_id, peer) ON billing.admin_action TO botbazaar_billing;
GRANT INSERT ON billing.admin_outcome TO botbazaar_billing;
`;

export class BillingAdmin1795660000121 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(views);
    await runner.query(audit);
  }
}
