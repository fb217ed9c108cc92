import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';
import { reserveFunction } from './payouts.js';

/** Payouts to invoices of our own charges, which never leave: the account pays the charge from its balance. */
const tables = /* sql */ `
ALTER TABLE billing.charge
  DROP CONSTRAINT charge_state_check,
  DROP COLUMN due_at,
  ADD CONSTRAINT charge_state_check CHECK (state IN ('CREATING', 'OPEN', 'TRANSFERRING', 'HELD', 'SETTLING', 'SETTLED', 'CANCELING',
    'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE', 'REFUNDED')),
  ADD CONSTRAINT charge_transfers_by_invoice CHECK (state <> 'TRANSFERRING' OR funding = 'invoice'),
  ADD COLUMN due_at timestamptz GENERATED ALWAYS AS (CASE state
    WHEN 'CREATING' THEN created_at WHEN 'OPEN' THEN expires_at WHEN 'HELD' THEN hold_deadline_at
    WHEN 'TRANSFERRING' THEN updated_at WHEN 'SETTLING' THEN updated_at WHEN 'CANCELING' THEN updated_at END) STORED;

ALTER TABLE billing.payout
  ADD COLUMN charge_id uuid REFERENCES billing.charge (id),
  ADD CONSTRAINT payout_within CHECK (charge_id IS NULL OR (attempts = 0 AND fee_limit_msat = 0 AND NOT own_amount));
`;

export class BillingInternalTransfers1795740000310 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(
      reserveFunction({ columns: ['own_amount', 'charge_id'], leaves: (row) => `${row}.charge_id IS NULL` }),
    );
  }
}
