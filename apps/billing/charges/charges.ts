/**
 * Opening a charge: one charge = one payment hash = one node, fixed and committed before LND is called, so that whatever
 * a crash leaves behind is found again under the same hash.
 */
import type { Billing, ChargeReply } from '#contracts/billing';
import type { RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToUuid, newId, parseId } from '#kernel/ids';
import { parseMsat, splitFloor, zeroMsat } from '#kernel/msat';
import type { Keyring } from '#l402/keyring';
import type { InvoiceDesk } from '#lightning/invoice-desk';
import type { Database } from '#persistence/database';
import type { BillingConfig } from '../config.js';
import type { Nodes } from '../nodes/nodes.js';
import { type ChargeState, isFunding } from './charge.js';
import { nextState, statesBefore } from './charge-steps.js';
import * as store from './charge-store.js';
import { memoOf } from './memo.js';
import { move } from './move.js';
import { deriveInvoiceSecret } from './preimage.js';
import type { ChargeWriter } from './writer.js';

type OpenCharge = RequestOf<Billing, 'openCharge'>;

/** A charge whose invoice a buyer may be given: to pay it, or to learn that it is paid. */
const offered: readonly ChargeState[] = ['OPEN', 'HELD', 'SETTLING'];
/** How often a request that finds the reuse key taken, and then free again, tries to take it. */
const insertAttempts = 5;

export class Charges {
  /** Invoices that are being made by this process, by the charge's id. */
  private readonly making = new Map<string, Promise<store.Charge>>();

  constructor(
    private readonly database: Database,
    private readonly writer: ChargeWriter,
    private readonly nodes: Nodes,
    private readonly keys: { readonly preimages: Keyring },
    private readonly context: { readonly config: BillingConfig; readonly clock: Clock },
  ) {}

  async open(request: OpenCharge): Promise<ChargeReply> {
    checkOrder(request);
    if (!isFunding(request.funding)) throw new AppError('invalid_request', `no such funding: ${request.funding}`);
    const { funding } = request;
    const priceMsat = parseMsat(request.priceMsat);
    await this.claimIdempotencyKey(request);
    for (let attempt = 0; attempt < insertAttempts; attempt += 1) {
      const node = this.nodes.forNewCharge(priceMsat);
      const mine = node && (await store.insertCharge(this.database, this.newCharge(request, funding, node)));
      if (mine) return chargeReply(await this.createInvoice(mine), true);
      const twin = await this.reusable(request.reuseKey);
      if (twin) return chargeReply(twin, false);
      if (!node)
        throw lightningUnavailable(
          `no payment can be taken right now: ${this.nodes.missing(priceMsat) ?? 'try again'}`,
        );
    }
    throw new AppError('unavailable', 'the same request is being made many times at once', { retryAfterSeconds: 1 });
  }

  private async claimIdempotencyKey(request: OpenCharge): Promise<void> {
    if (request.idempotencyScope.length === 0) return;
    const now = this.context.clock.now();
    const scope = request.idempotencyScope;
    const first = await store.claimIdempotencyKey(this.database, scope, request.requestDigest, now);
    if (first.equals(request.requestDigest)) return;
    throw new AppError('idempotency_key_reused', 'this Idempotency-Key belongs to a request with other content');
  }

  private newCharge(request: OpenCharge, funding: store.Charge['funding'], node: string): store.NewCharge {
    const { clock, config } = this.context;
    const now = clock.now();
    const id = newId('charge', now);
    const priceMsat = parseMsat(request.priceMsat);
    const preimageEpoch = this.keys.preimages.currentEpoch;
    return {
      id,
      taskId: parseId('task', request.taskId),
      node,
      funding,
      priceMsat,
      feeMsat: splitFloor(priceMsat, config.feeBasisPoints).feeMsat,
      sellerUuid: idToUuid(parseId('account', request.sellerAccountId)),
      listingUuid: idToUuid(parseId('listing', request.listingId)),
      listingVersion: request.listingVersion,
      serviceSlug: request.serviceSlug,
      paymentHash: deriveInvoiceSecret(this.preimageKey(preimageEpoch), node, id).paymentHash,
      preimageEpoch,
      tokenEpoch: request.tokenEpoch,
      tokenNonce: request.tokenNonce,
      requestDigest: request.requestDigest,
      reuseKey: request.reuseKey,
      clientKey: request.clientKey,
      holdWindowMs: request.holdWindowMs,
      workMs: request.workMs,
      reuseUntil: addMs(now, config.reuseOpenMs),
      now,
    };
  }

  /**
   * CREATING → OPEN with the invoice at LND. Also finishes what a crash left in CREATING: the invoice of that hash is
   * adopted when LND has it and it is still open, and made anew when LND does not know it. Callers of one charge share one
   * attempt; those of several processes may overlap, and all of them find the one invoice.
   */
  createInvoice(charge: store.Charge): Promise<store.Charge> {
    const underWay = this.making.get(charge.id);
    if (underWay) return underWay;
    const made = this.makeInvoice(charge).finally(() => this.making.delete(charge.id));
    this.making.set(charge.id, made);
    return made;
  }

  private async makeInvoice(charge: store.Charge): Promise<store.Charge> {
    const desk = this.nodes.desk(charge.node);
    const now = this.context.clock.now();
    const lastMs = charge.createdAt.getTime() + this.context.config.invoiceExpiryMs - now.getTime();
    const expirySeconds = Math.floor(lastMs / 1_000);
    // LND counts whole seconds, and its count must be ours: what it tells of time is measured against this end.
    const expiresAt = addMs(now, expirySeconds * 1_000);
    if (expirySeconds < 1) return this.abandon(charge, 'the invoice would already be expired');
    const added = await this.addInvoice(charge, expirySeconds);
    const found = added === 'exists' ? await desk.lookup(charge.paymentHash) : undefined;
    if (found && (found.state !== 'OPEN' || found.valueMsat !== charge.priceMsat)) {
      return this.abandon(charge, 'the invoice at the node cannot be adopted');
    }
    const invoice = added === 'exists' ? found : added;
    if (!invoice) throw lightningUnavailable('the node has and has not this invoice');
    const { paymentRequest, addIndex } = invoice;
    const { moved } = await move(this.writer, {
      chargeId: charge.id,
      from: statesBefore(charge.funding, 'invoiceCreated', 'OPEN'),
      to: 'OPEN',
      actor: 'billing',
      reason: added === 'exists' ? 'invoice adopted' : 'invoice made',
      set: { paymentRequest, addIndex, expiresAt },
      transfers: [],
    });
    return moved ? { ...charge, state: 'OPEN', paymentRequest, expiresAt } : this.movedByOthers(charge);
  }

  private addInvoice(charge: store.Charge, expirySeconds: number): ReturnType<InvoiceDesk['addInvoice']> {
    const desk = this.nodes.desk(charge.node);
    const terms = { amountMsat: charge.priceMsat, memo: memoOf(charge), expirySeconds };
    if (charge.funding === 'invoice') return desk.addInvoice({ ...terms, preimage: this.preimage(charge) });
    const { cltvExpiryBlocks } = this.context.config;
    return desk.addHoldInvoice({ ...terms, paymentHash: charge.paymentHash, cltvExpiryBlocks });
  }

  private async abandon(charge: store.Charge, reason: string): Promise<store.Charge> {
    await move(this.writer, {
      chargeId: charge.id,
      from: ['CREATING'],
      to: 'CANCELING',
      actor: 'billing',
      reason,
      transfers: [],
    });
    return this.movedByOthers(charge);
  }

  /** Somebody else has given the charge its invoice, or nobody wants it any more: then it must not stay payable. */
  private async movedByOthers(charge: store.Charge): Promise<store.Charge> {
    const found = await store.findCharge(this.database, charge.id);
    if (found && offered.includes(found.state)) return found;
    const wanted = found && nextState(found.funding, found.state, 'invoiceCreated') !== 'refused';
    if (!wanted) await this.nodes.desk(charge.node).cancel(charge.paymentHash);
    throw lightningUnavailable('this challenge could not be made; ask again');
  }

  /** The charge that holds this reuse key, if it may be offered again; else the key is freed for a new charge. */
  private async reusable(reuseKey: Buffer): Promise<store.Charge | undefined> {
    const twin = await store.findByReuseKey(this.database, reuseKey);
    if (!twin || twin.state === 'HELD' || twin.state === 'SETTLING') return twin;
    const { clock, config } = this.context;
    if (clock.now() < addMs(twin.createdAt, config.reuseOpenMs)) {
      if (twin.state === 'OPEN') return twin;
      if (twin.state === 'CREATING') return this.createInvoice(twin);
    }
    await store.releaseReuseKey(this.database, twin);
    return undefined;
  }

  preimage(charge: store.Charge): Buffer {
    return deriveInvoiceSecret(this.preimageKey(charge.preimageEpoch), charge.node, charge.id).preimage;
  }

  private preimageKey(epoch: number): Buffer {
    const key = this.keys.preimages.key(epoch);
    if (!key) throw new AppError('internal', `there is no preimage key of epoch ${epoch}`);
    return key;
  }
}

/** What Postgres would refuse as well, in words for the caller. */
function checkOrder(request: OpenCharge): void {
  const refuse = (detail: string) => {
    throw new AppError('invalid_request', detail);
  };
  if (parseMsat(request.priceMsat) === zeroMsat) refuse('a charge has a price');
  if (request.holdWindowMs <= 0 || request.workMs <= 0) refuse('the hold and the work take some time');
  if (request.tokenNonce.length !== 13) refuse('a nonce has 13 bytes');
  for (const digest of [request.reuseKey, request.clientKey, request.requestDigest]) {
    if (digest.length !== 32) refuse('a reuse key, a client key and a digest have 32 bytes');
  }
}

function lightningUnavailable(detail: string): AppError {
  return new AppError('lightning_unavailable', detail, { retryAfterSeconds: 2 });
}

export function chargeReply(charge: store.Charge, created: boolean): ChargeReply {
  return {
    created,
    chargeId: charge.id,
    taskId: charge.taskId,
    tokenNonce: charge.tokenNonce,
    tokenEpoch: charge.tokenEpoch,
    paymentHash: charge.paymentHash,
    paymentRequest: charge.paymentRequest,
    state: charge.state,
    priceMsat: charge.priceMsat.toString(),
    expiresAtMs: String(charge.expiresAt?.getTime() ?? 0),
    node: charge.node,
    funding: charge.funding,
    createdAtMs: String(charge.createdAt.getTime()),
    serviceSlug: charge.serviceSlug,
    listingVersion: charge.listingVersion,
  };
}
