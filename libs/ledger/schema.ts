import type { ServiceSchema } from '#persistence/migrate';
import { LedgerChannelsInUse1795670000270 } from './migrations/channels-in-use.js';
import { LedgerEscrowInUse1795500000010 } from './migrations/escrow-in-use.js';
import { LedgerPayoutsInUse1795700000241 } from './migrations/payouts-in-use.js';
import { LedgerPost1764000000002 } from './migrations/post.js';
import { LedgerTables1764000000001 } from './migrations/tables.js';
import { LedgerVerify1764000000003 } from './migrations/verify.js';

/** The books. Goes before billing's schema in the plan, since billing's functions call `ledger.post`. */
export const ledgerSchema: ServiceSchema = {
  schema: 'ledger',
  role: 'botbazaar_billing',
  ownerRole: 'botbazaar_ledger',
  migrations: [
    LedgerTables1764000000001,
    LedgerPost1764000000002,
    LedgerVerify1764000000003,
    LedgerEscrowInUse1795500000010,
    LedgerChannelsInUse1795670000270,
    LedgerPayoutsInUse1795700000241,
  ],
};
