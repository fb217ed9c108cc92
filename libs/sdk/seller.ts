/**
 * The seller's side of signed push delivery: an HTTP server that the marketplace calls with paid work.
 *
 * A delivery may come twice (a lost answer, a retry), and work may be dear. So the answer to a delivery is kept under its
 * webhook id and given again, and a further attempt at a task whose work is still running joins it. Work that asks its buyer
 * is answered with the question, and goes on with the message that brings the answer.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Conversation } from './conversation.js';
import {
  type Answer,
  answerOf,
  type InputDelivery,
  isDelivery,
  isInput,
  isProbe,
  type TaskDelivery,
} from './delivery.js';
import type { Asks } from './question.js';
import { instantOf, unixMs } from './time.js';
import { signWebhook, verifyWebhook } from './webhook.js';

export { Refuse } from './delivery.js';

/** A paid piece of work. */
export interface Task extends Asks {
  readonly taskId: string;
  /** Counts from 1; the marketplace tries again after a failure while the deadline allows it. */
  readonly attempt: number;
  /** The listing's slug and the version that was bought. */
  readonly service: string;
  readonly version: number;
  /** Matches the input schema of that version. */
  readonly input: unknown;
  readonly deadlineAt: Date;
  /** Aborted at the deadline: a result after it is worth nothing. */
  readonly signal: AbortSignal;
}

export interface SellerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** 127.0.0.1 unless said. */
  readonly host?: string;
  /** The listing's `whsec_…`. A function where it is known only after the server has an address to list; until then deliveries get 503. */
  readonly secret: string | (() => string | undefined);
  /** Does the work. Returns the output; throws `Refuse` to decline for good, anything else to fail this attempt. */
  readonly work: (task: Task) => unknown;
  /** Work that takes longer is answered 202 and its result sent to the callback address. Never unless said. */
  readonly answerLaterAfterMs?: number;
  /** 2 MiB unless said. */
  readonly maxBodyBytes?: number;
  readonly onEvent?: (event: SellerEvent) => void;
}

export type SellerEvent =
  | { readonly name: 'probed'; readonly listingId: string }
  | { readonly name: 'started'; readonly taskId: string; readonly attempt: number }
  | { readonly name: 'done'; readonly taskId: string; readonly attempt: number; readonly ms: number }
  | {
      readonly name: 'refused' | 'failed';
      readonly taskId: string;
      readonly attempt: number;
      readonly ms: number;
      readonly error: Error;
    }
  | {
      readonly name: 'called-back';
      readonly taskId: string;
      readonly attempt: number;
      readonly status: number | undefined;
    };

export interface SellerServer {
  readonly port: number;
  /** The address to put into a listing. */
  readonly url: string;
  /** Takes no further deliveries, lets running work finish and its answers leave. */
  close(): Promise<void>;
}

const defaultMaxBodyBytes = 2 * 1024 * 1024;
/** Answers kept for repeated deliveries; the oldest goes first. */
const maxKeptAnswers = 1_000;
const requestTimeoutMs = 30_000;
const maxCallbackBackoffMs = 10_000;
const callbackTimeoutMs = 10_000;

/** Listens and works until closed. Rejects when the port is taken. */
export async function serveWork(options: SellerOptions): Promise<SellerServer> {
  const host = options.host ?? '127.0.0.1';
  const desk = new Desk(options);
  let closing = false;
  const server = createServer((request, response) => {
    // A connection that is kept alive would keep the server from closing.
    response.once('finish', () => closing && request.socket.end());
    desk.handle(request).then(
      (answer) => reply(response, answer),
      (error: unknown) =>
        reply(response, { status: 500, body: { error: { message: `not handled: ${String(error)}` } } }),
    );
  });
  server.requestTimeout = requestTimeoutMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    async close() {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await desk.idle();
      await closed;
    },
  };
}

interface Running {
  readonly conversation: Conversation;
  readonly done: Promise<void>;
  /** The last one, whose id signs what is said later. */
  attempt: { readonly id: string; readonly delivery: TaskDelivery };
}

/** Checks deliveries, runs each once and remembers the answers. */
class Desk {
  readonly #options: SellerOptions;
  readonly #answers = new Map<string, Promise<Answer>>();
  readonly #running = new Map<string, Running>();
  readonly #callbacks = new Set<Promise<void>>();

  constructor(options: SellerOptions) {
    this.#options = options;
  }

  /** Every signature is checked over the raw body before a byte of it is parsed. */
  async handle(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return refusal(405, 'only POST is taken here');
    const secret = typeof this.#options.secret === 'string' ? this.#options.secret : this.#options.secret();
    if (secret === undefined) return refusal(503, 'the listing is not known yet');
    const body = await readBody(request, this.#options.maxBodyBytes ?? defaultMaxBodyBytes);
    if (body === undefined) return refusal(413, 'the body is too large');
    const id = verifyWebhook(request.headers, body, secret);
    if (id === undefined) return refusal(401, 'the signature is missing, wrong or too old');
    const message = parse(body);
    if (isProbe(message)) {
      this.#options.onEvent?.({ name: 'probed', listingId: message.listingId });
      return { status: 200, body: { challenge: message.challenge } };
    }
    if (isInput(message)) return this.#goOn(id, message, secret);
    if (!isDelivery(message)) return refusal(400, 'neither a task nor a probe');
    return this.#deliver(id, message, secret);
  }

  /** Resolves when no work and no callback is under way. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
    await Promise.allSettled(this.#callbacks);
  }

  async #deliver(id: string, delivery: TaskDelivery, secret: string): Promise<Answer> {
    const known = this.#answers.get(id);
    if (known) return this.#inTime(known);
    const running = this.#running.get(delivery.taskId);
    if (running) {
      running.conversation.rejoin(delivery);
      running.attempt = { id, delivery };
    }
    return this.#answer(id, running ?? this.#begin(id, delivery), secret);
  }

  /** The buyer has answered: the work goes on, and what it says next is the reply. */
  async #goOn(id: string, { taskId, n, input }: InputDelivery, secret: string): Promise<Answer> {
    const known = this.#answers.get(id);
    if (known) return this.#inTime(known);
    const running = this.#running.get(taskId);
    if (!running?.conversation.give(n, input)) return refusal(404, 'that question is not open here');
    return this.#answer(id, running, secret);
  }

  async #answer(id: string, { conversation, attempt }: Running, secret: string): Promise<Answer> {
    const answer = conversation.next;
    this.#keep(id, answer);
    return this.#inTime(answer, () => this.#callBack(attempt.id, attempt.delivery, secret, answer));
  }

  /** The answer, or 202 when it takes too long; `later` is called then. */
  async #inTime(answer: Promise<Answer>, later?: () => void): Promise<Answer> {
    const laterAfterMs = this.#options.answerLaterAfterMs;
    if (laterAfterMs === undefined) return await answer;
    const inTime = await withinMs(answer, laterAfterMs);
    if (inTime) return inTime;
    later?.();
    return { status: 202, body: {} };
  }

  #begin(id: string, delivery: TaskDelivery): Running {
    const conversation = new Conversation(delivery);
    const done = this.#work(delivery, conversation)
      .then((outcome) => conversation.end(outcome))
      .finally(() => this.#running.delete(delivery.taskId));
    const running = { conversation, done, attempt: { id, delivery } };
    this.#running.set(delivery.taskId, running);
    return running;
  }

  #keep(id: string, answer: Promise<Answer>): void {
    this.#answers.set(id, answer);
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined && this.#answers.size > maxKeptAnswers) this.#answers.delete(oldest);
  }

  async #work(delivery: TaskDelivery, conversation: Conversation): Promise<Answer> {
    const { taskId, attempt, service, version, input } = delivery;
    const deadlineAt = instantOf(delivery.deadlineAt);
    const startedMs = unixMs();
    this.#options.onEvent?.({ name: 'started', taskId, attempt });
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(),
      Math.min(Math.max(0, deadlineAt.getTime() - startedMs), 2 ** 31 - 1),
    );
    const { signal } = deadline;
    const task: Task = {
      ...{ taskId, attempt, service, version, input, deadlineAt, signal },
      ask: (message, options = {}) => conversation.ask(message, options, signal),
    };
    const { answer, error } = await answerOf(() => this.#options.work(task));
    clearTimeout(timer);
    const ms = unixMs() - startedMs;
    if (error)
      this.#options.onEvent?.({ name: answer.status === 422 ? 'refused' : 'failed', taskId, attempt, ms, error });
    else this.#options.onEvent?.({ name: 'done', taskId, attempt, ms });
    return answer;
  }

  #callBack(id: string, delivery: TaskDelivery, secret: string, answer: Promise<Answer>): void {
    const callback = answer
      .then((final) => sendBack(id, delivery, secret, final))
      .then((status) =>
        this.#options.onEvent?.({ name: 'called-back', taskId: delivery.taskId, attempt: delivery.attempt, status }),
      )
      .finally(() => this.#callbacks.delete(callback));
    this.#callbacks.add(callback);
  }
}

/**
 * Sends a late answer until the marketplace has taken or refused it, or the deadline makes it worthless. Answers with the
 * last status, undefined where none ever came.
 */
async function sendBack(
  id: string,
  delivery: TaskDelivery,
  secret: string,
  answer: Answer,
): Promise<number | undefined> {
  const failed = answer.status !== 200;
  const body = JSON.stringify(failed ? { error: { ...answer.body.error, retry: answer.status !== 422 } } : answer.body);
  const until = instantOf(delivery.deadlineAt).getTime();
  for (let backoffMs = 200; ; backoffMs = Math.min(backoffMs * 2, maxCallbackBackoffMs)) {
    const status = await fetch(delivery.callbackUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signWebhook({ id, body, secret }) },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(callbackTimeoutMs),
    }).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => undefined,
    );
    const again = status === undefined || status === 429 || status >= 500;
    if (!again || unixMs() + backoffMs > until) return status;
    await sleep(backoffMs);
  }
}

async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
  const first = await Promise.race([promise, late]);
  timer.abort();
  return first;
}

/** The whole body, or undefined as soon as it is larger than allowed. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not cut the connection: the answer still has to go out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function refusal(status: number, message: string): Answer {
  return { status, body: { error: { message } } };
}

function reply(response: ServerResponse, answer: Answer): void {
  // After a refusal bytes of the request may still be on their way; the connection cannot be used again.
  if (answer.status === 413) response.setHeader('connection', 'close');
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}
