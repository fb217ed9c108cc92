import type { ServiceSchema } from '#persistence/migrate';

/** Settlement has no tables; its role logs in to hold the lock of its leader. */
export const settlementSchema: ServiceSchema = {
  schema: 'settlement',
  role: 'botbazaar_settlement',
  ownerRole: 'botbazaar_settlement_owner',
  migrations: [],
};
