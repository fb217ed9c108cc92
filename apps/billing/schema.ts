import type { ServiceSchema } from '#persistence/migrate';
import { BillingAdmin1795660000121 } from './migrations/admin.js';
import { BillingAdminIndexes1795660000123 } from './migrations/admin-indexes.js';
import { BillingAdvance1764000000012 } from './migrations/advance.js';
import { BillingCheckpoints1795670000262 } from './migrations/checkpoints.js';
import { BillingInternalTransfers1795740000310 } from './migrations/internal-transfers.js';
import { BillingInvoiceFunding1795500000011 } from './migrations/invoice-funding.js';
import { BillingNodeInbound1795740000321 } from './migrations/node-inbound.js';
import { BillingNodePayers1795740000320 } from './migrations/node-payers.js';
import { BillingNodes1795670000261 } from './migrations/nodes.js';
import { BillingPayoutAmount1795700000243 } from './migrations/payout-amount.js';
import { BillingPayoutSchedules1795730000300 } from './migrations/payout-schedules.js';
import { BillingPayouts1795700000242 } from './migrations/payouts.js';
import { BillingReceipts1795670000271 } from './migrations/receipts.js';
import { BillingReconciliations1795670000272 } from './migrations/reconciliations.js';
import { BillingRefunds1795720000290 } from './migrations/refunds.js';
import { BillingRegressions1795710000280 } from './migrations/regressions.js';
import { BillingTables1764000000011 } from './migrations/tables.js';

/** Accounts, charges and payouts. The owner role cannot log in; only it may post to the ledger, through `billing.advance`. */
export const billingSchema: ServiceSchema = {
  schema: 'billing',
  role: 'botbazaar_billing',
  ownerRole: 'botbazaar_billing_owner',
  migrations: [
    BillingTables1764000000011,
    BillingAdvance1764000000012,
    BillingInvoiceFunding1795500000011,
    BillingAdmin1795660000121,
    BillingAdminIndexes1795660000123,
    BillingNodes1795670000261,
    BillingReceipts1795670000271,
    BillingPayouts1795700000242,
    BillingPayoutAmount1795700000243,
    BillingCheckpoints1795670000262,
    BillingReconciliations1795670000272,
    BillingRegressions1795710000280,
    BillingRefunds1795720000290,
    BillingPayoutSchedules1795730000300,
    BillingInternalTransfers1795740000310,
    BillingNodePayers1795740000320,
    BillingNodeInbound1795740000321,
  ],
};
