import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { csvRecords } from '#test/harness/csv';
import { admin, challenge, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
  test.registry.add();
});
afterAll(() => test.stop());
beforeEach(() => {
  test.billing.admin.actions.splice(0);
  test.billing.admin.failure = undefined;
});

const cancel = (taskId: string, headers: Record<string, string> = {}, reason: unknown = 'the seller asked us to') =>
  test.send(`/v1/admin/tasks/${taskId}/cancel`, { body: { reason }, headers: { ...admin, ...headers } });
let tasks = 0;
const aTask = () => {
  tasks += 1;
  return challenge(test, '/v1/services/echo/tasks', { body: { input: { text: `task ${tasks}` } } });
};
const actions = () => test.billing.admin.actions;

describe('what an admin changes', () => {
  it('is written down with who, from where, what, on what, why, and how it ended', async () => {
    const { taskId } = await aTask();
    const answer = await cancel(taskId, { 'x-request-id': 'proxy-17' });
    expect(answer.status).toBe(200);
    const token = admin.authorization.replace('Bearer ', '');
    const actor = `admin-${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
    expect(actions()).toMatchObject([
      {
        ...{ actor, action: 'cancelTaskByAdmin', target: taskId, reason: 'the seller asked us to' },
        ...{ requestId: 'proxy-17', peer: '127.0.0.1', outcome: 'done', status: 200, code: '' },
      },
    ]);
    expect(answer.headers['action-id']).toBe(actions()[0]?.actionId);
    expect(JSON.stringify(actions())).not.toContain(token);
  });

  it('is written down when it is refused or fails as well', async () => {
    expect((await cancel(newId('task'))).status).toBe(404);
    const { taskId } = await aTask();
    test.dispatch.cancelFailure = new AppError('unavailable', 'away');
    const failed = await cancel(taskId);
    test.dispatch.cancelFailure = undefined;
    expect(failed.status).toBe(503);
    expect(actions().map(({ outcome, status, code }) => [outcome, status, code])).toEqual([
      ['refused', 404, 'task_not_found'],
      ['failed', 503, 'unavailable'],
    ]);
  });

  it('is not done when it cannot be written down', async () => {
    const { taskId } = await aTask();
    test.billing.admin.failure = new AppError('unavailable', 'the database is not reachable');
    expect((await cancel(taskId)).status).toBe(503);
    test.billing.admin.failure = undefined;
    expect(test.dispatch.tasks.get(taskId)?.task.state).toBe('AWAITING_PAYMENT');
    expect((await cancel(taskId)).status).toBe(200);
  });

  it('is answered although its end cannot be written down, which is logged', async () => {
    const { taskId } = await aTask();
    test.billing.admin.endFailure = new AppError('unavailable', 'away');
    expect((await cancel(taskId)).status).toBe(200);
    test.billing.admin.endFailure = undefined;
    expect(actions()).toMatchObject([{ outcome: 'unknown' }]);
    expect(test.logs.join('')).toContain("the end of an admin's action could not be written down");
  });

  it('leaves no row for who is no admin or says nothing that the route takes', async () => {
    const taskId = newId('task');
    expect((await cancel(taskId, { authorization: `Bearer ${'0'.repeat(64)}` })).status).toBe(403);
    expect((await cancel(taskId, {}, ' ')).status).toBe(400);
    expect((await cancel(taskId, {}, 'x'.repeat(201))).status).toBe(400);
    expect((await cancel('tsk_1')).status).toBe(404);
    expect(actions()).toEqual([]);
  });

  it('takes a name for the request only if it is a short and plain one', async () => {
    for (const name of ['x'.repeat(129), 'a b', '']) await cancel(newId('task'), { 'x-request-id': name });
    expect(actions().map(({ requestId }) => requestId)).toEqual(['', '', '']);
  });

  it('is listed newest first, as JSON and as CSV', async () => {
    const { taskId } = await aTask();
    await cancel(newId('task'));
    await cancel(taskId, {}, '=1+1');
    const { actions: listed } = (await test.send('/v1/admin/audit', { headers: admin })).json() as unknown as {
      actions: Record<string, unknown>[];
    };
    expect(listed).toMatchObject([
      { n: '2', target: taskId, outcome: 'done', status: 200, reason: '=1+1' },
      { n: '1', outcome: 'refused', status: 404, code: 'task_not_found' },
    ]);
    expect(listed[0]).not.toHaveProperty('code');
    const csv = await test.send('/v1/admin/audit', { headers: { ...admin, accept: 'text/csv' } });
    expect(csv.text).toContain(",'=1+1,");
    expect(csvRecords(csv.text)).toEqual(
      listed.map((action) => ({
        ...{ code: '', endedAt: '' },
        ...Object.fromEntries(Object.entries(action).map(([name, value]) => [name, String(value)])),
      })),
    );
  });
});
