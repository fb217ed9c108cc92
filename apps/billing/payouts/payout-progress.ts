/**
 * How payouts go on: settlement asks what is to be done, gets a permit for each attempt before it sends, and reports what LND says.
 * Reports may come twice, late or in any order; a permit is given to one at a time and used once.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { parseId } from '#kernel/ids';
import { parseMsat } from '#kernel/msat';
import { payoutFailed, payoutSucceeded, payoutUnknown } from '#ledger/payout-recipes';
import type { Transfer } from '#ledger/transfer';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import type { BillingConfig } from '../config.js';
import type { InternalTransfers } from './internal-transfers.js';
import { isFinalPayout, nextPayoutState, type PayoutBooking, type PayoutEvent } from './payout.js';
import * as store from './payout-store.js';

type Report = RequestOf<Billing, 'reportPayout'>;
type Paid = NonNullable<store.PayoutAdvance['paid']>;

const pageMax = 200;
/** How often a report looks again at a payout that another step moves at the same time. */
const looks = 3;
/** After each attempt that LND never heard of, the next one waits twice as long. */
const longestBackoffMs = 60_000;
const sweepPage = 100;

export class PayoutProgress {
  private readonly stopping = new AbortController();
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly transfers: Pick<InternalTransfers, 'sweep'>,
    private readonly context: { readonly config: BillingConfig; readonly clock: Clock; readonly logger: Logger },
  ) {}

  start(): void {
    this.sweeping = this.keepSweeping();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.sweeping;
  }

  async work(request: RequestOf<Billing, 'listPayoutWork'>): Promise<ReplyOf<Billing, 'listPayoutWork'>> {
    const payouts = await store.listUnfinished(this.database, {
      node: request.node,
      after: request.after === '' ? undefined : parseId('payout', request.after),
      limit: Math.min(Math.max(request.limit, 1), pageMax),
    });
    return {
      payouts: payouts.map(({ id, state, paymentHash, attempts }) => ({ payoutId: id, state, paymentHash, attempts })),
    };
  }

  /** The attempt is a row, and the payout SENDING, before anybody may send. */
  async begin(request: RequestOf<Billing, 'beginPayoutAttempt'>): Promise<ReplyOf<Billing, 'beginPayoutAttempt'>> {
    const payout = await this.find(request);
    const { clock, config } = this.context;
    const now = clock.now();
    const step = nextPayoutState(payout.state, 'attemptBegun');
    if (step === 'refused' || now >= payout.invoiceExpiresAt || now < this.nextAttemptAt(payout)) return notGranted;
    const { outcome } = await store.advancePayout(
      this.database,
      {
        payout,
        to: step.to,
        actor: 'settlement',
        reason: payout.attempts === 0 ? 'may be sent' : `may be sent again, attempt ${payout.attempts + 1}`,
        permitUntil: addMs(now, config.payouts.permitMs),
        transfers: [],
      },
      now,
    );
    if (outcome !== 'moved') return notGranted;
    return {
      granted: true,
      attempt: payout.attempts + 1,
      paymentRequest: payout.paymentRequest,
      paymentHash: payout.paymentHash,
      feeLimitMsat: payout.feeLimitMsat.toString(),
      cltvLimitBlocks: config.payouts.cltvLimitBlocks,
      amountMsat: payout.ownAmount ? payout.amountMsat.toString() : '0',
    };
  }

  private nextAttemptAt({ attempts, permitUntil }: store.Payout): Date {
    if (!permitUntil) return new Date(0);
    const backoffMs = Math.min(this.context.config.payouts.permitMs * 2 ** (attempts - 1), longestBackoffMs);
    return attempts === 1 ? permitUntil : addMs(permitUntil, backoffMs);
  }

  async report(report: Report): Promise<ReplyOf<Billing, 'reportPayout'>> {
    const paid =
      report.outcome === 'succeeded' ? { feeMsat: parseMsat(report.feeMsat), preimage: report.preimage } : undefined;
    for (let look = 0; look < looks; look += 1) {
      const payout = await this.find(report);
      if (paid && !createHash('sha256').update(paid.preimage).digest().equals(payout.paymentHash)) {
        throw new AppError('invalid_request', 'the preimage does not prove this payout');
      }
      const now = this.context.clock.now();
      const event = await this.eventOf(payout, report, now);
      if (!event) return { state: payout.state, mayTryAgain: mayTryAgain(payout, report, now) };
      const after = await this.take(payout, event, report.reason, paid);
      if (after) return { ...after, mayTryAgain: false };
    }
    throw new AppError('unavailable', 'the payout is being moved by others all the time', { retryAfterSeconds: 1 });
  }

  /** Undefined where the report decides nothing. */
  private async eventOf(payout: store.Payout, report: Report, now: Date): Promise<PayoutEvent | undefined> {
    switch (report.outcome) {
      case 'succeeded':
        return 'lndSucceeded';
      case 'failed':
        // Whoever holds a permit may still be about to send; the next look comes after it has lapsed.
        if (hasPermit(payout, now)) return undefined;
        return this.isWorthAnother(payout, report.reason, now) ? undefined : 'lndFailed';
      case 'stranded':
        // Had it been paid all the same, the node would have less than the books say, and reconciliation would have stopped it.
        return (await store.isStopped(this.database, payout.node)) ? undefined : 'htlcGone';
      case 'refused':
        return payout.attempts === 1 && report.attempt === 1 ? 'attemptRefused' : 'outcomeLost';
      case 'absent':
        return this.isBeyondSending(payout, now) ? 'neverSent' : undefined;
      case 'unknown':
        return report.attempt === payout.attempts ? 'outcomeLost' : undefined;
      case 'in_flight':
        return undefined;
      default:
        throw new AppError('invalid_request', `no such outcome of a payout: ${report.outcome}`);
    }
  }

  /** What may pass by itself is tried again under the same reservation: the same hash, which LND pays once. */
  private isWorthAnother({ attempts, invoiceExpiresAt }: store.Payout, reason: string, now: Date): boolean {
    return temporary.has(reason) && attempts < this.context.config.payouts.attemptsMost && now < invoiceExpiresAt;
  }

  /** LND refuses an invoice whose time is over, so what it does not know by then it never will. */
  private isBeyondSending({ permitUntil, invoiceExpiresAt }: store.Payout, now: Date): boolean {
    const over = addMs(invoiceExpiresAt, this.context.config.payouts.expirySlackMs);
    return now > over && (permitUntil === undefined || now > addMs(permitUntil, this.context.config.payouts.permitMs));
  }

  /** Undefined where another step came first. */
  private async take(
    payout: store.Payout,
    event: PayoutEvent,
    reason: string,
    paid?: Paid,
  ): Promise<{ state: string } | undefined> {
    const step = nextPayoutState(payout.state, event);
    if (step === 'refused') throw new AppError('conflict', `a payout in ${payout.state} cannot take ${event}`);
    if (step.incident) {
      const fields = { payoutId: payout.id, state: payout.state, event };
      this.context.logger.error(fields, 'LND contradicts our record of a payout');
    }
    if (step.to === payout.state) return { state: payout.state };
    const { outcome, state } = await store.advancePayout(
      this.database,
      {
        payout,
        to: step.to,
        actor: event === 'outcomeLost' || event === 'neverSent' ? 'billing' : 'settlement',
        reason: reason === '' ? reasons[event] : reason,
        refused: event === 'attemptRefused',
        ...(paid && step.to === 'SUCCEEDED' && { paid }),
        transfers: step.booking ? [this.booked(step.booking, payout, paid)] : [],
      },
      this.context.clock.now(),
    );
    if (outcome === 'moved') return { state };
    if (outcome === 'stayed') return isFinalPayout(state) ? { state } : undefined;
    // The books have less than what was sent: a human must see it, and the reservation stays meanwhile.
    throw new AppError('unavailable', `the ledger answered ${outcome} to ${event} of ${payout.id}`, {
      retryAfterSeconds: 1,
    });
  }

  private booked(booking: PayoutBooking, payout: store.Payout, paid: Paid | undefined): Transfer {
    const reservation = store.reservationOf(payout);
    if (booking === 'unknown') return payoutUnknown(reservation);
    const stage = store.stageOf(payout);
    if (booking === 'failed') return payoutFailed({ ...reservation, stage });
    if (booking === 'transferred' || !paid) throw new AppError('internal', 'a payout succeeds with its proof');
    return payoutSucceeded({ ...reservation, stage, node: payout.node, feeMsat: paid.feeMsat });
  }

  private async find({ payoutId, node }: { payoutId: string; node: string }): Promise<store.Payout> {
    const payout = await store.findPayout(this.database, parseId('payout', payoutId));
    if (payout?.node === node) return payout;
    throw new AppError('payout_not_found', 'there is no such payout on this node');
  }

  private async keepSweeping(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.sweep().catch((error) => {
        this.context.logger.warn({ err: error }, 'the sweep of payouts failed and is repeated');
      });
      // An aborted pause is how the sweep stops.
      await pause(this.context.config.sweepIntervalMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** What settlement does not push on: silence becomes UNKNOWN, and what was never sent is given back when its invoice is over. */
  async sweep(): Promise<void> {
    const { clock, config } = this.context;
    const { silentMs, expirySlackMs } = config.payouts;
    const silent = await store.listSilent(this.database, addMs(clock.now(), -silentMs), sweepPage);
    for (const payout of silent) await this.take(payout, 'outcomeLost', 'nothing final was heard of it for too long');
    const expired = await store.listExpiredUnsent(this.database, addMs(clock.now(), -expirySlackMs), sweepPage);
    for (const payout of expired) await this.take(payout, 'neverSent', 'the invoice expired before it could be sent');
    await this.transfers.sweep();
  }
}

function hasPermit({ permitUntil }: store.Payout, now: Date): boolean {
  return permitUntil !== undefined && permitUntil > now;
}

/** Of a report that has decided nothing. */
function mayTryAgain(payout: store.Payout, { outcome }: Report, now: Date): boolean {
  return outcome === 'absent' || (outcome === 'failed' && !hasPermit(payout, now));
}

/** Of LND's reasons: no way within the time, none at all right now, or too little in our own channels. */
const temporary: ReadonlySet<string> = new Set([
  'FAILURE_REASON_TIMEOUT',
  'FAILURE_REASON_NO_ROUTE',
  'FAILURE_REASON_INSUFFICIENT_BALANCE',
]);

const notGranted: ReplyOf<Billing, 'beginPayoutAttempt'> = {
  granted: false,
  attempt: 0,
  paymentRequest: '',
  paymentHash: Buffer.alloc(0),
  feeLimitMsat: '0',
  cltvLimitBlocks: 0,
  amountMsat: '0',
};

const reasons: Readonly<Record<PayoutEvent, string>> = {
  attemptBegun: 'may be sent',
  lndSucceeded: 'paid',
  chargeFunded: 'the task has the money',
  chargeGone: 'the task has gone on without it',
  lndFailed: 'LND found no way to pay',
  htlcGone: 'the node has lost it: no channel has its HTLC, and the last block of that is long past',
  attemptRefused: 'LND refused the payment',
  outcomeLost: 'what became of it is not known yet',
  neverSent: 'it was never sent, and the invoice has expired',
};
