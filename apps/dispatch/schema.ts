import type { ServiceSchema } from '#persistence/migrate';
import { AdminLists1795660000122 } from './migrations/admin-lists.js';
import { BuyerWebhooks1795400000101 } from './migrations/buyer-webhooks.js';
import { CreateQueue1790000000002 } from './migrations/create-queue.js';
import { CreateTask1790000000001 } from './migrations/create-task.js';
import { Outcomes1795476000141 } from './migrations/outcomes.js';
import { Pieces1795476000162 } from './migrations/pieces.js';
import { PullWork1795390000001 } from './migrations/pull-work.js';
import { Questions1795476000161 } from './migrations/questions.js';

/** What dispatch owns in the database; BullMQ's tables stand beside it in a schema of their own. */
export const schema: ServiceSchema = {
  schema: 'dispatch',
  role: 'botbazaar_dispatch',
  migrations: [
    CreateTask1790000000001,
    CreateQueue1790000000002,
    PullWork1795390000001,
    BuyerWebhooks1795400000101,
    Questions1795476000161,
    Pieces1795476000162,
    Outcomes1795476000141,
    AdminLists1795660000122,
  ],
};

/**
 * Every statement goes by an index and has the same plan whatever it is given. Left alone, the planner plans a statement over
 * arrays anew at each call, and one that it planned while a table was small goes on reading all of it when it has grown.
 */
export const sessionSettings = { enable_seqscan: 'off', plan_cache_mode: 'force_generic_plan' };
