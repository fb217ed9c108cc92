/** SQL of the registry: one statement each. `listing` says whose and in which state, `listing_version` says what. */
import type { ListingDraft, Service } from '#contracts/registry';
import { type AccountId, idFromUuid, idToUuid, type ListingId } from '#kernel/ids';
import type { Msat } from '#kernel/msat';
import type { Database } from '#persistence/database';
import type { ListingState } from './listing.js';

export interface ListingRow {
  readonly id: string;
  readonly account_id: string;
  readonly slug: string;
  readonly state: ListingState;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly tags: string[];
  readonly input_schema: string;
  readonly output_schema: string;
  readonly example: string;
  readonly price_msat: bigint;
  readonly deadline_ms: number;
  readonly max_concurrency: number;
  readonly delivery_mode: string;
  readonly delivery_url: string;
  readonly webhook_secret_version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = `l.id, l.account_id, l.slug, l.state, v.version, v.title, v.description, v.tags, v.input_schema,
  v.output_schema, v.example, v.price_msat, v.deadline_ms, v.max_concurrency, v.delivery_mode, v.delivery_url,
  v.webhook_secret_version, l.created_at, v.created_at AS updated_at`;
const current = 'listing l JOIN listing_version v ON v.listing_id = l.id AND v.version = l.version';

export interface NewVersion {
  readonly draft: ListingDraft;
  readonly priceMsat: Msat;
  readonly deliveryUrl: string;
}

function versionValues({ draft, priceMsat, deliveryUrl }: NewVersion): unknown[] {
  return [
    draft.title,
    draft.description,
    draft.tags,
    draft.inputSchemaJson,
    draft.outputSchemaJson,
    draft.exampleJson,
    priceMsat.toString(),
    draft.deadlineMs,
    draft.maxConcurrency,
    draft.delivery?.mode,
    deliveryUrl,
  ];
}

const versionColumns = `title, description, tags, input_schema, output_schema, example, price_msat, deadline_ms,
  max_concurrency, delivery_mode, delivery_url`;

/** A listing in state draft with version 1. A taken slug breaks the constraint `listing_slug_once`. */
export async function insertListing(
  database: Database,
  listing: NewVersion & { id: ListingId; accountId: AccountId; now: Date },
): Promise<void> {
  await database.query(
    `WITH made AS (
       INSERT INTO listing (id, account_id, slug, state, version, created_at, updated_at)
       VALUES ($1, $2, $3, 'draft', 1, $4, $4) RETURNING id)
     INSERT INTO listing_version (listing_id, version, slug, created_at, webhook_secret_version, ${versionColumns})
     SELECT id, 1, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM made`,
    [idToUuid(listing.id), idToUuid(listing.accountId), listing.draft.slug, listing.now, ...versionValues(listing)],
  );
}

/** Adds the version after `expectedVersion`; nothing happens when another update came first or the listing is retired. */
export async function insertVersion(
  database: Database,
  update: NewVersion & { id: ListingId; expectedVersion: number; now: Date },
): Promise<boolean> {
  const rows = await database.query(
    `WITH moved AS (
       UPDATE listing SET version = version + 1, updated_at = $3
       WHERE id = $1 AND version = $2 AND state <> 'retired' RETURNING id, version, slug)
     INSERT INTO listing_version (listing_id, version, slug, created_at, webhook_secret_version, ${versionColumns})
     SELECT id, version, slug, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM moved RETURNING version`,
    [idToUuid(update.id), update.expectedVersion, update.now, ...versionValues(update)],
  );
  return rows.length === 1;
}

/** The guarded move of a listing's state; false when it is no longer in `from`. */
export async function moveListing(
  database: Database,
  move: { id: ListingId; from: ListingState; to: ListingState; now: Date },
): Promise<boolean> {
  const rows = await database.query(
    'UPDATE listing SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2 RETURNING id',
    [idToUuid(move.id), move.from, move.to, move.now],
  );
  return rows.length === 1;
}

export async function findBySlug(database: Database, slug: string): Promise<ListingRow | undefined> {
  const sql = `SELECT ${columns} FROM ${current} WHERE l.slug = $1`;
  return (await database.query<ListingRow>(sql, [slug], { name: 'listing_by_slug' }))[0];
}

export async function findVersion(database: Database, id: ListingId, version: number): Promise<ListingRow | undefined> {
  const rows = await database.query<ListingRow>(
    `SELECT ${columns} FROM listing l JOIN listing_version v ON v.listing_id = l.id WHERE l.id = $1 AND v.version = $2`,
    [idToUuid(id), version],
    { name: 'listing_version' },
  );
  return rows[0];
}

export interface Search {
  /** Words as a person would type them; empty for all. */
  readonly query: string;
  readonly tag: string;
  readonly maxPriceMsat: Msat | undefined;
  /** Only listings older than this one; newest first. */
  readonly before: string | undefined;
  readonly limit: number;
}

export async function searchPublished(database: Database, search: Search): Promise<ListingRow[]> {
  return database.query<ListingRow>(
    `SELECT ${columns} FROM ${current}
     WHERE l.state = 'published'
       AND ($1 = '' OR v.words @@ websearch_to_tsquery('english', $1) OR l.slug = $1)
       AND ($2 = '' OR v.tags @> ARRAY[$2])
       AND ($3::bigint IS NULL OR v.price_msat <= $3)
       AND ($4::uuid IS NULL OR l.id < $4)
     ORDER BY l.id DESC LIMIT $5`,
    [search.query, search.tag, search.maxPriceMsat?.toString() ?? null, search.before ?? null, search.limit],
  );
}

/** Newest first, older than `before`. */
export async function listOfAccount(
  database: Database,
  accountId: AccountId,
  { before, limit }: { readonly before?: string; readonly limit: number },
): Promise<ListingRow[]> {
  return database.query<ListingRow>(
    `SELECT ${columns} FROM ${current} WHERE l.account_id = $1 AND ($2::uuid IS NULL OR l.id < $2) ORDER BY l.id DESC LIMIT $3`,
    [idToUuid(accountId), before ?? null, limit],
  );
}

export function serviceMessage(row: ListingRow): Service {
  return {
    listingId: idFromUuid('listing', row.id),
    version: row.version,
    sellerAccountId: idFromUuid('account', row.account_id),
    slug: row.slug,
    title: row.title,
    description: row.description,
    tags: row.tags,
    inputSchemaJson: row.input_schema,
    outputSchemaJson: row.output_schema,
    exampleJson: row.example,
    priceMsat: row.price_msat.toString(),
    deadlineMs: row.deadline_ms,
    maxConcurrency: row.max_concurrency,
    state: row.state,
    deliveryMode: row.delivery_mode,
    createdAtMs: String(row.created_at.getTime()),
    updatedAtMs: String(row.updated_at.getTime()),
  };
}
