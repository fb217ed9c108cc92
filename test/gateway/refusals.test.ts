/** Bad input, and who may do what: one table of statuses and codes. */
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel/ids';
import { sellerCredential } from './fakes.js';
import { admin, challenge, type GatewayUnderTest, type Send, startGateway } from './gateway-under-test.js';

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
  ['unknown fields', tasks, { body: { ...good, a: 1, funding: 'gold' } }, 400, 'invalid_request', ['/a', '/funding']],
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
    { body: { ...listing, slug: 'No', priceMsat: 5, tags: 'a', delivery: { mode: 'poll', url: 1 } }, headers: seller },
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
