/**
 * SQL of listings: one statement each. `listing` says whose and in which state, `listing_version` says what, and `shelf` has
 * of both, in the same statement, what a search looks at.
 */
import type { ListingDraft, Service } from '#contracts/registry';
import { type AccountId, idFromUuid, idToUuid, type ListingId } from '#kernel/ids';
import type { Msat } from '#kernel/msat';
import type { Database, Tx } from '#persistence/database';
import { shownHealth } from './health.js';
import type { ListingState } from './listing.js';

/** A database, or a transaction in it. */
export type Sql = Pick<Database, 'query'> | Tx;

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
  readonly failures: number;
  readonly failure: string;
  readonly last_call_at: Date | null;
  readonly probe_at: Date | null;
  readonly success_rate: number;
  readonly median_ms: number | null;
  readonly buyers: number;
  readonly tasks: number;
}

export const listingColumns = `l.id, l.account_id, l.slug, l.state, v.version, v.title, v.description, v.tags, v.input_schema,
  v.output_schema, v.example, v.price_msat, v.deadline_ms, v.max_concurrency, v.delivery_mode, v.delivery_url,
  v.webhook_secret_version, l.created_at, v.created_at AS updated_at, l.failures, l.failure, l.last_call_at, l.probe_at,
  s.success_rate, s.median_ms, s.buyers, s.tasks`;
export const currentListing = `listing l JOIN listing_version v ON v.listing_id = l.id AND v.version = l.version
  JOIN shelf s ON s.listing_id = l.id`;

/** What is found: the title says most, then slug and tags, then the description. */
export const wordsOf = (title: string, slug: string, tags: string, description: string) =>
  `setweight(to_tsvector('english', ${title}), 'A') ||
   setweight(to_tsvector('english', ${slug} || ' ' || array_to_string(${tags}, ' ')), 'B') ||
   setweight(to_tsvector('english', ${description}), 'D')`;

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
  sql: Sql,
  listing: NewVersion & { id: ListingId; accountId: AccountId; now: Date },
): Promise<void> {
  await sql.query(
    `WITH made AS (
       INSERT INTO listing (id, account_id, slug, state, version, created_at, updated_at)
       VALUES ($1, $2, $3, 'draft', 1, $4, $4) RETURNING id),
     version AS (
       INSERT INTO listing_version (listing_id, version, slug, created_at, webhook_secret_version, ${versionColumns})
       SELECT id, 1, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM made RETURNING *)
     INSERT INTO shelf (listing_id, on_sale, words, tags, price_msat, delivery_mode)
     SELECT listing_id, false, ${wordsOf('title', 'slug', 'tags', 'description')}, tags, price_msat, delivery_mode FROM version`,
    [idToUuid(listing.id), idToUuid(listing.accountId), listing.draft.slug, listing.now, ...versionValues(listing)],
  );
}

/**
 * Adds the version after `expectedVersion`; nothing happens when another update came first or the listing is retired. What is
 * suspended is probed at once: a new address may be what was missing.
 */
export async function insertVersion(
  sql: Sql,
  update: NewVersion & { id: ListingId; expectedVersion: number; now: Date },
): Promise<boolean> {
  const rows = await sql.query(
    `WITH moved AS (
       UPDATE listing SET version = version + 1, updated_at = $3, probe_at = CASE WHEN state = 'suspended' THEN $3::timestamptz END
       WHERE id = $1 AND version = $2 AND state <> 'retired' RETURNING id, version, slug),
     version AS (
       INSERT INTO listing_version (listing_id, version, slug, created_at, webhook_secret_version, ${versionColumns})
       SELECT id, version, slug, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM moved RETURNING *)
     UPDATE shelf AS s SET words = ${wordsOf('v.title', 'v.slug', 'v.tags', 'v.description')}, tags = v.tags,
       price_msat = v.price_msat, delivery_mode = v.delivery_mode
     FROM version AS v WHERE s.listing_id = v.listing_id RETURNING s.listing_id`,
    [idToUuid(update.id), update.expectedVersion, update.now, ...versionValues(update)],
  );
  return rows.length === 1;
}

/** The seller's guarded move of its listing; false when it is no longer in `from`. What comes on sale begins in good health. */
export async function moveListing(
  sql: Sql,
  move: { id: ListingId; from: ListingState; to: ListingState; now: Date },
): Promise<boolean> {
  const rows = await sql.query(
    `WITH moved AS (
       UPDATE listing SET state = $3, updated_at = $4, suspended_at = NULL, probe_at = NULL,
         failures = CASE WHEN $3 = 'published' THEN 0 ELSE failures END,
         failure = CASE WHEN $3 = 'published' THEN '' ELSE failure END,
         probe_step = CASE WHEN $3 = 'published' THEN 0 ELSE probe_step END,
         health_since = CASE WHEN $3 = 'published' THEN $4::timestamptz ELSE health_since END
       WHERE id = $1 AND state = $2 RETURNING id, state)
     UPDATE shelf AS s SET on_sale = (moved.state = 'published') FROM moved WHERE s.listing_id = moved.id RETURNING s.listing_id`,
    [idToUuid(move.id), move.from, move.to, move.now],
  );
  return rows.length === 1;
}

export async function findBySlug(sql: Sql, slug: string): Promise<ListingRow | undefined> {
  const text = `SELECT ${listingColumns} FROM ${currentListing} WHERE l.slug = $1`;
  return (await sql.query<ListingRow>(text, [slug], { name: 'listing_by_slug' }))[0];
}

export async function findVersion(sql: Sql, id: ListingId, version: number): Promise<ListingRow | undefined> {
  const rows = await sql.query<ListingRow>(
    `SELECT ${listingColumns} FROM listing l JOIN listing_version v ON v.listing_id = l.id JOIN shelf s ON s.listing_id = l.id
     WHERE l.id = $1 AND v.version = $2`,
    [idToUuid(id), version],
    { name: 'listing_version' },
  );
  return rows[0];
}

/** Newest first, older than `before`. */
export async function listOfAccount(
  sql: Sql,
  accountId: AccountId,
  { before, limit }: { readonly before?: string; readonly limit: number },
): Promise<ListingRow[]> {
  return sql.query<ListingRow>(
    `SELECT ${listingColumns} FROM ${currentListing}
     WHERE l.account_id = $1 AND ($2::uuid IS NULL OR l.id < $2) ORDER BY l.id DESC LIMIT $3`,
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
    // To buyers it is the same who has paused it; the health says which.
    state: row.state === 'suspended' ? 'paused' : row.state,
    deliveryMode: row.delivery_mode,
    createdAtMs: String(row.created_at.getTime()),
    updatedAtMs: String(row.updated_at.getTime()),
    quality: {
      successRate: row.success_rate,
      medianMs: row.median_ms ?? 0,
      distinctBuyers: row.buyers,
      tasks: row.tasks,
    },
    health: {
      ...shownHealth({ state: row.state, failures: row.failures, failure: row.failure, probeAt: row.probe_at }),
      consecutiveFailures: row.failures,
      lastCallAtMs: String(row.last_call_at?.getTime() ?? 0),
    },
  };
}
