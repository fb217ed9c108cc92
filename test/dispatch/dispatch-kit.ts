/** A running dispatch with its neighbours, and the few things that tests do to it. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DispatchConfig, defaultDispatchConfig } from '#apps/dispatch/config';
import { type QueueOptions, queueFactory } from '#apps/dispatch/queue';
import { schema } from '#apps/dispatch/schema';
import { type DispatchDeps, type RunningDispatch, start } from '#apps/dispatch/start';
import type { Dispatch, TaskMessage } from '#contracts/dispatch';
import type { VersionReply } from '#contracts/registry';
import type { RequestOf } from '#contracts/service';
import { systemClock } from '#kernel/clock';
import { idToBytes, type ListingId, newId, type TaskId } from '#kernel/ids';
import { createLogger } from '#observability/logger';
import { deriveWebhookSecret, signWebhook } from '#outbound/webhook';
import type { Database } from '#persistence/database';
import type { SuiteDatabase } from '#test/harness/database';
import { FakeBilling, FakeRegistry, webhookKey } from './fake-neighbours.js';
import type { Offer, SellerServer } from './seller-server.js';

export interface Kit {
  readonly database: Database;
  readonly billing: FakeBilling;
  readonly registry: FakeRegistry;
  readonly logged: { level: string; msg: string }[];
  /** Starts dispatch; every instance shares the database, billing and registry. */
  start(config?: Partial<DispatchConfig>, deps?: Partial<DispatchDeps>): Promise<RunningDispatch>;
  /** Stops what is still running. */
  stop(): Promise<void>;
}

export interface KitOptions {
  readonly suite: SuiteDatabase;
  readonly seller: SellerServer;
  readonly redisUrl?: string | undefined;
}

export async function createKit({ suite, seller, redisUrl }: KitOptions): Promise<Kit> {
  const database = await suite.open(schema, { poolSize: 8 });
  const billing = new FakeBilling();
  const registry = new FakeRegistry();
  const running = new Set<RunningDispatch>();
  const logged: Kit['logged'] = [];
  const logger = createLogger({
    level: 'debug',
    name: 'dispatch',
    destination: { write: (line) => void logged.push(JSON.parse(line)) },
  });
  const queue: QueueOptions = {
    redisUrl,
    postgresUrl: suite.roleUrl(schema.role),
    keyPrefix: `test-${randomBytes(4).toString('hex')}`,
  };
  return {
    database,
    billing,
    registry,
    logged,
    async start(config = {}, deps = {}) {
      const dispatch = await start(
        {
          ...defaultDispatchConfig,
          publicBaseUrl: () => 'http://market.test',
          allowedEndpoints: [seller.endpoint],
          sweepIntervalMs: 200,
          stopGraceMs: 1_000,
          ...config,
        },
        {
          database,
          registry: registry.service,
          billing: billing.service,
          clock: systemClock,
          logger,
          webhookKey,
          queue: queueFactory(queue),
          ...deps,
        },
      );
      const stop = dispatch.stop;
      const tracked = {
        ...dispatch,
        async stop() {
          running.delete(tracked);
          await stop();
        },
      };
      running.add(tracked);
      return tracked;
    },
    async stop() {
      for (const dispatch of [...running]) await dispatch.stop();
    },
  };
}

export interface Bought {
  readonly taskId: TaskId;
  /** `whsec_…` where it was bought with a webhook. */
  readonly webhookSecret: string;
  readonly taskKeyHash: Buffer;
  readonly paymentHash: Buffer;
  readonly clientKey: Buffer;
}

export const none = Buffer.alloc(0);

export interface KeepOptions {
  readonly expiresInMs?: number;
  readonly funding?: 'hold' | 'invoice';
  readonly webhookUrl?: string;
}

/** Keeps a task, unpaid. */
export async function keep(
  service: Dispatch,
  listing: VersionReply,
  input: unknown = { text: 'hello' },
  options: KeepOptions & { readonly clientKey?: Buffer } = {},
): Promise<Bought> {
  const bought = {
    taskId: newId('task'),
    taskKeyHash: createHash('sha256').update(randomBytes(32)).digest(),
    paymentHash: randomBytes(32),
    clientKey: options.clientKey ?? randomBytes(32),
  };
  const { webhookSecret } = await service.keepTask(keepRequest(listing, bought, input, options));
  return { ...bought, webhookSecret };
}

/** As the gateway asks for it with a challenge. */
export function keepRequest(
  listing: VersionReply,
  bought: Omit<Bought, 'paymentHash' | 'webhookSecret'>,
  input: unknown = { text: 'hello' },
  { funding = 'hold', webhookUrl = '', expiresInMs = 600_000 }: KeepOptions = {},
): RequestOf<Dispatch, 'keepTask'> {
  return {
    taskId: bought.taskId,
    taskKeyHash: bought.taskKeyHash,
    listingId: listing.service?.listingId ?? '',
    listingVersion: 1,
    serviceSlug: listing.service?.slug ?? '',
    sellerAccountId: listing.service?.sellerAccountId ?? '',
    inputJson: typeof input === 'string' ? input : JSON.stringify(input),
    clientKey: bought.clientKey,
    buyerHash: bought.clientKey,
    funding,
    priceMsat: '1000',
    webhookUrl,
    deliveryMode: listing.service?.deliveryMode ?? '',
    maxConcurrency: listing.service?.maxConcurrency ?? 0,
    expiresInMs,
  };
}

export interface FundOptions {
  readonly windowMs?: number;
  readonly workMs?: number;
}

export async function fund(
  service: Dispatch,
  { taskId, paymentHash }: Pick<Bought, 'taskId' | 'paymentHash'>,
  { windowMs = 20_000, workMs = 20_000 }: FundOptions = {},
): Promise<string> {
  const now = systemClock.now().getTime();
  const { outcome } = await service.fundTask({
    taskId,
    paymentHash,
    acceptedAtMs: String(now),
    deadlineAtMs: String(now + windowMs),
    workMs: Math.min(workMs, windowMs),
  });
  return outcome;
}

/** The whole purchase: kept, held at billing, funded. */
export async function buy(
  kit: Kit,
  service: Dispatch,
  listing: VersionReply,
  options: FundOptions & KeepOptions & { readonly clientKey?: Buffer; readonly input?: unknown } = {},
): Promise<Bought> {
  const bought = await keep(service, listing, options.input, options);
  kit.billing.hold(bought.taskId);
  await fund(service, bought, options);
  return bought;
}

/** The task as its payer sees it. */
export async function read(
  service: Dispatch,
  { taskId, paymentHash }: Pick<Bought, 'taskId' | 'paymentHash'>,
  waitMs = 0,
  unlessEtag = '',
): Promise<TaskMessage> {
  return await service.getTask({ taskId, paymentHash, taskKeyHash: none, waitMs, unlessEtag, eventsAfter: -1 });
}

/** The buyer's answer to question `n`; answers the state afterwards. */
export async function provide(
  service: Dispatch,
  { taskId, paymentHash }: Pick<Bought, 'taskId' | 'paymentHash'>,
  n: number,
  input: unknown,
): Promise<string> {
  const inputJson = JSON.stringify(input);
  return (await service.provideInput({ taskId, paymentHash, taskKeyHash: none, n, inputJson })).state;
}

/** A seller's callback with a right signature; `edit` changes the request before it is sent. */
export async function callBack(
  service: Dispatch,
  listing: VersionReply,
  attemptId: string,
  offer: Pick<Offer, 'taskId' | 'attempt'>,
  body: unknown,
): Promise<string> {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const secret = deriveWebhookSecret(webhookKey, idToBytes((listing.service?.listingId ?? '') as ListingId), 1);
  const headers = signWebhook({ id: attemptId, timestamp: systemClock.now(), body: bytes, secret });
  const { state } = await service.completeAttempt({
    taskId: offer.taskId,
    attempt: offer.attempt,
    webhookId: headers['webhook-id'],
    webhookTimestamp: headers['webhook-timestamp'],
    webhookSignature: headers['webhook-signature'],
    body: bytes,
  });
  return state;
}

/** Polls until the condition holds; fails after that time with what was seen last. */
export async function until<T>(look: () => Promise<T> | T, holds: (seen: T) => boolean, ms = 10_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > end) throw new Error(`still not so after ${ms} ms: ${JSON.stringify(seen)}`);
    await sleep(10);
  }
}

/** What must be true whenever nothing is running: places, counters and history agree with the rows. */
export async function brokenInvariants(database: Database): Promise<unknown[]> {
  return await database.query(`
    SELECT 'slot' AS what, s.listing_id::text AS which FROM dispatch.seller_slot s
      WHERE s.running <> (SELECT count(*) FROM dispatch.attempt a
        WHERE a.listing_id = s.listing_id AND a.state IN ('running', 'waiting'))
    UNION ALL SELECT 'open attempt of a task that does not run', t.id::text FROM dispatch.task t
      JOIN dispatch.attempt a ON a.task_id = t.id AND a.state IN ('running', 'waiting')
      WHERE t.state NOT IN ('RUNNING', 'INPUT_REQUIRED')
    UNION ALL SELECT 'running without attempt or output', t.id::text FROM dispatch.task t
      WHERE t.state IN ('RUNNING', 'INPUT_REQUIRED') AND t.output_stored_at IS NULL AND NOT EXISTS (
        SELECT FROM dispatch.attempt a WHERE a.task_id = t.id AND a.state IN ('running', 'waiting'))
    UNION ALL SELECT 'questions and their number', t.id::text FROM dispatch.task t
      WHERE t.questions <> (SELECT count(*) FROM dispatch.question q WHERE q.task_id = t.id)
        OR (t.state = 'INPUT_REQUIRED' AND NOT EXISTS (SELECT FROM dispatch.question q WHERE q.task_id = t.id
          AND q.n = t.questions AND q.attempt = t.attempts AND q.answered_at IS NULL))
    UNION ALL SELECT 'pieces and their number', t.id::text FROM dispatch.task t
      WHERE t.forgotten_at IS NULL AND (t.pieces, t.piece_bytes) IS DISTINCT FROM (
        SELECT (count(*)::integer, coalesce(sum(octet_length(p.output_json)), 0)::integer) FROM dispatch.piece p
        WHERE p.task_id = t.id AND p.attempt = t.attempts)
    UNION ALL SELECT 'events do not lead to the state', t.id::text FROM dispatch.task t
      WHERE t.version > 1 AND (t.version - 1 <> (SELECT count(*) FROM dispatch.task_event e WHERE e.task_id = t.id)
        OR t.state <> (SELECT e.to_state FROM dispatch.task_event e WHERE e.task_id = t.id ORDER BY n DESC LIMIT 1))
    UNION ALL SELECT 'a gap between two events', e.task_id::text FROM dispatch.task_event e
      JOIN dispatch.task_event p ON p.task_id = e.task_id AND p.n = e.n - 1 WHERE p.to_state <> e.from_state
    UNION ALL SELECT 'an event that the webhook is not told', e.task_id::text FROM dispatch.task_event e
      JOIN dispatch.task t ON t.id = e.task_id AND t.webhook_url IS NOT NULL
      WHERE e.to_state IN ('INPUT_REQUIRED', 'DELIVERED', 'FAILED', 'EXPIRED', 'CANCELED', 'REJECTED')
        AND NOT EXISTS (SELECT FROM dispatch.webhook_delivery d WHERE d.task_id = e.task_id AND d.n = e.n)
    UNION ALL SELECT 'client counter', encode(c.client_key, 'hex') FROM dispatch.unpaid_client c
      WHERE (c.tasks, c.bytes) IS DISTINCT FROM (SELECT (count(*)::integer, coalesce(sum(t.input_bytes), 0)::bigint)
        FROM dispatch.task t WHERE t.client_key = c.client_key AND t.state = 'AWAITING_PAYMENT')
    UNION ALL SELECT 'share counter', s.share::text FROM dispatch.unpaid_share s
      WHERE s.tasks <> (SELECT count(*) FROM dispatch.task t
        WHERE get_byte(t.client_key, 0) % 16 = s.share AND t.state = 'AWAITING_PAYMENT')`);
}
