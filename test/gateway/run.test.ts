import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
  test.registry.add();
});
afterAll(() => test.stop());

const tasks = '/v1/services/echo/tasks';

describe('a run', () => {
  it('answers a text as text/plain and anything else as JSON', async () => {
    const results: [unknown, string, string][] = [
      ['plain <b>text</b>', 'text/plain; charset=utf-8', 'plain <b>text</b>'],
      [{ a: [1] }, 'application/json', '{"a":[1]}'],
      [null, 'application/json', 'null'],
    ];
    for (const [output, type, text] of results) {
      const path = `/v1/services/echo/run?text=${encodeURIComponent(text)}`;
      const bought = await challenge(test, path, {});
      deliver(test, bought.taskId, bought.paymentHash, output);
      const answer = await test.send(path, { headers: { authorization: bought.authorization } });
      expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([200, type, text]);
      expect(answer.headers['task-id']).toBe(bought.taskId);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      const etag = String(answer.headers.etag);
      const again = await test.send(path, { headers: { authorization: bought.authorization, 'if-none-match': etag } });
      expect([again.status, again.text]).toEqual([304, '']);
      expect((await test.send(path, { headers: { 'if-none-match': etag } })).status).toBe(402);
    }
  });

  it('reads the query by the types of the schema, or the whole input from ?input=', async () => {
    const inputOf = async (query: string) => {
      const { taskId } = await challenge(test, `/v1/services/echo/run?${query}`, {});
      return JSON.parse(test.dispatch.tasks.get(taskId)?.inputJson ?? '');
    };
    expect(await inputOf('text=7&count=3&tags=a&tags=b+c')).toEqual({ text: '7', count: 3, tags: ['a', 'b c'] });
    expect(await inputOf(`input=${encodeURIComponent('{"text":"whole","count":2}')}`)).toEqual({
      text: 'whole',
      count: 2,
    });
    const failures = await Promise.all(
      ['count=2', 'text=a&count=x', 'input={', 'input={}&text=a', 'text=a&other=1'].map((query) =>
        test.send(`/v1/services/echo/run?${query}`),
      ),
    );
    expect(failures.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
    expect(failures.map((answer) => answer.json().code)).toEqual([
      'invalid_input',
      'invalid_input',
      'invalid_json',
      'invalid_request',
      'invalid_input',
    ]);
    expect(failures[1]?.json().errors).toMatchObject([{ path: '/count' }]);
  });

  it('takes the whole input in the body of a POST', async () => {
    const { taskId } = await challenge(test, '/v1/services/echo/run', { body: { input: { text: 'posted' } } });
    expect(test.dispatch.tasks.get(taskId)?.inputJson).toBe('{"text":"posted"}');
  });
});

describe('HEAD and OPTIONS', () => {
  it('create nothing', async () => {
    const before = [test.billing.opened.length, test.dispatch.tasks.size];
    const head = await test.send('/v1/services/echo/run?text=a', { method: 'HEAD' });
    expect([head.status, head.text, head.headers['www-authenticate']]).toEqual([200, '', undefined]);
    expect((await test.send('/v1/services/nothing/run', { method: 'HEAD' })).status).toBe(404);
    expect((await test.send(tasks, { method: 'HEAD' })).status).toBe(405);
    for (const path of [tasks, '/v1/services/echo/run?text=a', '/nowhere']) {
      const options = await test.send(path, { method: 'OPTIONS', headers: { origin: 'https://bot.example' } });
      expect([options.status, options.text]).toEqual([204, '']);
      expect(options.headers['access-control-allow-origin']).toBe('*');
      expect(options.headers['access-control-allow-headers']).toContain('Authorization');
      expect(options.headers['access-control-allow-methods']).toContain('POST');
    }
    expect([test.billing.opened.length, test.dispatch.tasks.size]).toEqual(before);
  });
});
