/** A gateway that is about to stop, while who shares requests out among gateways has not noticed yet. */
import { expect, it } from '@jest/globals';
import { challenge, startGateway } from './gateway-under-test.js';

it('is not ready any more, still answers everything, and ends each connection with its answer', async () => {
  const test = await startGateway();
  test.registry.add();
  const before = await challenge(test);
  expect(before.answer.headers.connection).toBe('keep-alive');
  const draining = test.gateway.drain(300);
  const ready = await test.send('/readyz');
  expect([ready.status, ready.json()]).toMatchObject([503, { detail: 'not ready: gateway (is being stopped)' }]);
  const { answer } = await challenge(test, undefined, { body: { input: { text: 'another' } } });
  expect([answer.status, answer.headers.connection]).toEqual([402, 'close']);
  expect((await test.send('/healthz')).status).toBe(200);
  await draining;
  await test.stop();
});
