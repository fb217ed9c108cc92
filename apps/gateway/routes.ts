/** The route table: everything that this server answers. */

import { adminTaskRoutes } from './admin/admin-tasks.js';
import { auditRoutes } from './admin/audit.js';
import { chargeRoutes } from './admin/charges.js';
import { ledgerRoutes } from './admin/ledger.js';
import { nodeRoutes } from './admin/nodes.js';
import { reconciliationRoutes } from './admin/reconciliations.js';
import { regressionRoutes } from './admin/regressions.js';
import { timelineRoutes } from './admin/timeline.js';
import { questionRoutes } from './buying/questions.js';
import { refundRoutes } from './buying/refunds.js';
import { runRoutes } from './buying/run.js';
import { taskRoutes } from './buying/tasks.js';
import { webhookRoutes } from './buying/webhooks.js';
import type { Gateway } from './gateway.js';
import type { Route } from './route.js';
import { accountRoutes } from './selling/accounts.js';
import { payoutScheduleRoutes } from './selling/payout-schedules.js';
import { payoutRoutes } from './selling/payouts.js';
import { pulledWorkRoutes } from './selling/pulled-work.js';
import { serviceRoutes } from './selling/services.js';
import { workRoutes } from './selling/work.js';
import { type ServerPages, serverRoutes } from './server-routes.js';

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
