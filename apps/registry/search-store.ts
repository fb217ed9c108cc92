/**
 * The search. A word that half of the market uses must not make it read half of the market, so what is looked at is bounded:
 *
 * `found` are listings that have the words, the tag and the price, and where they are few, all of them. Where they are many,
 * `head` are those that fit among the best of the whole shelf, read in the order of quality. `best` are the candidates, the best
 * by quality of both, and only they are ranked by relevance × quality. So a search with words costs about the same however
 * common its words are, and what is left out is not among the best of the market. Without words quality alone is the order, and
 * an index has it.
 *
 * The statements are not prepared: Postgres plans each for its own words and limits, which is what makes rare ones fast.
 */
import { type ListingRow, listingColumns, type Sql } from './store.js';

/** What is looked at for one search with words. */
export const searchBounds = { found: 1_000, head: 2_000, candidates: 200 } as const;

export interface Search {
  /** Words as a person would type them; empty for all. */
  readonly query: string;
  readonly tag: string;
  readonly mode: string;
  readonly maxPriceMsat: bigint | undefined;
  readonly minSuccessRate: number;
  readonly maxMedianMs: number;
  /** Only listings that come after this one. */
  readonly after: Place | undefined;
  readonly limit: number;
}

/** Where a listing stands in the order: by score, and the newest first among equals. */
export interface Place {
  readonly score: bigint;
  readonly listingUuid: string;
}

export type FoundRow = ListingRow & { readonly score: bigint };

const asked = `websearch_to_tsquery('english', $1)`;
/** What an index finds. */
const has = `s.on_sale AND ($2 = '' OR s.tags @> ARRAY[$2]) AND ($4::bigint IS NULL OR s.price_msat <= $4)`;
/** A median that was not measured passes no limit of it. */
const passes = `($3 = '' OR s.delivery_mode = $3) AND s.success_rate >= $5 AND ($6 = 0 OR s.median_ms <= $6)`;
const after = (score: string) => `($7::bigint IS NULL OR (${score}, s.listing_id) < ($7, $8::uuid))`;

const shown = `SELECT ${listingColumns}, page.score FROM page JOIN listing l ON l.id = page.listing_id
  JOIN listing_version v ON v.listing_id = l.id AND v.version = l.version JOIN shelf s ON s.listing_id = l.id
  ORDER BY page.score DESC, page.listing_id DESC`;

const { found, head, candidates } = searchBounds;
const byWordsSql = `WITH
  found AS MATERIALIZED (
    SELECT s.listing_id, s.quality, s.delivery_mode, s.success_rate, s.median_ms FROM shelf AS s
    WHERE ${has} AND s.words @@ ${asked} LIMIT ${found + 1}),
  head AS MATERIALIZED (
    SELECT s.listing_id, s.quality FROM (
      SELECT * FROM shelf WHERE on_sale AND (SELECT count(*) FROM found) > ${found}
      ORDER BY quality DESC, listing_id DESC LIMIT ${head}) AS s
    WHERE ${has} AND ${passes} AND s.words @@ ${asked} LIMIT ${candidates}),
  best AS (
    SELECT listing_id FROM (
      SELECT listing_id, quality FROM head
      UNION SELECT s.listing_id, s.quality FROM found AS s WHERE (SELECT count(*) FROM head) < ${candidates} AND ${passes}) AS both_of_them
    ORDER BY quality DESC, listing_id DESC LIMIT ${candidates}),
  ranked AS (
    SELECT s.listing_id, round(ts_rank('{0.1, 0.2, 0.4, 1}', s.words, ${asked})::numeric * s.quality * 1000000)::bigint AS score
    FROM best JOIN shelf AS s USING (listing_id)),
  page AS (
    SELECT s.listing_id, s.score FROM ranked AS s WHERE ${after('s.score')} ORDER BY s.score DESC, s.listing_id DESC LIMIT $9)
  ${shown}`;

const byQualitySql = `WITH
  page AS (
    SELECT s.listing_id, s.quality::bigint AS score FROM shelf AS s
    WHERE $1 = '' AND ${has} AND ${passes} AND ($7::bigint IS NULL OR (s.quality, s.listing_id) < ($7::bigint::smallint, $8::uuid))
    ORDER BY s.quality DESC, s.listing_id DESC LIMIT $9)
  ${shown}`;

export async function searchShelf(sql: Sql, search: Search): Promise<FoundRow[]> {
  const { query, tag, mode, maxPriceMsat, minSuccessRate, maxMedianMs, after: place, limit } = search;
  return await sql.query<FoundRow>(query === '' ? byQualitySql : byWordsSql, [
    query,
    tag,
    mode,
    maxPriceMsat?.toString() ?? null,
    minSuccessRate,
    maxMedianMs,
    place?.score.toString() ?? null,
    place?.listingUuid ?? null,
    limit,
  ]);
}
