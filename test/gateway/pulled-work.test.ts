/** The routes of sellers that claim their work: statuses, what reaches dispatch, and callers that do not wait for the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { until } from '#test/harness/until';
import { readingCredential, sellerAccountId, sellerCredential } from './fakes.js';
import { type GatewayUnderTest, type Send, startGateway } from './gateway-under-test.js';

const seller = { authorization: `Bearer ${sellerCredential}` };
const reader = { authorization: `Bearer ${readingCredential}` };
const claimPath = '/v1/work/claim';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());
beforeEach(() => {
  test.dispatch.work.failure = undefined;
});

const claim = (body: unknown = {}) => test.send(claimPath, { body, headers: seller });
const claimed = async () => {
  const taskId = test.dispatch.work.queue('{"n":1}');
  expect((await claim()).status).toBe(200);
  return { taskId, path: `/v1/work/${taskId}/attempts/1` };
};

describe('a claim', () => {
  it('is answered with one task and its lease, the input digit for digit', async () => {
    const taskId = test.dispatch.work.queue('{"n":1.50e2,"text":"hé"}');
    const answer = await claim({ slugs: ['echo'], leaseMs: 5_000 });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).toContain('"input":{"n":1.50e2,"text":"hé"}');
    expect(answer.json()).toEqual({
      taskId,
      attempt: 1,
      service: 'echo',
      version: 2,
      funding: 'invoice',
      input: { n: 150, text: 'hé' },
      deadlineAt: '2026-01-01T00:00:20.000Z',
      leaseUntil: '2026-01-01T00:00:05.000Z',
      leaseMs: 5_000,
      links: { attempt: `/v1/work/${taskId}/attempts/1` },
    });
    const asked = test.dispatch.work.claims.at(-1);
    expect(asked).toEqual({ accountId: sellerAccountId, slugs: ['echo'], waitMs: 0, leaseMs: 5_000 });
  });

  it('without work is 204, at once or after its wait', async () => {
    expect(await claim()).toMatchObject({ status: 204, text: '' });
    const started = performance.now();
    expect(await claim({ wait: 1 })).toMatchObject({ status: 204, text: '' });
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('is answered when the task comes', async () => {
    const waiting = claim({ wait: 20 });
    await until(
      () => test.dispatch.work.waitingClaims,
      (count) => count === 1,
    );
    const taskId = test.dispatch.work.queue('{}');
    expect((await waiting).json().taskId).toBe(taskId);
  });

  it('whose caller has gone is given back', async () => {
    const controller = new AbortController();
    const request = fetch(test.gateway.url + claimPath, {
      method: 'POST',
      headers: { ...seller, 'content-type': 'application/json' },
      body: '{"wait":20}',
      signal: controller.signal,
    });
    await until(
      () => test.dispatch.work.waitingClaims,
      (count) => count === 1,
    );
    controller.abort();
    await expect(request).rejects.toThrow();
    await sleep(50);
    const taskId = test.dispatch.work.queue('{}');
    await until(
      () => test.dispatch.work.released,
      (released) => released.includes(taskId),
    );
  });

  it('that is one too many is 429 with Retry-After', async () => {
    test.dispatch.work.failure = new AppError('too_many_requests', 'too many wait', { retryAfterSeconds: 2 });
    const answer = await claim({ wait: 1 });
    expect([answer.status, answer.headers['retry-after'], answer.json().code]).toEqual([429, '2', 'too_many_requests']);
  });

  it('ends with 204 when dispatch stops and lets nobody wait', async () => {
    const other = await startGateway();
    const waiting = other.send(claimPath, { body: { wait: 30 }, headers: seller });
    await until(
      () => other.dispatch.work.waitingClaims,
      (count) => count === 1,
    );
    other.dispatch.stop();
    expect((await waiting).status).toBe(204);
    expect(other.dispatch.work.claims).toHaveLength(1);
    await other.stop();
  });

  it('ends with 204 when the server stops', async () => {
    const other = await startGateway();
    const waiting = other.send(claimPath, { body: { wait: 30 }, headers: seller });
    await until(
      () => other.dispatch.work.waitingClaims,
      (count) => count === 1,
    );
    const stopped = other.gateway.stop();
    expect((await waiting).status).toBe(204);
    await stopped;
    other.dispatch.stop();
  });
});

describe('a claimed attempt', () => {
  it('is kept by heartbeats, extended, and told of', async () => {
    const { taskId, path } = await claimed();
    const before = test.dispatch.work.renewals.length;
    const lease = { leaseUntil: '2026-01-01T00:00:10.000Z', deadlineAt: '2026-01-01T00:00:20.000Z', leaseMs: 5_000 };
    const heartbeat = await test.send(`${path}/heartbeat`, { method: 'POST', headers: seller });
    expect([heartbeat.status, heartbeat.json()]).toEqual([200, lease]);
    const extended = await test.send(`${path}/extend`, { body: { leaseMs: 9_000 }, headers: seller });
    expect(extended.json()).toEqual({ ...lease, leaseMs: 9_000 });
    const progress = { progress: 0.25, note: 'page 1' };
    expect((await test.send(`${path}/progress`, { body: progress, headers: seller })).json()).toEqual(lease);
    const same = {
      accountId: sellerAccountId,
      taskId,
      attempt: 1,
      leaseMs: 0,
      hasProgress: false,
      progress: 0,
      note: '',
      pieceN: 0,
      pieceJson: '',
    };
    expect(test.dispatch.work.renewals.slice(before)).toEqual([
      same,
      { ...same, leaseMs: 9_000 },
      { ...same, hasProgress: true, ...progress },
    ]);
  });

  it('is completed, or given up', async () => {
    const { path } = await claimed();
    const complete = await test.send(`${path}/complete`, { body: { output: { a: [1] } }, headers: seller });
    expect([complete.status, complete.json()]).toEqual([200, { state: 'DELIVERED' }]);
    const fail = await test.send(`${path}/fail`, { body: { message: 'busy', retry: true }, headers: seller });
    expect([fail.status, fail.json()]).toEqual([200, { state: 'QUEUED' }]);
    await test.send(`${path}/fail`, { body: { message: 'never' }, headers: seller });
    expect(test.dispatch.work.results.map(({ body }) => body)).toEqual([
      { output: { a: [1] } },
      { error: { message: 'busy', retry: true } },
      { error: { message: 'never', retry: false } },
    ]);
  });
});

const attempts = `/v1/work/${newId('task')}/attempts`;
type Row = [name: string, path: string, options: Send, status: number, code: string, paths?: string[]];
const rows: Row[] = [
  ['a claim without a credential', claimPath, { body: {} }, 401, 'unauthenticated'],
  ['a claim that may not sell', claimPath, { body: {}, headers: reader }, 403, 'forbidden'],
  ['a claim of 31 seconds', claimPath, { body: { wait: 31 }, headers: seller }, 400, 'invalid_request', ['/wait']],
  ['a lease of 0.1 s', claimPath, { body: { leaseMs: 100 }, headers: seller }, 400, 'invalid_request', ['/leaseMs']],
  ['a lease of an hour', claimPath, { body: { leaseMs: 3_600_000 }, headers: seller }, 400, 'invalid_request'],
  [
    'a slug that is none',
    claimPath,
    { body: { slugs: ['No'] }, headers: seller },
    400,
    'invalid_request',
    ['/slugs/0'],
  ],
  ['an unknown field', claimPath, { body: { waitMs: 1 }, headers: seller }, 400, 'invalid_request', ['/waitMs']],
  ['a claim without a body', claimPath, { method: 'POST', headers: seller }, 415, 'unsupported_media_type'],
  ['a claim of 20 kB', claimPath, { body: { slugs: ['a'.repeat(20_000)] }, headers: seller }, 413, 'body_too_large'],
  ['a heartbeat without a credential', `${attempts}/1/heartbeat`, { method: 'POST' }, 401, 'unauthenticated'],
  ['a heartbeat that may not sell', `${attempts}/1/heartbeat`, { method: 'POST', headers: reader }, 403, 'forbidden'],
  [
    "a heartbeat for someone else's",
    `${attempts}/1/heartbeat`,
    { method: 'POST', headers: seller },
    404,
    'task_not_found',
  ],
  ['a heartbeat for attempt 0', `${attempts}/0/heartbeat`, { method: 'POST', headers: seller }, 404, 'task_not_found'],
  [
    'an extension of nothing',
    `${attempts}/1/extend`,
    { body: {}, headers: seller },
    400,
    'invalid_request',
    ['/leaseMs'],
  ],
  [
    'more than all of it',
    `${attempts}/1/progress`,
    { body: { progress: 1.5 }, headers: seller },
    400,
    'invalid_request',
    ['/progress'],
  ],
  [
    'a note of 201 characters, and an output',
    `${attempts}/1/progress`,
    { body: { progress: 1, note: 'x'.repeat(201), output: 1 }, headers: seller },
    400,
    'invalid_request',
    ['/note', '/output'],
  ],
  [
    'a result without output',
    `${attempts}/1/complete`,
    { body: {}, headers: seller },
    400,
    'invalid_request',
    ['/output'],
  ],
  ["someone else's result", `${attempts}/1/complete`, { body: { output: 1 }, headers: seller }, 404, 'task_not_found'],
  [
    'a result that may not be brought',
    `${attempts}/1/complete`,
    { body: { output: 1 }, headers: reader },
    403,
    'forbidden',
  ],
  [
    'a failure without a word',
    `${attempts}/1/fail`,
    { body: { message: '' }, headers: seller },
    400,
    'invalid_request',
  ],
  ["someone else's failure", `${attempts}/1/fail`, { body: { message: 'x' }, headers: seller }, 404, 'task_not_found'],
];

describe('statuses', () => {
  it.each(rows)('%s', async (...row: Row) => {
    const [, path, options, status, code, paths] = row;
    const answer = await test.send(path, options);
    expect([answer.status, answer.json().code]).toEqual([status, code]);
    if (paths) expect((answer.json().errors as { path: string }[]).map((error) => error.path).sort()).toEqual(paths);
  });

  it('a result that is late, or of the wrong form', async () => {
    const { taskId, path } = await claimed();
    const late = await test.send(`/v1/work/${taskId}/attempts/2/complete`, { body: { output: 1 }, headers: seller });
    expect([late.status, late.json().code]).toEqual([409, 'task_not_running']);
    const wrong = await test.send(`${path}/complete`, { body: { output: 'wrong' }, headers: seller });
    expect([wrong.status, wrong.json().code]).toEqual([422, 'invalid_output']);
    expect(wrong.json().errors).toEqual([{ path: '', message: 'must be of type number' }]);
  });
});
