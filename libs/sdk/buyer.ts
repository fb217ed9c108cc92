/**
 * Buys over HTTP with L402: asks, meets a 402, pays its invoice, asks the same again with the proof of payment.
 *
 * Money first: the amount is read from the invoice, not from what the server says beside it; one call pays at most one
 * invoice; once it is paid, only the answer is asked for again, with the same credential, for as long as it takes.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerQuestions, type QuestionStep } from './answer-questions.js';
import { readChallenge } from './challenge.js';
import {
  CredentialRefused,
  InvalidChallenge,
  PaymentUnknown,
  type Purchase,
  ResultNotFetched,
  TooExpensive,
} from './errors.js';
import type { TaskQuestion } from './follow-task.js';
import { readInvoice } from './invoice.js';
import { asksToWait, type PlainRequest, send, waitMsOf } from './request.js';
import { unixMs } from './time.js';
import type { Paid, Wallet } from './wallet.js';

export interface BuyInit {
  /** GET unless said. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent again with the credential, so it cannot be a stream. */
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

export interface BuyOptions {
  readonly wallet: Wallet;
  /** The most that the invoice may ask for. */
  readonly maxMsat: bigint;
  /** The most that the route may cost on top; by default 5 % of the amount and at least 5 sat. */
  readonly maxFeeMsat?: bigint;
  /** How long the wallet looks for a route; 60 unless said. A payment that the payee holds is awaited longer. */
  readonly paymentTimeoutSeconds?: number;
  /** How long to go on asking, before the payment and again after it; 900 unless said. */
  readonly waitSeconds?: number;
  /** One HTTP exchange; 30 unless said. */
  readonly requestTimeoutSeconds?: number;
  /** Something that was bought, or begun to be, before: from an error's `purchase` or from what `onStep` was told. */
  readonly resume?: Purchase;
  /**
   * Answers what the seller asks while it works; its result is sent as JSON. The question is the seller's words. Without it, or
   * when it throws, the task goes on to its end without the answer. It is asked about what this call orders, not about what it
   * resumes: use `answerQuestions` for that.
   */
  readonly onInputRequired?: (question: TaskQuestion) => unknown;
  readonly onQuestionStep?: (step: QuestionStep) => void;
  readonly onStep?: (step: BuyStep) => void;
}

/** What the buyer is doing, as it happens. `challenge` comes before any money moves: store it to survive a crash. */
export type BuyStep =
  | { readonly name: 'request'; readonly method: string; readonly url: string; readonly paid: boolean }
  | {
      readonly name: 'challenge';
      readonly purchase: Purchase;
      readonly paymentHash: string;
      readonly amountMsat: bigint;
      /** The JSON of the 402 (the marketplace names the task and its key there). Nothing in it decides anything here. */
      readonly body: unknown;
    }
  | { readonly name: 'paying'; readonly paymentHash: string; readonly amountMsat: bigint }
  | { readonly name: 'paid'; readonly purchase: Purchase; readonly paidMsat: bigint; readonly feeMsat: bigint }
  | { readonly name: 'waiting'; readonly why: string; readonly ms: number }
  | { readonly name: 'answer'; readonly status: number };

export interface Bought {
  /** The final answer, its body already read from the wire. Any status but a 402 that could be paid. */
  readonly response: Response;
  /** Undefined where the server asked for no money. */
  readonly payment: Payment | undefined;
}

/** What this call paid: both amounts are zero where it resumed a purchase that was paid before. */
export interface Payment extends Paid {
  readonly purchase: Purchase;
  readonly paymentHash: string;
}

const defaultWaitSeconds = 900;
const defaultPaymentTimeoutSeconds = 60;
const defaultRequestTimeoutSeconds = 30;
const firstBackoffMs = 250;
const maxBackoffMs = 10_000;
/** A server that fails (500) after payment is asked this often; after that its answer is the answer. */
const maxServerErrors = 5;
/** States in which a task of the marketplace still goes on, for servers that answer 200 while it does. */
const unfinished = new Set(['AWAITING_PAYMENT', 'QUEUED', 'RUNNING', 'INPUT_REQUIRED']);

/**
 * Sends the request and buys the answer if it costs something. Throws `InvalidChallenge` and `TooExpensive` before and
 * `PaymentFailed` after trying to pay (no money gone), `PaymentUnknown`, and when the money is gone `ResultNotFetched` or
 * `CredentialRefused`. Those that leave something open carry a `purchase` to `resume` with.
 */
export async function payAndFetch(url: string | URL, init: BuyInit, options: BuyOptions): Promise<Bought> {
  const request: PlainRequest = {
    url: new URL(url),
    method: init.method ?? 'GET',
    headers: headersOf(init),
    body: init.body,
    timeoutMs: (options.requestTimeoutSeconds ?? defaultRequestTimeoutSeconds) * 1000,
    signal: init.signal,
  };
  let purchase = options.resume;
  let body: unknown;
  if (!purchase) {
    const response = await ask(request, options);
    if (response.status !== 402) return { response, payment: undefined };
    purchase = readChallenge(response.headers.get('www-authenticate') ?? '');
    if (!purchase) throw new InvalidChallenge('the 402 carries no L402 challenge with a macaroon and an invoice');
    body = await jsonOf(response);
  }
  const stopAnswering = answerBeside(request, body, options);
  try {
    const payment = await settle(purchase, body, options);
    return { response: await collect(request, payment.purchase, options), payment };
  } finally {
    stopAnswering();
  }
}

/**
 * The wallet may wait for as long as the work is done, so questions are heard of beside it: by the key of the task, which only
 * a marketplace gives, and only to the server that was asked.
 */
function answerBeside(request: PlainRequest, body: unknown, options: BuyOptions): () => void {
  const { onInputRequired: answer, onQuestionStep: onStep } = options;
  if (!answer || typeof body !== 'object' || body === null) return () => undefined;
  const { taskUrl, taskKey } = body as { readonly taskUrl?: unknown; readonly taskKey?: unknown };
  const url = typeof taskUrl === 'string' ? URL.parse(taskUrl, request.url.href) : null;
  if (typeof taskKey !== 'string' || url?.origin !== request.url.origin) {
    const error = new Error('the challenge names no task, or one at another server, which gets no key');
    onStep?.({ name: 'not-followed', error });
    return () => undefined;
  }
  const stop = new AbortController();
  const following = { proof: { taskKey }, answer, signal: stop.signal, ...(onStep ? { onStep } : {}) };
  answerQuestions(url, following).catch((error: unknown) => {
    if (!stop.signal.aborted) onStep?.({ name: 'not-followed', error: asError(error) });
  });
  return () => stop.abort();
}

/**
 * Two buyers behind one address that ask for the same would be given one challenge, which only one of them can pay. A key
 * of its own for each purchase keeps them apart.
 */
function headersOf(init: BuyInit): Headers {
  const headers = new Headers(init.headers ?? {});
  if (!headers.has('idempotency-key')) headers.set('idempotency-key', randomUUID());
  return headers;
}

/** The unpaid request. A server that asks for patience gets it, as long as it says how much. */
async function ask(request: PlainRequest, options: BuyOptions): Promise<Response> {
  const until = unixMs() + (options.waitSeconds ?? defaultWaitSeconds) * 1000;
  for (;;) {
    options.onStep?.({ name: 'request', method: request.method, url: request.url.href, paid: false });
    const response = await send(request);
    const waitMs = asksToWait(response) ? waitMsOf(response) : undefined;
    if (waitMs === undefined || unixMs() + waitMs > until) {
      if (response.status !== 402) options.onStep?.({ name: 'answer', status: response.status });
      return response;
    }
    await pause(waitMs, `the server answered ${response.status}`, request, options);
  }
}

/** Checks the amount and pays, unless the preimage is known already. */
async function settle(purchase: Purchase, body: unknown, options: BuyOptions): Promise<Payment> {
  const { amountMsat, paymentHash } = readInvoice(purchase.invoice);
  if (purchase.preimage) return { purchase, paymentHash, preimage: purchase.preimage, paidMsat: 0n, feeMsat: 0n };
  if (amountMsat === undefined) throw new InvalidChallenge('the invoice names no amount; such an invoice is not paid');
  options.onStep?.({ name: 'challenge', purchase, paymentHash, amountMsat, body });
  if (amountMsat > options.maxMsat) throw new TooExpensive(amountMsat, options.maxMsat);
  options.onStep?.({ name: 'paying', paymentHash, amountMsat });
  const paid = await payOnce(purchase, amountMsat, options);
  const bought = { ...purchase, preimage: paid.preimage };
  options.onStep?.({ name: 'paid', purchase: bought, paidMsat: paid.paidMsat, feeMsat: paid.feeMsat });
  return { ...paid, purchase: bought, paymentHash };
}

async function payOnce(purchase: Purchase, amountMsat: bigint, options: BuyOptions): Promise<Paid> {
  try {
    return await options.wallet.pay(purchase.invoice, {
      maxFeeMsat: options.maxFeeMsat ?? defaultMaxFee(amountMsat),
      timeoutSeconds: options.paymentTimeoutSeconds ?? defaultPaymentTimeoutSeconds,
    });
  } catch (error) {
    if (error instanceof PaymentUnknown) error.purchase = purchase;
    throw error;
  }
}

function defaultMaxFee(amountMsat: bigint): bigint {
  const fivePercent = amountMsat / 20n;
  return fivePercent > 5_000n ? fivePercent : 5_000n;
}

/** Asks with the credential until there is an answer. Never pays. */
async function collect(paidRequest: PlainRequest, purchase: Purchase, options: BuyOptions): Promise<Response> {
  const until = unixMs() + (options.waitSeconds ?? defaultWaitSeconds) * 1000;
  let request = withCredential(paidRequest, purchase);
  let backoffMs = firstBackoffMs;
  let serverErrors = 0;
  for (;;) {
    options.onStep?.({ name: 'request', method: request.method, url: request.url.href, paid: true });
    const reply = await send(request).catch((error: unknown) => asError(error));
    if (request.signal?.aborted)
      throw new ResultNotFetched(purchase, 'the caller gave up', { cause: request.signal.reason });
    if (reply instanceof Response) {
      if (reply.status === 402) throw new CredentialRefused(purchase);
      if (reply.status >= 500 && !asksToWait(reply)) serverErrors += 1;
      if (!(await isPending(reply)) && (reply.status < 500 || serverErrors > maxServerErrors)) {
        options.onStep?.({ name: 'answer', status: reply.status });
        return reply;
      }
      if (reply.status === 202) request = pollOf(request, reply, purchase);
    }
    const waitMs = (reply instanceof Response ? waitMsOf(reply) : undefined) ?? backoffMs;
    const why = reply instanceof Response ? `the server answered ${reply.status}` : `no answer: ${reply.message}`;
    if (unixMs() + waitMs > until) {
      throw new ResultNotFetched(purchase, why, reply instanceof Error ? { cause: reply } : undefined);
    }
    await pause(waitMs, why, request, options).catch((error: unknown) => {
      throw new ResultNotFetched(purchase, 'the caller gave up', { cause: error });
    });
    backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
  }
}

/** Is the work still going on? 202, 429 and 503 say so by their status, a task by its state. */
async function isPending(response: Response): Promise<boolean> {
  if (response.status === 202 || asksToWait(response)) return true;
  const body = response.status === 200 ? await jsonOf(response) : undefined;
  return (
    typeof body === 'object' &&
    body !== null &&
    'taskId' in body &&
    'state' in body &&
    unfinished.has(String(body.state))
  );
}

/** The body of a copy as JSON, undefined where it is something else. */
async function jsonOf(response: Response): Promise<unknown> {
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  return response
    .clone()
    .json()
    .catch(() => undefined);
}

/** After a 202 the place it names is asked. The credential goes to no other server than the one that was paid. */
function pollOf(request: PlainRequest, reply: Response, purchase: Purchase): PlainRequest {
  const location = reply.headers.get('location');
  if (location === null) return request;
  const url = new URL(location, request.url);
  if (url.origin !== request.url.origin) {
    throw new ResultNotFetched(purchase, `the server points to another host (${url.host}), which gets no credential`);
  }
  const headers = new Headers({ accept: 'application/json', prefer: 'wait=10' });
  return withCredential({ ...request, url, method: 'GET', headers, body: undefined }, purchase);
}

function withCredential(request: PlainRequest, purchase: Purchase): PlainRequest {
  const headers = new Headers(request.headers);
  headers.set('authorization', `L402 ${purchase.macaroon}:${purchase.preimage}`);
  return { ...request, headers };
}

async function pause(ms: number, why: string, request: PlainRequest, options: BuyOptions): Promise<void> {
  options.onStep?.({ name: 'waiting', why, ms });
  await sleep(ms, undefined, request.signal ? { signal: request.signal } : {});
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
