/** Bad input, and who may do what: one table of statuses and codes. */
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel/ids';
import { sellerAccountId, sellerCredential } from './fakes.js';
import { admin, challenge, deliver, type GatewayUnderTest, type Send, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());
beforeEach(() => {
  test.registry.services.clear();
  test.registry.failure = undefined;
  test.registry.add();
  test.registry.add({ slug: 'paused', state: 'paused' });
  test.registry.add({ slug: 'retired', state: 'retired' });
});

const tasks = '/v1/services/echo/tasks';
const seller = { authorization: `Bearer ${sellerCredential}` };
const good = { input: { text: 'hello' } };
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

type Row = [name: string, path: string, options: Send, status: number, code: string, paths?: string[]];

const input: Row[] = [
  ['a body that is no JSON', tasks, { raw: '{"input":', headers: json }, 400, 'invalid_json'],
  ['a body that is no UTF-8', tasks, { raw: Buffer.from([0x22, 0xff, 0x22]), headers: json }, 400, 'invalid_json'],
  ['a body of 100 levels', tasks, { raw: `${'['.repeat(100)}${']'.repeat(100)}`, headers: json }, 400, 'invalid_json'],
  ['an empty body', tasks, { raw: '', headers: json }, 400, 'invalid_json'],
  ['no body and no type', tasks, { method: 'POST' }, 415, 'unsupported_media_type'],
  [
    'a form',
    tasks,
    { raw: 'input=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
  ],
  ['no Content-Type', tasks, { raw: JSON.stringify(good) }, 415, 'unsupported_media_type'],
  ['a malformed Content-Type', tasks, { raw: '{}', headers: { 'content-type': ';;' } }, 415, 'unsupported_media_type'],
  ['a compressed body', tasks, { body: good, headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported_media_type'],
  ['a body over every limit', tasks, { body: { input: { text: 'x'.repeat(1_100_000) } } }, 413, 'body_too_large'],
  ['an input of more than 256 kB', tasks, { body: { input: { text: 'x'.repeat(263_000) } } }, 413, 'body_too_large'],
  ['a body without input', tasks, { body: {} }, 400, 'invalid_request', ['/input']],
  [
    'unknown fields',
    tasks,
    { body: { ...good, a: 1, funding: 'invoice' } },
    400,
    'invalid_request',
    ['/a', '/funding'],
  ],
  [
    'an input of the wrong form',
    tasks,
    { body: { input: { text: 1, count: 0, x: 1 } } },
    400,
    'invalid_input',
    ['/input/count', '/input/text', '/input/x'],
  ],
  ['an unknown service', '/v1/services/nothing/tasks', { body: good }, 404, 'service_not_found'],
  ['a slug that cannot be one', '/v1/services/No%20Slug/tasks', { body: good }, 404, 'service_not_found'],
  ['an over-long slug', `/v1/services/${'a'.repeat(500)}/tasks`, { body: good }, 404, 'not_found'],
  ['a paused service', '/v1/services/paused/tasks', { body: good }, 409, 'service_paused'],
  ['a retired service', '/v1/services/retired/tasks', { body: good }, 404, 'service_not_found'],
  ['a paused service by GET', '/v1/services/paused/run?text=a', {}, 409, 'service_paused'],
  ['an unknown path', '/v2/services', {}, 404, 'not_found'],
  ['a trailing slash', '/v1/services/', {}, 404, 'service_not_found'],
  ['a malformed path', '/v1/services/%zz', {}, 400, 'invalid_request'],
  ['a price that is none', '/v1/services?maxPriceMsat=1.5', {}, 400, 'invalid_request', ['maxPriceMsat']],
  [
    'a limit out of range and an unknown parameter',
    '/v1/services?limit=0&sort=a',
    {},
    400,
    'invalid_request',
    ['limit', 'sort'],
  ],
  ['a parameter given twice', '/v1/services?limit=1&limit=2', {}, 400, 'invalid_request'],
  ['an account with a number for a name', '/v1/accounts', { body: { name: 5 } }, 400, 'invalid_request', ['/name']],
  ['an account of 5 kB', '/v1/accounts', { body: { name: 'x'.repeat(5000) } }, 413, 'body_too_large'],
  [
    'a listing with everything wrong',
    '/v1/services',
    { body: { ...listing, slug: 'No', priceMsat: 5, tags: 'a', delivery: { mode: 'pull' } }, headers: seller },
    400,
    'invalid_request',
    ['/delivery/mode', '/delivery/url', '/priceMsat', '/slug', '/tags'],
  ],
  ['a slug that is taken', '/v1/services', { body: { ...listing, slug: 'echo' }, headers: seller }, 409, 'slug_taken'],
  [
    'an update that changes the slug',
    '/v1/services/echo',
    { method: 'PUT', body: listing, headers: seller },
    400,
    'invalid_request',
    ['/slug'],
  ],
  [
    'an update of nothing',
    '/v1/services/nothing',
    { method: 'PUT', body: { ...listing, slug: 'nothing' }, headers: seller },
    404,
    'service_not_found',
  ],
  [
    'a retired listing that is published',
    '/v1/services/retired/publish',
    { method: 'POST', headers: seller },
    409,
    'conflict',
  ],
];

const access: Row[] = [
  ['the own account without a credential', '/v1/accounts/me', {}, 401, 'unauthenticated'],
  [
    'the own account with another scheme',
    '/v1/accounts/me',
    { headers: { authorization: 'Basic dTpw' } },
    403,
    'forbidden',
  ],
  [
    'the own account with a wrong credential',
    '/v1/accounts/me',
    { headers: { authorization: 'Bearer wrong' } },
    403,
    'forbidden',
  ],
  [
    'the own account with a task credential',
    '/v1/accounts/me',
    { headers: { authorization: `L402 AA==:${'00'.repeat(32)}` } },
    403,
    'forbidden',
  ],
  ['own listings without a credential', '/v1/accounts/me/services', {}, 401, 'unauthenticated'],
  ['a listing without a credential, whatever its body', '/v1/services', { body: {} }, 401, 'unauthenticated'],
  [
    'a listing with a wrong credential',
    '/v1/services',
    { body: listing, headers: { authorization: 'Bearer wrong' } },
    403,
    'forbidden',
  ],
  ['a publication without a credential', '/v1/services/echo/publish', { method: 'POST' }, 401, 'unauthenticated'],
  ['the ledger without a token', '/v1/admin/ledger/trial-balance', {}, 401, 'unauthenticated'],
  ['the ledger with an account', '/v1/admin/ledger/trial-balance', { headers: seller }, 403, 'forbidden'],
  [
    'the ledger with a longer token',
    '/v1/admin/ledger/transfers',
    { headers: { authorization: `${admin.authorization}0` } },
    403,
    'forbidden',
  ],
  [
    'the ledger with an empty token',
    '/v1/admin/ledger/transfers',
    { headers: { authorization: 'Bearer ' } },
    403,
    'forbidden',
  ],
  ['a timeline without a token, whatever the id', '/v1/admin/tasks/x/timeline', {}, 401, 'unauthenticated'],
  ['a timeline of nothing', `/v1/admin/tasks/${taskId}/timeline`, { headers: admin }, 404, 'task_not_found'],
  ['a transfer that is none', '/v1/admin/ledger/transfers/8', { headers: admin }, 404, 'not_found'],
  ['a transfer with a name', '/v1/admin/ledger/transfers/x', { headers: admin }, 404, 'not_found'],
  ['an account that is none', '/v1/admin/ledger/accounts/2/entries', { headers: admin }, 404, 'not_found'],
  ['a task without anything', `/v1/tasks/${taskId}`, {}, 404, 'task_not_found'],
  [
    'a task with a wrong key',
    `/v1/tasks/${taskId}`,
    { headers: { 'task-key': '00'.repeat(32) } },
    404,
    'task_not_found',
  ],
  ['a task with a key that is none', `/v1/tasks/${taskId}`, { headers: { 'task-key': 'x' } }, 404, 'task_not_found'],
  ['a task with an account', `/v1/tasks/${taskId}`, { headers: seller }, 404, 'task_not_found'],
  ['a task with the admin token', `/v1/tasks/${taskId}`, { headers: admin }, 404, 'task_not_found'],
  ['a task whose id is none', '/v1/tasks/1', {}, 404, 'task_not_found'],
  ['a result with a wrong signature', `/v1/work/${taskId}/attempts/1`, { body: { output: 1 } }, 403, 'forbidden'],
  ['a result of no attempt', `/v1/work/${taskId}/attempts/x`, { body: { output: 1 } }, 404, 'task_not_found'],
];

describe.each([
  ['bad input', input],
  ['who may do what', access],
])('%s', (_, rows) => {
  // Rest parameters, since jest takes a named one that a row leaves out for its `done`.
  it.each(rows)('%s', async (...row: Row) => {
    const [, path, options, status, code, paths] = row;
    const opened = test.billing.opened.length;
    const answer = await test.send(path, options);
    expect([answer.status, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({
      type: `/docs#error-${code}`,
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
    if (paths) {
      const errors = answer.json().errors as { path: string }[];
      expect(errors.map(({ path: at }) => at).sort()).toEqual(paths);
    }
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    expect(test.billing.opened).toHaveLength(opened);
  });
});

describe('another method', () => {
  it.each([
    ['DELETE', '/v1/services/echo', 'GET, HEAD, PUT, OPTIONS'],
    ['GET', tasks, 'POST, OPTIONS'],
    ['PUT', '/v1/services/echo/run', 'GET, HEAD, POST, OPTIONS'],
    ['PATCH', '/v1/accounts', 'POST, OPTIONS'],
    ['PROPFIND', '/healthz', 'GET, HEAD, OPTIONS'],
  ])('%s %s is 405 with Allow', async (method, path, allow) => {
    const answer = await test.send(path, { method });
    expect([answer.status, answer.headers.allow, answer.json().code]).toEqual([405, allow, 'method_not_allowed']);
  });
});

describe('a task', () => {
  it('shows its output to its credential and its state to its key, and nothing to those of another', async () => {
    const mine = await challenge(test, tasks, { body: { input: { text: 'mine' } } });
    const theirs = await challenge(test, tasks, { body: { input: { text: 'theirs' } } });
    deliver(test, mine.taskId, mine.paymentHash);
    deliver(test, theirs.taskId, theirs.paymentHash);
    const path = `/v1/tasks/${mine.taskId}`;
    const full = await test.send(path, { headers: { authorization: mine.authorization } });
    expect(full.json()).toMatchObject({ taskId: mine.taskId, state: 'DELIVERED', output: { echo: 'hello' } });
    const state = await test.send(path, { headers: { 'task-key': String(mine.body.taskKey) } });
    expect(state.status).toBe(200);
    expect(state.json().state).toBe('DELIVERED');
    expect(state.json()).not.toHaveProperty('output');
    for (const headers of [{ authorization: theirs.authorization }, { 'task-key': String(theirs.body.taskKey) }]) {
      expect((await test.send(path, { headers: headers as Record<string, string> })).status).toBe(404);
    }
    const both = await test.send(path, { headers: { authorization: [theirs.authorization, mine.authorization] } });
    expect(both.json()).toHaveProperty('output');
  });

  it('is 304 only for the one who may see it, and only in the view that was seen', async () => {
    const {
      taskId: id,
      paymentHash,
      authorization,
      body,
    } = await challenge(test, tasks, { body: { input: { text: 'etag' } } });
    deliver(test, id, paymentHash);
    const path = `/v1/tasks/${id}`;
    const key = { 'task-key': String(body.taskKey) };
    const seen = await test.send(path, { headers: key });
    const etag = String(seen.headers.etag);
    expect(seen.headers['cache-control']).toBe('private, no-store');
    const again = await test.send(path, { headers: { ...key, 'if-none-match': `W/"x", ${etag}` } });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    expect((await test.send(path, { headers: { 'if-none-match': etag } })).status).toBe(404);
    const full = await test.send(path, { headers: { authorization, 'if-none-match': etag } });
    expect([full.status, full.headers.etag === etag]).toEqual([200, false]);
  });

  it('is waited for as long as the client prefers', async () => {
    const { taskId: id, paymentHash, body } = await challenge(test, tasks, { body: { input: { text: 'wait' } } });
    const path = `/v1/tasks/${id}`;
    const key = { 'task-key': String(body.taskKey) };
    const first = await test.send(path, { headers: key });
    const began = Date.now();
    const changed = test.send(path, {
      headers: { ...key, prefer: 'wait=5', 'if-none-match': String(first.headers.etag) },
    });
    const final = test.send(path, { headers: { ...key, prefer: 'wait=5' } });
    setTimeout(() => test.dispatch.change(id, { state: 'QUEUED' }, paymentHash), 100);
    setTimeout(() => deliver(test, id, paymentHash), 300);
    expect((await changed).json()).toMatchObject({ state: 'QUEUED' });
    expect((await final).json()).toMatchObject({ state: 'DELIVERED' });
    expect(Date.now() - began).toBeLessThan(3_000);
    const late = await test.send(path, {
      headers: { ...key, prefer: 'wait=1', 'if-none-match': String((await final).headers.etag) },
    });
    expect(late.status).toBe(304);
  });

  it('is 410 when its output is gone', async () => {
    const {
      taskId: id,
      paymentHash,
      authorization,
      body,
    } = await challenge(test, tasks, { body: { input: { text: 'gone' } } });
    deliver(test, id, paymentHash);
    test.dispatch.change(id, { outputJson: '', outputGone: true });
    const gone = await test.send(`/v1/tasks/${id}`, { headers: { authorization } });
    expect([gone.status, gone.json().code]).toEqual([410, 'task_expired']);
    expect((await test.send(`/v1/tasks/${id}`, { headers: { 'task-key': String(body.taskKey) } })).status).toBe(200);
  });
});

describe('a failure inside', () => {
  it('says nothing of itself to the caller, and everything but secrets to the log', async () => {
    test.registry.failure = new Error('connection to postgres://u:hunter2@10.0.0.1 refused');
    const answer = await test.send(tasks, { body: good });
    expect([answer.status, answer.json().code]).toEqual([500, 'internal']);
    expect(answer.text).not.toMatch(/postgres|hunter2|10\.0\.0\.1|Error|\.ts/);
    test.registry.failure = undefined;
    const { authorization, body, taskId: id } = await challenge(test, tasks, { body: { input: { text: 'log' } } });
    await test.send(`/v1/tasks/${id}`, { headers: { authorization, 'task-key': String(body.taskKey) } });
    const log = test.logs.join('\n');
    for (const secret of [test.billing.preimage(id), body.macaroon, body.taskKey, sellerCredential, 'hunter2']) {
      expect(log).not.toContain(secret);
    }
    expect(log).toContain('connection to postgres');
  });

  it('is a problem document even for bytes that are no HTTP', async () => {
    const { port } = new URL(test.gateway.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('error', reject);
      socket.on('end', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'invalid_request', status: 400 });
  });
});

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
    expect((await test.send('/v1/accounts/me/services', { headers: seller })).json().services).toHaveLength(4);
  });

  it('lets anyone search and read', async () => {
    const page = await test.send('/v1/services?query=say%20again&tag=test&maxPriceMsat=2000&limit=10');
    expect(test.registry.calls.at(-1)).toEqual({
      query: 'say again',
      tag: 'test',
      maxPriceMsat: '2000',
      cursor: '',
      limit: 10,
    });
    expect(page.json()).toMatchObject({ nextCursor: 'more' });
    expect((await test.send('/v1/services?cursor=more')).json()).not.toHaveProperty('nextCursor');
    const one = (await test.send('/v1/services/echo')).json().service as Record<string, unknown>;
    expect(one.links).toEqual({ self: '/v1/services/echo', tasks, run: '/v1/services/echo/run' });
    expect(one).not.toHaveProperty('inputSchemaJson');
    test.registry.add({ deadlineMs: 60_000 });
    const slow = (await test.send('/v1/services/echo')).json().service as Record<string, unknown>;
    expect(slow.links).not.toHaveProperty('run');
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
