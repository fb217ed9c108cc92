/**
 * Carries what LND says of one invoice to billing, and, when the buyer's money is secured by it, on to dispatch.
 *
 * Both calls are idempotent, so a report may be made twice, and a crash between them is healed by the next sweep.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { Dispatch } from '#contracts/dispatch';
import type { ReplyOf } from '#contracts/service';
import { asAppError, errorKind } from '#kernel/errors';
import type { InvoiceHtlc, NodeInvoice } from '#lightning/invoice';
import type { Logger } from '#observability/logger';

/** What LND can say of a hash: a state past OPEN, or that it has no such invoice. */
export interface InvoiceFact {
  readonly paymentHash: Buffer;
  readonly state: 'ACCEPTED' | 'SETTLED' | 'CANCELED' | 'ABSENT';
  readonly amountPaidMsat: string;
  readonly htlcExpiryHeight: number;
  readonly leftAtAcceptMs: number;
  /** Names the charge that it was made for, should billing have forgotten it. */
  readonly memo: string;
  /** Those that pay it. */
  readonly htlcs: readonly InvoiceHtlc[];
}

/** The fact in an invoice, or undefined while it is merely open. */
export function factOf(invoice: NodeInvoice): InvoiceFact | undefined {
  if (invoice.state === 'OPEN') return undefined;
  return {
    paymentHash: invoice.paymentHash,
    state: invoice.state,
    amountPaidMsat: invoice.amountPaidMsat.toString(),
    htlcExpiryHeight: invoice.htlcExpiryHeight,
    leftAtAcceptMs: invoice.leftAtAcceptMs ?? 0,
    memo: invoice.memo,
    htlcs: invoice.htlcs,
  };
}

export function absent(paymentHash: Buffer): InvoiceFact {
  return {
    paymentHash,
    state: 'ABSENT',
    amountPaidMsat: '0',
    htlcExpiryHeight: 0,
    leftAtAcceptMs: 0,
    memo: '',
    htlcs: [],
  };
}

const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** With the pauses between them, about half a minute: as long as a service takes to restart. */
const attempts = 18;

export class Reporter {
  constructor(
    private readonly billing: Billing,
    private readonly dispatch: Dispatch,
    private readonly logger: Logger,
    /** Hears of what was taken for good, as far as LND's SETTLED says so. */
    private readonly settled: (fact: InvoiceFact) => void = () => undefined,
  ) {}

  /** Reports until it is heard, for about half a minute; what is not heard then is found again by the sweep. Never throws. */
  async insist(node: string, fact: InvoiceFact, signal: AbortSignal): Promise<void> {
    let pauseMs = firstPauseMs;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await this.report(node, fact);
        return;
      } catch (thrown) {
        const error = asAppError(thrown);
        const fields = { paymentHash: fact.paymentHash.toString('hex'), state: fact.state, code: error.code };
        if (attempt === attempts || !errorKind(error.code).retry) {
          this.logger.error({ ...fields, err: thrown }, 'a report of an invoice was not taken; the sweep repeats it');
          return;
        }
        this.logger.warn({ ...fields, attempt }, 'a report of an invoice failed and is repeated');
        // An aborted pause is how a stop cuts this short.
        await pause(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
    }
  }

  /** Reports once; throws what billing or dispatch throws. */
  async report(node: string, fact: InvoiceFact): Promise<void> {
    const { htlcs: _, ...told } = fact;
    await this.passOn(fact, await this.billing.reportInvoice({ node, ...told }));
  }

  /** As `report`, all in one call; it throws where any of them would, and then some may have been taken. */
  async reportAll(node: string, facts: readonly InvoiceFact[]): Promise<void> {
    const reports = facts.map(({ htlcs: _, ...told }) => ({ node, ...told }));
    const { replies } = await this.billing.reportInvoices({ reports });
    await Promise.all(facts.map((fact, n) => this.passOn(fact, replies[n])));
  }

  /** What dispatch does not hear then ends at its own deadline. */
  async reportHeight(node: string, height: number): Promise<void> {
    const { taskIds } = await this.billing.reportHeight({ node, height });
    await Promise.all(taskIds.map((taskId) => this.dispatch.defundTask({ taskId })));
  }

  private async passOn(fact: InvoiceFact, charge: ReplyOf<Billing, 'reportInvoice'> | undefined): Promise<void> {
    if (charge === undefined) throw new Error('billing did not answer to every report');
    if (fact.state === 'SETTLED') this.settled(fact);
    if (charge.fundingLost) await this.dispatch.defundTask({ taskId: charge.taskId });
    if (!charge.known || charge.state !== 'HELD') return;
    await this.dispatch.fundTask({
      taskId: charge.taskId,
      paymentHash: charge.paymentHash,
      acceptedAtMs: charge.acceptedAtMs,
      deadlineAtMs: charge.deadlineAtMs,
      workMs: charge.workMs,
    });
  }
}
