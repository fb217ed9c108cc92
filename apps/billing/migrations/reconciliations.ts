import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Comparisons of nodes with the books. What was found stays; what is added later is another row. */
const tables = /* sql */ `
CREATE TABLE billing.reconciliation (
  id              uuid PRIMARY KEY,
  node            text NOT NULL CHECK (length(node) = 66),
  requested_by    text NOT NULL CHECK (requested_by IN ('schedule', 'admin')),
  requested_at    timestamptz NOT NULL,
  finished_at     timestamptz,
  verdict         text CHECK (verdict IN ('baseline', 'balanced', 'unsteady', 'surplus', 'shortfall')),
  difference_msat bigint,
  block_height    integer,
  invoices        integer NOT NULL DEFAULT 0,
  findings        integer NOT NULL DEFAULT 0,
  CONSTRAINT reconciliation_done CHECK ((finished_at IS NULL) = (verdict IS NULL) AND (verdict IS NULL) = (difference_msat IS NULL))
);
CREATE UNIQUE INDEX reconciliation_due ON billing.reconciliation (node) WHERE finished_at IS NULL;
CREATE INDEX reconciliation_of_node ON billing.reconciliation (node, id);

CREATE TABLE billing.reconciliation_line (
  reconciliation_id uuid NOT NULL REFERENCES billing.reconciliation (id),
  n          integer NOT NULL,
  name       text NOT NULL,
  node_msat  bigint,
  books_msat bigint,
  PRIMARY KEY (reconciliation_id, n)
);

CREATE TABLE billing.reconciliation_finding (
  reconciliation_id uuid NOT NULL REFERENCES billing.reconciliation (id),
  n            integer NOT NULL CHECK (n > 0),
  kind         text NOT NULL CHECK (kind IN ('invoice_without_charge', 'charge_without_invoice', 'settled_not_booked', 'htlc_without_charge')),
  payment_hash bytea NOT NULL,
  charge_id    uuid,
  amount_msat  bigint NOT NULL,
  PRIMARY KEY (reconciliation_id, n),
  UNIQUE (reconciliation_id, kind, payment_hash)
);

-- What a node has that did not get there through the marketplace: first what there was, then what an admin accepted. Its sum is
-- compared with; nothing of it is booked.
CREATE TABLE billing.node_baseline (
  reconciliation_id uuid PRIMARY KEY REFERENCES billing.reconciliation (id),
  node        text NOT NULL CHECK (length(node) = 66),
  amount_msat bigint NOT NULL,
  reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  at          timestamptz NOT NULL
);
CREATE INDEX node_baseline_of_node ON billing.node_baseline (node);

CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON billing.reconciliation FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.reconciliation_line FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.reconciliation_finding FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.node_baseline FOR EACH STATEMENT EXECUTE FUNCTION billing.forbid();

GRANT SELECT, INSERT ON billing.reconciliation, billing.reconciliation_line, billing.reconciliation_finding, billing.node_baseline TO botbazaar_billing;
GRANT UPDATE (finished_at, verdict, difference_msat, block_height, invoices, findings) ON billing.reconciliation TO botbazaar_billing;
`;

export class BillingReconciliations1795670000272 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }
}
