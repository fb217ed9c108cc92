import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** How far settlement has read the invoices of each node, by the node's own key: one that takes another's place has its own row. */
const checkpoints = /* sql */ `
CREATE TABLE billing.settle_checkpoint (
  node                   text PRIMARY KEY CHECK (length(node) = 66),
  add_index              bigint NOT NULL CHECK (add_index >= 0),
  settle_index           bigint NOT NULL CHECK (settle_index >= 0),
  last_settled_add_index bigint NOT NULL CHECK (last_settled_add_index >= 0),
  saved_at               timestamptz NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON billing.settle_checkpoint TO botbazaar_billing;
`;

export class BillingCheckpoints1795670000262 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(checkpoints);
  }
}
