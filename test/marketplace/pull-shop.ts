/** A seller without an address, by raw HTTP as curl would do it. */
import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { type Bought, taskOrder } from '#test/harness/buyers';
import { type Answer, call, type Send, send } from '#test/harness/http';
import type { TestMarketplace } from '#test/harness/test-marketplace';

export interface Claimed {
  readonly taskId: string;
  readonly attempt: number;
  readonly input: unknown;
  readonly deadlineAt: string;
  readonly links: { readonly attempt: string };
}

export interface PullShop {
  readonly slug: string;
  readonly accountId: string;
  readonly credential: string;
  /** `whsec_…`, of no use while the listing is pulled. */
  readonly secret: string;
  get(path: string): Promise<Answer>;
  post(path: string, options?: Send): Promise<Answer>;
  claim(body?: object): Promise<Claimed>;
  buy(text: string): Promise<Bought>;
  balanceMsat(): Promise<bigint>;
}

/** A new account with one published listing that is pulled. */
export async function openPullShop(
  market: () => Pick<TestMarketplace, 'access' | 'buyer'>,
  options: { readonly maxConcurrency?: number; readonly deadlineMs?: number } = {},
): Promise<PullShop> {
  const base = () => market().access().baseUrl;
  const slug = `pulled-${randomBytes(4).toString('hex')}`;
  const account = await call<{ accountId: string; credential: string }>(base(), '/v1/accounts', { body: {} });
  const headers = { authorization: `Bearer ${account.credential}` };
  const listing = {
    slug,
    title: 'Echo',
    description: 'Says what it was told, whenever it looks for work.',
    tags: ['test'],
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    outputSchema: { type: 'object', properties: { echo: true }, required: ['echo'] },
    example: { input: { text: 'hello' } },
    priceMsat: '2000',
    deadlineMs: options.deadlineMs ?? 10_000,
    maxConcurrency: options.maxConcurrency ?? 4,
    delivery: { mode: 'pull' },
  };
  const made = await call<{ webhookSecret: string }>(base(), '/v1/services', { headers, body: listing });
  const published = await call<{ service: object }>(base(), `/v1/services/${slug}/publish`, {
    method: 'POST',
    headers,
  });
  expect(published.service).toMatchObject({ state: 'published', delivery: { mode: 'pull' } });
  const post = (path: string, more: Send = {}) => send(base(), path, { method: 'POST', headers, ...more });
  return {
    slug,
    ...account,
    secret: made.webhookSecret,
    get: (path) => send(base(), path, { headers }),
    post,
    async claim(body = { wait: 20 }) {
      const answer = await post('/v1/work/claim', { body });
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
      return answer.json<Claimed>();
    },
    buy: (text) => market().buyer().buy(taskOrder(slug, { text })),
    async balanceMsat() {
      const { balanceMsat } = await call<{ balanceMsat: string }>(base(), '/v1/accounts/me', { headers });
      return BigInt(balanceMsat);
    },
  };
}
