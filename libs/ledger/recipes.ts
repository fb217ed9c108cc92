/**
 * From what happened to the legs that record it. Every recipe is one transfer, whole or not at all.
 *
 * A hold is money of the buyer that LND has locked: it stands in the memorandum accounts until LND says how it ended. The
 * three ends (settled, canceled, lost) share one transfer id, so the books cannot end one hold twice.
 */
import { assert } from '#kernel/assert';
import { addMsat, type Msat, subtractMsat, zeroMsat } from '#kernel/msat';
import { codes, market } from './chart.js';
import { balanced, credit, debit, type Leg, type Transfer, transferId } from './transfer.js';

interface InvoiceEvent {
  /** Pubkey of the node that made the invoice, 66 hex digits. */
  readonly node: string;
  /** 32 bytes. */
  readonly paymentHash: Buffer;
  /** uuid of the charge; undefined where there is none. */
  readonly chargeUuid?: string;
  /** When LND says it happened. */
  readonly at?: Date;
}

interface Sale {
  readonly priceMsat: Msat;
  readonly feeMsat: Msat;
  /** uuid of the seller's account. */
  readonly sellerUuid: string;
}

/** The memorandum of a hold: what `htlcsAccepted` recorded, 0 where it never was. */
interface Held {
  readonly heldMsat: Msat;
}

interface Paid {
  /** LND's amt_paid_msat, which may be more than the price. */
  readonly paidMsat: Msat;
}

/** LND has locked the buyer's HTLCs: memo Dr 9110 · Cr 9210. */
export function htlcsAccepted(event: InvoiceEvent & Paid): Transfer {
  return transfer('hold_accepted', 'accepted', event, [
    debit(codes.memoAccepted, event.node, event.paidMsat),
    credit(codes.memoObligation, event.node, event.paidMsat),
  ]);
}

/** The hold is ours: memo reversed, Dr 1130 paid · Cr 2110 seller, price − fee · Cr 4110 fee · Cr 2390 what exceeds the price. */
export function holdSettled(event: InvoiceEvent & Sale & Held & Paid): Transfer {
  assert(event.paidMsat >= event.priceMsat, 'LND settles no invoice below its amount');
  return transfer('hold_settled', 'resolved', event, [
    ...memoReversed(event),
    debit(codes.lightningSettling, event.node, event.paidMsat),
    credit(codes.available, event.sellerUuid, subtractMsat(event.priceMsat, event.feeMsat)),
    credit(codes.fee, market, event.feeMsat),
    credit(codes.unidentified, event.node, subtractMsat(event.paidMsat, event.priceMsat)),
  ]);
}

/** The buyer's wallet has its money back: memo reversed and nothing else. Undefined where no memo was recorded. */
export function holdCanceled(event: InvoiceEvent & Held): Transfer | undefined {
  if (event.heldMsat === zeroMsat) return undefined;
  return transfer('hold_canceled', 'resolved', event, memoReversed(event));
}

/**
 * The work was delivered and the hold was canceled under us: memo reversed, and while the losses of the day are under their
 * cap the market pays the seller, Dr 5160 · Cr 2110 seller, price − fee. Undefined where there is nothing to record.
 */
export function holdLost(event: InvoiceEvent & Sale & Held & { readonly paySeller: boolean }): Transfer | undefined {
  const lossMsat = event.paySeller ? subtractMsat(event.priceMsat, event.feeMsat) : zeroMsat;
  if (event.heldMsat === zeroMsat && lossMsat === zeroMsat) return undefined;
  return transfer('hold_lost', 'resolved', event, [
    ...memoReversed(event),
    debit(codes.htlcLoss, event.node, lossMsat),
    credit(codes.available, event.sellerUuid, lossMsat),
  ]);
}

/** An ordinary invoice was paid, and its money is kept for the work: Dr 1130 paid · Cr 2140 price · Cr 2390 what exceeds the price. */
export function invoicePaid(event: InvoiceEvent & Paid & Pick<Sale, 'priceMsat'>): Transfer {
  return transfer('invoice_paid', 'paid', event, received(event, codes.escrow));
}

/** An ordinary invoice was paid when nobody wanted it any more: as `invoicePaid`, with the price owed to the payer, Cr 2160. */
export function invoicePaidInVain(event: InvoiceEvent & Paid & Pick<Sale, 'priceMsat'>): Transfer {
  return transfer('invoice_paid_in_vain', 'paid', event, received(event, codes.refunds));
}

/** Delivered: Dr 2140 price · Cr 2110 seller, price − fee · Cr 4110 fee. Shares its id with `escrowRefused`: one or the other. */
export function escrowEarned(event: InvoiceEvent & Sale): Transfer {
  return transfer('escrow_earned', 'resolved', event, [
    debit(codes.escrow, market, event.priceMsat),
    credit(codes.available, event.sellerUuid, subtractMsat(event.priceMsat, event.feeMsat)),
    credit(codes.fee, market, event.feeMsat),
  ]);
}

/** Not delivered: Dr 2140 · Cr 2160 price, which is owed to the payer from now on. */
export function escrowRefused(event: InvoiceEvent & Pick<Sale, 'priceMsat'>): Transfer {
  return transfer('escrow_refused', 'resolved', event, [
    debit(codes.escrow, market, event.priceMsat),
    credit(codes.refunds, market, event.priceMsat),
  ]);
}

/**
 * The payer of an ordinary invoice takes back what is owed: Dr 2160 price · Cr 2110 of an account that is named after the charge, from
 * where it is paid out as any account's money is.
 */
export function refundClaimed(
  event: InvoiceEvent & Pick<Sale, 'priceMsat'> & { readonly payerUuid: string },
): Transfer {
  return transfer('refund_claimed', 'refunded', event, [
    debit(codes.refunds, market, event.priceMsat),
    credit(codes.available, event.payerUuid, event.priceMsat),
  ]);
}

/**
 * Money arrived that nobody is owed for: Dr 1130 · Cr 2390. It says nothing of a memo, so that it is the same transfer
 * however often and in whatever state of the charge it is reported; a memo that still stands is reversed by `holdCanceled`.
 */
export function unidentifiedReceipt(event: InvoiceEvent & Paid): Transfer {
  return transfer('unidentified_receipt', 'unidentified', event, [
    debit(codes.lightningSettling, event.node, event.paidMsat),
    credit(codes.unidentified, event.node, event.paidMsat),
  ]);
}

/**
 * The HTLCs of a receipt are resolved for good: what came is in our channels, Dr 1110 · Cr 1130; what went back to the payer all the
 * same is our loss, Dr 5160 · Cr 1130.
 */
export function receiptResolved(event: InvoiceEvent & { readonly wonMsat: Msat; readonly lostMsat: Msat }): Transfer {
  return transfer('receipt_resolved', 'final', event, [
    debit(codes.channels, event.node, event.wonMsat),
    debit(codes.htlcLoss, event.node, event.lostMsat),
    credit(codes.lightningSettling, event.node, addMsat(event.wonMsat, event.lostMsat)),
  ]);
}

function received(event: InvoiceEvent & Paid & Pick<Sale, 'priceMsat'>, code: number): Leg[] {
  assert(event.paidMsat >= event.priceMsat, 'LND settles no invoice below its amount');
  return [
    debit(codes.lightningSettling, event.node, event.paidMsat),
    credit(code, market, event.priceMsat),
    credit(codes.unidentified, event.node, subtractMsat(event.paidMsat, event.priceMsat)),
  ];
}

function memoReversed({ node, heldMsat }: InvoiceEvent & Held): Leg[] {
  return [debit(codes.memoObligation, node, heldMsat), credit(codes.memoAccepted, node, heldMsat)];
}

function transfer(kind: string, step: string, event: InvoiceEvent, legs: readonly Leg[]): Transfer {
  return {
    id: transferId('lnd', event.paymentHash.toString('hex'), step),
    kind,
    ...(event.chargeUuid !== undefined && { ref: event.chargeUuid }),
    ...(event.at !== undefined && { effectiveAt: event.at }),
    legs: balanced(legs),
  };
}
