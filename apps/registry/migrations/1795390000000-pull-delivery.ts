import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** Sellers without an address claim their work; only what is pushed has a URL. */
export class PullDelivery1795390000000 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE listing_version
        DROP CONSTRAINT listing_version_delivery_mode_check,
        ADD CONSTRAINT listing_version_delivery CHECK (
          (delivery_mode = 'push' AND delivery_url <> '') OR (delivery_mode = 'pull' AND delivery_url = ''));
    `);
  }
}
