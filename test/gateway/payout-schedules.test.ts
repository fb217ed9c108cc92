/** Payout schedules at the gateway: who may set one, and what the worker does with those that are due. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hashFields } from '#apps/gateway/edge/client';
import { PayoutScheduleWorker } from '#apps/gateway/selling/payout-schedule-worker';
import { AppError } from '#kernel/errors';
import { createLogger } from '#observability/logger';
import { Outbound } from '#outbound/call';
import { parseHostPort } from '#outbound/endpoint';
import { until } from '#test/harness/until';
import { FakeBilling, readingCredential, sellerAccountId, sellerCredential } from './fakes.js';
import { type GatewayUnderTest, startGateway } from './gateway-under-test.js';

let server: Server;
let host: string;
/** What the address does; a test changes it. */
let answers: RequestListener;
const asked: string[] = [];
let test: GatewayUnderTest;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answers(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  host = `127.0.0.1:${port}`;
  test = await startGateway();
});
afterAll(async () => {
  await test.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked.splice(0);
  answers = (request, response) => {
    const offer = { callback: `http://${host}/pay`, metadata: '[]', minSendable: 1, maxSendable: 1_000_000 };
    const isOffer = request.url?.startsWith('/.well-known/');
    response.end(JSON.stringify(isOffer ? { tag: 'payRequest', ...offer } : { pr: `lnbcrt1${asked.length}` }));
  };
});

const path = '/v1/accounts/me/payout-schedule';
const seller = { authorization: `Bearer ${sellerCredential}` };
const reader = { authorization: `Bearer ${readingCredential}` };
const body = { address: 'bot@wallet.example', every: 'daily', thresholdMsat: '100000', maxFeeMsat: '7' };

describe('a payout schedule', () => {
  it('is set, read and deleted by a credential that may pay out', async () => {
    const options = await test.send(path, { method: 'OPTIONS' });
    expect(options.headers.allow).toBe('PUT, GET, HEAD, DELETE, OPTIONS');
    expect(options.headers['access-control-allow-methods']).toContain('DELETE');
    expect((await test.send(path, { headers: seller })).json()).toMatchObject({ status: 404, code: 'not_found' });
    const set = await test.send(path, { method: 'PUT', headers: seller, body });
    expect([set.status, set.json()]).toEqual([200, body]);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const more = method === 'PUT' ? { body } : {};
      const refused = await test.send(path, { method, headers: reader, ...more });
      expect([refused.status, refused.json().code]).toEqual([403, 'forbidden']);
      expect((await test.send(path, { method, ...more })).status).toBe(401);
    }
    expect((await test.send(path, { headers: seller })).json()).toEqual(body);
    expect((await test.send(path, { method: 'DELETE', headers: seller })).status).toBe(204);
    expect((await test.send(path, { headers: seller })).status).toBe(404);
  });

  it('can be set only so often, since each time the address may be asked', async () => {
    const codes = new Set<unknown>();
    for (let n = 0; n < 12; n += 1) {
      codes.add((await test.send(path, { method: 'PUT', headers: seller, body })).json().code);
    }
    expect(codes).toEqual(new Set([undefined, 'too_many_requests']));
  });
});

const logs: string[] = [];
let run = 0;
let billing: FakeBilling;
let outbound: Outbound;
let worker: PayoutScheduleWorker;

describe('a schedule that is due', () => {
  beforeEach(() => {
    billing = new FakeBilling();
    outbound = new Outbound({ allowedEndpoints: [parseHostPort(host)] });
    const logger = createLogger({
      level: 'debug',
      name: 'test',
      destination: { write: (line) => void logs.push(line) },
    });
    worker = new PayoutScheduleWorker({ billing: billing.service, outbound, logger }, 20);
    run += 1;
    worker.start();
  });
  afterEach(async () => {
    await worker.stop();
    await outbound.close();
  });

  const scope = () => hashFields('payout schedule', [sellerAccountId, String(run)]);
  const payout = () => billing.payouts.all.get(scope().toString('hex'));

  function isDue(): void {
    const due = {
      accountId: sellerAccountId,
      run: String(run),
      address: `bot@${host}`,
      leasedUntilMs: '1767225660000',
    };
    billing.payouts.due.push({ ...due, amountMsat: '95000', feeLimitMsat: '5000' });
  }

  /** Which code the worker has told of it. */
  async function told(): Promise<string | undefined> {
    const [report, ...others] = await until(
      () => billing.payouts.reports,
      ({ length }) => length > 0,
      10_000,
    );
    expect(others).toEqual([]);
    expect(report).toMatchObject({ accountId: sellerAccountId, run: String(run), leasedUntilMs: '1767225660000' });
    expect(report?.idempotencyScope).toEqual(scope());
    return report?.code;
  }

  it('is paid out to what its address answers', async () => {
    isDue();
    expect([await told(), asked]).toEqual(['', ['/.well-known/lnurlp/bot', '/pay?amount=95000']]);
    expect(payout()).toMatchObject({ accountId: sellerAccountId, paymentRequest: 'lnbcrt12' });
  });

  it('asks no address where its run has a payout already', async () => {
    const order = { accountId: sellerAccountId, amountMsat: '1', feeLimitMsat: '1', address: '', scheduleRun: '0' };
    await billing.service.createPayout({
      ...{ ...order, paymentRequest: 'lnbcrt1before', descriptionHash: Buffer.alloc(0), idempotencyScope: scope() },
    });
    isDue();
    expect([await told(), asked]).toEqual(['', []]);
    expect(payout()).toMatchObject({ paymentRequest: 'lnbcrt1before' });
  });

  it('is told why it was not paid out', async () => {
    answers = (_, response) => response.writeHead(500).end('{}');
    isDue();
    expect([await told(), payout()]).toEqual(['address_unusable', undefined]);
    expect(logs.at(-1)).toContain('a payout by schedule was not made');
  });

  it('is taken at the next look, after billing could not be asked', async () => {
    billing.payouts.takingFails = new AppError('unavailable', 'billing is away');
    isDue();
    expect(await told()).toBe('');
    expect(logs.join('')).toContain('due payout schedules could not be taken');
  });

  it('does not wait for others, whose addresses are slow', async () => {
    const quick = answers;
    answers = () => undefined;
    isDue();
    await until(
      () => asked.length,
      (count) => count === 1,
    );
    answers = quick;
    run += 1;
    isDue();
    expect([await told(), payout()?.paymentRequest]).toEqual(['', 'lnbcrt13']);
  });

  it('is called off by a gateway that stops, which tells nothing of it', async () => {
    answers = () => undefined;
    isDue();
    await until(
      () => asked.length,
      (count) => count === 1,
    );
    const from = performance.now();
    await worker.stop();
    expect(performance.now() - from).toBeLessThan(3_000);
    expect([billing.payouts.reports, payout()]).toEqual([[], undefined]);
  });
});
