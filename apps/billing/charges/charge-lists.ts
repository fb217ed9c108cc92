/** SQL of what admins read of charges. Each list goes on from a key of its last row, never from an offset. */
import type { Database } from '#persistence/database';
import { type ChargeState, type Funding, isFinal } from './charge.js';

export interface HoldRow {
  readonly id: string;
  readonly task_id: string;
  readonly node: string;
  readonly state: ChargeState;
  readonly service_slug: string;
  readonly seller_account: string;
  readonly client_key: Buffer;
  readonly payment_hash: Buffer;
  readonly price_msat: bigint;
  readonly amount_paid_msat: bigint;
  readonly held_at: Date;
  readonly hold_deadline_at: Date;
  readonly htlc_expiry_height: number;
  readonly cancel_height: number;
  /** Of the chain, as the node has reported it last. */
  readonly height: number | null;
  readonly height_at: Date | null;
}

export interface HoldKey {
  readonly expiryHeight: number;
  readonly uuid: string;
}

/**
 * What LND holds for charges, the nearest to its HTLC's expiry first. Holds that are not over are some thousand a node, and the
 * index of unfinished charges has all of them.
 */
export async function listHolds(
  database: Database,
  {
    node,
    after,
    limit,
  }: { readonly node: string | undefined; readonly after: HoldKey | undefined; readonly limit: number },
): Promise<HoldRow[]> {
  return database.query<HoldRow>(
    `SELECT c.id, c.task_id, c.node, c.state, c.service_slug, c.seller_account, c.client_key, c.payment_hash, c.price_msat,
            c.amount_paid_msat, c.held_at, c.hold_deadline_at, c.htlc_expiry_height, c.cancel_height, h.height, h.reported_at AS height_at
     FROM charge c LEFT JOIN node_height h ON h.node = c.node
     WHERE c.closed_at IS NULL AND c.funding = 'hold' AND c.state IN ('HELD', 'SETTLING', 'CANCELING')
       AND c.htlc_expiry_height IS NOT NULL AND ($1::text IS NULL OR c.node = $1)
       AND ($2::integer IS NULL OR (c.htlc_expiry_height, c.id) > ($2, $3::uuid))
     ORDER BY c.htlc_expiry_height, c.id LIMIT $4`,
    [node ?? null, after?.expiryHeight ?? null, after?.uuid ?? null, limit],
  );
}

export async function saveHeight(database: Database, node: string, height: number, at: Date): Promise<void> {
  await database.query(
    `INSERT INTO node_height (node, height, reported_at) VALUES ($1, $2, $3)
     ON CONFLICT (node) DO UPDATE SET height = excluded.height, reported_at = excluded.reported_at`,
    [node, height, at],
    { name: 'node_height' },
  );
}

export interface ListedCharge {
  readonly id: string;
  readonly task_id: string;
  readonly funding: Funding;
  readonly state: ChargeState;
  readonly node: string;
  readonly service_slug: string;
  readonly seller_account: string;
  readonly client_key: Buffer;
  readonly payment_hash: Buffer;
  readonly price_msat: bigint;
  readonly fee_msat: bigint;
  readonly amount_paid_msat: bigint | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly expires_at: Date | null;
  readonly held_at: Date | null;
  readonly hold_deadline_at: Date | null;
  readonly closed_at: Date | null;
}

export interface ChargeFilter {
  readonly state: ChargeState | undefined;
  readonly funding: Funding | undefined;
  readonly sellerUuid: string | undefined;
  readonly createdBefore: Date | undefined;
  readonly newestFirst: boolean;
  /** The last one of the page before. */
  readonly after: string | undefined;
  readonly limit: number;
}

const columns = `id, task_id, funding, state, node, service_slug, seller_account, client_key, payment_hash, price_msat, fee_msat,
  amount_paid_msat, created_at, updated_at, expires_at, held_at, hold_deadline_at, closed_at`;

/** In these nearly all charges end, so that a page of them is found by looking at one after the other. */
const frequentEnds: readonly ChargeState[] = ['SETTLED', 'EXPIRED'];

/** The statement and its values: only what is asked for stands in it, so that the planner sees which index fits. */
export function chargeQuery(filter: ChargeFilter): { readonly sql: string; readonly values: readonly unknown[] } {
  const { state, funding, sellerUuid, createdBefore, newestFirst, after } = filter;
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const shared = [
    ...(state === undefined ? [] : [`${isFinal(state) ? 'closed_as' : 'state'} = ${place(state)}`]),
    ...(funding === undefined ? [] : [`funding = ${place(funding)}`]),
    ...(sellerUuid === undefined ? [] : [`seller_account = ${place(sellerUuid)}`]),
    ...(createdBefore === undefined ? [] : [`created_at <= ${place(createdBefore)}`]),
    ...(after === undefined ? [] : [`id ${newestFirst ? '<' : '>'} ${place(after)}`]),
  ];
  const order = `ORDER BY id ${newestFirst ? 'DESC' : ''} LIMIT ${place(filter.limit)}`;
  const branches = branchesOf(filter).map(
    (where) => `(SELECT ${columns} FROM charge WHERE ${[...where, ...shared, 'true'].join(' AND ')} ${order})`,
  );
  return { sql: `SELECT * FROM (${branches.join(' UNION ALL ')}) AS listed ${order}`, values };
}

/** Each is what an index has; together they are all that the filter may find, and no two have a charge in common. */
function branchesOf({ state, sellerUuid }: ChargeFilter): string[][] {
  const over = ['closed_as IS NOT NULL'];
  const unfinished = ['closed_at IS NULL'];
  if (state === undefined) return sellerUuid === undefined ? [[]] : [over, unfinished];
  if (!isFinal(state)) return [unfinished];
  return frequentEnds.includes(state) ? [over] : [[...over, `closed_as NOT IN ('SETTLED', 'EXPIRED')`]];
}

/** In the order in which they were made. */
export async function listCharges(database: Database, filter: ChargeFilter): Promise<ListedCharge[]> {
  const { sql, values } = chargeQuery(filter);
  return database.query<ListedCharge>(sql, [...values]);
}

export interface SummaryRow {
  readonly funding: Funding;
  readonly state: ChargeState;
  readonly count: bigint;
  readonly price_msat: bigint;
  readonly paid_msat: bigint;
  readonly oldest_at: Date;
}

/** All charges, counted: a reading of the whole table. */
export async function summarizeCharges(database: Database): Promise<SummaryRow[]> {
  return database.query<SummaryRow>(
    `SELECT funding, state, count(*) AS count, sum(price_msat)::bigint AS price_msat,
            coalesce(sum(amount_paid_msat), 0)::bigint AS paid_msat, min(created_at) AS oldest_at
     FROM charge GROUP BY funding, state ORDER BY funding, state`,
  );
}
