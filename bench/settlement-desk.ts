/**
 * Plays settlement for payments that no node knows: the same two calls over the same clients, first for all what LND would say
 * of an invoice to billing, then what follows of it to dispatch. No node takes part, so none is measured.
 */
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { wallMs } from './harness.js';
import { openLoop } from './load.js';

export interface Payment {
  readonly taskId: string;
  /** In hex. */
  readonly paymentHash: string;
  readonly priceMsat: string;
  readonly invoice: string;
}

export interface Payments {
  /** Public key of the node that is said to have been paid. */
  readonly node: string;
  readonly payments: readonly Payment[];
}

/** So many calls at a time, or so many begun each second. */
export type Pace = { readonly atOnce: number } | { readonly perSecond: number };

/** When the call for each task began, in milliseconds since 1970. */
export type Funded = readonly (readonly [taskId: string, beganMs: number])[];

export interface Desk {
  /** Settles when the charges of all are HELD. */
  book(payments: Payments): Promise<void>;
  /** Settles when all that were booked are QUEUED, which is before the work on them is done. */
  fund(pace: Pace): Promise<Funded>;
}

const bookedAtOnce = 64;

export function settlementDesk(clients: () => { readonly billing: Billing; readonly dispatch: Dispatch }): Desk {
  let booked: RequestOf<Dispatch, 'fundTask'>[] = [];
  return {
    async book({ node, payments }) {
      const { billing } = clients();
      booked = await atOnce(bookedAtOnce, payments, async ({ paymentHash, priceMsat }) => {
        const charge: ReplyOf<Billing, 'reportInvoice'> = await billing.reportInvoice({
          node,
          paymentHash: Buffer.from(paymentHash, 'hex'),
          state: 'SETTLED',
          amountPaidMsat: priceMsat,
          htlcExpiryHeight: 0,
          leftAtAcceptMs: 600_000,
          memo: '',
        });
        if (charge.state !== 'HELD') throw new Error(`the charge of ${charge.taskId} is ${charge.state}`);
        // Between the two calls lies the booking of all the others, which is not to count as time for the work.
        return { ...charge, workMs: charge.workMs / 2 };
      });
    },
    async fund(pace) {
      const { dispatch } = clients();
      const fund = async (charge: RequestOf<Dispatch, 'fundTask'>) => {
        const beganMs = wallMs();
        const { outcome } = await dispatch.fundTask(charge);
        // A call whose answer was lost is made again, and then it had been taken.
        if (outcome !== 'queued' && outcome !== 'already')
          throw new Error(`funding ${charge.taskId} came to ${outcome}`);
        return [charge.taskId, beganMs] as const;
      };
      if ('atOnce' in pace) return await atOnce(pace.atOnce, booked, fund);
      const waiting = booked.values();
      const durationMs = (booked.length * 1_000) / pace.perSecond;
      return await openLoop(pace.perSecond, durationMs, async () => {
        const next = waiting.next();
        if (next.done) throw new Error('more calls than tasks');
        return await fund(next.value);
      });
    },
  };
}

async function atOnce<Item, Result>(
  count: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: count }, worker));
  return results;
}
