/** Webhooks of buyers, at a server on loopback: keeps what comes, and answers as each test says. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { TaskWebhook } from '#contracts/http/webhook';
import type { HostPort } from '#outbound/endpoint';
import type { Buyer, Offered } from './buyers.js';
import { unrecorded } from './transcript.js';
import { until } from './until.js';

export interface Notice {
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly raw: Buffer;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly n: number;
    readonly data: Record<string, unknown>;
  };
}

export type Reaction = (response: ServerResponse, notice: Notice) => void;

export interface Hook {
  readonly url: string;
  /** What came, oldest first. */
  readonly received: Notice[];
  react(reaction: Reaction): void;
}

export const status =
  (code: number): Reaction =>
  (response) =>
    void response.writeHead(code).end();

export class Hooks {
  private readonly hooks = new Map<string, Hook & { readonly reaction: () => Reaction }>();
  private open = 0;
  /** The most requests that were open at one time. */
  mostOpen = 0;

  constructor(private readonly baseUrl: () => string) {}

  /** A URL of its own, whose requests are answered in that way: 204 unless said. */
  add(first: Reaction = status(204)): Hook {
    let reaction = first;
    const path = `/buyers-hook/${this.hooks.size + 1}`;
    const react = (next: Reaction) => {
      reaction = next;
    };
    const hook = { url: this.baseUrl() + path, received: [], react, reaction: () => reaction };
    this.hooks.set(path, hook);
    return hook;
  }

  /** False for a request that is not to one of these. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const hook = this.hooks.get(request.url ?? '');
    if (!hook) return false;
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    response.on('close', () => {
      this.open -= 1;
    });
    void (async () => {
      const raw = await buffer(request);
      const notice = { headers: request.headers, raw, body: JSON.parse(raw.toString()) };
      hook.received.push(notice);
      hook.reaction()(response, notice);
    })();
    return true;
  }
}

/** Hooks at a server of their own. */
export async function startHooks(): Promise<Hooks & { readonly endpoint: HostPort; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (!hooks.handle(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hooks = new Hooks(() => `http://127.0.0.1:${port}`);
  return Object.assign(hooks, {
    endpoint: { host: '127.0.0.1', port },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

export function arrived(hook: Hook, count = 1, withinMs?: number): Promise<Notice[]> {
  return until(
    () => hook.received,
    ({ length }) => length >= count,
    withinMs,
  );
}

/** What its buyer is shown of the webhook, once the first event has been recorded as delivered. */
export async function webhookOnceDelivered(
  buyer: Buyer,
  { taskId, taskKey = '' }: Pick<Offered, 'taskId' | 'taskKey'>,
): Promise<TaskWebhook> {
  const read = async () => {
    const answer = await buyer.send({ path: `/v1/tasks/${taskId}/webhooks` }, { 'task-key': taskKey });
    expect(answer.status).toBe(200);
    return answer.json<TaskWebhook>();
  };
  await unrecorded(() => until(read, ({ deliveries }) => deliveries[0]?.status === 'delivered'));
  return await read();
}

/** That the message is signed with that secret, as any library for Standard Webhooks finds. */
export function expectSigned(notice: Notice | undefined, secret: string | undefined): void {
  if (!notice || secret === undefined) throw new Error('there is no notice, or no secret');
  const headers = notice.headers as Record<string, string>;
  expect(new Webhook(secret).verify(notice.raw, headers)).toEqual(notice.body);
  expect(() => new Webhook(secret).verify(`${notice.raw} `, headers)).toThrow();
}
