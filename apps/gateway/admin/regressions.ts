/** What was found when the database was older than its nodes, for admins. */
import { Type } from 'typebox';
import { Reason } from '#contracts/http/audit';
import { ClearedRegression, RegressionId, RegressionList, regressionView } from '#contracts/http/regression';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';

const admin = { auth: { kind: 'admin' }, group: 'Administration' } as const;
const headers = { 'cache-control': 'no-store' };

export function regressionRoutes(gateway: Gateway): Route[] {
  return [listRegressions(gateway), clearRegression(gateway)];
}

function listRegressions({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/admin/regressions',
    name: 'listRegressions',
    summary: 'Times when the database was older than its nodes, newest first, and how far the import is',
    responses: { 200: { description: 'The newest 50.', schema: RegressionList, rows: 'regressions' } },
    errors: [],
    async handle() {
      const { regressions } = await billing.listRegressions({});
      return { status: 200, headers, json: { regressions: regressions.map(regressionView) } };
    },
  });
}

function clearRegression({ billing, logger }: Gateway): Route {
  return defineRoute({
    ...admin,
    method: 'POST',
    path: '/v1/admin/regressions/{regressionId}/clear',
    name: 'clearRegression',
    summary: 'Take the books as they are: sell and pay out again',
    description: 'For what the import cannot mend. What is missing in the books then stays missing.',
    params: Type.Object({ regressionId: RegressionId }),
    unknownPath: 'not_found',
    body: { schema: Reason, maxBytes: 4_096 },
    responses: { 200: { description: 'It has ended. Repeating it changes nothing.', schema: ClearedRegression } },
    errors: ['not_found'],
    async handle({ params: { regressionId }, body }) {
      await billing.clearRegression({ regressionId, reason: body.reason });
      logger.info({ regressionId, reason: body.reason }, 'an admin ended a regression');
      return { status: 200, headers, json: { regressionId } };
    },
  });
}
