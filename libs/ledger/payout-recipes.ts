/**
 * Payouts: what each of their steps posts. The ends share one transfer id, so the books cannot end one payout twice.
 *
 * Principal and fee limit are reserved together, so that whatever the network takes is covered before anything is sent. The
 * account bears the routing fee: it stands on both sides of our result, as an expense (5110) and as what we charge for it (4120).
 */
import { assert } from '#kernel/assert';
import { addMsat, type Msat, subtractMsat, zeroMsat } from '#kernel/msat';
import { codes, market } from './chart.js';
import { balanced, credit, debit, type Transfer, transferId } from './transfer.js';

/** Of what `internalTransfer` makes. */
export const kindOfInternalTransfer = 'internal_transfer';

interface ReservedPayout {
  readonly payoutUuid: string;
  readonly accountUuid: string;
  readonly amountMsat: Msat;
  readonly feeLimitMsat: Msat;
}

/** Where the reservation stands: in progress (2210), or unknown for so long that it was set apart (2220). */
export type PayoutStage = 'inProgress' | 'unknown';

interface PaidOut {
  readonly stage: PayoutStage;
  readonly node: string;
  /** What the network really took. */
  readonly feeMsat: Msat;
}

/** Dr 2110 · Cr 2210 principal and fee limit. */
export function payoutReserved(payout: ReservedPayout): Transfer {
  return transfer('payout_reserved', 'reserved', payout, [
    debit(codes.available, payout.accountUuid, reserved(payout)),
    credit(codes.payoutsInProgress, payout.accountUuid, reserved(payout)),
  ]);
}

/** LND's word is not to be had: Dr 2210 · Cr 2220, where the money waits apart and its age is seen. */
export function payoutUnknown(payout: ReservedPayout): Transfer {
  return transfer('payout_unknown', 'unknown', payout, [
    debit(codes.payoutsInProgress, payout.accountUuid, reserved(payout)),
    credit(codes.payoutsUnknown, payout.accountUuid, reserved(payout)),
  ]);
}

/** Paid: Dr 2210 or 2220 what was reserved, Dr 5110 fee · Cr 1110 principal and fee · Cr 4120 fee · Cr 2110 what is left. */
export function payoutSucceeded(payout: ReservedPayout & PaidOut): Transfer {
  const { accountUuid, node, feeMsat, feeLimitMsat, amountMsat } = payout;
  // LND keeps to the limit; should it not, the market bears what lies above it, and nobody is charged for it.
  const chargedMsat = feeMsat < feeLimitMsat ? feeMsat : feeLimitMsat;
  return transfer('payout_succeeded', 'resolved', payout, [
    debit(stageCodes[payout.stage], accountUuid, reserved(payout)),
    debit(codes.routingFees, node, feeMsat),
    credit(codes.channels, node, addMsat(amountMsat, feeMsat)),
    credit(codes.payoutFee, market, chargedMsat),
    credit(codes.available, accountUuid, subtractMsat(feeLimitMsat, chargedMsat)),
  ]);
}

/**
 * The invoice is one of ours, and its charge has what was set aside, without Lightning: Dr 2210 · Cr 2140 principal, which is kept for
 * the work.
 */
export function internalTransfer(payout: ReservedPayout & { readonly chargeUuid: string }): Transfer {
  const { accountUuid, amountMsat, chargeUuid, feeLimitMsat } = payout;
  assert(feeLimitMsat === zeroMsat, 'a transfer among ourselves costs nothing');
  const moved = transfer(kindOfInternalTransfer, 'resolved', payout, [
    debit(codes.payoutsInProgress, accountUuid, amountMsat),
    credit(codes.escrow, market, amountMsat),
  ]);
  // Listed with the charge's own transfers, which tell where its money came from and went.
  return { ...moved, ref: chargeUuid };
}

/** Surely not paid: Dr 2210 or 2220 · Cr 2110 all of it. */
export function payoutFailed(payout: ReservedPayout & { readonly stage: PayoutStage }): Transfer {
  return transfer('payout_failed', 'resolved', payout, [
    debit(stageCodes[payout.stage], payout.accountUuid, reserved(payout)),
    credit(codes.available, payout.accountUuid, reserved(payout)),
  ]);
}

const stageCodes = { inProgress: codes.payoutsInProgress, unknown: codes.payoutsUnknown } as const;

function reserved({ amountMsat, feeLimitMsat }: ReservedPayout): Msat {
  return addMsat(amountMsat, feeLimitMsat);
}

function transfer(kind: string, step: string, { payoutUuid }: ReservedPayout, legs: Transfer['legs']): Transfer {
  return { id: transferId('payout', payoutUuid, step), kind, ref: payoutUuid, legs: balanced(legs) };
}
