/** Charges, for admins. */
import {
  ChargeList,
  ChargeQuery,
  ChargeSummary,
  chargeView,
  HoldList,
  HoldQuery,
  holdView,
  secondsSince,
} from '#contracts/http/charge';
import { nextPage, timestamp } from '#contracts/http/shared';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';

const admin = { auth: { kind: 'admin' }, group: 'Administration', method: 'GET' } as const;
const headers = { 'cache-control': 'no-store' };
const defaultPage = 50;

export function chargeRoutes(gateway: Gateway): Route[] {
  return [listHolds(gateway), listCharges(gateway), summarizeCharges(gateway)];
}

function listHolds({ billing }: Gateway): Route {
  return defineRoute({
    ...admin,
    path: '/v1/admin/holds',
    name: 'listHolds',
    summary: 'Money that LND holds for charges, the nearest to its expiry first',
    query: HoldQuery,
    responses: { 200: { description: 'A page of holds.', schema: HoldList, rows: 'holds' } },
    errors: ['invalid_cursor'],
    async handle({ query: { node = '', cursor = '', limit = defaultPage } }) {
      const reply = await billing.listHolds({ node, cursor, limit });
      return { status: 200, headers, json: { holds: reply.holds.map(holdView), ...nextPage(reply.nextCursor) } };
    },
  });
}

function listCharges({ billing, clock }: Gateway): Route {
  return defineRoute({
    ...admin,
    path: '/v1/admin/charges',
    name: 'listCharges',
    summary: 'Charges by state and age',
    query: ChargeQuery,
    responses: { 200: { description: 'A page of charges.', schema: ChargeList, rows: 'charges' } },
    errors: ['invalid_cursor'],
    async handle({ query }) {
      const reply = await billing.listCharges({
        state: query.state ?? '',
        funding: query.funding ?? '',
        sellerAccountId: query.sellerAccountId ?? '',
        olderThanSeconds: String(query.olderThanSeconds ?? 0),
        newestFirst: query.order === 'newest',
        cursor: query.cursor ?? '',
        limit: query.limit ?? defaultPage,
      });
      const now = clock.now();
      const charges = reply.charges.map((charge) => chargeView(charge, now));
      return { status: 200, headers, json: { charges, ...nextPage(reply.nextCursor) } };
    },
  });
}

function summarizeCharges({ billing, clock }: Gateway): Route {
  return defineRoute({
    ...admin,
    path: '/v1/admin/charges/summary',
    name: 'summarizeCharges',
    summary: 'How many charges there are in each state, what they are about, and since when',
    responses: { 200: { description: 'A line for each funding and state.', schema: ChargeSummary, rows: 'lines' } },
    errors: [],
    async handle() {
      const reply = await billing.summarizeCharges({});
      const now = clock.now();
      const lines = reply.lines.map(({ oldestAtMs, ...line }) => ({
        ...line,
        oldestAt: timestamp(oldestAtMs),
        oldestSeconds: secondsSince(oldestAtMs, now),
      }));
      return { status: 200, headers, json: { lines } };
    },
  });
}
