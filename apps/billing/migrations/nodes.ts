import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** What settlement has seen of each node: all processes of billing give new charges by it. */
const conditions = /* sql */ `
CREATE TABLE billing.node_condition (
  node          text PRIMARY KEY CHECK (length(node) = 66),
  unfit         text NOT NULL CHECK (length(unfit) <= 40),
  since         timestamptz NOT NULL,
  reported_at   timestamptz NOT NULL,
  height        integer NOT NULL CHECK (height >= 0),
  followed      integer NOT NULL CHECK (followed >= 0),
  streams_ended integer NOT NULL CHECK (streams_ended >= 0)
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON billing.node_condition TO botbazaar_billing;
`;

export class BillingNodes1795670000261 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(conditions);
  }
}
