/**
 * Payouts as their accounts see them: asked for, read, listed. Asking reserves principal and fee limit and nothing else; who sends
 * is settlement, by what payout-progress.ts permits.
 */
import { createHash } from 'node:crypto';
import type { Billing, PayoutMessage, PayoutStoryMessage } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { type AccountId, newId, type PayoutId, parseId } from '#kernel/ids';
import { type Msat, parseMsat, zeroMsat } from '#kernel/msat';
import { payoutReserved } from '#ledger/payout-recipes';
import type { PaymentRequest } from '#lightning/payment-request';
import type { Database } from '#persistence/database';
import type { Charge } from '../charges/charge-store.js';
import type { PayoutConfig } from '../config.js';
import type { Nodes } from '../nodes/nodes.js';
import type { InternalTransfers } from './internal-transfers.js';
import type { PayingNodes } from './paying-nodes.js';
import { amountOf, checkAnswer, checkInvoice, feeLimitOf, offerOf, readable, rest } from './payout-check.js';
import { isAtRun, payoutMade } from './payout-schedule-store.js';
import * as store from './payout-store.js';

type CreatePayout = RequestOf<Billing, 'createPayout'>;
type PayoutReply = ReplyOf<Billing, 'createPayout'>;

/** A request for a payout, read. */
export interface PayoutOrder {
  readonly accountId: AccountId;
  /** In one spelling. */
  readonly paymentRequest: string;
  readonly address: string;
  /** Zero where none is named. */
  readonly amountMsat: Msat;
  readonly feeLimitMsat: Msat | undefined;
  readonly descriptionHash: Buffer;
  readonly idempotencyScope: Buffer;
  readonly requestDigest: Buffer;
}

const pageMax = 500;
/** What lnd reads at most, and a little more, so that it says so itself. */
const paymentRequestMaxChars = 8_192;
const usualFeeLimit = '-1';
/** In the place of a schedule's run: the account has asked. */
const byItself = 0n;

export class Payouts {
  constructor(
    private readonly database: Database,
    private readonly nodes: Nodes,
    private readonly transfers: Pick<InternalTransfers, 'chargeOf' | 'pushOn'>,
    private readonly paying: PayingNodes,
    private readonly context: { readonly config: { readonly payouts: PayoutConfig }; readonly clock: Clock },
  ) {}

  async create(request: CreatePayout): Promise<PayoutReply> {
    const order = orderOf(request);
    const { accountId, idempotencyScope } = order;
    const run = BigInt(request.scheduleRun);
    if (run === byItself) return await this.made(order);
    const reply = await this.made(order, run);
    if (reply.payout) await payoutMade(this.database, { accountId, run }, idempotencyScope);
    return reply;
  }

  private async made(order: PayoutOrder, run?: bigint): Promise<PayoutReply> {
    const known = await this.known(order);
    if (known) return { created: false, payout: known };
    if (order.paymentRequest === '') return { created: false, payout: null };
    const payout = await this.checked(order);
    if (run !== undefined) await this.refuseUnlessScheduled(order, run);
    return await this.reserve(payout);
  }

  /** Between asking an address and paying there an account may have thought better of it. */
  private async refuseUnlessScheduled({ accountId, address }: PayoutOrder, run: bigint): Promise<void> {
    if (await isAtRun(this.database, { accountId, run }, address)) return;
    throw new AppError('conflict', 'the payout schedule was changed or has gone on');
  }

  /** What this scope has brought before. */
  async known({ idempotencyScope, requestDigest }: PayoutOrder): Promise<PayoutMessage | undefined> {
    if (idempotencyScope.length !== 32) throw new AppError('invalid_request', 'a scope has 32 bytes');
    const twin = await store.findByScope(this.database, idempotencyScope);
    return twin && payoutMessage(sameRequest(twin, requestDigest));
  }

  /** The payout that the order asks for; nothing is reserved yet. With `purseMsat`, what is not named is what the purse has. */
  async checked(order: PayoutOrder, purseMsat?: Msat): Promise<store.NewPayout> {
    const { config, clock } = this.context;
    const limits = config.payouts;
    const { paymentRequest } = order;
    const reader = this.nodes.forNewCharge(zeroMsat);
    if (!reader)
      throw new AppError('lightning_unavailable', 'no Lightning node can read it now', { retryAfterSeconds: 2 });
    const invoice = readable(await this.nodes.desk(reader).decode(paymentRequest));
    checkInvoice(invoice, limits, clock.now());
    const charge = await this.transfers.chargeOf(invoice, paymentRequest, this.nodes.isOurs(invoice.destination));
    if (charge) return this.transfer(order, invoice, charge);
    const node = await this.paying.choose();
    const ownAmount = invoice.amountMsat === zeroMsat;
    const usesAll = purseMsat !== undefined && order.amountMsat === zeroMsat && (ownAmount || order.address !== '');
    const askedMsat = usesAll ? offerOf(purseMsat, order.feeLimitMsat, limits) : order.amountMsat;
    if (order.address !== '') checkAnswer(invoice, askedMsat, order.descriptionHash);
    const amountMsat = amountOf(invoice, askedMsat, limits);
    const usualMsat = feeLimitOf(amountMsat, order.feeLimitMsat, limits);
    const feeLimitMsat =
      order.feeLimitMsat ?? (purseMsat === undefined ? usualMsat : rest(purseMsat, amountMsat, usualMsat));
    return { ...this.newPayout(order, invoice), ...{ node, amountMsat, feeLimitMsat } };
  }

  /** Within the marketplace: nothing is routed, and limits of what may leave by one payment say nothing of it. */
  private transfer(order: PayoutOrder, invoice: PaymentRequest, charge: Charge): store.NewPayout {
    const { node, id: chargeId } = charge;
    const { amountMsat } = invoice;
    if (order.amountMsat !== zeroMsat && order.amountMsat !== amountMsat)
      throw new AppError('amount_mismatch', `the invoice is about ${amountMsat} msat`);
    return { ...this.newPayout(order, invoice), ...{ node, amountMsat, chargeId } };
  }

  private newPayout(order: PayoutOrder, invoice: PaymentRequest) {
    const { accountId, paymentRequest, requestDigest, idempotencyScope } = order;
    const { paymentHash, destination, expiresAt: invoiceExpiresAt } = invoice;
    return {
      id: newId('payout', this.context.clock.now()),
      ...{ accountId, paymentRequest, requestDigest, idempotencyScope, paymentHash, destination, invoiceExpiresAt },
      ownAmount: invoice.amountMsat === zeroMsat,
      feeLimitMsat: zeroMsat,
      chargeId: undefined,
    };
  }

  async reserve(payout: store.NewPayout): Promise<PayoutReply> {
    const isInternal = payout.chargeId !== undefined;
    const { outcome, id } = await (isInternal
      ? this.reserveAt(payout)
      : this.paying.reserve(payout, (at) => this.reserveAt(at)));
    if (!id) throw refusal(outcome, payout);
    if (isInternal) await this.transfers.pushOn(id);
    const found = await this.find(id);
    return {
      created: outcome === 'reserved',
      payout: payoutMessage(sameRequest(found, payout.requestDigest)),
    };
  }

  private async reserveAt(payout: store.NewPayout) {
    const { config, clock } = this.context;
    const { dayCount: count, daySumMsat: sumMsat } = config.payouts;
    const transfer = payoutReserved(store.reservationOf(payout));
    return await store.reservePayout(this.database, { payout, transfer, limits: { count, sumMsat }, now: clock.now() });
  }

  async get({ accountId, payoutId }: RequestOf<Billing, 'getPayout'>): Promise<PayoutMessage> {
    const payout = await this.find(parseId('payout', payoutId));
    if (payout.accountId !== accountId)
      throw new AppError('payout_not_found', 'there is no such payout of this account');
    return payoutMessage(payout);
  }

  async list(request: RequestOf<Billing, 'listPayouts'>): Promise<ReplyOf<Billing, 'listPayouts'>> {
    const limit = Math.min(Math.max(request.limit, 1), pageMax);
    const ofAll = request.accountId === '';
    const rows = await store.listPayouts(this.database, {
      accountId: ofAll ? undefined : parseId('account', request.accountId),
      before: readCursor(request.cursor),
      state: request.state,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const payouts = page.map((payout) => payoutMessage(ofAll ? { ...payout, preimage: undefined } : payout));
    return { payouts, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? '') : '' };
  }

  /** For admins, who see no proofs. */
  async story({ payoutId }: RequestOf<Billing, 'getPayoutStory'>): Promise<PayoutStoryMessage> {
    const id = parseId('payout', payoutId);
    const payout = await this.find(id);
    const [events, attempts] = await Promise.all([
      store.listPayoutEvents(this.database, id),
      store.listPayoutAttempts(this.database, id),
    ]);
    return {
      payout: payoutMessage({ ...payout, preimage: undefined }),
      events: events.map((row) => ({
        n: row.n,
        fromState: row.from_state ?? '',
        toState: row.to_state,
        actor: row.actor,
        reason: row.reason,
        transferSeq: (row.transfer_seq ?? 0n).toString(),
        atMs: String(row.at.getTime()),
      })),
      attempts: attempts.map((row) => ({
        n: row.n,
        begunAtMs: String(row.begun_at.getTime()),
        permitUntilMs: String(row.permit_until.getTime()),
        usedAtMs: String(row.used_at?.getTime() ?? 0),
      })),
    };
  }

  private async find(id: PayoutId): Promise<store.Payout> {
    const payout = await store.findPayout(this.database, id);
    if (!payout) throw new AppError('payout_not_found', 'there is no such payout of this account');
    return payout;
  }
}

export function orderOf(request: Omit<CreatePayout, 'scheduleRun'>): PayoutOrder {
  const paymentRequest = normalised(request.paymentRequest);
  return {
    accountId: parseId('account', request.accountId),
    ...{ paymentRequest, address: request.address },
    amountMsat: parseMsat(request.amountMsat),
    feeLimitMsat: request.feeLimitMsat === usualFeeLimit ? undefined : parseMsat(request.feeLimitMsat),
    descriptionHash: request.descriptionHash,
    idempotencyScope: request.idempotencyScope,
    requestDigest: digestOf({ ...request, paymentRequest }),
  };
}

/** The same invoice in one spelling: without the scheme of a link, in lower case. */
function normalised(text: string): string {
  if (text.length > paymentRequestMaxChars) throw new AppError('invalid_invoice', 'the invoice is too long');
  return text
    .trim()
    .replace(/^lightning:/i, '')
    .toLowerCase();
}

/** An address gives another invoice each time, so that it is what counts where one was named. */
function digestOf({ paymentRequest, address, amountMsat, feeLimitMsat }: Omit<CreatePayout, 'scheduleRun'>): Buffer {
  const payee = address === '' ? paymentRequest : `address ${address}`;
  return createHash('sha256').update(`payout|${payee}|${amountMsat}|${feeLimitMsat}`).digest();
}

function sameRequest(payout: store.Payout, digest: Buffer): store.Payout {
  if (payout.requestDigest.equals(digest)) return payout;
  throw new AppError('idempotency_key_reused', 'this Idempotency-Key belongs to a payout with other content');
}

function refusal(outcome: store.ReserveOutcome, { amountMsat, feeLimitMsat }: store.NewPayout): AppError {
  switch (outcome) {
    case 'insufficient_funds':
      return new AppError(
        'insufficient_balance',
        `${amountMsat} msat and up to ${feeLimitMsat} msat of fees are needed`,
      );
    case 'hash_used':
      return new AppError('invoice_already_used', 'a payout has this payment hash');
    case 'stopped':
      return new AppError('payouts_stopped', 'an admin or a check has stopped payouts', { retryAfterSeconds: 60 });
    case 'over_day_count':
      return new AppError('payout_limit', 'this account has asked for as many payouts as it may within a day');
    case 'over_day_sum':
      return new AppError('payout_limit', 'this account has paid out as much as it may within a day');
    case 'node_short':
      return new AppError('liquidity_short', 'no single node has that much to spare: ask for less, or later', {
        retryAfterSeconds: 60,
      });
    case 'not_final':
      return new AppError('liquidity_short', 'the last sales are not final yet', { retryAfterSeconds: 2 });
    default:
      return new AppError('internal', `a payout could not be reserved: ${outcome}`);
  }
}

function readCursor(cursor: string): PayoutId | undefined {
  if (cursor === '') return undefined;
  if (!/^pay_[0-9a-f]{32}$/.test(cursor)) throw new AppError('invalid_cursor', 'the cursor was not made by this list');
  return parseId('payout', cursor);
}

function payoutMessage(payout: store.Payout): PayoutMessage {
  return {
    payoutId: payout.id,
    accountId: payout.accountId,
    node: payout.node,
    state: payout.state,
    amountMsat: payout.amountMsat.toString(),
    feeLimitMsat: payout.feeLimitMsat.toString(),
    feeMsat: (payout.feeMsat ?? 0n).toString(),
    destination: payout.destination,
    paymentHash: payout.paymentHash,
    paymentRequest: payout.paymentRequest,
    preimage: payout.preimage ?? Buffer.alloc(0),
    failure: payout.failure ?? '',
    attempts: payout.attempts,
    createdAtMs: String(payout.createdAt.getTime()),
    updatedAtMs: String(payout.updatedAt.getTime()),
    closedAtMs: String(payout.closedAt?.getTime() ?? 0),
  };
}
