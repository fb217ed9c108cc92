/** Nodes compared with the books, and incidents, for admins. */
import { Type } from 'typebox';
import { Reason } from '#contracts/http/audit';
import {
  AcceptedDifference,
  ClosedIncident,
  findingView,
  IncidentId,
  IncidentList,
  IncidentQuery,
  incidentView,
  lineView,
  ReconciliationId,
  ReconciliationList,
  ReconciliationQuery,
  ReconciliationReport,
  RequestedReconciliations,
  reconciliationView,
} from '#contracts/http/reconciliation';
import { LongPageQuery, nextPage } from '#contracts/http/shared';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';

const admin = { auth: { kind: 'admin' }, group: 'Administration' } as const;
const headers = { 'cache-control': 'no-store' };
const defaultPage = 50;
const reason = { schema: Reason, maxBytes: 4_096 };
const byId = { params: Type.Object({ reconciliationId: ReconciliationId }), unknownPath: 'not_found' } as const;

export function reconciliationRoutes(gateway: Gateway): Route[] {
  return [
    requestReconciliation(gateway),
    listReconciliations(gateway),
    getReconciliation(gateway),
    acceptDifference(gateway),
    listIncidents(gateway),
    closeIncident(gateway),
  ];
}

function requestReconciliation({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'POST',
    path: '/v1/admin/reconciliations',
    name: 'requestReconciliation',
    summary: 'Compare every node with the books, within seconds',
    body: reason,
    responses: {
      202: { description: 'Asked for. Those that were already due are among them.', schema: RequestedReconciliations },
    },
    errors: [],
    async handle() {
      return { status: 202, headers, json: await billing.requestReconciliation({}) };
    },
  });
}

function listReconciliations({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/reconciliations',
    name: 'listReconciliations',
    summary: 'Comparisons of nodes with the books, newest first',
    query: ReconciliationQuery,
    responses: { 200: { description: 'A page of them.', schema: ReconciliationList, rows: 'reconciliations' } },
    errors: ['invalid_cursor'],
    async handle({ query: { node = '', cursor = '', limit = defaultPage } }) {
      const reply = await billing.listReconciliations({ node, cursor, limit });
      const reconciliations = reply.reconciliations.map(reconciliationView);
      return { status: 200, headers, json: { reconciliations, ...nextPage(reply.nextCursor) } };
    },
  });
}

function getReconciliation({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    ...byId,
    method: 'GET',
    path: '/v1/admin/reconciliations/{reconciliationId}',
    name: 'getReconciliation',
    summary: 'One comparison, line by line, with a page of what was found among invoices and charges',
    query: LongPageQuery,
    responses: { 200: { description: 'The report.', schema: ReconciliationReport, rows: 'found' } },
    errors: ['not_found', 'invalid_cursor'],
    async handle({ params: { reconciliationId }, query: { cursor = '', limit = defaultPage } }) {
      const reply = await billing.getReconciliation({ reconciliationId, cursor, limit });
      if (!reply.reconciliation) throw new Error('billing answered without the reconciliation');
      const json = {
        ...reconciliationView(reply.reconciliation),
        lines: reply.lines.map(lineView),
        found: reply.findings.map(findingView),
        ...nextPage(reply.nextCursor),
      };
      return { status: 200, headers, json };
    },
  });
}

function acceptDifference({ billing, logger }: Gateway): Route {
  return defineRoute({
    ...admin,
    ...byId,
    method: 'POST',
    path: '/v1/admin/reconciliations/{reconciliationId}/accept',
    name: 'acceptDifference',
    summary: "Take the difference of a node's newest comparison for its owner's from now on",
    description:
      'For money that the owner has put into the node or taken out of it. It closes the incidents of the difference, and payouts of the node go on.',
    body: reason,
    responses: { 200: { description: 'It is accepted.', schema: AcceptedDifference } },
    errors: ['not_found', 'conflict'],
    async handle({ params: { reconciliationId }, body }) {
      const { differenceMsat } = await billing.acceptDifference({ reconciliationId, reason: body.reason });
      logger.info({ reconciliationId, differenceMsat, reason: body.reason }, 'an admin accepted a difference');
      return { status: 200, headers, json: { reconciliationId, differenceMsat } };
    },
  });
}

function listIncidents({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/incidents',
    name: 'listIncidents',
    summary: 'What a human has to look at, newest first',
    query: IncidentQuery,
    responses: { 200: { description: 'A page of incidents.', schema: IncidentList, rows: 'incidents' } },
    errors: ['invalid_cursor'],
    async handle({ query: { open = false, cursor = '', limit = defaultPage } }) {
      const reply = await billing.listIncidents({ openOnly: open, cursor, limit });
      const incidents = reply.incidents.map(incidentView);
      return { status: 200, headers, json: { incidents, ...nextPage(reply.nextCursor) } };
    },
  });
}

function closeIncident({ billing, logger }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'POST',
    path: '/v1/admin/incidents/{incidentId}/close',
    name: 'closeIncident',
    summary: 'Close an incident; payouts that a shortfall had stopped go on',
    params: Type.Object({ incidentId: IncidentId }),
    unknownPath: 'not_found',
    body: reason,
    responses: { 200: { description: 'It is closed. Repeating it changes nothing.', schema: ClosedIncident } },
    errors: ['not_found'],
    async handle({ params: { incidentId }, body }) {
      await billing.closeIncident({ incidentId, reason: body.reason });
      logger.info({ incidentId, reason: body.reason }, 'an admin closed an incident');
      return { status: 200, headers, json: { incidentId } };
    },
  });
}
