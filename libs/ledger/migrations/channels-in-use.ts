import type { QueryRunner } from 'typeorm';
import type { Migration } from '#persistence/migrate';

/** What has arrived for good stands in the channels; and whoever owns billing's functions may look up what was booked. */
export class LedgerChannelsInUse1795670000270 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(/* sql */ `
      UPDATE ledger.chart SET in_use = true WHERE code = 1110;
      GRANT SELECT ON ledger.account, ledger.balance, ledger.transfer, ledger.entry TO botbazaar_billing_owner;
    `);
  }
}
