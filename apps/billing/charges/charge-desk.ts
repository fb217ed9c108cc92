/** Charges as admins read them: what LND holds and until when, and all of them by state and age. */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idFromUuid, idToUuid, isId, parseId } from '#kernel/ids';
import type { Database } from '#persistence/database';
import { type ChargeState, chargeStates, type Funding, isFunding } from './charge.js';
import * as lists from './charge-lists.js';

const pageMax = 500;
/** Bitcoin's blocks come every ten minutes in the mean; single ones differ much. */
const blockMs = 600_000;

export class ChargeDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async holds(request: RequestOf<Billing, 'listHolds'>): Promise<ReplyOf<Billing, 'listHolds'>> {
    const limit = pageSize(request.limit);
    const rows = await lists.listHolds(this.database, {
      node: request.node === '' ? undefined : request.node,
      after: request.cursor === '' ? undefined : holdKey(request.cursor),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const now = this.clock.now();
    return {
      holds: page.map((row) => holdMessage(row, now)),
      nextCursor: rows.length > limit && last ? `${last.htlc_expiry_height}.${idFromUuid('charge', last.id)}` : '',
    };
  }

  async charges(request: RequestOf<Billing, 'listCharges'>): Promise<ReplyOf<Billing, 'listCharges'>> {
    const limit = pageSize(request.limit);
    const { olderThanSeconds } = request;
    const rows = await lists.listCharges(this.database, {
      state: request.state === '' ? undefined : stateOf(request.state),
      funding: request.funding === '' ? undefined : fundingOf(request.funding),
      sellerUuid: request.sellerAccountId === '' ? undefined : idToUuid(parseId('account', request.sellerAccountId)),
      createdBefore: olderThanSeconds === '0' ? undefined : addMs(this.clock.now(), -Number(olderThanSeconds) * 1_000),
      newestFirst: request.newestFirst,
      after: request.cursor === '' ? undefined : chargeKey(request.cursor),
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      charges: page.map(chargeMessage),
      nextCursor: rows.length > limit && last ? idFromUuid('charge', last.id) : '',
    };
  }

  async summary(): Promise<ReplyOf<Billing, 'summarizeCharges'>> {
    const rows = await lists.summarizeCharges(this.database);
    return {
      lines: rows.map(({ funding, state, count, price_msat, paid_msat, oldest_at }) => ({
        funding,
        state,
        count: count.toString(),
        priceMsat: price_msat.toString(),
        paidMsat: paid_msat.toString(),
        oldestAtMs: ms(oldest_at),
      })),
    };
  }
}

function holdMessage(row: lists.HoldRow, now: Date): ReplyOf<Billing, 'listHolds'>['holds'][number] {
  const { height } = row;
  const untilMs = (at: number) => (height === null ? undefined : (at - height) * blockMs);
  const untilDeadlineMs = row.hold_deadline_at.getTime() - now.getTime();
  const untilCancelMs = untilMs(row.cancel_height);
  return {
    chargeId: idFromUuid('charge', row.id),
    taskId: idFromUuid('task', row.task_id),
    node: row.node,
    state: row.state,
    serviceSlug: row.service_slug,
    sellerAccountId: idFromUuid('account', row.seller_account),
    clientKey: row.client_key,
    paymentHash: row.payment_hash,
    priceMsat: row.price_msat.toString(),
    heldMsat: row.amount_paid_msat.toString(),
    heldAtMs: ms(row.held_at),
    deadlineAtMs: ms(row.hold_deadline_at),
    expiryHeight: row.htlc_expiry_height,
    cancelHeight: row.cancel_height,
    nodeHeight: height ?? 0,
    nodeHeightAtMs: ms(row.height_at),
    leftToDeadlineMs: String(Math.min(untilDeadlineMs, untilCancelMs ?? untilDeadlineMs)),
    leftToExpiryMs: String(untilMs(row.htlc_expiry_height) ?? 0),
  };
}

function chargeMessage(row: lists.ListedCharge): ReplyOf<Billing, 'listCharges'>['charges'][number] {
  return {
    chargeId: idFromUuid('charge', row.id),
    taskId: idFromUuid('task', row.task_id),
    funding: row.funding,
    state: row.state,
    node: row.node,
    serviceSlug: row.service_slug,
    sellerAccountId: idFromUuid('account', row.seller_account),
    clientKey: row.client_key,
    paymentHash: row.payment_hash,
    priceMsat: row.price_msat.toString(),
    feeMsat: row.fee_msat.toString(),
    paidMsat: (row.amount_paid_msat ?? 0n).toString(),
    createdAtMs: ms(row.created_at),
    updatedAtMs: ms(row.updated_at),
    expiresAtMs: ms(row.expires_at),
    heldAtMs: ms(row.held_at),
    deadlineAtMs: ms(row.hold_deadline_at),
    closedAtMs: ms(row.closed_at),
  };
}

function ms(at: Date | null): string {
  return String(at?.getTime() ?? 0);
}

function pageSize(limit: number): number {
  return Math.min(Math.max(limit, 1), pageMax);
}

function stateOf(text: string): ChargeState {
  const state = chargeStates.find((known) => known === text);
  if (state === undefined) throw new AppError('invalid_request', `no charge is ever in a state ${text.slice(0, 40)}`);
  return state;
}

function fundingOf(text: string): Funding {
  if (!isFunding(text)) throw new AppError('invalid_request', `no charge is funded by ${text.slice(0, 40)}`);
  return text;
}

function chargeKey(cursor: string): string {
  if (!isId('charge', cursor)) throw foreignCursor();
  return idToUuid(cursor);
}

function holdKey(cursor: string): lists.HoldKey {
  const [height = '', id = ''] = cursor.split('.');
  if (!/^[0-9]{1,9}$/.test(height)) throw foreignCursor();
  return { expiryHeight: Number(height), uuid: chargeKey(id) };
}

function foreignCursor(): AppError {
  return new AppError('invalid_cursor', 'the cursor was not made by this list');
}
