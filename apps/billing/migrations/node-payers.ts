import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Which nodes settlement can pay from, as all processes of billing know it. */
const payers = /* sql */ `
CREATE TABLE billing.node_payer (
  node    text PRIMARY KEY CHECK (length(node) = 66),
  seen_at timestamptz NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON billing.node_payer TO botbazaar_billing;
`;

export class BillingNodePayers1795740000320 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(payers);
  }
}
