/**
 * SQL about charges, except their transitions: those go through `billing.advance` (writer.ts), the only way in which a
 * state can move.
 */
import { type ChargeId, idFromUuid, idToUuid, type TaskId } from '#kernel/ids';
import { type Msat, msat } from '#kernel/msat';
import { codes } from '#ledger/chart';
import type { Database } from '#persistence/database';
import { Gather } from '#persistence/gather';
import type { ChargeState, Funding } from './charge.js';

export interface Charge {
  readonly id: ChargeId;
  readonly taskId: TaskId;
  readonly node: string;
  readonly funding: Funding;
  readonly state: ChargeState;
  readonly priceMsat: Msat;
  readonly feeMsat: Msat;
  /** uuid, which is also the ledger's name of the account. */
  readonly sellerUuid: string;
  readonly listingVersion: number;
  readonly serviceSlug: string;
  readonly paymentHash: Buffer;
  readonly preimageEpoch: number;
  readonly tokenEpoch: number;
  readonly tokenNonce: Buffer;
  readonly paymentRequest: string;
  readonly holdWindowMs: number;
  readonly workMs: number;
  /** When the invoice can no longer be paid; undefined while it is being made. */
  readonly expiresAt: Date | undefined;
  readonly heldAt: Date | undefined;
  readonly holdDeadlineAt: Date | undefined;
  readonly amountPaidMsat: Msat;
  readonly createdAt: Date;
}

/** Before every id: where a list begins. */
const lowestUuid = '00000000-0000-0000-0000-000000000000';

interface ChargeRow {
  readonly id: string;
  readonly task_id: string;
  readonly node: string;
  readonly funding: Funding;
  readonly state: ChargeState;
  readonly price_msat: bigint;
  readonly fee_msat: bigint;
  readonly seller_account: string;
  readonly listing_version: number;
  readonly service_slug: string;
  readonly payment_hash: Buffer;
  readonly preimage_epoch: number;
  readonly token_epoch: number;
  readonly token_nonce: Buffer;
  readonly payment_request: string | null;
  readonly hold_window_ms: number;
  readonly work_ms: number;
  readonly expires_at: Date | null;
  readonly held_at: Date | null;
  readonly hold_deadline_at: Date | null;
  readonly amount_paid_msat: bigint | null;
  readonly created_at: Date;
}

const columns = `id, task_id, node, funding, state, price_msat, fee_msat, seller_account, listing_version, service_slug, payment_hash,
  preimage_epoch, token_epoch, token_nonce, payment_request, hold_window_ms, work_ms, expires_at, held_at,
  hold_deadline_at, amount_paid_msat, created_at`;

function fromRow(row: ChargeRow): Charge {
  return {
    id: idFromUuid('charge', row.id),
    taskId: idFromUuid('task', row.task_id),
    node: row.node,
    funding: row.funding,
    state: row.state,
    priceMsat: msat(row.price_msat),
    feeMsat: msat(row.fee_msat),
    sellerUuid: row.seller_account,
    listingVersion: row.listing_version,
    serviceSlug: row.service_slug,
    paymentHash: row.payment_hash,
    preimageEpoch: row.preimage_epoch,
    tokenEpoch: row.token_epoch,
    tokenNonce: row.token_nonce,
    paymentRequest: row.payment_request ?? '',
    holdWindowMs: row.hold_window_ms,
    workMs: row.work_ms,
    expiresAt: row.expires_at ?? undefined,
    heldAt: row.held_at ?? undefined,
    holdDeadlineAt: row.hold_deadline_at ?? undefined,
    amountPaidMsat: msat(row.amount_paid_msat ?? 0n),
    createdAt: row.created_at,
  };
}

export interface NewCharge {
  readonly id: ChargeId;
  readonly taskId: TaskId;
  readonly node: string;
  readonly funding: Funding;
  readonly priceMsat: Msat;
  readonly feeMsat: Msat;
  readonly sellerUuid: string;
  readonly listingUuid: string;
  readonly listingVersion: number;
  readonly serviceSlug: string;
  readonly paymentHash: Buffer;
  readonly preimageEpoch: number;
  readonly tokenEpoch: number;
  readonly tokenNonce: Buffer;
  readonly requestDigest: Buffer;
  readonly reuseKey: Buffer;
  readonly clientKey: Buffer;
  readonly holdWindowMs: number;
  readonly workMs: number;
  readonly reuseUntil: Date;
  readonly now: Date;
}

export const insertChargeSql = `INSERT INTO charge (id, task_id, node, funding, price_msat, fee_msat, seller_account, listing_id, listing_version,
    service_slug, payment_hash, preimage_epoch, token_epoch, token_nonce, request_digest, reuse_key, reuse_until,
    client_key, hold_window_ms, work_ms, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21)
  ON CONFLICT (reuse_key) WHERE reuse_key IS NOT NULL DO NOTHING
  RETURNING ${columns}`;

/** Inserts the charge in state CREATING; undefined when another charge holds the reuse key. */
export async function insertCharge(database: Database, charge: NewCharge): Promise<Charge | undefined> {
  const rows = await database.query<ChargeRow>(
    insertChargeSql,
    [
      idToUuid(charge.id),
      idToUuid(charge.taskId),
      charge.node,
      charge.funding,
      charge.priceMsat.toString(),
      charge.feeMsat.toString(),
      charge.sellerUuid,
      charge.listingUuid,
      charge.listingVersion,
      charge.serviceSlug,
      charge.paymentHash,
      charge.preimageEpoch,
      charge.tokenEpoch,
      charge.tokenNonce,
      charge.requestDigest,
      charge.reuseKey,
      charge.reuseUntil,
      charge.clientKey,
      charge.holdWindowMs,
      charge.workMs,
      charge.now,
    ],
    { name: 'charge_insert' },
  );
  return rows[0] && fromRow(rows[0]);
}

export async function findByReuseKey(database: Database, reuseKey: Buffer): Promise<Charge | undefined> {
  const rows = await database.query<ChargeRow>(`SELECT ${columns} FROM charge WHERE reuse_key = $1`, [reuseKey]);
  return rows[0] && fromRow(rows[0]);
}

/** Lets another charge take the reuse key of this one, unless its state has changed since it was read. */
export async function releaseReuseKey(database: Database, charge: Pick<Charge, 'id' | 'state'>): Promise<void> {
  const sql = 'UPDATE charge SET reuse_key = NULL WHERE id = $1 AND state = $2';
  await database.query(sql, [idToUuid(charge.id), charge.state]);
}

export async function findCharge(database: Database, id: ChargeId): Promise<Charge | undefined> {
  const rows = await database.query<ChargeRow>(`SELECT ${columns} FROM charge WHERE id = $1`, [idToUuid(id)]);
  return rows[0] && fromRow(rows[0]);
}

/** Finds charges as each step of a task needs them: those that are asked for at the same time in one statement. */
export class ChargeFinder {
  private readonly tasks: Gather<string, Charge | undefined>;
  private readonly hashes: Gather<string, Charge | undefined>;

  constructor(database: Database) {
    const gathered = (column: keyof ChargeRow, type: string, textOf: (row: ChargeRow) => string) =>
      new Gather({
        keyOf: (key: string) => key,
        async run(keys) {
          // One look at the index for each, whatever the planner thinks of a small table.
          const sql = `SELECT c.* FROM unnest($1::${type}[]) AS wanted(key)
            CROSS JOIN LATERAL (SELECT ${columns} FROM charge WHERE ${column} = wanted.key LIMIT 1) AS c`;
          const rows = await database.query<ChargeRow>(sql, [keys], { name: `charge_by_${column}` });
          const found = new Map(rows.map((row) => [textOf(row), fromRow(row)]));
          return keys.map((key) => found.get(key));
        },
      });
    this.tasks = gathered('task_id', 'uuid', (row) => row.task_id);
    this.hashes = gathered('payment_hash', 'bytea', (row) => `\\x${row.payment_hash.toString('hex')}`);
  }

  async byTask(taskId: TaskId): Promise<Charge | undefined> {
    return await this.tasks.do(idToUuid(taskId));
  }

  async byPaymentHash(paymentHash: Buffer): Promise<Charge | undefined> {
    return await this.hashes.do(`\\x${paymentHash.toString('hex')}`);
  }
}

/** Charges of a node that are not final, in the order of their ids. */
export async function listUnsettled(
  database: Database,
  node: string,
  after: ChargeId | undefined,
  limit: number,
): Promise<Charge[]> {
  const rows = await database.query<ChargeRow>(
    `SELECT ${columns} FROM charge WHERE closed_at IS NULL AND node = $1 AND id > $2 ORDER BY id LIMIT $3`,
    [node, after ? idToUuid(after) : lowestUuid, limit],
    { name: 'charge_unsettled' },
  );
  return rows.map(fromRow);
}

/** As `listUnsettled`, of all nodes. */
export async function listUnsettledOfAll(
  database: Database,
  after: ChargeId | undefined,
  limit: number,
): Promise<Charge[]> {
  const sql = `SELECT ${columns} FROM charge WHERE closed_at IS NULL AND id > $1 ORDER BY id LIMIT $2`;
  return (await database.query<ChargeRow>(sql, [after ? idToUuid(after) : lowestUuid, limit])).map(fromRow);
}

/**
 * Charges in `state` that were due before that time. Due is: CREATING since it was made, OPEN when its invoice expires, HELD
 * at its deadline, SETTLING and CANCELING since they began. They come in the order of nodes and ids, so that those which
 * cannot be helped hide none of the others from a reader who goes on after the last one.
 */
export async function listDue(
  database: Database,
  due: {
    readonly state: ChargeState;
    readonly before: Date;
    readonly after: Charge | undefined;
    readonly limit: number;
  },
): Promise<Charge[]> {
  const { state, before, after, limit } = due;
  const rows = await database.query<ChargeRow>(
    `SELECT ${columns} FROM charge
     WHERE closed_at IS NULL AND state = $1 AND due_at < $2 AND (node, id) > ($3, $4::uuid) ORDER BY node, id LIMIT $5`,
    [state, before, after?.node ?? '', after ? idToUuid(after.id) : lowestUuid, limit],
    { name: 'charge_due' },
  );
  return rows.map(fromRow);
}

/** Holds of a node that must end now that the chain has reached `height`. */
export async function listHeldBeyondHeight(
  database: Database,
  node: string,
  height: number,
  limit: number,
): Promise<Charge[]> {
  const rows = await database.query<ChargeRow>(
    `SELECT ${columns} FROM charge WHERE closed_at IS NULL AND node = $1 AND state = 'HELD' AND cancel_height <= $2 LIMIT $3`,
    [node, height, limit],
    { name: 'charge_beyond_height' },
  );
  return rows.map(fromRow);
}

/** What the last 24 hours of the books say was paid to sellers of lost holds, in msat. */
export async function lossesOfTheDay(database: Database): Promise<bigint> {
  const rows = await database.query<{ sum: bigint }>(
    `SELECT coalesce(sum(e.amount), 0)::bigint AS sum
     FROM ledger.account a
     JOIN ledger.entry e ON e.account_id = a.id AND e.amount > 0
     JOIN ledger.transfer t ON t.seq = e.transfer_seq AND t.recorded_at > now() - interval '24 hours'
     WHERE a.code = $1`,
    [codes.htlcLoss],
  );
  return rows[0]?.sum ?? 0n;
}

// The update changes nothing; it makes the row that is already there come back, in one statement and without a gap.
export const claimIdempotencyKeySql = `INSERT INTO idempotency AS known (scope, request_digest, created_at) VALUES ($1, $2, $3)
  ON CONFLICT (scope) DO UPDATE SET scope = known.scope RETURNING request_digest`;

/** Remembers which request an idempotency key is used for, and answers the digest of the one that used it first. */
export async function claimIdempotencyKey(
  database: Database,
  scope: Buffer,
  requestDigest: Buffer,
  now: Date,
): Promise<Buffer> {
  const rows = await database.query<{ request_digest: Buffer }>(claimIdempotencyKeySql, [scope, requestDigest, now], {
    name: 'idempotency_claim',
  });
  return rows[0]?.request_digest ?? requestDigest;
}

export async function forgetIdempotencyKeys(database: Database, before: Date): Promise<void> {
  await database.query('DELETE FROM idempotency WHERE created_at < $1', [before]);
}

export interface ChargeEventRow {
  readonly n: number;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly actor: string;
  readonly reason: string;
  readonly transfer_seq: bigint | null;
  readonly at: Date;
}

export async function listEvents(database: Database, id: ChargeId): Promise<ChargeEventRow[]> {
  return database.query<ChargeEventRow>(
    'SELECT n, from_state, to_state, actor, reason, transfer_seq, at FROM charge_event WHERE charge_id = $1 ORDER BY n',
    [idToUuid(id)],
  );
}
