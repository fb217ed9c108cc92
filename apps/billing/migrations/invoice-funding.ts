import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';
import { advanceFunction } from './advance.js';

/** Charges that are paid by an ordinary invoice, and what is owed back of them. */
const tables = /* sql */ `
ALTER TABLE billing.charge
  DROP CONSTRAINT charge_funding_check,
  DROP CONSTRAINT charge_state_check,
  DROP CONSTRAINT charge_closed,
  ADD CONSTRAINT charge_funding_check CHECK (funding IN ('hold', 'invoice')),
  ADD CONSTRAINT charge_state_check CHECK (state IN
    ('CREATING', 'OPEN', 'HELD', 'SETTLING', 'SETTLED', 'CANCELING', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE')),
  ADD CONSTRAINT charge_closed CHECK ((closed_at IS NOT NULL) = (state IN ('SETTLED', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE'))),
  ADD CONSTRAINT charge_refund_was_paid CHECK (state <> 'REFUND_DUE' OR (funding = 'invoice' AND amount_paid_msat IS NOT NULL));
`;

export class BillingInvoiceFunding1795500000011 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(advanceFunction({ finalStates: ['SETTLED', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE'] }));
  }
}
