import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BuyOptions, type BuyStep, payAndFetch } from '#sdk/buyer';
import {
  CredentialRefused,
  InvalidChallenge,
  PaymentFailed,
  PaymentUnknown,
  ResultNotFetched,
  TooExpensive,
} from '#sdk/errors';
import { readInvoice } from '#sdk/invoice';
import type { Wallet } from '#sdk/wallet';
import { type FakeMarket, fakeMarket } from '#test/bots/fake-market';

let market: FakeMarket;
let payments: string[];
let wallet: Wallet;

beforeEach(async () => {
  market = await fakeMarket();
  payments = [];
  wallet = {
    pay(invoice) {
      payments.push(invoice);
      const { paymentHash, amountMsat } = readInvoice(invoice);
      const preimage = market.preimages.get(paymentHash);
      if (!preimage) throw new PaymentFailed('unknown hash', paymentHash);
      return Promise.resolve({ preimage, paidMsat: amountMsat ?? 0n, feeMsat: 7n });
    },
    balanceMsat: () => Promise.resolve(0n),
  };
});

afterEach(() => market.close());

const input = JSON.stringify({ input: { text: 'hello' } });

function buy(options: Partial<BuyOptions> = {}, path = '/v1/services/echo/tasks') {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: input };
  return payAndFetch(market.url + path, init, { wallet, maxMsat: 2000n, waitSeconds: 10, ...options });
}

/** Awaits a rejection of that class. */
async function failure<E extends Error>(promise: Promise<unknown>, type: new (...args: never[]) => E): Promise<E> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(type);
  return error as E;
}

describe('payAndFetch', () => {
  it('gives the key of a task to the server that was asked alone', async () => {
    const steps: string[] = [];
    const { response } = await buy({
      onInputRequired: () => 'an answer',
      onQuestionStep: ({ name }) => steps.push(name),
    });
    expect(response.status).toBe(200);
    expect(steps).toEqual(['not-followed']);
    expect(market.requests.map(({ path }) => path)).toEqual(Array(2).fill('/v1/services/echo/tasks'));
  });

  it('pays the challenge and sends the same request again with the proof of payment', async () => {
    const steps: BuyStep[] = [];
    const { response, payment } = await buy({ onStep: (step) => steps.push(step) });
    expect(await response.json()).toEqual(market.result);
    expect(payment).toMatchObject({ paidMsat: 1500n, feeMsat: 7n });
    expect(payments).toHaveLength(1);
    expect(steps.map(({ name }) => name)).toEqual(['request', 'challenge', 'paying', 'paid', 'request', 'answer']);
    const [first, second] = market.requests;
    expect({ ...second, authorization: undefined }).toEqual(first);
    expect(first?.body).toBe(input);
    expect(steps[1]).toMatchObject({ amountMsat: 1500n, body: { taskId: 'tsk_1' } });
  });

  it('buys by GET as well', async () => {
    const { response } = await payAndFetch(
      `${market.url}/v1/services/echo/run?text=hi`,
      {},
      { wallet, maxMsat: 1500n },
    );
    expect(response.status).toBe(200);
    expect(market.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('pays nothing for an answer that costs nothing', async () => {
    market.before = [{ status: 404, headers: {} }];
    const { response, payment } = await buy();
    expect(response.status).toBe(404);
    expect(payment).toBeUndefined();
    expect(payments).toEqual([]);
  });

  it('refuses an invoice above the limit, whatever the body says beside it', async () => {
    market.priceMsat = 2001n;
    const error = await failure(buy(), TooExpensive);
    expect(error).toMatchObject({ amountMsat: 2001n, maxMsat: 2000n });
    expect(payments).toEqual([]);
    expect(market.requests).toHaveLength(1);
  });

  it('pays an invoice of exactly the limit', async () => {
    market.priceMsat = 2000n;
    expect((await buy()).payment?.paidMsat).toBe(2000n);
  });

  it('refuses an invoice without an amount', async () => {
    market.priceMsat = undefined;
    await failure(buy(), InvalidChallenge);
    expect(payments).toEqual([]);
  });

  it('refuses a 402 without a challenge', async () => {
    market.before = [{ status: 402, headers: { 'www-authenticate': 'Bearer realm="x"' } }];
    await failure(buy(), InvalidChallenge);
    expect(payments).toEqual([]);
  });

  it('never pays on another status than 402', async () => {
    market.before = [{ status: 401, headers: { 'www-authenticate': 'L402 macaroon="AA==", invoice="lnbcrt1"' } }];
    expect((await buy()).response.status).toBe(401);
    expect(payments).toEqual([]);
  });

  it('fetches again, without paying again, when the reply after the payment is lost', async () => {
    market.paidReplies = ['drop', 'half'];
    const { response } = await buy();
    expect(await response.json()).toEqual(market.result);
    expect(payments).toHaveLength(1);
    const paid = market.requests.slice(1);
    expect(paid).toHaveLength(3);
    expect(new Set(paid.map(({ authorization }) => authorization)).size).toBe(1);
  });

  it('asks a failing server again after the payment, then returns its answer', async () => {
    market.paidReplies = Array.from({ length: 2 }, () => ({ status: 500 }));
    expect((await buy()).response.status).toBe(200);
    expect(payments).toHaveLength(1);
  });

  it('does not pay a second challenge for what was paid', async () => {
    market.paidReplies = ['challenge again'];
    const error = await failure(buy(), CredentialRefused);
    expect(error.purchase.preimage).toMatch(/^[0-9a-f]{64}$/);
    expect(payments).toHaveLength(1);
    // The credential is kept and still buys what it paid for.
    const { response } = await buy({ resume: error.purchase });
    expect(await response.json()).toEqual(market.result);
    expect(payments).toHaveLength(1);
  });

  it('follows a 202 to the place it names and waits there', async () => {
    market.paidReplies = [
      { status: 202, headers: { location: '/v1/tasks/tsk_1', 'retry-after': '0' } },
      { status: 200, body: { taskId: 'tsk_1', state: 'RUNNING' } },
      { status: 202, headers: { 'retry-after': '0' } },
    ];
    const { response } = await buy();
    expect(await response.json()).toEqual(market.result);
    const polls = market.requests.slice(2);
    expect(polls.map(({ method, path, body }) => [method, path, body])).toEqual(
      Array.from({ length: 3 }, () => ['GET', '/v1/tasks/tsk_1', '']),
    );
    expect(polls.every(({ authorization }) => authorization === market.requests[1]?.authorization)).toBe(true);
  });

  it('carries the credential to no other host', async () => {
    const stranger = await fakeMarket();
    market.paidReplies = [{ status: 202, headers: { location: `${stranger.url}/v1/tasks/tsk_1` } }];
    await failure(buy(), ResultNotFetched);
    expect(stranger.requests).toEqual([]);
    await stranger.close();
  });

  it.each([
    ['before the payment', 429],
    ['before the payment', 503],
    ['after the payment', 429],
    ['after the payment', 503],
  ])('waits as long as Retry-After says %s (%d)', async (when, status) => {
    const patience = { status, headers: { 'retry-after': '1' } };
    if (when === 'before the payment') market.before = [patience];
    else market.paidReplies = [patience];
    const waits: number[] = [];
    const started = performance.now();
    const { response } = await buy({ onStep: (step) => step.name === 'waiting' && waits.push(step.ms) });
    expect(response.status).toBe(200);
    expect(waits).toEqual([1000]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(990);
    expect(payments).toHaveLength(1);
  });

  it('gives up within its time, keeping the credential', async () => {
    market.paidReplies = [{ status: 503, headers: { 'retry-after': '60' } }];
    const error = await failure(buy({ waitSeconds: 1 }), ResultNotFetched);
    const { response, payment } = await buy({ resume: error.purchase });
    expect(await response.json()).toEqual(market.result);
    expect(payment?.paidMsat).toBe(0n);
    expect(payments).toHaveLength(1);
  });

  it('stops when its caller does, keeping the credential', async () => {
    const caller = new AbortController();
    market.paidReplies = [{ status: 503, headers: { 'retry-after': '5' } }];
    const init = { method: 'POST', body: input, signal: caller.signal };
    const onStep = (step: BuyStep) => step.name === 'waiting' && caller.abort();
    const options = { wallet, maxMsat: 2000n, onStep };
    const error = await failure(payAndFetch(`${market.url}/v1/services/echo/tasks`, init, options), ResultNotFetched);
    expect(error.purchase.preimage).toBeDefined();
  });

  it('passes on a failed payment: nothing was paid and nothing is asked again', async () => {
    wallet.pay = (invoice) => {
      throw new PaymentFailed('FAILURE_REASON_INCORRECT_PAYMENT_DETAILS', readInvoice(invoice).paymentHash);
    };
    const error = await failure(buy(), PaymentFailed);
    expect(error.reason).toBe('FAILURE_REASON_INCORRECT_PAYMENT_DETAILS');
    expect(market.requests).toHaveLength(1);
  });

  it('leaves what is needed to go on when the outcome of a payment is unknown', async () => {
    const { pay } = wallet;
    wallet.pay = (invoice) => Promise.reject(new PaymentUnknown(readInvoice(invoice).paymentHash, 'the node is away'));
    const error = await failure(buy(), PaymentUnknown);
    wallet.pay = pay;
    if (!error.purchase) throw new Error('no purchase to resume');
    const { response } = await buy({ resume: error.purchase });
    expect(await response.json()).toEqual(market.result);
    expect(payments).toEqual([error.purchase.invoice]);
  });

  it('checks the limit of a resumed purchase that is not paid yet', async () => {
    market.priceMsat = 2001n;
    const open: BuyStep[] = [];
    await failure(buy({ onStep: (step) => open.push(step) }), TooExpensive);
    const challenge = open.find((step) => step.name === 'challenge');
    if (challenge?.name !== 'challenge') throw new Error('no challenge');
    await failure(buy({ resume: challenge.purchase }), TooExpensive);
    expect(payments).toEqual([]);
  });
});
