import { Account, CreatedAccount, NewAccount } from '#contracts/http/account';
import { timestamp } from '#contracts/http/shared';
import { addressPrefix } from '../edge/client.js';
import type { Gateway } from '../gateway.js';
import { defineRoute, type Route } from '../route.js';

export function accountRoutes(gateway: Gateway): Route[] {
  return [createAccount(gateway), getAccount(gateway)];
}

function createAccount({ billing, limiter, proxies }: Gateway): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/accounts',
    name: 'createAccount',
    group: 'Accounts',
    summary: 'Open an account',
    description: 'Open to everyone and free. Buyers need none; sellers earn into theirs.',
    auth: { kind: 'none' },
    body: { schema: NewAccount, maxBytes: 4096 },
    responses: { 201: { description: 'The account and its root credential.', schema: CreatedAccount } },
    errors: ['too_many_requests'],
    async handle({ body, raw }) {
      limiter.countRequest(addressPrefix(proxies.clientAddress(raw)));
      const { accountId, credential } = await billing.createAccount({ name: body.name ?? '' });
      return {
        status: 201,
        headers: { location: '/v1/accounts/me', 'cache-control': 'no-store' },
        json: { accountId, credential } satisfies CreatedAccount,
      };
    },
  });
}

function getAccount({ billing }: Gateway): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/accounts/me',
    name: 'getAccount',
    group: 'Accounts',
    summary: 'Read the own account',
    auth: { kind: 'account', action: 'read' },
    responses: { 200: { description: 'The account.', schema: Account } },
    errors: [],
    async handle({ accountId }) {
      const { name, balanceMsat, createdAtMs } = await billing.getAccount({ accountId });
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        json: { accountId, name, balanceMsat, createdAt: timestamp(createdAtMs) } satisfies Account,
      };
    },
  });
}
