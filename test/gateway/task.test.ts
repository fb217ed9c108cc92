import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
  test.registry.add();
});
afterAll(() => test.stop());

const tasks = '/v1/services/echo/tasks';

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
    expect(Date.now() - began).toBeLessThan(4_900);
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
