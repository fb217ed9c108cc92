import { billingSchema } from '#apps/billing/schema';
import { schema as dispatchSchema } from '#apps/dispatch/schema';
import { schema as registrySchema } from '#apps/registry/schema';
import { settlementSchema } from '#apps/settlement/schema';
import { ledgerSchema } from '#ledger/schema';
import type { ServiceSchema } from '#persistence/migrate';

/** What the services own in the database, in the order in which it is made: who grants to whom decides it. */
export const migrationPlan: readonly ServiceSchema[] = [
  ledgerSchema,
  billingSchema,
  registrySchema,
  dispatchSchema,
  settlementSchema,
];
