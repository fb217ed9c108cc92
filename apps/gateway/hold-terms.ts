/**
 * When a hold invoice is offered, and how long it may lock the buyer's money.
 *
 * A stock L402 client gives up after 30 s for everything together and then loses the money of a hold that is settled
 * later. So a hold is offered unasked only where the work is done within 20 s of the payment.
 */
import { AppError } from '#kernel/errors';

export const unaskedHoldMs = 20_000;
const longestHoldMs = 15 * 60_000;
/** For the queue and the settlement, beside the work itself. */
const marginMs = 2_000;

/** Whether the service is fast enough for a client that waits on one connection. */
export function answersAtOnce(deadlineMs: number): boolean {
  return deadlineMs <= unaskedHoldMs;
}

/** From the payment to the delivery, in milliseconds. Errors: `hold_not_offered`. */
export function holdWindowMs(deadlineMs: number, asked: boolean): number {
  if (answersAtOnce(deadlineMs) && !asked) return unaskedHoldMs;
  if (!asked) {
    throw new AppError(
      'hold_not_offered',
      `the work may take ${deadlineMs} ms, longer than many wallets wait; a client that can wait says so by "funding": "hold" in the body or by the header Prefer: payment=hold`,
    );
  }
  if (deadlineMs > longestHoldMs) {
    throw new AppError(
      'hold_not_offered',
      `the work may take ${deadlineMs} ms, and money is held for at most ${longestHoldMs} ms`,
    );
  }
  return deadlineMs + marginMs;
}

/** Errors: `hold_not_offered` for a service that is too slow for the synchronous route. */
export function requireSynchronous(deadlineMs: number): void {
  if (answersAtOnce(deadlineMs)) return;
  throw new AppError(
    'hold_not_offered',
    `the work may take ${deadlineMs} ms, and this route is for services that answer within ${unaskedHoldMs} ms; POST to …/tasks with "funding": "hold" instead`,
  );
}
