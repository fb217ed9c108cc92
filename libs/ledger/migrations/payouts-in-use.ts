import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Payouts reserve (2210), may be unknown for a while (2220), and cost routing fees (4120, 5110). */
export class LedgerPayoutsInUse1795700000241 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE ledger.chart SET in_use = true WHERE code IN (2210, 2220, 4120, 5110)');
  }
}
