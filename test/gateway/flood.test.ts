import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { defaultLimits } from '#apps/gateway/gateway-config';
import { ListenError } from '#apps/gateway/start';
import { challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

/** The default bursts, refilled so slowly that a busy machine cannot make a flood look slow. */
const limits = {
  requests: { burst: defaultLimits.requests.burst, perSecond: 0.1 },
  challenges: { burst: defaultLimits.challenges.burst, perSecond: 0.1 },
};

const started: GatewayUnderTest[] = [];
async function start(config: Parameters<typeof startGateway>[0] = {}): Promise<GatewayUnderTest> {
  const test = await startGateway({ limits, ...config });
  test.registry.add();
  started.push(test);
  return test;
}
afterEach(async () => {
  for (const test of started.splice(0)) await test.stop();
});

const tasks = '/v1/services/echo/tasks';
const order = (text: string) => ({ body: { input: { text } } });

describe('a flood', () => {
  it('of different orders meets 429 with Retry-After within 20, and has made no more charges than the burst', async () => {
    const test = await start();
    const answers = [];
    for (let n = 0; n < 20; n++) answers.push(await test.send(tasks, order(`flood ${n}`)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.json().code).toBe('too_many_requests');
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(refused[0]?.headers['www-authenticate']).toBeUndefined();
    expect(test.billing.charges.size).toBe(answers.filter(({ status }) => status === 402).length);
    expect(test.billing.charges.size).toBe(defaultLimits.challenges.burst);
    expect(defaultLimits.challenges.burst).toBeLessThan(19);
  });

  it('of bad credentials for one request makes one charge', async () => {
    const test = await start();
    for (let n = 0; n < 18; n++) {
      const headers = { authorization: `L402 AgEE${n}:${'00'.repeat(32)}` };
      const { status } = await test.send(tasks, { ...order('one'), headers });
      expect([402, 429]).toContain(status);
    }
    expect(test.billing.charges.size).toBe(1);
  });

  it('of invalid orders is counted too', async () => {
    const test = await start();
    const statuses = [];
    for (let n = 0; n < 20; n++) statuses.push((await test.send(tasks, { body: { input: n } })).status);
    expect(statuses.at(0)).toBe(400);
    expect(statuses).toContain(429);
  });

  it('does not touch those who have paid, nor another address', async () => {
    const test = await start({ trustedProxies: ['127.0.0.0/8'] });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const bought = await challenge(test, tasks, { ...order('mine'), headers: from('203.0.113.9') });
    deliver(test, bought.taskId, bought.paymentHash);
    for (let n = 0; n < 25; n++) await test.send(tasks, { ...order(`x${n}`), headers: from('203.0.113.9') });
    const headers = from('203.0.113.9');
    expect((await test.send(tasks, { ...order('again'), headers })).status).toBe(429);
    for (let n = 0; n < 25; n++) {
      const paid = await test.send(tasks, {
        ...order('mine'),
        headers: { ...headers, authorization: bought.authorization },
      });
      expect(paid.status).toBe(200);
    }
    expect((await test.send(tasks, { ...order('other'), headers: from('203.0.113.10') })).status).toBe(402);
  });

  it('cannot be spread by a forwarded header that no trusted proxy wrote', async () => {
    const test = await start();
    const statuses = [];
    for (let n = 0; n < 20; n++) {
      statuses.push(
        (await test.send(tasks, { ...order(`${n}`), headers: { 'x-forwarded-for': `203.0.113.${n}` } })).status,
      );
    }
    expect(statuses).toContain(429);
  });
});

describe('the start', () => {
  it('refuses an occupied port in a sentence', async () => {
    const first = await start();
    const port = Number(new URL(first.gateway.url).port);
    const second = startGateway({ port });
    await expect(second).rejects.toThrow(ListenError);
    await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
  });
});

describe('the stop', () => {
  it('does not wait for a connection that was opened and never used', async () => {
    const test = await start();
    const { port, hostname } = new URL(test.gateway.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    await test.send('/healthz');
    const closed = once(socket, 'close');
    const began = performance.now();
    await test.gateway.stop();
    await closed;
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('answers long polls at once and closes', async () => {
    const test = await start();
    const { taskId, body } = await challenge(test, tasks, order('long'));
    const poll = test.send(`/v1/tasks/${taskId}`, {
      headers: { 'task-key': String(body.taskKey), prefer: 'wait=30' },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = Date.now();
    const stopped = test.gateway.stop();
    expect((await poll).json()).toMatchObject({ state: 'AWAITING_PAYMENT' });
    await stopped;
    expect(Date.now() - began).toBeLessThan(15_000);
    await expect(test.send('/healthz')).rejects.toThrow();
    expect(await test.gateway.health[0]?.check()).toBe('does not listen any more');
  });
});
