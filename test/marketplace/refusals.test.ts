/** Requests of buyers, sellers and admins that are refused, each with its status and its code, and change nothing. */
import { beforeAll, expect, it } from '@jest/globals';
import type { Order } from '#test/harness/buyers';
import { suiteMarketplace } from '#test/harness/marketplace';
import { draft, type Listing } from '#test/harness/sellers';
import { refusedAs, whatIsMade } from './purchase-kit.js';

const market = suiteMarketplace(() => ({ sellerPorts: 2 }));
let own: Listing;
let other: Listing;

beforeAll(async () => {
  own = await market().list({ slug: 'own-service' });
  other = await market().list({ slug: 'other-service' });
});

const noTask = 'tsk_01900000000070008000000000000000';
const asSeller = () => ({ authorization: `Bearer ${own.credential}` });
const asAdmin = () => ({ authorization: `Bearer ${market().access().adminToken}` });
const key = { 'task-key': '00'.repeat(32) };

/** A listing whose seller is at that address. */
const listing = (slug: string, url: string, more: object = {}): Order => ({
  path: '/v1/services',
  headers: asSeller(),
  body: { ...draft({ slug }, url), slug, ...more },
});
const here = () => `http://127.0.0.1:${market().sellers.ports[0]}/nobody`;
const act = (slug: string, action: string): Order & { method: string } => ({
  path: `/v1/services/${slug}/${action}`,
  method: 'POST',
  headers: asSeller(),
});

it.each<[string, () => Order, number, string]>([
  ['an unknown service', () => ({ path: '/v1/services/nothing' }), 404, 'service_not_found'],
  ['a false cursor', () => ({ path: '/v1/services?cursor=nonsense' }), 400, 'invalid_cursor'],
  ['no credential', () => ({ path: '/v1/accounts/me' }), 401, 'unauthenticated'],
  [
    'a false credential',
    () => ({ path: '/v1/accounts/me', headers: { authorization: 'Bearer nonsense' } }),
    403,
    'forbidden',
  ],
  ["another's listing", () => act('other-service', 'pause'), 404, 'service_not_found'],
  ['a listing that there is not', () => act('nothing', 'pause'), 404, 'service_not_found'],
  ['a change from a state that it is not in', () => act('own-service', 'resume'), 409, 'conflict'],
  ['a slug that is taken', () => listing(other.slug, here()), 409, 'slug_taken'],
  [
    'a schema that is none',
    () => listing('invalid', here(), { inputSchema: { type: 'strange' } }),
    400,
    'invalid_schema',
  ],
  [
    'a schema that is elsewhere',
    () => listing('invalid', here(), { outputSchema: { $ref: 'http://x/' } }),
    400,
    'invalid_schema',
  ],
  ['a private address', () => listing('private', 'http://10.0.0.1/'), 400, 'invalid_endpoint'],
  ['an unknown task', () => ({ path: `/v1/tasks/${noTask}` }), 404, 'task_not_found'],
  ['an unknown task by a key', () => ({ path: `/v1/tasks/${noTask}`, headers: key }), 404, 'task_not_found'],
  ['what is no task', () => ({ path: '/v1/tasks/nonsense', headers: key }), 404, 'task_not_found'],
  [
    'the timeline of an unknown task',
    () => ({ path: `/v1/admin/tasks/${noTask}/timeline`, headers: asAdmin() }),
    404,
    'task_not_found',
  ],
  ['an unknown transfer', () => ({ path: '/v1/admin/ledger/transfers/999999', headers: asAdmin() }), 404, 'not_found'],
  [
    'a false cursor of transfers',
    () => ({ path: '/v1/admin/ledger/transfers?cursor=nonsense', headers: asAdmin() }),
    400,
    'invalid_cursor',
  ],
  [
    'the entries of an unknown ledger account',
    () => ({ path: '/v1/admin/ledger/accounts/999999/entries', headers: asAdmin() }),
    404,
    'not_found',
  ],
  [
    'a callback without a task',
    () => ({ path: `/v1/work/${noTask}/attempts/1`, body: { output: {} } }),
    404,
    'task_not_found',
  ],
])('%s', async (_, order, status, code) => {
  const before = await whatIsMade(market().database);
  refusedAs(await market().buyer().send(order()), status, code);
  expect(await whatIsMade(market().database)).toEqual(before);
});
