/**
 * How a purchase is paid, and how long it may take.
 *
 * A stock L402 client gives up after 30 s for everything together and then loses the money of a hold that is settled
 * later. So a hold is offered unasked only where the work is done within 20 s of the payment; slower work is paid at once,
 * by an ordinary invoice, unless the client asks for a hold.
 */
import { AppError } from '#kernel/errors';

export const fundings = ['hold', 'invoice'] as const;
/** hold: locked while the work is done; invoice: taken at once into escrow, and owed back when nothing is delivered. */
export type Funding = (typeof fundings)[number];

export interface Terms {
  readonly funding: Funding;
  /** From the payment to the delivery, queue and retries included. */
  readonly windowMs: number;
}

const unaskedHoldMs = 20_000;
const longestHoldMs = 15 * 60_000;
/** For the queue and the settlement, beside the work itself. */
const marginMs = 2_000;

/** Whether the service is fast enough for a client that waits on one connection. */
export function answersAtOnce(deadlineMs: number): boolean {
  return deadlineMs <= unaskedHoldMs;
}

/** Errors: `hold_not_offered` where a hold was asked for and would lock the money for too long. */
export function termsOf(deadlineMs: number, asked: Funding | undefined): Terms {
  const funding = asked ?? (answersAtOnce(deadlineMs) ? 'hold' : 'invoice');
  if (funding === 'hold' && asked === undefined) return { funding, windowMs: unaskedHoldMs };
  if (funding === 'hold' && deadlineMs > longestHoldMs) {
    throw new AppError(
      'hold_not_offered',
      `the work may take ${deadlineMs} ms, and money is held for at most ${longestHoldMs} ms; "funding": "invoice" pays at once`,
    );
  }
  return { funding, windowMs: deadlineMs + marginMs };
}

/** Errors: `hold_not_offered` for a service that is too slow for the synchronous route. */
export function requireSynchronous(deadlineMs: number): void {
  if (answersAtOnce(deadlineMs)) return;
  throw new AppError(
    'hold_not_offered',
    `the work may take ${deadlineMs} ms, and this route is for services that answer within ${unaskedHoldMs} ms; POST to …/tasks instead`,
  );
}
