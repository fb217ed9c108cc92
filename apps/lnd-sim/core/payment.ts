/**
 * The state machine of an outgoing payment, as lnd's payment control runs it. The status is never stored: it follows from
 * the attempts and the failure reason, exactly as in lnd, so a payment that was given up while an HTLC is still out is
 * IN_FLIGHT, and SUCCEEDED if that HTLC settles.
 */
import { addMsat, type Msat, subtractMsat, zeroMsat } from '#kernel/msat';
import type { AttemptRow, FailureReason, FailureRow, PaymentRow } from './rows.js';

export type PaymentStatus = 'INITIATED' | 'IN_FLIGHT' | 'SUCCEEDED' | 'FAILED';

export function paymentStatus({ attempts, failureReason }: PaymentRow): PaymentStatus {
  if (attempts.some(({ status }) => status === 'IN_FLIGHT')) return 'IN_FLIGHT';
  if (attempts.some(({ status }) => status === 'SUCCEEDED')) return 'SUCCEEDED';
  return failureReason === 'FAILURE_REASON_NONE' ? 'INITIATED' : 'FAILED';
}

export function isFinal(payment: PaymentRow): boolean {
  const status = paymentStatus(payment);
  return status === 'SUCCEEDED' || status === 'FAILED';
}

/** Whether a payment of this hash may be begun: only where there is none, or where the last one has FAILED for good. */
export function refusalToSend(existing: PaymentRow | undefined): string | undefined {
  if (existing === undefined) return undefined;
  const texts: Record<PaymentStatus, string | undefined> = {
    INITIATED: 'payment already exists',
    IN_FLIGHT: 'payment is in transition',
    SUCCEEDED: 'invoice is already paid',
    FAILED: undefined,
  };
  return texts[paymentStatus(existing)];
}

export function addAttempts(payment: PaymentRow, attempts: readonly AttemptRow[]): PaymentRow {
  return { ...payment, attempts: [...payment.attempts, ...attempts] };
}

export function attemptSucceeded(payment: PaymentRow, transferId: string, preimage: string, now: number): PaymentRow {
  return replace(payment, transferId, { status: 'SUCCEEDED', preimage, resolvedAt: now });
}

/** One attempt failed. Only the payee's own refusal ends the payment at once; other failures leave room for another try. */
export function attemptFailed(payment: PaymentRow, transferId: string, failure: FailureRow, now: number): PaymentRow {
  const next = replace(payment, transferId, { status: 'FAILED', failure, resolvedAt: now });
  if (failure.code !== 'INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS') return next;
  return giveUp(next, 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS');
}

/** No further attempts. The first reason stays. */
export function giveUp(payment: PaymentRow, reason: FailureReason): PaymentRow {
  return payment.failureReason === 'FAILURE_REASON_NONE' ? { ...payment, failureReason: reason } : payment;
}

function replace(payment: PaymentRow, transferId: string, change: Partial<AttemptRow>): PaymentRow {
  const attempts = payment.attempts.map((attempt) =>
    attempt.transferId === transferId && attempt.status === 'IN_FLIGHT' ? { ...attempt, ...change } : attempt,
  );
  return { ...payment, attempts };
}

/** What still has to be sent: the amount less what is out or has arrived. */
export function missingMsat(payment: PaymentRow): Msat {
  const sent = payment.attempts
    .filter(({ status }) => status !== 'FAILED')
    .reduce((sum, attempt) => addMsat(sum, deliveredMsat(attempt)), zeroMsat);
  return subtractMsat(payment.amountMsat, sent);
}

/** What was really paid in fees. */
export function feeMsat(payment: PaymentRow): Msat {
  return payment.attempts
    .filter(({ status }) => status === 'SUCCEEDED')
    .reduce((sum, attempt) => addMsat(sum, attemptFeeMsat(attempt)), zeroMsat);
}

export function attemptFeeMsat({ hops }: AttemptRow): Msat {
  return subtractMsat(hops[0]?.amountMsat ?? zeroMsat, hops.at(-1)?.amountMsat ?? zeroMsat);
}

export function deliveredMsat({ hops }: AttemptRow): Msat {
  return hops.at(-1)?.amountMsat ?? zeroMsat;
}

export function preimageOf(payment: PaymentRow): string | undefined {
  return payment.attempts.find(({ status }) => status === 'SUCCEEDED')?.preimage;
}
