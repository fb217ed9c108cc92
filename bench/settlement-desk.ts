/**
 * Reports payments of ordinary invoices in the place of settlement, by its own code and its own clients: what LND would say of
 * an invoice goes to billing, and on to dispatch. No node takes part, so none is measured.
 */
import type { Reporter } from '#apps/settlement/report';
import { wallMs } from './harness.js';
import { openLoop } from './load.js';

export interface Payment {
  readonly taskId: string;
  /** In hex. */
  readonly paymentHash: string;
  readonly priceMsat: string;
}

export interface Reports {
  /** Public key of the node that is said to have been paid. */
  readonly node: string;
  readonly payments: readonly Payment[];
  /** So many reports at a time, or so many begun each second. */
  readonly pace: { readonly atOnce: number } | { readonly perSecond: number };
}

/** When the report of each task began, in milliseconds since 1970. Settles when all are taken, which is before the work is done. */
export type Reported = readonly (readonly [taskId: string, beganMs: number])[];

export async function reportAll(reporter: Reporter, { node, payments, pace }: Reports): Promise<Reported> {
  const report = async ({ taskId, paymentHash, priceMsat }: Payment) => {
    const beganMs = wallMs();
    await reporter.report(node, {
      paymentHash: Buffer.from(paymentHash, 'hex'),
      state: 'SETTLED',
      amountPaidMsat: priceMsat,
      htlcExpiryHeight: 0,
      leftAtAcceptMs: 590_000,
    });
    return [taskId, beganMs] as const;
  };
  const waiting = payments.values();
  if ('perSecond' in pace) {
    const durationMs = (payments.length * 1_000) / pace.perSecond;
    const begun = await openLoop(pace.perSecond, durationMs, async () => {
      const next = waiting.next();
      return next.done ? undefined : await report(next.value);
    });
    return begun.filter((one) => one !== undefined);
  }
  const reported: (readonly [string, number])[] = [];
  const worker = async () => {
    for (const payment of waiting) reported.push(await report(payment));
  };
  await Promise.all(Array.from({ length: pace.atOnce }, worker));
  return reported;
}
