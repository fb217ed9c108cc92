import type { ServiceSchema } from '#persistence/migrate';

/** What the services own in the database, in the order in which it is made: who grants to whom decides it. */
export const migrationPlan: readonly ServiceSchema[] = [];
