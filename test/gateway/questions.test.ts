/** Questions of sellers, answers of buyers and partial output at the edge: statuses, what reaches dispatch, who sees what. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStream } from '#test/harness/event-stream';
import { until } from '#test/harness/until';
import { readingCredential, sellerAccountId, sellerCredential } from './fakes.js';
import { challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

const seller = { authorization: `Bearer ${sellerCredential}` };
let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
  test.registry.add();
});
afterAll(() => test.stop());

let orders = 0;
async function ordered() {
  orders += 1;
  const body = { input: { text: `asked ${orders}` } };
  const made = await challenge(test, '/v1/services/echo/tasks', { body });
  return { ...made, path: `/v1/tasks/${made.taskId}`, key: { 'task-key': String(made.body.taskKey) } };
}
type Left = Parameters<GatewayUnderTest['dispatch']['work']['queue']>[1];
async function claimed(left: Left = {}) {
  const taskId = test.dispatch.work.queue('{"n":1}', left);
  const claim = await test.send('/v1/work/claim', { body: {}, headers: seller });
  return { claim, taskId, path: `/v1/work/${taskId}/attempts/1` };
}
const question = { n: 1, message: 'Which?', schemaJson: '{"type":"string"}', answerUntilMs: '1767225620000' };
const shown = { n: 1, message: 'Which?', schema: { type: 'string' }, answerUntil: '2026-01-01T00:00:20.000Z' };

describe('a question', () => {
  it('reaches dispatch as the seller wrote it, and its answer the worker digit for digit', async () => {
    const { taskId, path } = await claimed();
    const asked = { n: 1, message: 'Which?', schema: { type: 'string' }, answerWithinMs: 5_000 };
    const answer = await test.send(`${path}/ask`, { body: asked, headers: seller });
    expect([answer.status, answer.json()]).toEqual([200, { state: 'INPUT_REQUIRED' }]);
    expect(test.dispatch.work.results.at(-1)?.body).toEqual({ ask: asked });
    const none = await test.send(`${path}/input?n=1`, { headers: seller });
    expect([none.status, none.text]).toEqual([204, '']);
    const waiting = test.send(`${path}/input?n=1&wait=20`, { headers: seller });
    await until(
      () => test.dispatch.work.awaited.length,
      (count) => count === 2,
    );
    expect(test.dispatch.work.awaited.at(-1)).toEqual({
      accountId: sellerAccountId,
      taskId,
      attempt: 1,
      n: 1,
      waitMs: 20_000,
    });
    test.dispatch.work.answer('{"x":1.50e2}');
    expect(await waiting).toMatchObject({ status: 200, text: '{"n":1,"input":{"x":1.50e2}}' });
  });

  it('and its wait end with 204 when the server stops', async () => {
    const other = await startGateway();
    const taskId = other.dispatch.work.queue('{}');
    await other.send('/v1/work/claim', { body: {}, headers: seller });
    const waiting = other.send(`/v1/work/${taskId}/attempts/1/input?n=1&wait=30`, { headers: seller });
    await until(
      () => other.dispatch.work.awaited.length,
      (count) => count === 1,
    );
    const stopped = other.gateway.stop();
    expect((await waiting).status).toBe(204);
    await stopped;
    other.dispatch.stop();
  });

  it('is shown to the buyer, ends its waiting, and is answered with either proof', async () => {
    for (const proof of ['authorization', 'key'] as const) {
      const { path, key, authorization, taskId, paymentHash } = await ordered();
      const headers: Record<string, string> = proof === 'key' ? key : { authorization };
      test.dispatch.change(taskId, { state: 'RUNNING' }, paymentHash);
      const stream = await openEventStream(`${test.url}${path}/events`, headers);
      await stream.read(1);
      const waiting = test.send(path, { headers: { ...headers, prefer: 'wait=20' } });
      await sleep(50);
      test.dispatch.change(taskId, { state: 'INPUT_REQUIRED', inputRequest: question });
      expect(await stream.read(1)).toMatchObject([
        { event: 'state', data: { state: 'INPUT_REQUIRED', inputRequest: shown } },
      ]);
      expect((await waiting).json()).toMatchObject({ state: 'INPUT_REQUIRED', inputRequest: shown });
      const answer = await test.send(`${path}/input`, { body: { n: 1, input: 'this' }, headers });
      expect([answer.status, answer.json()]).toEqual([200, { taskId, state: 'RUNNING' }]);
      expect(answer.headers['cache-control']).toBe('private, no-store');
      expect(test.dispatch.provided.at(-1)).toMatchObject({ taskId, n: 1, inputJson: '"this"' });
      const again = await test.send(`${path}/input`, { body: { n: 2, input: 'this' }, headers });
      expect([again.status, again.json().code]).toEqual([409, 'input_not_asked']);
      stream.cut();
    }
  });

  it('is told again to whoever comes back while it is open, and not after that', async () => {
    const { path, key, taskId, paymentHash } = await ordered();
    test.dispatch.change(taskId, { state: 'RUNNING' }, paymentHash);
    test.dispatch.change(taskId, { state: 'INPUT_REQUIRED', inputRequest: question });
    const first = await openEventStream(`${test.url}${path}/events`, { ...key, 'last-event-id': '2' });
    expect(await first.read(1)).toMatchObject([{ id: '3', data: { inputRequest: shown } }]);
    first.cut();
    test.dispatch.change(taskId, { state: 'RUNNING', inputRequest: null });
    const second = await openEventStream(`${test.url}${path}/events`, { ...key, 'last-event-id': '2' });
    const events = await second.read(2);
    expect(events.map(({ id }) => id)).toEqual(['3', '4']);
    expect(JSON.stringify(events)).not.toContain('inputRequest');
    second.cut();
  });

  it('is answered by its buyer alone, in the form that the route takes, and not too often', async () => {
    const { path, key, taskId, paymentHash } = await ordered();
    const other = await ordered();
    test.dispatch.change(taskId, { state: 'INPUT_REQUIRED', inputRequest: question }, paymentHash);
    const body = { n: 1, input: 'x' };
    const send = async (headers: Record<string, string>, sent: unknown = body) => {
      const answer = await test.send(`${path}/input`, { body: sent, headers });
      return [answer.status, answer.json().code ?? 'ok'];
    };
    expect(await send({})).toEqual([404, 'task_not_found']);
    expect(await send(seller)).toEqual([404, 'task_not_found']);
    for (let n = 0; n < 12; n += 1) expect((await send(other.key))[0]).toBe(n < 10 ? 404 : 429);
    expect(await send(key, { n: 0, input: 'x' })).toEqual([400, 'invalid_request']);
    expect(await send(key, { n: 1 })).toEqual([400, 'invalid_request']);
    expect(await send(key, { n: 1, input: 'x'.repeat(300_000) })).toEqual([413, 'body_too_large']);
    expect(await send(key)).toEqual([200, 'ok']);
  });

  it.each([
    ['without a number', 'ask', { message: 'x' }, 400],
    ['the eleventh', 'ask', { n: 11, message: 'x' }, 400],
    ['of 2,001 characters', 'ask', { n: 1, message: 'x'.repeat(2_001) }, 400],
    ['of 40 kB', 'ask', { n: 1, message: 'x', schema: { enum: ['x'.repeat(40_000)] } }, 413],
    ['with a time of nothing', 'ask', { n: 1, message: 'x', answerWithinMs: 1 }, 400],
  ])('%s is refused', async (_, action, body, status) => {
    const { path } = await claimed();
    const before = test.dispatch.work.results.length;
    expect((await test.send(`${path}/${action}`, { body, headers: seller })).status).toBe(status);
    expect(test.dispatch.work.results).toHaveLength(before);
    const reader = { authorization: `Bearer ${readingCredential}` };
    expect((await test.send(`${path}/${action}`, { body, headers: reader })).status).toBe(403);
    expect((await test.send(`${path}/input?n=1`, { headers: reader })).status).toBe(403);
    expect((await test.send(`${path}/input`, { headers: seller })).status).toBe(400);
  });
});

describe('what earlier attempts have left', () => {
  it('comes with the claim', async () => {
    const answers = [{ n: 1, message: 'Which?', answerJson: '1.0' }];
    const { claim } = await claimed({ answers, questions: 2, pieceJsons: ['"a"', '{"b":1.0}'] });
    expect(claim.text).toContain('"answers":[{"n":1,"message":"Which?","input":1.0}],"partialOutput":["a",{"b":1.0}],');
    expect(claim.json()).toMatchObject({ questions: 2, funding: 'invoice' });
  });
});

describe('partial output', () => {
  it('goes with the progress', async () => {
    const { path } = await claimed();
    const body = { progress: 0.5, piece: { n: 1, output: { text: 'é' } } };
    expect((await test.send(`${path}/progress`, { body, headers: seller })).status).toBe(200);
    expect(test.dispatch.work.renewals.at(-1)).toMatchObject({ progress: 0.5, pieceN: 1, pieceJson: '{"text":"é"}' });
  });

  it.each([
    ['of 10 MB', { progress: 0.5, piece: { n: 1, output: 'x'.repeat(10_000_000) } }, 413, 'body_too_large'],
    ['of 90 kB', { progress: 0.5, piece: { n: 1, output: 'x'.repeat(90_000) } }, 413, 'body_too_large'],
    ['number 1,001', { progress: 0.5, piece: { n: 1_001, output: 1 } }, 400, 'invalid_request'],
    ['without a number', { progress: 0.5, piece: { output: 1 } }, 400, 'invalid_request'],
    ['without progress', { piece: { n: 1, output: 1 } }, 400, 'invalid_request'],
  ])('%s is refused and changes nothing', async (_, body, status, code) => {
    const { path } = await claimed();
    const before = test.dispatch.work.renewals.length;
    const answer = await test.send(`${path}/progress`, { body, headers: seller });
    expect([answer.status, answer.json().code]).toEqual([status, code]);
    expect(test.dispatch.work.renewals).toHaveLength(before);
  });

  it('is told to followers with the credential after the delivery, and goes on where they had stopped', async () => {
    const { path, key, authorization, taskId, paymentHash } = await ordered();
    test.dispatch.pieces.push({ n: 1, outputJson: '"one"' }, { n: 2, outputJson: '{"two":2.0}' });
    deliver(test, taskId, paymentHash);
    const follow = async (headers: Record<string, string>) => {
      const stream = await openEventStream(`${test.url}${path}/events`, headers);
      const told = (await stream.read()).map(({ event, id }) => `${event} ${id}`);
      return { told, text: stream.text() };
    };
    const all = await follow({ authorization });
    const [end = ''] = all.told.slice(-1);
    const version = /^task (\d+)\.end$/.exec(end)?.[1];
    expect(all.told.slice(-3)).toEqual([`output ${version}.p1`, `output ${version}.p2`, end]);
    expect(all.text).toContain('data: {"n":2,"output":{"two":2.0}}\n');
    expect((await follow({ authorization, 'last-event-id': `${version}.p1` })).told).toEqual([
      `output ${version}.p2`,
      end,
    ]);
    expect((await follow({ authorization, 'last-event-id': `${version}.p2` })).told).toEqual([end]);
    const byKey = await follow(key);
    expect(byKey.told.at(-1)).toBe(end);
    expect(byKey.text).not.toMatch(/event: output|"one"|"two"/);
    test.dispatch.pieces.length = 0;
  });
});

describe('a flood of reports', () => {
  it('is 429 after forty at once, for that task of that seller alone', async () => {
    const [flooded, calm] = [await claimed(), await claimed()];
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      const answer = await test.send(`${flooded.path}/progress`, { body: { progress: 0.1 }, headers: seller });
      statuses.push(answer.status);
      if (answer.status === 429) expect(answer.headers['retry-after']).toBe('1');
    }
    expect(statuses.slice(0, 40)).toEqual(Array(40).fill(200));
    expect(statuses).toContain(429);
    expect((await test.send(`${calm.path}/heartbeat`, { method: 'POST', headers: seller })).status).toBe(200);
  });
});
