import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());

const tasks = '/v1/services/echo/tasks';
const order = () => ({ body: { input: { text: 'hello' } } });

describe('the terms of a purchase', () => {
  /** What billing was asked for, or why not. */
  const terms = async (deadlineMs: number, options: object) => {
    test.registry.add({ deadlineMs });
    const answer = await test.send(tasks, { ...order(), ...options });
    if (answer.status !== 402) return answer.json().code;
    const { funding, holdWindowMs } = test.billing.opened.at(-1) ?? {};
    expect(answer.json()).toMatchObject({ funding, workSeconds: Math.ceil((holdWindowMs ?? 0) / 1_000) });
    expect(answer.json().holdSeconds !== undefined).toBe(funding === 'hold');
    return `${funding} ${holdWindowMs}`;
  };
  const prefer = (preference: string) => ({ headers: { prefer: preference } });

  it('are a hold of 20 s where the work is done in that time', async () => {
    expect(await terms(100, {})).toBe('hold 20000');
    expect(await terms(20_000, {})).toBe('hold 20000');
  });

  it('are an ordinary invoice where it is not, or where it is asked for', async () => {
    expect(await terms(20_001, {})).toBe('invoice 22001');
    expect(await terms(5_000, prefer('payment=invoice'))).toBe('invoice 7000');
    expect(await terms(86_400_000, { body: { input: { text: 'long' }, funding: 'invoice' } })).toBe('invoice 86402000');
  });

  it('are a hold for the time of the work where that is asked for, up to 15 minutes', async () => {
    expect(await terms(60_000, prefer('respond-async, payment=hold'))).toBe('hold 62000');
    expect(await terms(900_000, { body: { input: { text: 'long' }, funding: 'hold' } })).toBe('hold 902000');
    expect(await terms(900_001, prefer('payment=hold'))).toBe('hold_not_offered');
    expect(test.billing.opened.at(-1)?.workMs).toBe(900_000);
  });

  it('are what the body says where the header says something else', async () => {
    const body = { input: { text: 'both' }, funding: 'invoice' };
    expect(await terms(5_000, { ...prefer('payment=hold'), body })).toBe('invoice 7000');
  });

  it('explain themselves where they are not met', async () => {
    test.registry.add({ deadlineMs: 900_001 });
    const answer = await test.send(tasks, { ...order(), ...prefer('payment=hold') });
    expect(answer.json().detail).toContain('"funding": "invoice"');
    const run = await test.send('/v1/services/echo/run?text=a', prefer('payment=hold'));
    expect([run.status, run.json().code]).toEqual([400, 'hold_not_offered']);
    const other = await test.send(tasks, { body: { input: { text: 'a' }, funding: 'gold' } });
    expect([other.status, other.json().code]).toEqual([400, 'invalid_request']);
  });
});
