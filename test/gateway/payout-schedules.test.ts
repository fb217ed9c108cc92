/** Payout schedules at the gateway: who may set one, and what the worker does with those that are due. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hashFields } from '#apps/gateway/client';
import { AppError } from '#kernel/errors';
import { until } from '#test/harness/until';
import { readingCredential, sellerAccountId, sellerCredential } from './fakes.js';
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
  test = await startGateway({ allowedEndpoints: [{ host: '127.0.0.1', port }] });
});
afterAll(async () => {
  await test.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  asked.splice(0);
  test.billing.payouts.reports.splice(0);
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

let run = 100;

/** Gives the worker a schedule that is due; what it has told of it. */
async function worked(): Promise<{ scope: string; code: string }> {
  run += 1;
  const due = { accountId: sellerAccountId, run: String(run), address: `bot@${host}`, leasedUntilMs: '1767225660000' };
  const { payouts } = test.billing;
  payouts.due.push({ ...due, amountMsat: '95000', feeLimitMsat: '5000' });
  const [report] = await until(
    () => payouts.reports,
    ({ length }) => length > 0,
    10_000,
  );
  expect(report).toMatchObject({ accountId: sellerAccountId, run: String(run), leasedUntilMs: '1767225660000' });
  const scope = scopeOf(run);
  expect(report?.idempotencyScope.toString('hex')).toBe(scope);
  return { scope, code: report?.code ?? '' };
}

const scopeOf = (of: number) => hashFields('payout schedule', [sellerAccountId, String(of)]).toString('hex');

describe('a schedule that is due', () => {
  it('is paid out to what its address answers', async () => {
    const { scope, code } = await worked();
    expect([code, asked]).toEqual(['', ['/.well-known/lnurlp/bot', '/pay?amount=95000']]);
    expect(test.billing.payouts.all.get(scope)).toMatchObject({
      accountId: sellerAccountId,
      paymentRequest: 'lnbcrt12',
    });
  });

  it('asks no address where its run has a payout already', async () => {
    const { createPayout } = test.billing.payouts.service;
    await createPayout({
      ...{
        accountId: sellerAccountId,
        paymentRequest: 'lnbcrt1before',
        amountMsat: '1',
        feeLimitMsat: '1',
        address: '',
      },
      ...{ descriptionHash: Buffer.alloc(0), scheduleRun: '0', idempotencyScope: Buffer.from(scopeOf(run + 1), 'hex') },
    });
    const { scope, code } = await worked();
    expect([code, asked]).toEqual(['', []]);
    expect(test.billing.payouts.all.get(scope)).toMatchObject({ paymentRequest: 'lnbcrt1before' });
  });

  it('is told why it was not paid out', async () => {
    answers = (_, response) => response.writeHead(500).end('{}');
    const { scope, code } = await worked();
    expect([code, test.billing.payouts.all.has(scope)]).toEqual(['address_unusable', false]);
    expect(test.logs.join('')).toContain('a payout by schedule was not made');
  });

  it('is taken at the next look, after billing could not be asked', async () => {
    test.billing.payouts.takingFails = new AppError('unavailable', 'billing is away');
    expect((await worked()).code).toBe('');
    expect(test.logs.join('')).toContain('due payout schedules could not be taken');
  });
});

describe('a gateway that stops', () => {
  it('calls off what it asks of an address, and tells nothing of it', async () => {
    const other = await startGateway({ allowedEndpoints: [{ host: '127.0.0.1', port: Number(host.split(':')[1]) }] });
    answers = () => undefined;
    const due = { accountId: sellerAccountId, run: '1', address: `bot@${host}`, leasedUntilMs: '1767225660000' };
    other.billing.payouts.due.push({ ...due, amountMsat: '95000', feeLimitMsat: '5000' });
    await until(
      () => asked.length,
      (count) => count > 0,
      10_000,
    );
    const from = performance.now();
    await other.stop();
    expect(performance.now() - from).toBeLessThan(3_000);
    expect([other.billing.payouts.reports, other.billing.payouts.all.size]).toEqual([[], 0]);
  });
});
