import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AppError } from '#kernel/errors';
import { addCaveat, decodeBase64Macaroon, encodeMacaroon } from '#l402/macaroon';
import { type Answer, challenge, deliver, type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let test: GatewayUnderTest;
beforeAll(async () => {
  test = await startGateway();
});
afterAll(() => test.stop());
beforeEach(() => {
  test.registry.services.clear();
  test.registry.add();
});
afterEach(() => {
  test.ahead = 0;
  test.billing.failure = undefined;
  test.dispatch.keepFailure = undefined;
});

const tasks = '/v1/services/echo/tasks';
let texts = 0;
/** An order that no other test has made, so that no challenge is shared. */
const order = () => ({ body: { input: { text: `order ${texts++}` } } });

function lines(answer: Answer, name: string): string[] {
  return answer.rawHeaders.flatMap((header, at) =>
    at % 2 === 0 && header.toLowerCase() === name ? [answer.rawHeaders[at + 1] ?? ''] : [],
  );
}

describe('a challenge', () => {
  it('has one WWW-Authenticate line, byte for byte of the form that every client parses', async () => {
    const { answer, body } = await challenge(test, tasks, order());
    const { macaroon, invoice } = body;
    expect(lines(answer, 'www-authenticate')).toEqual([
      `L402 macaroon="${macaroon}", invoice="${invoice}", version="0", token="${macaroon}"`,
    ]);
    expect(macaroon).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
    expect(String(macaroon).length % 4).toBe(0);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['access-control-expose-headers']).toContain('WWW-Authenticate');
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it('says in its body what clients look for, in either spelling', async () => {
    const { body, taskId } = await challenge(test, tasks, order());
    expect(body).toMatchObject({
      error: 'Payment Required',
      code: 'payment_required',
      status: 402,
      priceMsat: '1500',
      amountMsat: '1500',
      priceSats: 2,
      amountSats: 2,
      payment_hash: body.paymentHash,
      expires_at: body.expiresAt,
      state: 'open',
      funding: 'hold',
      holdSeconds: 20,
      replayWindowSeconds: 600,
      taskUrl: `${test.gateway.url}/v1/tasks/${taskId}`,
    });
    expect(body.taskKey).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(String(body.expiresAt))).toBeGreaterThan(Date.now());
  });

  it('is given again for the same request, without the key of the task', async () => {
    const asked = order();
    const first = await challenge(test, tasks, asked);
    const dropped = test.dispatch.dropped.length;
    const second = await challenge(test, tasks, asked);
    expect(second.body.macaroon).toBe(first.body.macaroon);
    expect(second.body.invoice).toBe(first.body.invoice);
    expect(second.body.taskKey).toBeUndefined();
    expect(test.dispatch.dropped).toHaveLength(dropped + 1);
    test.billing.setState(first.taskId, 'HELD');
    const third = await challenge(test, tasks, asked);
    expect(third.body).toMatchObject({ macaroon: first.body.macaroon, state: 'held' });
  });

  it('is another one for another client, body, query or Idempotency-Key', async () => {
    const asked = order();
    const hashes = new Set<string>();
    const ask = async (path: string, options: Parameters<typeof challenge>[2]) => {
      hashes.add(String((await challenge(test, path, options)).body.paymentHash));
    };
    await ask(tasks, asked);
    await ask(tasks, { ...asked, headers: { 'user-agent': 'other' } });
    await ask(tasks, { ...asked, headers: { 'idempotency-key': 'k-1' } });
    await ask(tasks, { ...asked, headers: { 'idempotency-key': 'k-2' } });
    await ask(`${tasks}?a=1`, asked);
    await ask(tasks, { raw: ` ${JSON.stringify(asked.body)}`, headers: { 'content-type': 'application/json' } });
    expect(hashes.size).toBe(6);
  });

  it('of two equal requests at once is one, and each key that is shown opens its task', async () => {
    const asked = order();
    const answers = await Promise.all([1, 2, 3, 4].map(() => challenge(test, tasks, asked)));
    expect(new Set(answers.map(({ taskId }) => taskId)).size).toBe(1);
    const keys = answers.flatMap(({ body }) => body.taskKey ?? []);
    expect(keys).toHaveLength(1);
    const path = `/v1/tasks/${answers[0]?.taskId}`;
    expect((await test.send(path, { headers: { 'task-key': keys[0] ?? '' } })).status).toBe(200);
  });

  it('keeps the kept task of a charge whose task was lost, and then shows its new key', async () => {
    const asked = order();
    test.dispatch.keepFailure = new AppError('quota_exceeded', 'too much unpaid input');
    const refused = await test.send(tasks, asked);
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBeDefined();
    test.dispatch.keepFailure = undefined;
    const { taskId, body } = await challenge(test, tasks, asked);
    expect(body.taskKey).toMatch(/^[0-9a-f]{64}$/);
    expect(test.dispatch.tasks.get(taskId)?.inputJson).toBe(JSON.stringify(asked.body.input));
    const seen = await test.send(`/v1/tasks/${taskId}`, { headers: { 'task-key': String(body.taskKey) } });
    expect(seen.status).toBe(200);
  });

  it('drops the kept task where no charge could be opened', async () => {
    const before = test.dispatch.tasks.size;
    test.billing.failure = new AppError('lightning_unavailable', 'the node is away', { retryAfterSeconds: 7 });
    const answer = await test.send(tasks, order());
    expect(answer.status).toBe(503);
    expect(answer.json().code).toBe('lightning_unavailable');
    expect(answer.headers['retry-after']).toBe('7');
    expect(answer.headers['www-authenticate']).toBeUndefined();
    expect(test.dispatch.tasks.size).toBe(before);
  });

  it('refuses an Idempotency-Key with other content (422), and one that is no key (400)', async () => {
    const headers = { 'idempotency-key': 'once' };
    expect((await test.send(tasks, { ...order(), headers })).status).toBe(402);
    const other = await test.send(tasks, { ...order(), headers });
    expect(other.status).toBe(422);
    expect(other.json().code).toBe('idempotency_key_reused');
    for (const key of ['x'.repeat(256), 'tab\there', 'é']) {
      const answer = await test.send(tasks, {
        ...order(),
        headers: { 'idempotency-key': Buffer.from(key).toString('latin1') },
      });
      expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
    }
  });
});

describe('a right credential for the same request', () => {
  it('gets the result, as often as asked, with headers that keep it private', async () => {
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    deliver(test, taskId, paymentHash);
    for (let time = 0; time < 3; time++) {
      const answer = await test.send(tasks, { ...asked, headers: { authorization } });
      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({ taskId, state: 'DELIVERED', output: { echo: 'hello' } });
      expect(answer.headers['cache-control']).toBe('private, no-store');
      expect(answer.headers.vary).toBe('Authorization, Macaroon, Grpc-Metadata-Macaroon, Task-Key');
      expect(answer.headers['www-authenticate']).toBeUndefined();
    }
  });

  it('is understood in every way in which clients present it', async () => {
    const asked = order();
    const { taskId, paymentHash, body } = await challenge(test, tasks, asked);
    deliver(test, taskId, paymentHash);
    const preimage = test.billing.preimage(taskId);
    const mac = String(body.macaroon);
    const urlSafe = mac.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const withPreimage = appendCaveat(mac, `preimage=${preimage}`);
    const forms: Record<string, string | string[]>[] = [
      { authorization: `L402 ${mac}:${preimage}` },
      { authorization: `LSAT ${mac}:${preimage}` },
      { authorization: `l402   ${mac}:${preimage.toUpperCase()}` },
      { authorization: `lsat ${urlSafe}:${preimage}` },
      { authorization: `L402 ${withPreimage.base64}:${preimage}` },
      { authorization: `L402 ${appendCaveat(mac, 'max_calls=3').base64}:${preimage}` },
      { authorization: `L402 AgEEbHNhdA==, ${mac}:${preimage}` },
      { authorization: `Bearer x, L402 ${mac}:${preimage}` },
      { authorization: ['Bearer x', `L402 ${mac}:${preimage}`] },
      { authorization: [`L402 ${mac}:${preimage}`, `L402 ${mac}:${'00'.repeat(32)}`] },
      { authorization: [`L402 ${mac}:${'00'.repeat(32)}`, `L402 ${mac}:${preimage}`] },
      { macaroon: withPreimage.hex },
      { 'grpc-metadata-macaroon': withPreimage.hex },
      { authorization: 'Bearer account', macaroon: withPreimage.hex },
    ];
    const answers = await Promise.all(forms.map((headers) => test.send(tasks, { ...asked, headers })));
    expect(answers.map(({ status }) => status)).toEqual(forms.map(() => 200));
  });

  it('is answered while the work runs by 202 on /tasks and 503 on /run, never by 402', async () => {
    const asked = order();
    const bought = await challenge(test, tasks, asked);
    test.billing.setState(bought.taskId, 'SETTLING');
    test.dispatch.change(bought.taskId, { state: 'RUNNING' }, bought.paymentHash);
    const headers = { authorization: bought.authorization, prefer: 'wait=0' };
    const running = await test.send(tasks, { ...asked, headers });
    expect(running.status).toBe(202);
    expect(running.headers.location).toBe(`/v1/tasks/${bought.taskId}`);
    expect(running.headers['retry-after']).toBe('1');
    expect(running.json()).toMatchObject({ state: 'RUNNING' });
    expect(running.json().output).toBeUndefined();

    const path = '/v1/services/echo/run?text=running';
    const run = await challenge(test, path, {});
    test.billing.setState(run.taskId, 'SETTLING');
    test.dispatch.change(run.taskId, { state: 'RUNNING' }, run.paymentHash);
    const waiting = await test.send(path, { headers: { authorization: run.authorization, prefer: 'wait=0' } });
    expect(waiting.status).toBe(503);
    expect(waiting.json().code).toBe('still_running');
    expect(waiting.headers['retry-after']).toBe('1');
    expect(waiting.headers.location).toBeUndefined();
  });

  it('is held open until the result is there', async () => {
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    test.billing.setState(taskId, 'SETTLING');
    test.dispatch.change(taskId, { state: 'RUNNING' }, paymentHash);
    const began = Date.now();
    const pending = test.send(tasks, { ...asked, headers: { authorization } });
    setTimeout(() => deliver(test, taskId, paymentHash), 150);
    const answer = await pending;
    expect(answer.status).toBe(200);
    expect(answer.json().output).toEqual({ echo: 'hello' });
    expect(Date.now() - began).toBeLessThan(3_900);
  });

  it('waits 4 seconds where the client does not say how long', async () => {
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    test.dispatch.change(taskId, { state: 'RUNNING' }, paymentHash);
    test.billing.setState(taskId, 'SETTLING');
    const began = Date.now();
    const calls = test.dispatch.asked.length;
    expect((await test.send(tasks, { ...asked, headers: { authorization } })).status).toBe(202);
    expect(Date.now() - began).toBeGreaterThan(3_900);
    expect(test.dispatch.asked[calls]?.waitMs).toBeLessThanOrEqual(4_000);
  });

  it('learns each time how a paid task failed, and what it is owed', async () => {
    const asked = { ...order(), headers: { prefer: 'payment=invoice' } };
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    test.billing.setState(taskId, 'REFUND_DUE');
    test.dispatch.change(taskId, { state: 'FAILED', reason: 'the seller gave no answer' }, paymentHash);
    for (let time = 0; time < 2; time++) {
      const answer = await test.send(tasks, { ...asked, headers: { authorization } });
      expect(answer.status).toBe(200);
      const refund = { state: 'due', amountMsat: expect.stringMatching(/^[0-9]+$/) };
      expect(answer.json()).toMatchObject({ state: 'FAILED', reason: 'the seller gave no answer', refund });
    }
  });

  it('still gets its result after the service was paused, retired, changed or removed', async () => {
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    deliver(test, taskId, paymentHash);
    for (const change of [
      { state: 'paused' },
      { state: 'retired' },
      { version: 2, priceMsat: '9', inputSchemaJson: 'false' },
    ]) {
      test.registry.add(change);
      expect((await test.send(tasks, { ...asked, headers: { authorization } })).status).toBe(200);
    }
    test.registry.services.clear();
    expect((await test.send(tasks, { ...asked, headers: { authorization } })).status).toBe(200);
  });

  it('pays anew after the replay window by the clock of dispatch, while the task itself can still be read', async () => {
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    deliver(test, taskId, paymentHash);
    test.dispatch.change(taskId, { finishedAgoMs: '599000' }, paymentHash);
    test.ahead = 120;
    expect((await test.send(tasks, { ...asked, headers: { authorization } })).status).toBe(200);
    test.dispatch.change(taskId, { finishedAgoMs: '600000' }, paymentHash);
    test.ahead = -120;
    const lapsed = await challenge(test, tasks, { ...asked, headers: { authorization } });
    expect(lapsed.taskId).not.toBe(taskId);
    const read = await test.send(`/v1/tasks/${taskId}`, { headers: { authorization } });
    expect(read.json()).toMatchObject({ output: { echo: 'hello' } });
  });

  it('is an incident, and no sale, where the money was never captured', async () => {
    const asked = order();
    const { authorization, taskId, paymentHash } = await challenge(test, tasks, asked);
    test.billing.setState(taskId, 'HELD');
    test.dispatch.change(taskId, { state: 'RUNNING' }, paymentHash);
    const headers = { authorization, prefer: 'wait=0' };
    const running = await test.send(tasks, { ...asked, headers });
    expect(running.status).toBe(503);
    expect(running.json().code).toBe('still_running');
    const incident = test.logs
      .map((line) => JSON.parse(line))
      .find(({ msg }) => msg === 'preimage known before capture');
    expect(incident).toMatchObject({
      level: 'error',
      taskId,
      paymentHash: paymentHash.toString('hex'),
      chargeState: 'HELD',
    });
    expect(JSON.stringify(incident)).not.toContain(test.billing.preimage(taskId));
  });
});

describe('any other credential', () => {
  it('gets a challenge for this request: wrong, tampered, foreign, malformed, of another request', async () => {
    const asked = order();
    const bought = await challenge(test, tasks, asked);
    deliver(test, bought.taskId, bought.paymentHash);
    const other = await challenge(test, tasks, order());
    deliver(test, other.taskId, other.paymentHash);
    const preimage = test.billing.preimage(bought.taskId);
    const mac = Buffer.from(String(bought.body.macaroon), 'base64');
    const flipped = Buffer.from(mac);
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    const otherTask = Buffer.from(mac);
    otherTask[60] = (otherTask[60] ?? 0) ^ 1;
    const refused = [
      '',
      'L402',
      'L402 :',
      'Bearer account-credential',
      'Basic dTpw',
      `L402 ${bought.body.macaroon}:`,
      `L402 ${bought.body.macaroon}`,
      `L402 ${bought.body.macaroon}:${'00'.repeat(32)}`,
      `L402 ${flipped.toString('base64')}:${preimage}`,
      `L402 ${otherTask.toString('base64')}:${preimage}`,
      `L402 ${mac.subarray(0, -3).toString('base64')}:${preimage}`,
      `L402 !!!!:${preimage}`,
      `L402 ${appendCaveat(String(bought.body.macaroon), 'valid_until=1000000000').base64}:${preimage}`,
      `L402 ${appendCaveat(String(bought.body.macaroon), 'services=other:0').base64}:${preimage}`,
      other.authorization,
    ];
    const fresh = await challenge(test, tasks, order());
    const opened = test.billing.charges.size;
    for (const authorization of refused) {
      const answer = await test.send(tasks, { ...asked, headers: authorization === '' ? {} : { authorization } });
      expect([authorization, answer.status]).toEqual([authorization, 402]);
      expect(answer.json().output).toBeUndefined();
    }
    // All of them were answered with the one challenge that is open for this request.
    expect(test.billing.charges.size).toBeLessThanOrEqual(opened + 1);
    expect(fresh.taskId).not.toBe(other.taskId);
  });

  it('of another path, query or method never gets the stored result', async () => {
    const path = '/v1/services/echo/run?text=mine';
    const bought = await challenge(test, path, {});
    deliver(test, bought.taskId, bought.paymentHash, 'mine');
    const headers = { authorization: bought.authorization };
    expect((await test.send(path, { headers })).text).toBe('mine');
    expect((await test.send('/v1/services/echo/run?text=yours', { headers })).status).toBe(402);
    expect((await test.send('/v1/services/echo/run?text=%6Dine', { headers })).status).toBe(402);
    expect((await test.send(path, { headers, method: 'POST', body: { input: { text: 'mine' } } })).status).toBe(402);
    test.registry.add({ slug: 'other' });
    expect((await test.send('/v1/services/other/run?text=mine', { headers })).status).toBe(402);
  });

  it('cannot buy what paying would not cure', async () => {
    const bought = await challenge(test, tasks, order());
    const headers = { authorization: bought.authorization };
    test.registry.add({ state: 'paused' });
    expect((await test.send(tasks, { ...order(), headers })).status).toBe(409);
    test.registry.add();
    const invalid = await test.send(tasks, { body: { input: { text: 1 } }, headers });
    expect([invalid.status, invalid.json().code]).toEqual([400, 'invalid_input']);
  });

  it('of an epoch that has retired gets a challenge', async () => {
    const asked = order();
    const bought = await challenge(test, tasks, asked);
    deliver(test, bought.taskId, bought.paymentHash);
    const key = test.tokenKeys.key(2);
    const keys = test.tokenKeys as { key: (epoch: number) => Buffer | undefined };
    const original = keys.key;
    keys.key = (epoch) => (epoch === 2 ? Buffer.alloc(32, 7) : original(epoch));
    try {
      expect((await test.send(tasks, { ...asked, headers: { authorization: bought.authorization } })).status).toBe(402);
    } finally {
      keys.key = original;
    }
    expect(key).toEqual(original(2));
    expect((await test.send(tasks, { ...asked, headers: { authorization: bought.authorization } })).status).toBe(200);
  });
});

/** What a client does offline to restrict its macaroon: one more caveat, and the signature over it. */
function appendCaveat(macaroonBase64: string, caveat: string): { base64: string; hex: string } {
  const macaroon = decodeBase64Macaroon(macaroonBase64);
  if (!macaroon) throw new Error('not a macaroon');
  const bytes = encodeMacaroon(addCaveat(macaroon, caveat));
  return { base64: bytes.toString('base64'), hex: bytes.toString('hex') };
}
