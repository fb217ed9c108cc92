/** The webhook of a task at the edge: ordered with it, its secret shown once, its deliveries for its buyer alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buyerSecret } from './fake-dispatch.js';
import { type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway({ allowedEndpoints: [{ host: '127.0.0.1', port: 9000 }] });
  test.registry.add();
});
afterAll(() => test.stop());

const path = '/v1/services/echo/tasks';
const order = (webhook: unknown, text = 'hello') => ({ body: { input: { text }, webhook } });

describe('a webhook that is ordered', () => {
  it('is kept with the task, and its secret is shown by the reply that made the charge alone', async () => {
    const url = 'https://Buyer.example.com/hook?a=1';
    const first = (await test.send(path, order({ url }))).json();
    expect(first).toMatchObject({ status: 402, webhookSecret: buyerSecret });
    expect(test.dispatch.tasks.get(String(first.taskId))?.webhookUrl).toBe('https://buyer.example.com/hook?a=1');
    const again = (await test.send(path, order({ url }))).json();
    expect(again.taskId).toBe(first.taskId);
    expect(again).not.toHaveProperty('webhookSecret');
    expect((await test.send(path, order(undefined))).json()).not.toHaveProperty('webhookSecret');
  });

  it('belongs to the request: another address is another purchase', async () => {
    const [one, other] = await Promise.all(
      ['https://a.example.com/', 'https://b.example.com/'].map((url) => test.send(path, order({ url }, 'twice'))),
    );
    expect(one?.json().taskId).not.toBe(other?.json().taskId);
  });

  it('may be an allowed private address', async () => {
    const answer = await test.send(path, order({ url: 'http://127.0.0.1:9000/hook' }, 'allowed'));
    expect(answer.status).toBe(402);
  });

  it.each([
    ['https://192.168.0.1/', 'does not name a host on the public Internet'],
    ['https://[::ffff:7f00:1]/', 'does not name a host on the public Internet'],
    ['http://127.0.0.1:9001/', 'must begin with https://'],
    ['http://buyer.example.com/', 'must begin with https://'],
    ['https://u:p@buyer.com/', 'must not hold a user name or a password'],
    ['buyer.com', 'is not a URL'],
  ])('is refused with the place and the reason where it is %s, and nothing is made', async (url, message) => {
    const before = [test.billing.charges.size, test.dispatch.tasks.size];
    const answer = await test.send(path, order({ url }));
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_endpoint', errors: [{ path: '/webhook/url', message }] });
    expect([test.billing.charges.size, test.dispatch.tasks.size]).toEqual(before);
  });

  it.each([
    'https://a.com/',
    {},
    { url: 1 },
    { url: '' },
    { url: 'https://a.com/', secret: 'x' },
    [],
    null,
    { url: `https://a.com/${'x'.repeat(2_048)}` },
  ])('has one form: %j is none', async (webhook) => {
    const answer = await test.send(path, order(webhook));
    expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
  });

  it('is not for the route that answers at once', async () => {
    const body = { input: { text: 'x' }, webhook: { url: 'https://a.com/' } };
    const answer = await test.send('/v1/services/echo/run', { body });
    expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
  });
});

describe('what became of it', () => {
  let taskPath: string;
  let headers: Record<string, string>;
  beforeAll(async () => {
    const made = (await test.send(path, order({ url: 'https://a.com/' }, 'read'))).json();
    taskPath = `/v1/tasks/${made.taskId}/webhooks`;
    headers = { 'task-key': String(made.taskKey) };
  });

  it('is shown to its buyer', async () => {
    const answer = await test.send(taskPath, { headers });
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
    expect(answer.json()).toEqual({
      url: 'https://a.com/',
      failuresInRow: 20,
      disabled: { at: '2026-01-01T00:00:00.000Z', reason: 'too many failures' },
      deliveries: [
        {
          n: 4,
          webhookId: 'tsk_1-4',
          type: 'task.delivered',
          createdAt: '2026-01-01T00:00:00.000Z',
          status: 'paused',
          replays: 0,
          attempts: [
            { at: '2026-01-01T00:00:00.100Z', durationMs: 5, httpStatus: 500 },
            { at: '2026-01-01T00:00:05.100Z', durationMs: 10_000, failure: 'no complete answer within 10000 ms' },
          ],
        },
      ],
    });
  });

  it('is sent again, and enabled', async () => {
    const replayed = await test.send(`${taskPath}/4/replay`, { method: 'POST', headers });
    expect([replayed.status, replayed.json()]).toMatchObject([202, { n: 4, status: 'pending', replays: 1 }]);
    expect((await test.send(`${taskPath}/5/replay`, { method: 'POST', headers })).status).toBe(404);
    const enabled = await test.send(`${taskPath}/enable`, { method: 'POST', headers });
    expect([enabled.status, enabled.json()]).toEqual([200, { resumed: 1 }]);
  });

  it.each(['', '/4/replay', '/enable'])("is nobody else's (%s)", async (rest) => {
    const method = rest === '' ? 'GET' : 'POST';
    for (const proof of [{}, { 'task-key': '0'.repeat(64) }, { authorization: 'L402 x:y' }]) {
      const answer = await test.send(`${taskPath}${rest}`, { method, headers: proof });
      expect([answer.status, answer.json().code]).toEqual([404, 'task_not_found']);
    }
  });

  it('names an event by a number', async () => {
    for (const n of ['0', 'x', '-1', '1.5', '99999999999']) {
      const answer = await test.send(`${taskPath}/${n}/replay`, { method: 'POST', headers });
      expect([answer.status, answer.json().code]).toEqual([404, 'task_not_found']);
    }
  });
});
