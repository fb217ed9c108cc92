/** The route table: everything that this server answers. */
import { accountRoutes } from './accounts.js';
import { adminTaskRoutes } from './admin-tasks.js';
import { auditRoutes } from './audit.js';
import { chargeRoutes } from './charges.js';
import type { Gateway } from './gateway.js';
import { ledgerRoutes } from './ledger.js';
import { nodeRoutes } from './nodes.js';
import { payoutScheduleRoutes } from './payout-schedules.js';
import { payoutRoutes } from './payouts.js';
import { pulledWorkRoutes } from './pulled-work.js';
import { questionRoutes } from './questions.js';
import { reconciliationRoutes } from './reconciliations.js';
import { refundRoutes } from './refunds.js';
import { regressionRoutes } from './regressions.js';
import type { Route } from './route.js';
import { runRoutes } from './run.js';
import { type ServerPages, serverRoutes } from './server-routes.js';
import { serviceRoutes } from './services.js';
import { taskRoutes } from './tasks.js';
import { timelineRoutes } from './timeline.js';
import { webhookRoutes } from './webhooks.js';
import { workRoutes } from './work.js';

export function allRoutes(gateway: Gateway, pages: ServerPages): Route[] {
  return [
    ...taskRoutes(gateway),
    ...refundRoutes(gateway),
    ...webhookRoutes(gateway),
    ...runRoutes(gateway),
    ...serviceRoutes(gateway),
    ...workRoutes(gateway),
    ...pulledWorkRoutes(gateway),
    ...questionRoutes(gateway),
    ...accountRoutes(gateway),
    ...payoutRoutes(gateway),
    ...payoutScheduleRoutes(gateway),
    ...ledgerRoutes(gateway),
    ...chargeRoutes(gateway),
    ...nodeRoutes(gateway),
    ...reconciliationRoutes(gateway),
    ...regressionRoutes(gateway),
    ...auditRoutes(gateway),
    ...timelineRoutes(gateway),
    ...adminTaskRoutes(gateway),
    ...serverRoutes(pages),
  ];
}
