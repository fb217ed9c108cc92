/** Payouts: what an account has earned leaves over Lightning. Admins see all of them, and stop them. */
import type { Static } from 'typebox';
import {
  AdminPayoutList,
  AdminPayoutQuery,
  listedPayoutView,
  NewPayout,
  Payout,
  PayoutList,
  PayoutParams,
  PayoutQuery,
  PayoutStopChange,
  PayoutStopList,
  PayoutStory,
  payoutStoryView,
  payoutView,
} from '#contracts/http/payout';
import { nextPage, timestamp } from '#contracts/http/shared';
import { AppError } from '#kernel/errors';
import { hashFields, readIdempotencyKey } from '../edge/client.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';
import { invoiceFrom } from './pay-address.js';

const noStore = { 'cache-control': 'no-store' };
const defaultPage = 50;
/** The usual limit, in billing's message. */
export const usualFeeLimit = '-1';

/** Why an order for a payout is refused. */
export const payoutErrors = [
  'invalid_amount',
  'invalid_invoice',
  'invoice_expired',
  'address_unusable',
  'invalid_endpoint',
  'too_many_requests',
  'invoice_not_payable',
  'invoice_already_used',
  'own_invoice',
  'amount_mismatch',
  'payout_limit',
  'insufficient_balance',
  'idempotency_key_reused',
  'payouts_stopped',
  'liquidity_short',
  'lightning_unavailable',
] as const;

export function payoutRoutes(gateway: Gateway): Route[] {
  return [
    createPayout(gateway),
    listPayouts(gateway),
    getPayout(gateway),
    listAllPayouts(gateway),
    getStory(gateway),
    listStops(gateway),
    changeStop(gateway, 'stop'),
    changeStop(gateway, 'allow'),
  ];
}

function createPayout({ billing, outbound, lookups }: Gateway): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/payouts',
    name: 'createPayout',
    group: 'Accounts',
    summary: 'Pay out to an invoice, a Lightning address or an LNURL',
    description:
      'Sets the amount and the most that routing may cost aside, and sends soon after. The same Idempotency-Key again answers the same payout; without one nothing is paid out. An invoice is paid out to once: after FAILED ask for a new one.',
    auth: { kind: 'account', action: 'payout' },
    requestHeaders: [
      { name: 'Idempotency-Key', description: 'Required: names this payout. 1 to 255 printable characters.' },
    ],
    body: { schema: NewPayout, maxBytes: 16_384 },
    responses: {
      201: { description: 'The payout, with its money set aside.', schema: Payout },
      200: { description: 'The payout of this Idempotency-Key as it is now.', schema: Payout },
    },
    errors: payoutErrors,
    async handle({ accountId, body, raw }) {
      const key = readIdempotencyKey(raw);
      if (key === undefined) {
        const fields = [{ path: 'Idempotency-Key', message: 'is required' }];
        throw new AppError('invalid_request', 'a payout needs an Idempotency-Key', { fields });
      }
      const order = { accountId, ...orderIn(body, hashFields('payout', [accountId, key])), scheduleRun: '0' };
      const { address, amountMsat } = order;
      // A payout that is there is answered without asking the address again, which would give another invoice.
      const known = await billing.createPayout(order);
      if (!known.payout) lookups.count(accountId);
      const { created, payout } = known.payout
        ? known
        : await billing.createPayout({ ...order, ...(await invoiceFrom(outbound, address, amountMsat)) });
      if (!payout) throw new AppError('internal', 'billing answered without a payout');
      const location = `/v1/payouts/${payout.payoutId}`;
      return { status: created ? 201 : 200, headers: { ...noStore, location }, json: payoutView(payout) };
    },
  });
}

/** What billing is asked for, before an address was asked for its invoice. */
export function orderIn(body: Static<typeof NewPayout>, idempotencyScope: Buffer) {
  const { invoice = '', address = '', amountMsat = '0', maxFeeMsat = usualFeeLimit } = body;
  if ((invoice === '') === (address === '')) throw new AppError('invalid_request', 'name an invoice or an address');
  const descriptionHash = Buffer.alloc(0);
  return { paymentRequest: invoice, address, amountMsat, feeLimitMsat: maxFeeMsat, idempotencyScope, descriptionHash };
}

function listPayouts({ billing }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/payouts',
    name: 'listPayouts',
    group: 'Accounts',
    summary: 'List the own payouts, newest first',
    auth: { kind: 'account', action: 'payout' },
    query: PayoutQuery,
    responses: { 200: { description: 'A page of payouts.', schema: PayoutList, rows: 'payouts' } },
    errors: ['invalid_cursor'],
    async handle({ accountId, query: { state = '', cursor = '', limit = defaultPage } }) {
      const { payouts, nextCursor } = await billing.listPayouts({ accountId, state, cursor, limit });
      return { status: 200, headers: noStore, json: { payouts: payouts.map(payoutView), ...nextPage(nextCursor) } };
    },
  });
}

function getPayout({ billing }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/payouts/{payoutId}',
    name: 'getPayout',
    group: 'Accounts',
    summary: 'Read an own payout, with the proof of payment when it has succeeded',
    auth: { kind: 'account', action: 'payout' },
    params: PayoutParams,
    unknownPath: 'payout_not_found',
    responses: { 200: { description: 'The payout.', schema: Payout } },
    errors: ['payout_not_found'],
    async handle({ accountId, params: { payoutId } }) {
      return { status: 200, headers: noStore, json: payoutView(await billing.getPayout({ accountId, payoutId })) };
    },
  });
}

function listAllPayouts({ billing }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/admin/payouts',
    name: 'listAllPayouts',
    group: 'Administration',
    summary: 'Payouts of all accounts, newest first',
    auth: { kind: 'admin' },
    query: AdminPayoutQuery,
    responses: { 200: { description: 'A page of payouts.', schema: AdminPayoutList, rows: 'payouts' } },
    errors: ['invalid_cursor'],
    async handle({ query: { state = '', cursor = '', limit = defaultPage } }) {
      const { payouts, nextCursor } = await billing.listPayouts({ accountId: '', state, cursor, limit });
      return {
        status: 200,
        headers: noStore,
        json: { payouts: payouts.map(listedPayoutView), ...nextPage(nextCursor) },
      };
    },
  });
}

function getStory({ billing }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/admin/payouts/{payoutId}',
    name: 'getPayoutStory',
    group: 'Administration',
    summary: 'Everything that happened to a payout',
    auth: { kind: 'admin' },
    params: PayoutParams,
    unknownPath: 'payout_not_found',
    responses: { 200: { description: 'The payout with its events and attempts.', schema: PayoutStory } },
    errors: ['payout_not_found'],
    async handle({ params: { payoutId } }) {
      return { status: 200, headers: noStore, json: payoutStoryView(await billing.getPayoutStory({ payoutId })) };
    },
  });
}

function listStops({ billing }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/admin/payouts/stops',
    name: 'listPayoutStops',
    group: 'Administration',
    summary: 'Where payouts are stopped, by whom and why',
    auth: { kind: 'admin' },
    responses: { 200: { description: 'The stops; none while everything is paid out.', schema: PayoutStopList } },
    errors: [],
    async handle() {
      const { stops } = await billing.listPayoutStops({});
      const json = stops.map(({ node, atMs, actor, reason }) => ({
        ...(node !== '' && { node }),
        ...{ actor, reason },
        at: timestamp(atMs),
      }));
      return { status: 200, headers: noStore, json: { stops: json } };
    },
  });
}

function changeStop({ billing }: Gateway, change: 'stop' | 'allow'): Route {
  const stopped = change === 'stop';
  return defineRoute({
    method: 'POST',
    path: `/v1/admin/payouts/${change}`,
    name: stopped ? 'stopPayouts' : 'allowPayouts',
    group: 'Administration',
    summary: stopped ? 'Stop payouts, on one node or everywhere' : 'Allow payouts again',
    description: stopped
      ? 'No payout is taken any more and none is sent; what has been sent goes on, since Lightning does not take it back. The money of those that wait stays set aside.'
      : 'Takes back the stop of that node, or the one of everywhere; each must be taken back by itself.',
    auth: { kind: 'admin' },
    body: { schema: PayoutStopChange, maxBytes: 4_096 },
    responses: { 204: { description: stopped ? 'Stopped.' : 'Allowed.' } },
    errors: [],
    async handle({ body: { node = '', reason } }) {
      await billing.setPayoutStop({ node, stopped, actor: 'admin', reason });
      return { status: 204, headers: noStore };
    },
  });
}
