/** Where an account's earnings go by themselves. What is due is paid out by payout-schedule-worker.ts. */
import { NewPayoutSchedule, PayoutSchedule, payoutScheduleView } from '#contracts/http/payout-schedule';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';
import { checkAddress } from './pay-address.js';
import { usualFeeLimit } from './payouts.js';

const noStore = { 'cache-control': 'no-store' };
const path = '/v1/accounts/me/payout-schedule';
const auth = { kind: 'account', action: 'payout' } as const;

export function payoutScheduleRoutes(gateway: Gateway): Route[] {
  return [setSchedule(gateway), getSchedule(gateway), deleteSchedule(gateway)];
}

function setSchedule({ billing, lookups }: Gateway): Route {
  return defineRoute({
    ...{ method: 'PUT', path, auth },
    name: 'setPayoutSchedule',
    group: 'Accounts',
    summary: 'Have what is earned paid out by itself',
    description:
      'To a Lightning address or an LNURL-pay, from a threshold on and at most so often. Replaces the one that was set before; what went wrong with that is forgotten, and not waited for any more.',
    body: { schema: NewPayoutSchedule, maxBytes: 8_192 },
    responses: { 200: { description: 'The schedule.', schema: PayoutSchedule } },
    errors: ['invalid_amount', 'address_unusable', 'payout_limit', 'conflict', 'too_many_requests'],
    async handle({ accountId, body: { address, every, thresholdMsat, maxFeeMsat = usualFeeLimit } }) {
      checkAddress(address);
      // Each is a reason to ask the address again.
      lookups.count(accountId);
      const settings = { address, every, thresholdMsat, feeLimitMsat: maxFeeMsat };
      const schedule = await billing.setPayoutSchedule({ accountId, ...settings });
      return { status: 200, headers: noStore, json: payoutScheduleView(schedule) };
    },
  });
}

function getSchedule({ billing }: Gateway): Route {
  return defineRoute({
    ...{ method: 'GET', path, auth },
    name: 'getPayoutSchedule',
    group: 'Accounts',
    summary: 'Read where earnings go by themselves, and what came of it last',
    responses: { 200: { description: 'The schedule.', schema: PayoutSchedule } },
    errors: ['not_found'],
    async handle({ accountId }) {
      return {
        status: 200,
        headers: noStore,
        json: payoutScheduleView(await billing.getPayoutSchedule({ accountId })),
      };
    },
  });
}

function deleteSchedule({ billing }: Gateway): Route {
  return defineRoute({
    ...{ method: 'DELETE', path, auth },
    name: 'deletePayoutSchedule',
    group: 'Accounts',
    summary: 'Have nothing paid out by itself any more',
    description: 'What has been set aside for a payout goes on.',
    responses: { 204: { description: 'There is none now.' } },
    errors: ['conflict'],
    async handle({ accountId }) {
      await billing.deletePayoutSchedule({ accountId });
      return { status: 204, headers: noStore };
    },
  });
}
