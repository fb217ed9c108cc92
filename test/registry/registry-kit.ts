/** A running registry with a seller's endpoint that answers probes as the test says, on a clock that the test moves. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { schema } from '#apps/registry/schema';
import { type RunningRegistry, start } from '#apps/registry/start';
import type { ListingDraft, Registry, ReportedOutcome, Service } from '#contracts/registry';
import { manualClock } from '#kernel/clock';
import { idToUuid, newId, parseId } from '#kernel/ids';
import { createLogger } from '#observability/logger';
import { type SuiteDatabase, suiteDatabase } from '#test/harness/database';

export type Behaviour = (body: Buffer, request: IncomingMessage, response: ServerResponse) => void;

export const honest: Behaviour = (body, _, response) => {
  response.end(JSON.stringify({ challenge: JSON.parse(body.toString()).challenge }));
};

export const broken: Behaviour = (_, __, response) => void response.writeHead(500).end();

const logger = createLogger({ level: 'silent', name: 'registry', destination: { write: () => undefined } });

class RegistryKit {
  readonly clock = manualClock(new Date('2026-05-04T12:00:00Z'));
  readonly seller = newId('account');
  behaviour: Behaviour = honest;
  probes: { headers: IncomingMessage['headers']; body: Buffer }[] = [];
  url = '';
  private port = 0;
  private count = 0;
  private server: Server | undefined;
  private readonly running: RunningRegistry[] = [];

  constructor(readonly suite: () => SuiteDatabase) {}

  /** Of the first replica. */
  get registry(): Registry {
    return (this.running[0] as RunningRegistry).service;
  }

  async listen(): Promise<void> {
    const server = createServer(async (request, response) => {
      const body = await buffer(request);
      this.probes.push({ headers: request.headers, body });
      this.behaviour(body, request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}/work`;
  }

  /** One more replica. */
  async start(): Promise<Registry> {
    const database = await this.suite().open(schema);
    const allowedEndpoints = [{ host: '127.0.0.1', port: this.port }];
    const running = await start(
      { allowedEndpoints, webhookKey: Buffer.alloc(32, 5), keepIntervalMs: 20 },
      { database, clock: this.clock, logger },
    );
    this.running.push(running);
    return running.service;
  }

  async stop(): Promise<void> {
    for (const running of this.running) await running.stop();
    this.server?.close();
  }

  draft(change: Partial<ListingDraft> = {}): ListingDraft {
    this.count += 1;
    return {
      slug: `service-${this.count}`,
      title: 'Word counter',
      description: 'Counts the words of a text.',
      tags: ['text', 'count'],
      inputSchemaJson: '{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}',
      outputSchemaJson: '{"type":"object","properties":{"words":{"type":"integer"}},"required":["words"]}',
      exampleJson: '{"input":{"text":"a b"},"output":{"words":2}}',
      priceMsat: '1500',
      deadlineMs: 5_000,
      maxConcurrency: 4,
      delivery: { mode: 'push', url: this.url },
      ...change,
    };
  }

  async created(change: Partial<ListingDraft> = {}) {
    const draft = this.draft(change);
    const { service, webhookSecret } = await this.registry.createListing({ accountId: this.seller, draft });
    if (!service) throw new Error('the reply has no service');
    return { service, webhookSecret };
  }

  async published(change: Partial<ListingDraft> = {}): Promise<Service> {
    const { service } = await this.created(change);
    return await this.change(service, 'publish');
  }

  async change({ slug }: Pick<Service, 'slug'>, action: string): Promise<Service> {
    return await this.registry.changeState({ accountId: this.seller, slug, action });
  }

  async read({ slug }: Pick<Service, 'slug'>): Promise<Service> {
    return await this.registry.getService({ slug });
  }

  search(change: Partial<Parameters<Registry['searchServices']>[0]> = {}) {
    const all = { query: '', tag: '', mode: '', maxPriceMsat: '', minSuccessRate: 0, maxMedianMs: 0 };
    return this.registry.searchServices({ ...all, cursor: '', limit: 50, ...change });
  }

  async found(change: Parameters<RegistryKit['search']>[0] = {}): Promise<string[]> {
    return (await this.search(change)).services.map(({ slug }) => slug);
  }

  /** So many more listings like that one, on sale, of other sellers. */
  async copies({ listingId }: Pick<Service, 'listingId'>, count: number): Promise<void> {
    const owner = await this.suite().openAsOwner({ schema: 'registry' });
    const id = idToUuid(parseId('listing', listingId));
    await owner.query(
      `CREATE TEMP TABLE copy AS SELECT gen_random_uuid() AS id, 'copy-' || n AS slug FROM generate_series(1, ${count}) AS n;
       INSERT INTO listing (id, account_id, slug, state, version, created_at, updated_at)
         SELECT copy.id, gen_random_uuid(), copy.slug, state, version, created_at, updated_at FROM copy, listing AS l WHERE l.id = '${id}';
       INSERT INTO listing_version (listing_id, version, slug, title, description, tags, input_schema, output_schema, example,
           price_msat, deadline_ms, max_concurrency, delivery_mode, delivery_url, webhook_secret_version, created_at)
         SELECT copy.id, version, copy.slug, title, description, tags, input_schema, output_schema, example, price_msat,
           deadline_ms, max_concurrency, delivery_mode, delivery_url, webhook_secret_version, created_at
         FROM copy, listing_version AS v WHERE v.listing_id = '${id}';
       INSERT INTO shelf (listing_id, on_sale, words, tags, price_msat, delivery_mode)
         SELECT copy.id, true, words, tags, price_msat, delivery_mode FROM copy, shelf AS s WHERE s.listing_id = '${id}';
       ANALYZE shelf`,
    );
    await owner.close();
  }

  /** What dispatch would tell of a task that was just delivered to a buyer of its own, unless said otherwise. */
  outcome({ listingId }: Pick<Service, 'listingId'>, change: Partial<ReportedOutcome> = {}): ReportedOutcome {
    const ended = change.ended ?? 'delivered';
    return {
      taskId: newId('task'),
      taskVersion: 4,
      listingId,
      listingVersion: 1,
      ended,
      call: ended === 'delivered' || ended === 'rejected' ? 'ok' : 'failed',
      reason: ended === 'delivered' ? '' : 'the seller answered with status 500',
      workMs: ended === 'delivered' ? 1_000 : 0,
      buyerHash: randomBytes(8),
      atMs: String(this.clock.now().getTime()),
      ...change,
    };
  }

  /** One after the other, a millisecond apart, in one report. */
  async report(service: Service, changes: readonly Partial<ReportedOutcome>[], claims: Claims = []): Promise<void> {
    const outcomes = changes.map((change) => {
      this.clock.advance(1);
      return this.outcome(service, change);
    });
    await this.registry.reportOutcomes({ outcomes, claims });
  }
}

type Claims = Parameters<Registry['reportOutcomes']>[0]['claims'];

/** A registry for one suite. Probes of one host are limited per minute, so each test begins a minute later. */
export function suiteRegistry(): RegistryKit {
  const kit = new RegistryKit(suiteDatabase([schema]));
  beforeAll(async () => {
    await kit.listen();
    await kit.start();
  });
  afterAll(() => kit.stop());
  beforeEach(() => {
    kit.behaviour = honest;
    kit.probes = [];
    kit.clock.advance(61_000);
  });
  return kit;
}
