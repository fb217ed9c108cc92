/** What a buyer with the preimage of an ordinary invoice is told before its payment is known here, and after the task is over. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const tasks = '/v1/services/echo/tasks';
let orders = 0;
const order = () => {
  orders += 1;
  return { body: { input: { text: `order ${orders}` }, funding: 'invoice' } };
};

describe('a payment of an ordinary invoice', () => {
  it('that is not known here yet is waited for, and its task is answered as soon as it is', async () => {
    test.registry.add({ deadlineMs: 60_000 });
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    const answer = test.send(tasks, { ...asked, headers: { authorization, prefer: 'wait=5' } });
    setTimeout(() => {
      test.billing.setState(taskId, 'SETTLED');
      deliver(test, taskId, paymentHash);
    }, 300);
    expect((await answer).status).toBe(200);
    expect((await answer).json()).toMatchObject({ state: 'DELIVERED' });
  });

  it.each(['DELIVERED', 'FAILED'])(
    'that becomes known, and its task %s, between two questions is not asked for again',
    async (state) => {
      const asked = order();
      const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
      test.billing.onCharge = () => {
        if (state === 'DELIVERED') return deliver(test, taskId, paymentHash);
        test.billing.setState(taskId, 'REFUND_DUE');
        test.dispatch.change(taskId, { state, reason: 'no' }, paymentHash);
      };
      const answer = await test.send(tasks, { ...asked, headers: { authorization, prefer: 'wait=0' } });
      test.billing.onCharge = () => undefined;
      expect([answer.status, answer.json().state]).toEqual([200, state]);
    },
  );

  it('that does not become known within the wait is no new purchase', async () => {
    const asked = order();
    const { authorization } = await challenge(test, tasks, asked);
    for (const wait of ['wait=0', 'wait=1']) {
      const answer = await test.send(tasks, { ...asked, headers: { authorization, prefer: wait } });
      expect([answer.status, answer.json().code, answer.headers['retry-after']]).toEqual([503, 'still_running', '1']);
    }
  });

  it('that came when nobody kept the task any more is owed back, and not asked for again', async () => {
    const asked = order();
    const { authorization, taskId } = await challenge(test, tasks, asked);
    test.billing.setState(taskId, 'REFUND_DUE');
    for (let time = 0; time < 2; time += 1) {
      const answer = await test.send(tasks, { ...asked, headers: { authorization, prefer: 'wait=1' } });
      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({ taskId, state: 'EXPIRED', refund: { state: 'due' }, funding: 'invoice' });
    }
  });

  it('of a failed task is pending until billing has booked what is owed', async () => {
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    test.billing.setState(taskId, 'HELD');
    test.dispatch.change(taskId, { state: 'FAILED', reason: 'no' }, paymentHash);
    const read = (headers: Record<string, string> = {}) =>
      test.send(`/v1/tasks/${taskId}`, { headers: { authorization, ...headers } });
    const first = await read();
    expect(first.json()).toMatchObject({ state: 'FAILED', refund: { state: 'pending' } });
    const etag = String(first.headers.etag);
    expect((await read({ 'if-none-match': etag })).status).toBe(304);
    test.billing.setState(taskId, 'REFUND_DUE');
    const second = await read({ 'if-none-match': etag });
    expect([second.status, second.json()]).toMatchObject([200, { refund: { state: 'due' } }]);
  });

  it('has another tag on the route for one request once it is due', async () => {
    test.registry.add({ deadlineMs: 5_000 });
    const run = `/v1/services/echo/run?text=tagged${orders}`;
    const { authorization, taskId, paymentHash } = await challenge(test, run, {
      headers: { prefer: 'payment=invoice' },
    });
    test.billing.setState(taskId, 'HELD');
    test.dispatch.change(taskId, { state: 'FAILED', reason: 'no' }, paymentHash);
    const pending = await test.send(run, { headers: { authorization } });
    expect(pending.json()).toMatchObject({ refund: { state: 'pending' } });
    const headers = { authorization, 'if-none-match': String(pending.headers.etag) };
    expect((await test.send(run, { headers })).status).toBe(304);
    test.billing.setState(taskId, 'REFUND_DUE');
    expect((await test.send(run, { headers })).json()).toMatchObject({ refund: { state: 'due' } });
  });

  it('is an incident where its invoice was canceled', async () => {
    const asked = order();
    const { authorization, taskId } = await challenge(test, tasks, asked);
    test.billing.setState(taskId, 'CANCELED');
    const began = Date.now();
    const answer = await test.send(tasks, { ...asked, headers: { authorization, prefer: 'wait=5' } });
    expect([answer.status, answer.json().code]).toEqual([503, 'still_running']);
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(test.logs.some((line) => line.includes('preimage known before capture'))).toBe(true);
  });
});
