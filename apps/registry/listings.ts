/** Use cases of the registry: who may change what, and what must be true before a listing is offered. */
import type { ListingDraft, Registry, Service, VersionReply } from '#contracts/registry';
import type { RequestOf } from '#contracts/service';
import { compileSchema } from '#json-schema/compile-schema';
import { parseJson } from '#json-schema/json-bounds';
import type { Clock } from '#kernel/clock';
import { AppError, type FieldError } from '#kernel/errors';
import { idFromUuid, idToBytes, idToUuid, newId, parseId } from '#kernel/ids';
import { type HostPort, parseEndpoint } from '#outbound/endpoint';
import { deriveWebhookSecret, formatWebhookSecret } from '#outbound/webhook';
import type { Database } from '#persistence/database';
import { violates } from '#persistence/database-errors';
import { checkDraft, needsProbe, nextListingState, type SellerAction, sellerActions } from './listing.js';
import type { Prober } from './probe.js';
import * as store from './store.js';

const listingsPerAccount = 100;
const pageMax = 100;
const schemaText = { maxBytes: 65_536, maxDepth: 64 };

export interface ListingsConfig {
  /** Exact host:port pairs that may be called although they are not public https addresses. */
  readonly allowedEndpoints: readonly HostPort[];
  readonly webhookKey: Buffer;
}

export class Listings implements Omit<Registry, 'searchServices' | 'reportOutcomes'> {
  constructor(
    private readonly database: Database,
    private readonly prober: Prober,
    private readonly clock: Clock,
    private readonly config: ListingsConfig,
  ) {}

  async createListing(request: RequestOf<Registry, 'createListing'>) {
    const accountId = parseId('account', request.accountId);
    const version = this.checkVersion(request.draft);
    const own = await store.listOfAccount(this.database, accountId, { limit: listingsPerAccount });
    if (own.length >= listingsPerAccount) {
      throw new AppError('conflict', `an account has at most ${listingsPerAccount} listings`);
    }
    const id = newId('listing', this.clock.now());
    try {
      await store.insertListing(this.database, { ...version, id, accountId, now: this.clock.now() });
    } catch (error) {
      if (!violates(error, 'listing_slug_once')) throw error;
      throw new AppError('slug_taken', `the slug ${version.draft.slug} belongs to another listing`, {
        fields: [{ path: '/slug', message: 'choose another one' }],
      });
    }
    const secret = deriveWebhookSecret(this.config.webhookKey, idToBytes(id), 1);
    const row = await this.own(accountId, version.draft.slug);
    return { service: store.serviceMessage(row), webhookSecret: formatWebhookSecret(secret) };
  }

  async updateListing(request: RequestOf<Registry, 'updateListing'>): Promise<Service> {
    const version = this.checkVersion(request.draft);
    if (version.draft.slug !== request.slug) {
      throw new AppError('invalid_request', 'a slug never changes', {
        fields: [{ path: '/slug', message: `must be ${request.slug}, as in the path` }],
      });
    }
    const row = await this.own(parseId('account', request.accountId), request.slug);
    const id = idFromUuid('listing', row.id);
    if (row.state === 'published' && version.deliveryUrl !== '' && version.deliveryUrl !== row.delivery_url) {
      await this.prober.probe({ id, url: version.deliveryUrl, secretVersion: row.webhook_secret_version });
    }
    const now = this.clock.now();
    if (!(await store.insertVersion(this.database, { ...version, id, expectedVersion: row.version, now }))) {
      throw new AppError('conflict', 'the listing is retired, or another update came first');
    }
    return store.serviceMessage(await this.own(parseId('account', request.accountId), request.slug));
  }

  async changeState(request: RequestOf<Registry, 'changeState'>): Promise<Service> {
    const action = sellerActions.find((known) => known === request.action);
    if (!action) throw new AppError('invalid_request', `no such action: ${request.action}`);
    const accountId = parseId('account', request.accountId);
    const row = await this.own(accountId, request.slug);
    const to = nextListingState(row.state, action);
    if (!to) throw new AppError('conflict', `a listing that is ${row.state} cannot be changed by ${action}`);
    await this.move(row, action, to);
    return store.serviceMessage(await this.own(accountId, request.slug));
  }

  private async move(row: store.ListingRow, action: SellerAction, to: store.ListingRow['state']): Promise<void> {
    const id = idFromUuid('listing', row.id);
    if (needsProbe(action, row.delivery_mode)) {
      await this.prober.probe({ id, url: row.delivery_url, secretVersion: row.webhook_secret_version });
    }
    if (!(await store.moveListing(this.database, { id, from: row.state, to, now: this.clock.now() }))) {
      throw new AppError('conflict', 'the listing was changed by another request meanwhile');
    }
  }

  async getService(request: RequestOf<Registry, 'getService'>): Promise<Service> {
    const row = await store.findBySlug(this.database, request.slug);
    if (!row || row.state === 'draft') throw new AppError('service_not_found', `no service is called ${request.slug}`);
    return store.serviceMessage(row);
  }

  async getVersion(request: RequestOf<Registry, 'getVersion'>): Promise<VersionReply> {
    const row = await store.findVersion(this.database, parseId('listing', request.listingId), request.version);
    if (!row) throw new AppError('not_found', 'no such version of a listing');
    return {
      service: store.serviceMessage(row),
      delivery: { mode: row.delivery_mode, url: row.delivery_url },
      webhookSecretVersion: row.webhook_secret_version,
    };
  }

  async listOwn(request: RequestOf<Registry, 'listOwn'>) {
    const limit = Math.min(Math.max(request.limit, 1), pageMax);
    const rows = await store.listOfAccount(this.database, parseId('account', request.accountId), {
      ...(request.cursor !== '' && { before: cursorToUuid(request.cursor) }),
      limit: limit + 1,
    });
    return page(rows, limit);
  }

  /** The listing of that slug when it is this account's; to everyone else it does not exist. */
  private async own(accountId: string, slug: string): Promise<store.ListingRow> {
    const row = await store.findBySlug(this.database, slug);
    if (!row || idFromUuid('account', row.account_id) !== accountId) {
      throw new AppError('service_not_found', `you have no listing called ${slug}`);
    }
    return row;
  }

  /** Everything about a version that can be checked without calling anyone. */
  private checkVersion(draft: ListingDraft | null): store.NewVersion {
    if (!draft) throw new AppError('invalid_request', 'a listing is missing');
    const { priceMsat, deliveryUrl } = checkDraft(draft);
    // A seller that pulls has no address.
    const url = deliveryUrl === '' ? '' : parseEndpoint(deliveryUrl, this.config.allowedEndpoints).href;
    checkExample(draft);
    return { draft, priceMsat, deliveryUrl: url };
  }
}

function checkExample(draft: ListingDraft): void {
  const input = compileAt('/inputSchema', draft.inputSchemaJson);
  const output = compileAt('/outputSchema', draft.outputSchemaJson);
  const example = parseJson(draft.exampleJson, { maxBytes: 262_144, maxDepth: 66 });
  if (typeof example !== 'object' || example === null || !('input' in example)) {
    throw new AppError('invalid_example', 'the example needs an input', {
      fields: [{ path: '/example/input', message: 'is missing' }],
    });
  }
  const wrong: FieldError[] = under('/example/input', input.validate(example.input));
  if ('output' in example) wrong.push(...under('/example/output', output.validate(example.output)));
  if (wrong.length > 0) throw new AppError('invalid_example', 'the example breaks its own schema', { fields: wrong });
}

function compileAt(path: string, text: string) {
  try {
    return compileSchema(parseJson(text, schemaText));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const fields = error.fields.length === 0 ? [{ path, message: error.detail }] : under(path, error.fields);
    throw new AppError('invalid_schema', error.detail, { fields });
  }
}

function under(path: string, fields: readonly FieldError[]): FieldError[] {
  return fields.map((field) => ({ path: path + field.path, message: field.message }));
}

/** `rows` has one more than the page where there are more. */
function page(rows: readonly store.ListingRow[], limit: number) {
  const services = rows.slice(0, limit).map(store.serviceMessage);
  return { services, nextCursor: rows.length > limit ? (services.at(-1)?.listingId ?? '') : '' };
}

function cursorToUuid(cursor: string): string {
  try {
    return idToUuid(parseId('listing', cursor));
  } catch {
    throw new AppError('invalid_cursor', 'the cursor was not made by this list');
  }
}
