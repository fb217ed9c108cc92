import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Ordinary invoices bring escrow, and what is owed back when no work comes of it. */
export class LedgerEscrowInUse1795500000010 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE ledger.chart SET in_use = true WHERE code IN (2140, 2160)');
  }
}
