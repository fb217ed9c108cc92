/** Whether an invoice is one that we pay out to. Nothing is reserved for one that is refused here. */
import { addMs } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { type Msat, msat, subtractMsat, zeroMsat } from '#kernel/msat';
import type { PaymentRequest, UnreadableRequest } from '#lightning/payment-request';
import type { PayoutConfig } from '../config.js';

/** The time that is left of an invoice must be enough to find a way and pay. */
const leastLeftMs = 15_000;

/** What LND says the invoice is. @throws AppError `invalid_invoice` in LND's words */
export function readable(decoded: PaymentRequest | UnreadableRequest): PaymentRequest {
  if (!('refusal' in decoded)) return decoded;
  throw new AppError('invalid_invoice', `the Lightning node does not take it for an invoice: ${decoded.refusal}`);
}

/** @throws AppError with what is wrong with the invoice, whoever pays it. */
export function checkInvoice(invoice: PaymentRequest, config: PayoutConfig, now: Date): void {
  if (invoice.expiresAt <= addMs(now, leastLeftMs)) {
    throw new AppError('invoice_expired', `the invoice was good until ${invoice.expiresAt.toISOString()}`);
  }
  const refuse = (detail: string) => {
    throw new AppError('invoice_not_payable', detail);
  };
  if (invoice.hasHintWithoutChannel) refuse('a route hint of the invoice names no channel');
  if (invoice.cltvExpiryBlocks > config.finalCltvMostBlocks) {
    refuse(
      `the invoice lets its payee wait for ${invoice.cltvExpiryBlocks} blocks, and ${config.finalCltvMostBlocks} is the most`,
    );
  }
}

/** An address must give an invoice about exactly what was asked for, bound to what it said of itself. */
export function checkAnswer(invoice: PaymentRequest, askedMsat: Msat, descriptionHash: Buffer): void {
  const refuse = (detail: string) => {
    throw new AppError('address_unusable', detail);
  };
  if (invoice.amountMsat !== askedMsat) refuse('the address gave an invoice about another amount');
  if (invoice.descriptionHash !== descriptionHash.toString('hex')) {
    refuse('the address gave an invoice that does not name the hash of its metadata');
  }
}

/** What is paid: the invoice's own amount, which the account may repeat; where it has none, what the account says. */
export function amountOf(invoice: PaymentRequest, askedMsat: Msat, config: PayoutConfig): Msat {
  const { amountMsat: ownMsat } = invoice;
  if (ownMsat === zeroMsat && askedMsat === zeroMsat) {
    throw new AppError('amount_mismatch', 'the invoice has no amount, so amountMsat must say it');
  }
  if (ownMsat !== zeroMsat && askedMsat !== zeroMsat && askedMsat !== ownMsat) {
    throw new AppError('amount_mismatch', `the invoice is about ${ownMsat} msat`);
  }
  const amountMsat = ownMsat === zeroMsat ? askedMsat : ownMsat;
  if (amountMsat < config.leastMsat || amountMsat > config.mostMsat) {
    throw new AppError('payout_limit', `a payout is from ${config.leastMsat} to ${config.mostMsat} msat`);
  }
  return amountMsat;
}

/** The most that routing may cost. `askedMsat` is undefined where the account does not say. */
export function feeLimitOf(amountMsat: Msat, askedMsat: Msat | undefined, config: PayoutConfig): Msat {
  if (askedMsat !== undefined) {
    if (askedMsat <= amountMsat) return askedMsat;
    throw new AppError('payout_limit', 'routing may not cost more than what is paid out');
  }
  // Rounded up: a limit that is a fraction too low finds no route, one that is too high is given back.
  const share = msat((amountMsat * config.feeBasisPoints + 9_999n) / 10_000n);
  const limit = share > config.leastFeeLimitMsat ? share : config.leastFeeLimitMsat;
  return limit < amountMsat ? limit : amountMsat;
}

/** What can be paid out of a sum that has to bear the routing fee as well; of a small one, a tenth is kept for it. */
export function offerOf(leftMsat: Msat, askedFeeMsat: Msat | undefined, config: PayoutConfig): Msat {
  const tenth = msat((leftMsat + 9n) / 10n);
  const usual = feeLimitOf(leftMsat, undefined, config);
  const feeMsat = askedFeeMsat ?? (usual < tenth ? usual : tenth);
  return feeMsat < leftMsat ? subtractMsat(leftMsat, feeMsat) : zeroMsat;
}

/** What the amount leaves of the purse for routing, and no more than is usual. */
export function rest(purseMsat: Msat, amountMsat: Msat, usualMsat: Msat): Msat {
  const leftMsat = amountMsat < purseMsat ? subtractMsat(purseMsat, amountMsat) : zeroMsat;
  return leftMsat < usualMsat ? leftMsat : usualMsat;
}

/** The one payout that takes as much as possible out of a purse: not more than the most, and the least where less would be offered. */
export function shareOf(
  purseMsat: Msat,
  askedFeeMsat: Msat | undefined,
  config: PayoutConfig,
): { amountMsat: Msat; feeLimitMsat: Msat } {
  const { leastMsat, mostMsat } = config;
  const offerMsat = offerOf(purseMsat, askedFeeMsat, config);
  const amountMsat = offerMsat > mostMsat ? mostMsat : offerMsat < leastMsat ? leastMsat : offerMsat;
  const usualMsat = askedFeeMsat ?? feeLimitOf(amountMsat, undefined, config);
  return { amountMsat, feeLimitMsat: rest(purseMsat, amountMsat, usualMsat) };
}
