/**
 * The order in which a route that can be paid decides. It never answers 401.
 *
 * 1. A right credential for exactly this request: its result, whatever became of the service meanwhile.
 * 2. Everything that paying cannot cure: an unknown or paused service, a bad input, a funding that is not offered.
 * 3. Anything else, a false or foreign credential included: a challenge for this request.
 */
import type { Service } from '#contracts/registry';
import { addressPrefix, readIdempotencyKey } from '../edge/client.js';
import { readPreferences } from '../edge/prefer.js';
import type { Gateway } from '../gateway.js';
import type { EdgeReply, EdgeRequest } from '../route.js';
import { challengeReply, type Order, reuseKey } from './challenge.js';
import type { Terms } from './funding.js';
import { findOpenService } from './order.js';
import { digestOf, type Redeemed, redeem, tokenForRequest } from './redeem.js';

/** What the routes differ in. */
export interface Purchase {
  /** Reads the order out of the request; throws for whatever paying cannot cure. */
  readonly readOrder: (service: Service) => {
    readonly inputJson: string;
    readonly terms: Terms;
    readonly webhookUrl?: string;
  };
  readonly answer: (redeemed: Exclude<Redeemed, { kind: 'lapsed' }>) => EdgeReply;
}

export async function purchase(
  gateway: Gateway,
  request: EdgeRequest<{ slug: string }>,
  { readOrder, answer }: Purchase,
): Promise<EdgeReply> {
  const digest = digestOf(request);
  const token = tokenForRequest(gateway, request, digest);
  if (token) {
    const redeemed = await redeem(gateway, token, readPreferences(request.raw).waitMs);
    if (redeemed.kind !== 'lapsed') return answer(redeemed);
  }
  const address = gateway.proxies.clientAddress(request.raw);
  const prefix = addressPrefix(address);
  gateway.limiter.countRequest(prefix);
  const idempotencyKey = readIdempotencyKey(request.raw);
  const service = await findOpenService(gateway, request.params.slug);
  const order: Order = {
    service,
    ...readOrder(service),
    requestDigest: digest,
    address,
    userAgent: (request.raw.headers['user-agent'] ?? '').slice(0, 256),
    idempotencyKey,
    routePath: request.path,
  };
  const key = reuseKey(order);
  gateway.limiter.countChallenge(prefix, key);
  const reply = await challengeReply(gateway, order);
  gateway.limiter.offer(key);
  return reply;
}

/** Headers of everything that a credential unlocks. */
export const paidHeaders = {
  'cache-control': 'private, no-store',
  vary: 'Authorization, Macaroon, Grpc-Metadata-Macaroon, Task-Key',
} as const;
