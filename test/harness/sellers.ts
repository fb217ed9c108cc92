/**
 * Sellers as strangers would write them, in the test's own process: an HTTP server on loopback that answers probes, checks
 * every signature, and does with each task what the test says.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { signWebhook, verifyWebhook } from '#sdk/webhook';
import { type Answer, call, type Send, send } from './http.js';
import { anyGateway, type MarketAccess } from './market-access.js';
import { Payees } from './payees.js';
import { record } from './transcript.js';
import { Hooks } from './webhooks.js';

/** A task as the seller gets it. */
export interface Work {
  readonly taskId: string;
  readonly attempt: number;
  readonly attemptId: string;
  readonly service: string;
  readonly version: number;
  readonly input: unknown;
  readonly deadlineAt: string;
  readonly callbackUrl: string;
}

export type Behaviour = (work: Work, response: ServerResponse) => unknown;

export interface ListingOrder {
  readonly slug?: string;
  readonly priceMsat?: string;
  readonly deadlineMs?: number;
  readonly maxConcurrency?: number;
  readonly inputSchema?: unknown;
  readonly outputSchema?: unknown;
  readonly example?: { readonly input: unknown; readonly output?: unknown };
  /** By default every task is answered with `{"echo": <its input>}`. */
  readonly behaviour?: Behaviour;
  /** Of another server than this one. */
  readonly url?: string;
}

export interface Listing {
  readonly slug: string;
  readonly listingId: string;
  readonly accountId: string;
  readonly credential: string;
  /** `whsec_…` */
  readonly secret: string;
  /** What came, oldest first. */
  readonly works: Work[];
  behave(behaviour: Behaviour): void;
  /** Brings the result of an attempt; `signature` replaces the right one. */
  callBack(work: Work, body: unknown, signature?: Readonly<Record<string, string>>): Promise<Answer>;
  /** `pause`, `resume`, `retire`. */
  change(action: string): Promise<Answer>;
  /** A new version. */
  update(order: ListingOrder): Promise<void>;
  balanceMsat(): Promise<bigint>;
}

interface Desk {
  secret: string;
  behaviour: Behaviour;
  readonly works: Work[];
}

const echo: Behaviour = (work, response) => answer(response, 200, { output: { echo: work.input } });

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export class Sellers {
  private readonly desks = new Map<string, Desk>();
  /** Requests whose signature was not right; there must be none. */
  readonly forged: string[] = [];
  private servers: Server[] = [];
  ports: number[] = [];
  /** Buyers' webhooks at the same server, which the marketplace may call. */
  readonly hooks = new Hooks(() => `http://127.0.0.1:${this.ports[0]}`);
  /** Lightning addresses at the same server. */
  readonly payees = new Payees(() => `127.0.0.1:${this.ports[0]}`);

  /** The registry probes one host:port a few times a minute, so a suite with many listings takes several ports. */
  static async open(ports = 1): Promise<Sellers> {
    const sellers = new Sellers();
    for (let n = 0; n < ports; n += 1) {
      const server = createServer((request, response) => {
        sellers.handle(request, response).catch((error: Error) => {
          response.destroy(error);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      sellers.servers.push(server);
      sellers.ports.push((server.address() as AddressInfo).port);
    }
    return sellers;
  }

  /** A new account with one published listing. */
  async list(access: () => MarketAccess, order: ListingOrder = {}): Promise<Listing> {
    const { baseUrl } = access();
    const slug = order.slug ?? `service-${randomBytes(4).toString('hex')}`;
    const account = await call<{ accountId: string; credential: string }>(baseUrl, '/v1/accounts', {
      body: { name: `Seller of ${slug}` },
    });
    const headers = { authorization: `Bearer ${account.credential}` };
    const path = `/${slug}`;
    const port = this.ports[this.desks.size % this.ports.length];
    const url = order.url ?? `http://127.0.0.1:${port}${path}`;
    const desk: Desk = { secret: '', behaviour: order.behaviour ?? echo, works: [] };
    this.desks.set(path, desk);
    const made = await call<{ service: { listingId: string }; webhookSecret: string }>(baseUrl, '/v1/services', {
      headers,
      body: { slug, ...draft(order, url) },
    });
    desk.secret = made.webhookSecret;
    await call(baseUrl, `/v1/services/${slug}/publish`, { method: 'POST', headers });
    return {
      slug,
      listingId: made.service.listingId,
      ...account,
      secret: made.webhookSecret,
      works: desk.works,
      behave(behaviour) {
        desk.behaviour = behaviour;
      },
      async callBack(work, body, signature) {
        const raw = typeof body === 'string' ? body : JSON.stringify(body);
        const signed = signWebhook({ id: work.attemptId, body: raw, secret: desk.secret });
        const { pathname } = new URL(work.callbackUrl);
        const all = { 'content-type': 'application/json', ...signed, ...signature };
        return await recorded(anyGateway(access()), pathname, { raw, headers: all });
      },
      change: (action) => recorded(anyGateway(access()), `/v1/services/${slug}/${action}`, { method: 'POST', headers }),
      async update(changed) {
        const body = draft({ ...order, ...changed }, changed.url ?? url);
        await call(anyGateway(access()), `/v1/services/${slug}`, { method: 'PUT', headers, body });
      },
      async balanceMsat() {
        const { balanceMsat } = await call<{ balanceMsat: string }>(anyGateway(access()), '/v1/accounts/me', {
          headers,
        });
        return BigInt(balanceMsat);
      },
    };
  }

  async close(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A caller that hangs up is a matter of the test, not a failure of the seller.
    response.on('error', () => undefined);
    if (this.hooks.handle(request, response) || this.payees.handle(request, response)) return;
    const desk = this.desks.get(request.url ?? '');
    const body = await buffer(request);
    const attemptId = desk && verifyWebhook(request.headers, body, desk.secret);
    if (!desk || attemptId === undefined) {
      this.forged.push(`${request.url}: ${body.toString()}`);
      answer(response, 401, {});
      return;
    }
    const message = JSON.parse(body.toString()) as Work & { type: string; challenge?: string };
    if (message.type === 'probe') {
      answer(response, 200, { challenge: message.challenge });
      return;
    }
    const { type: _, ...task } = message;
    const work: Work = { ...task, attemptId };
    desk.works.push(work);
    await desk.behaviour(work, response);
  }
}

async function recorded(baseUrl: string, path: string, options: Send): Promise<Answer> {
  const said = await send(baseUrl, path, options);
  record(path, options, said);
  return said;
}

/** The body of a listing whose seller is at that address. */
export function draft(order: ListingOrder, url: string): Record<string, unknown> {
  return {
    title: 'Echo',
    description: 'Says what it was told.',
    tags: ['test'],
    inputSchema: order.inputSchema ?? { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    outputSchema: order.outputSchema ?? { type: 'object', properties: { echo: true }, required: ['echo'] },
    example: order.example ?? { input: { text: 'hello' } },
    priceMsat: order.priceMsat ?? '2000',
    deadlineMs: order.deadlineMs ?? 10_000,
    maxConcurrency: order.maxConcurrency ?? 4,
    delivery: { mode: 'push', url },
  };
}
