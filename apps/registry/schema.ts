import type { ServiceSchema } from '#persistence/migrate';
import { Listings1763800000000 } from './migrations/1763800000000-listings.js';
import { PullDelivery1795390000000 } from './migrations/1795390000000-pull-delivery.js';

export const schema: ServiceSchema = {
  schema: 'registry',
  role: 'botbazaar_registry',
  migrations: [Listings1763800000000, PullDelivery1795390000000],
};
