import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const tasks = '/v1/services/echo/tasks';
const order = () => ({ body: { input: { text: 'hello' } } });

describe('the terms of a hold', () => {
  it('are 20 s unasked, the time of the work when asked, and refused beyond 15 minutes', async () => {
    const windows = async (deadlineMs: number, options: object) => {
      test.registry.add({ deadlineMs });
      const answer = await test.send(tasks, { ...order(), ...options });
      return answer.status === 402 ? test.billing.opened.at(-1)?.holdWindowMs : answer.json().code;
    };
    const asked = { headers: { prefer: 'respond-async, payment=hold' } };
    expect(await windows(20_000, {})).toBe(20_000);
    expect(await windows(20_001, {})).toBe('hold_not_offered');
    expect(await windows(60_000, asked)).toBe(62_000);
    expect(await windows(900_000, { body: { input: { text: 'long' }, funding: 'hold' } })).toBe(902_000);
    expect(await windows(900_001, asked)).toBe('hold_not_offered');
    expect(test.billing.opened.at(-1)?.workMs).toBe(900_000);
  });

  it('explain themselves where they are not met', async () => {
    test.registry.add({ deadlineMs: 60_000 });
    const answer = await test.send(tasks, order());
    expect(answer.status).toBe(400);
    expect(answer.json().detail).toContain('"funding": "hold"');
    expect(answer.json().detail).toContain('Prefer: payment=hold');
    const run = await test.send('/v1/services/echo/run?text=a', { headers: { prefer: 'payment=hold' } });
    expect([run.status, run.json().code]).toEqual([400, 'hold_not_offered']);
  });
});
