/**
 * A marketplace as far as a bot can see it: 402 and credentials that are really checked, accounts, listings, signed probes
 * and deliveries. Signatures are made by the reference library of Standard Webhooks, invoices by the npm package bolt11, so
 * that nothing here shares a defect with the SDK.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import bolt11 from 'bolt11';
import { Webhook } from 'standardwebhooks';
import type { Listing, Service } from '#sdk/client';

const taskKey = 'ab'.repeat(32);
const nodeKey = 'e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734';
const regtest = { bech32: 'bcrt', pubKeyHash: 0x6f, scriptHash: 0xc4, validWitnessVersions: [0, 1] };

/** A signed regtest invoice. */
export function makeInvoice(paymentHash: string, amountMsat: bigint | undefined): string {
  const unsigned = bolt11.encode({
    network: regtest,
    ...(amountMsat === undefined ? {} : { millisatoshis: String(amountMsat) }),
    timestamp: Math.floor(Date.now() / 1000),
    tags: [
      { tagName: 'payment_hash', data: paymentHash },
      { tagName: 'payment_secret', data: randomBytes(32).toString('hex') },
      { tagName: 'description', data: 'a task' },
    ],
  });
  const { paymentRequest } = bolt11.sign(unsigned, nodeKey);
  if (!paymentRequest) throw new Error('bolt11 made no invoice');
  return paymentRequest;
}

/** What the server does with a request that carries a right credential; `drop` cuts the connection, `half` amid the body. */
export type PaidReply =
  | 'drop'
  | 'half'
  | 'challenge again'
  | { status: number; headers?: Record<string, string>; body?: unknown };

interface Entry {
  readonly listing: Listing;
  service: Service;
  readonly secret: string;
  readonly credential: string;
}

/** Keeps the money honest: a credential is good only for the same method, path and body that got the challenge. */
export class FakeMarket {
  readonly url: string;
  /** Preimages by payment hash, as the node of the marketplace would release them. */
  readonly preimages = new Map<string, string>();
  readonly requests: { method: string; path: string; authorization: string | undefined; body: string }[] = [];
  readonly listings = new Map<string, Entry>();
  readonly probes: { status: number; body: unknown }[] = [];
  priceMsat: bigint | undefined = 1500n;
  /** Replies to unpaid requests before the challenge is given, in order. */
  before: { status: number; headers: Record<string, string> }[] = [];
  /** Replies to paid requests, in order; then the result. */
  paidReplies: PaidReply[] = [];
  result: unknown = { taskId: 'tsk_1', state: 'DELIVERED', output: { echo: true } };
  /** What the holder of the task's key is shown. */
  failedTask = { taskId: 'tsk_1', state: 'FAILED', attempts: 3, reason: 'the seller answered with status 500' };
  /** What accounts have earned. */
  balanceMsat = '0';
  /** Sent to callback addresses of this server; verified before they are stored. */
  readonly callbacks: { path: string; body: unknown }[] = [];
  /** So many callbacks are answered 503 first. */
  failingCallbacks = 0;
  readonly #accounts = new Map<string, string>();
  readonly #key = randomBytes(32);
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#handle(request, response));
  }

  async deliver(slug: string, message: object, id: string): Promise<{ status: number; body: unknown }> {
    const entry = this.listings.get(slug);
    if (!entry) throw new Error(`no listing ${slug}`);
    return push(entry.listing.delivery.url ?? '', entry.secret, message, id);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { method = '', url = '' } = request;
    this.requests.push({ method, path: url, authorization: request.headers.authorization, body });
    if (url.startsWith('/v1/work/')) this.#callback(request, response, body);
    else if (/\/tasks|\/run/.test(url) && !request.headers['task-key']) this.#buy(request, response, body);
    else await this.#rest(request, response, body);
  }

  #buy(request: IncomingMessage, response: ServerResponse, body: string): void {
    if (!this.#isPaid(request, body)) {
      const first = this.before.shift();
      if (first) response.writeHead(first.status, first.headers).end();
      else this.#challenge(request, response, body);
      return;
    }
    const next = this.paidReplies.shift() ?? { status: 200, body: this.result };
    if (next === 'challenge again') {
      this.#challenge(request, response, body);
    } else if (next === 'drop') {
      request.socket.destroy();
    } else if (next === 'half') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"output":');
      setTimeout(() => request.socket.destroy(), 20);
    } else {
      response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers });
      response.end(JSON.stringify(next.body ?? {}));
    }
  }

  #challenge(request: IncomingMessage, response: ServerResponse, body: string): void {
    const preimage = randomBytes(32);
    const hash = sha256(preimage);
    this.preimages.set(hash, preimage.toString('hex'));
    const macaroon = this.#mint(hash, bindingOf(request, body));
    const invoice = makeInvoice(hash, this.priceMsat);
    const params = `macaroon="${macaroon}", invoice="${invoice}", version="0", token="${macaroon}"`;
    response.writeHead(402, { 'www-authenticate': `L402 ${params}`, 'content-type': 'application/json' });
    // The amount beside the invoice is a lie, to be ignored.
    response.end(JSON.stringify({ taskId: 'tsk_1', taskKey, amountMsat: '1', priceSats: 0 }));
  }

  #mint(hash: string, binding: string): string {
    const content = `${hash}${binding}`;
    return Buffer.from(content + createHmac('sha256', this.#key).update(content).digest('hex'), 'hex').toString(
      'base64',
    );
  }

  #isPaid(request: IncomingMessage, body: string): boolean {
    const match = /^L402 ([^:]+):([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
    if (!match) return false;
    const [, macaroon = '', preimage = ''] = match;
    const binding = Buffer.from(macaroon, 'base64').subarray(32, 64).toString('hex');
    if (macaroon !== this.#mint(sha256(Buffer.from(preimage, 'hex')), binding)) return false;
    const isPoll = request.method === 'GET' && request.url?.startsWith('/v1/tasks/');
    return isPoll || binding === bindingOf(request, body);
  }

  async #rest(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const [, , noun, slug, action] = url.pathname.split('/');
    if (noun === 'tasks' && request.headers['task-key'] === taskKey) return json(response, 200, this.failedTask);
    if (noun === 'accounts' && request.method === 'POST') {
      const accountId = `acc_${randomBytes(16).toString('hex')}`;
      const credential = randomBytes(16).toString('base64url');
      this.#accounts.set(credential, accountId);
      return json(response, 201, { accountId, credential });
    }
    if (noun === 'services' && request.method === 'GET' && slug === undefined) {
      const words = url.searchParams.get('query') ?? '';
      const services = [...this.listings.values()].map(({ service }) => service);
      return json(response, 200, { services: services.filter(({ title }) => title.toLowerCase().includes(words)) });
    }
    const credential = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const accountId = this.#accounts.get(credential);
    if (!accountId) return json(response, 403, { code: 'forbidden', title: 'wrong', detail: 'not an account' });
    if (noun === 'accounts') return json(response, 200, { accountId, name: '', balanceMsat: this.balanceMsat });
    if (slug === undefined || request.method === 'PUT')
      return this.#list(response, JSON.parse(body) as Listing, credential);
    const entry = this.listings.get(slug);
    if (!entry) return json(response, 404, { code: 'service_not_found', title: 'none', detail: 'no such service' });
    if (action === 'publish') return this.#publish(response, entry);
    return json(response, 200, { service: entry.service });
  }

  async #publish(response: ServerResponse, entry: Entry): Promise<void> {
    const probe = { type: 'probe', listingId: entry.service.listingId, challenge: randomBytes(8).toString('hex') };
    const answer = await push(entry.listing.delivery.url ?? '', entry.secret, probe, 'probe_1');
    this.probes.push(answer);
    if ((answer.body as { challenge?: string }).challenge !== probe.challenge) {
      return json(response, 409, { code: 'endpoint_failed_probe', title: 'failed' });
    }
    entry.service = { ...entry.service, state: 'published' };
    return json(response, 200, { service: entry.service });
  }

  async #list(response: ServerResponse, listing: Listing, credential: string): Promise<void> {
    const known = this.listings.get(listing.slug);
    if (known && known.credential !== credential) {
      return json(response, 409, { code: 'slug_taken', title: 'Another listing has this slug' });
    }
    const { delivery: _, ...shown } = listing;
    const { listingId = 'lst_1', version = 0, state = 'draft' } = known?.service ?? {};
    const sellerAccountId = this.#accounts.get(credential) ?? '';
    const service: Service = {
      ...shown,
      ...{ sellerAccountId, listingId, version: version + 1, state },
      quality: { successRate: 0.8, distinctBuyers: 0, tasks: 0 },
      health: { state: 'ok', consecutiveFailures: 0 },
    };
    const secret = known?.secret ?? `whsec_${randomBytes(24).toString('base64')}`;
    this.listings.set(listing.slug, { listing, service, secret, credential });
    return json(response, known ? 200 : 201, known ? { service } : { service, webhookSecret: secret });
  }

  #callback(request: IncomingMessage, response: ServerResponse, body: string): void {
    if (this.failingCallbacks > 0) {
      this.failingCallbacks -= 1;
      response.writeHead(503).end();
      return;
    }
    const verified = [...this.listings.values()].some(({ secret }) => {
      try {
        return new Webhook(secret).verify(body, request.headers as Record<string, string>) !== undefined;
      } catch {
        return false;
      }
    });
    if (verified) this.callbacks.push({ path: request.url ?? '', body: JSON.parse(body) as unknown });
    response.writeHead(verified ? 200 : 403).end();
  }
}

export async function fakeMarket(): Promise<FakeMarket> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new FakeMarket(server);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function bindingOf(request: IncomingMessage, body: string): string {
  return sha256(Buffer.from(`${request.method} ${request.url}\n${body}`));
}

async function json(response: ServerResponse, status: number, body: unknown): Promise<void> {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

/** A signed POST as the marketplace sends it. */
export async function push(
  url: string,
  secret: string,
  message: object,
  id: string,
  at = new Date(),
): Promise<{ status: number; body: unknown }> {
  const body = JSON.stringify(message);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  });
  return { status: response.status, body: await response.json() };
}
