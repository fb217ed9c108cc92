import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel/ids';
import { sellerAccountId, sellerCredential } from './fakes.js';
import { admin, challenge, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());
beforeEach(() => {
  test.registry.services.clear();
  test.registry.add();
});

const tasks = '/v1/services/echo/tasks';
const seller = { authorization: `Bearer ${sellerCredential}` };
const json = { 'content-type': 'application/json' };
const taskId = newId('task');

const listing = {
  slug: 'new-service',
  title: 'New',
  description: 'Does something.',
  tags: ['a'],
  inputSchema: { type: 'object' },
  outputSchema: true,
  example: { input: {} },
  priceMsat: '1500',
  deadlineMs: 10_000,
  delivery: { mode: 'push', url: 'https://seller.example/tasks' },
};

describe('accounts, listings, work and the ledger', () => {
  it('answer as their documents say', async () => {
    const made = await test.send('/v1/accounts', { body: {} });
    expect([made.status, made.json()]).toEqual([201, { accountId: sellerAccountId, credential: sellerCredential }]);
    const me = await test.send('/v1/accounts/me', { headers: seller });
    expect(me.json()).toEqual({
      accountId: sellerAccountId,
      name: 'Seller',
      balanceMsat: '1455',
      createdAt: '2026-01-01T00:00:00.000Z',
    });

    const created = await test.send('/v1/services', { body: listing, headers: seller });
    expect([created.status, created.headers.location]).toEqual([201, '/v1/services/new-service']);
    expect(created.json()).toMatchObject({
      webhookSecret: 'whsec_c2VjcmV0',
      service: {
        slug: 'new-service',
        state: 'draft',
        inputSchema: { type: 'object' },
        outputSchema: true,
        maxConcurrency: 4,
      },
    });
    expect(test.registry.calls.at(-1)).toMatchObject({
      accountId: sellerAccountId,
      draft: { delivery: { mode: 'push' } },
    });
    const updated = await test.send('/v1/services/new-service', {
      method: 'PUT',
      body: { ...listing, priceMsat: '2000' },
      headers: seller,
    });
    expect(updated.json()).toMatchObject({ service: { version: 2, priceMsat: '2000' } });
    for (const action of ['publish', 'pause', 'resume', 'retire']) {
      const answer = await test.send(`/v1/services/new-service/${action}`, { method: 'POST', headers: seller });
      expect([action, answer.status]).toEqual([action, 200]);
      expect(test.registry.calls.at(-1)).toEqual({ accountId: sellerAccountId, slug: 'new-service', action });
    }
    expect((await test.send('/v1/accounts/me/services', { headers: seller })).json().services).toHaveLength(2);
  });

  it('lets anyone search and read', async () => {
    const page = await test.send(
      '/v1/services?query=say%20again&tag=test&mode=pull&maxPriceMsat=2000&minSuccessRate=0.95&maxMedianMs=3000&limit=10',
    );
    expect(test.registry.calls.at(-1)).toEqual({
      query: 'say again',
      tag: 'test',
      mode: 'pull',
      maxPriceMsat: '2000',
      minSuccessRate: 0.95,
      maxMedianMs: 3_000,
      cursor: '',
      limit: 10,
    });
    for (const wrong of ['mode=post', 'minSuccessRate=1.1', 'minSuccessRate=x', 'maxMedianMs=0', 'maxMedianMs=1e99']) {
      expect([wrong, (await test.send(`/v1/services?${wrong}`)).status]).toEqual([wrong, 400]);
    }
    expect(page.json()).toMatchObject({ nextCursor: 'more' });
    expect((await test.send('/v1/services?cursor=more')).json()).not.toHaveProperty('nextCursor');
    const one = (await test.send('/v1/services/echo')).json().service as Record<string, unknown>;
    expect(one.links).toEqual({ self: '/v1/services/echo', tasks, run: '/v1/services/echo/run' });
    expect(one).not.toHaveProperty('inputSchemaJson');
    test.registry.add({ deadlineMs: 60_000 });
    const slow = (await test.send('/v1/services/echo')).json().service as Record<string, unknown>;
    expect(slow.links).not.toHaveProperty('run');
  });

  it('shows what was measured of a service, and why it takes no tasks', async () => {
    const shown = async () => (await test.send('/v1/services/measured')).json().service as Record<string, unknown>;
    test.registry.add({ slug: 'measured' });
    expect(await shown()).toMatchObject({
      quality: { successRate: 0.8, distinctBuyers: 0, tasks: 0 },
      health: { state: 'ok', consecutiveFailures: 0 },
    });
    test.registry.add({
      slug: 'measured',
      state: 'paused',
      quality: { successRate: 0.95238, medianMs: 1_250, distinctBuyers: 3, tasks: 16 },
      health: { state: 'paused', consecutiveFailures: 3, lastCallAtMs: '1767225600000', reason: '3 calls have failed' },
    });
    expect(await shown()).toMatchObject({
      state: 'paused',
      quality: { successRate: 0.952, medianMs: 1_250, distinctBuyers: 3, tasks: 16 },
      health: {
        state: 'paused',
        consecutiveFailures: 3,
        lastCallAt: '2026-01-01T00:00:00.000Z',
        reason: '3 calls have failed',
      },
    });
    const refused = await test.send('/v1/services/measured/tasks', { body: { input: { text: 'a' } } });
    expect([refused.status, refused.json()]).toMatchObject([
      409,
      { code: 'service_paused', detail: 'measured takes no new tasks for now: 3 calls have failed' },
    ]);
    test.registry.add({ slug: 'measured', state: 'paused' });
    const paused = await test.send('/v1/services/measured/tasks', { body: { input: { text: 'a' } } });
    expect(paused.json().detail).toBe('measured takes no new tasks as its seller has paused it');
  });

  it('passes a result on as it came', async () => {
    const raw = '{"output" :1}';
    const answer = await test.send(`/v1/work/${taskId}/attempts/2`, {
      raw,
      headers: { ...json, 'webhook-id': 'att_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,good' },
    });
    expect([answer.status, answer.json()]).toEqual([200, { state: 'DELIVERED' }]);
    expect(test.dispatch.completed.at(-1)).toEqual({
      taskId,
      attempt: 2,
      webhookId: 'att_1',
      webhookTimestamp: '1',
      webhookSignature: 'v1,good',
      body: Buffer.from(raw),
    });
  });

  it('shows the books to the admin', async () => {
    const get = async (path: string) => (await test.send(`/v1/admin/ledger/${path}`, { headers: admin })).json();
    expect(await get('trial-balance')).toMatchObject({ debitsMsat: '5', proven: ['balanced'], broken: [] });
    expect(await get('accounts?code=1130')).toMatchObject({ accounts: [{ code: 1130 }], nextCursor: 'next' });
    expect(await get('accounts/1/entries')).toMatchObject({ entries: [{ recordedAt: '2026-01-01T00:00:00.000Z' }] });
    expect(await get('transfers?ref=tsk_1')).toMatchObject({ transfers: [{ seq: '7', ref: 'tsk_1' }] });
    expect(await get('transfers/7')).toMatchObject({ seq: '7', effectiveAt: '2026-01-01T00:00:01.000Z' });
    expect(await get('integrity')).toMatchObject({ defects: [] });
  });

  it('tells the story of a task in the order of time, with the transfers that it caused', async () => {
    const { taskId: id } = await challenge(test, tasks, { body: { input: { text: 'story' } } });
    const answer = await test.send(`/v1/admin/tasks/${id}/timeline`, { headers: admin });
    const events = answer.json().events as { of: string; to: string; transfer?: { seq: string } }[];
    expect(events.map(({ of, to, transfer }) => [of, to, transfer?.seq])).toEqual([
      ['charge', 'OPEN', undefined],
      ['task', 'AWAITING_PAYMENT', undefined],
      ['charge', 'HELD', '7'],
      ['attempt', 'running', undefined],
      ['attempt', 'failed', undefined],
    ]);
    test.dispatch.tasks.delete(id);
    const deleted = await test.send(`/v1/admin/tasks/${id}/timeline`, { headers: admin });
    expect([deleted.status, deleted.json().task]).toEqual([200, undefined]);
  });
});

describe('health', () => {
  it('says what is missing', async () => {
    expect((await test.send('/healthz')).json()).toEqual({ status: 'alive' });
    expect((await test.send('/readyz')).json()).toEqual({ status: 'ready' });
    test.missing.set('database', 'no connection');
    const answer = await test.send('/readyz');
    test.missing.clear();
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({
      code: 'unavailable',
      detail: 'not ready: database (no connection)',
      missing: [{ name: 'database', reason: 'no connection' }],
    });
  });
});
