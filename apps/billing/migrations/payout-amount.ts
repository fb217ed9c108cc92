import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';
import { reserveFunction } from './payouts.js';

/** Invoices without an amount: whoever pays says how much, and LND is told so only with those. */
export class BillingPayoutAmount1795700000243 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE billing.payout ADD COLUMN own_amount boolean NOT NULL DEFAULT false');
    await runner.query(reserveFunction({ columns: ['own_amount'] }));
  }
}
