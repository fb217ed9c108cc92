import type { ServiceSchema } from '#persistence/migrate';
import { Listings1763800000000 } from './migrations/1763800000000-listings.js';
import { PullDelivery1795390000000 } from './migrations/1795390000000-pull-delivery.js';
import { Shelf1795400000000 } from './migrations/1795400000000-shelf.js';
import { Health1795400000001 } from './migrations/1795400000001-health.js';

export const schema: ServiceSchema = {
  schema: 'registry',
  role: 'botbazaar_registry',
  migrations: [Listings1763800000000, PullDelivery1795390000000, Shelf1795400000000, Health1795400000001],
};
