import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** What can arrive at a node, as settlement has reported it last; null where that is not known. */
const inbound = /* sql */ `
ALTER TABLE billing.node_condition ADD COLUMN inbound_msat bigint CHECK (inbound_msat >= 0);
`;

export class BillingNodeInbound1795740000321 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(inbound);
  }
}
