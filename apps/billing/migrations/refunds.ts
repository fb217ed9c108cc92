import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';
import { advanceFunction } from './advance.js';

/** What is owed back of an ordinary invoice, and whoever paid it has taken. */
const tables = /* sql */ `
ALTER TABLE billing.charge
  DROP CONSTRAINT charge_state_check,
  DROP CONSTRAINT charge_closed,
  DROP CONSTRAINT charge_refund_was_paid,
  ADD CONSTRAINT charge_state_check CHECK (state IN
    ('CREATING', 'OPEN', 'HELD', 'SETTLING', 'SETTLED', 'CANCELING', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE', 'REFUNDED')),
  ADD CONSTRAINT charge_closed CHECK
    ((closed_at IS NOT NULL) = (state IN ('SETTLED', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE', 'REFUNDED'))),
  ADD CONSTRAINT charge_refund_was_paid CHECK
    (state NOT IN ('REFUND_DUE', 'REFUNDED') OR (funding = 'invoice' AND amount_paid_msat IS NOT NULL));
`;

export class BillingRefunds1795720000290 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    const finalStates = ['SETTLED', 'CANCELED', 'EXPIRED', 'LOST', 'REFUND_DUE', 'REFUNDED'];
    await runner.query(advanceFunction({ finalStates, waiting: 'REFUND_DUE' }));
  }
}
