/**
 * What LND said of an invoice, turned into the charge's next state and its posting. Facts come only from settlement; they
 * may come twice, late, or in any order, and money that arrived is booked whatever the charge wanted.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToUuid } from '#kernel/ids';
import { parseMsat, subtractMsat, zeroMsat } from '#kernel/msat';
import {
  escrowEarned,
  escrowRefused,
  holdCanceled,
  holdLost,
  holdSettled,
  htlcsAccepted,
  invoicePaid,
  invoicePaidInVain,
  unidentifiedReceipt,
} from '#ledger/recipes';
import type { Transfer } from '#ledger/transfer';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import type { BillingConfig } from '../config.js';
import type { InternalTransfers } from '../payouts/internal-transfers.js';
import { type Booking, type ChargeEvent, type ChargeState, canceledEvent, type Step } from './charge.js';
import { saveHeight } from './charge-lists.js';
import { nextState } from './charge-steps.js';
import * as store from './charge-store.js';
import type { Delivery } from './delivery.js';
import { move } from './move.js';
import type { Orphans } from './orphans.js';
import { rememberStray } from './receipts.js';
import type { ChargeWriter } from './writer.js';

type Report = RequestOf<Billing, 'reportInvoice'>;
type Answer = ReplyOf<Billing, 'reportInvoice'>;

/** How often a report looks again at a charge that another step moves at the same time. */
const looks = 5;
/** LND counts whole seconds by its own clock, so it ends an unpaid invoice a little before or after our time for it. */
const expirySlackMs = 5_000;
/** What is booked when a payment arrives, which is when the charge learns of it. */
const arriving: ReadonlySet<Booking> = new Set(['accepted', 'escrowed', 'transferred', 'owed']);
const heightPage = 500;
const reportsMax = 500;
const ended: readonly ChargeState[] = ['CANCELED', 'EXPIRED'];
/** States in which HTLCs that LND holds are nobody's payment: it must be told, perhaps again, to give them back. */
const unwanted: readonly ChargeState[] = ['CANCELING', 'CANCELED', 'EXPIRED'];

interface FactsContext {
  readonly config: BillingConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly orphans: Orphans;
  readonly transfers: Pick<InternalTransfers, 'transferTo' | 'follow' | 'explains'>;
}

export class InvoiceFacts {
  private lossTurn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly finder: store.ChargeFinder,
    private readonly writer: ChargeWriter,
    private readonly delivery: Delivery,
    private readonly context: FactsContext,
  ) {}

  async report(report: Report): Promise<Answer> {
    if (report.paymentHash.length !== 32) throw new AppError('invalid_request', 'a payment hash has 32 bytes');
    for (let look = 0; look < looks; look += 1) {
      const charge = await this.finder.byPaymentHash(report.paymentHash);
      if (!charge || charge.node !== report.node) return this.withoutCharge(report);
      const event = this.eventOf(charge, report);
      const step = nextState(charge.funding, charge.state, event);
      if (step === 'refused') throw new AppError('conflict', `a charge in ${charge.state} cannot take ${event}`);
      const lost = step.bookings?.includes('lost') === true;
      const after = await (lost
        ? this.inTurn(() => this.take(step, event, charge, report))
        : this.take(step, event, charge, report));
      if (!after) continue;
      if (event === 'htlcsAccepted' && charge.funding === 'hold' && unwanted.includes(after.state))
        this.delivery.releaseHtlcs(after);
      return answer(charge, after);
    }
    throw new AppError('unavailable', 'the charge is being moved by others all the time', { retryAfterSeconds: 1 });
  }

  /** Side by side, so that the writer makes few batches of them. */
  async reportAll({ reports }: RequestOf<Billing, 'reportInvoices'>): Promise<ReplyOf<Billing, 'reportInvoices'>> {
    if (reports.length > reportsMax) throw new AppError('invalid_request', `at most ${reportsMax} reports at once`);
    const ended = await Promise.allSettled(reports.map((report) => this.report(report)));
    return { replies: ended.map((one) => (one.status === 'fulfilled' ? one.value : fail(one.reason))) };
  }

  private eventOf(charge: store.Charge, report: Report): ChargeEvent {
    switch (report.state) {
      case 'ACCEPTED':
        return 'htlcsAccepted';
      case 'SETTLED':
        return 'lndSettled';
      case 'CANCELED': {
        const { clock, config } = this.context;
        const expiresAt = charge.expiresAt ?? addMs(charge.createdAt, config.invoiceExpiryMs);
        return canceledEvent({ heldAt: charge.heldAt, expiresAt: addMs(expiresAt, -expirySlackMs) }, clock.now());
      }
      case 'ABSENT':
        return 'lndUnknown';
      default:
        throw new AppError('invalid_request', `no such state of an invoice: ${report.state}`);
    }
  }

  /** The charge after the step, the very same where the report is no news; undefined where another step came first. */
  private async take(
    step: Step,
    event: ChargeEvent,
    charge: store.Charge,
    told: Report,
  ): Promise<store.Charge | undefined> {
    const bookings = step.bookings ?? [];
    if (step.incident && !(await this.context.transfers.explains(event, charge))) this.incident(event, charge);
    if (step.to === charge.state && bookings.length === 0) return charge;
    // What LND canceled was not paid there, but from a balance.
    const amountPaidMsat = bookings.includes('transferred') ? charge.priceMsat.toString() : told.amountPaidMsat;
    const report = { ...told, amountPaidMsat };
    const set = bookings.some((booking) => arriving.has(booking)) ? this.heldBy(charge, report) : {};
    const { moved } = await move(this.writer, {
      chargeId: charge.id,
      from: [charge.state],
      to: step.to,
      actor: 'settlement',
      reason: reasons[event] ?? event,
      set,
      transfers: (await Promise.all(bookings.map((booking) => this.booked(booking, charge, report)))).flat(),
    });
    if (moved && charge.state === 'TRANSFERRING') await this.context.transfers.follow(charge);
    return moved ? { ...charge, ...set, state: step.to } : undefined;
  }

  private heldBy(charge: store.Charge, report: Report) {
    // LND's clock may differ from ours, so it is asked only how long before the invoice's end the payment came. Should that clock
    // have jumped in between: no HTLC came before the charge was made, and none comes from the future.
    const now = this.context.clock.now().getTime();
    const acceptedAtMs = charge.expiresAt ? charge.expiresAt.getTime() - report.leftAtAcceptMs : now;
    const heldAt = new Date(Math.min(now, Math.max(charge.createdAt.getTime(), acceptedAtMs)));
    const amountPaidMsat = parseMsat(report.amountPaidMsat);
    // Money in escrow locks nobody's channel, so what we noticed late does not shorten the time for the work.
    if (charge.funding === 'invoice') {
      return { heldAt, holdDeadlineAt: addMs(new Date(now), charge.holdWindowMs), amountPaidMsat };
    }
    return {
      heldAt,
      holdDeadlineAt: addMs(heldAt, charge.holdWindowMs),
      amountPaidMsat,
      htlcExpiryHeight: report.htlcExpiryHeight,
      cancelHeight: report.htlcExpiryHeight - this.context.config.cancelBeforeExpiryBlocks,
    };
  }

  private async booked(booking: Booking, charge: store.Charge, report: Report): Promise<Transfer[]> {
    const paidMsat = parseMsat(report.amountPaidMsat);
    const hold = holdOf(charge);
    const { priceMsat, feeMsat, sellerUuid } = charge;
    const sale = { priceMsat, feeMsat, sellerUuid };
    switch (booking) {
      case 'accepted':
        return [htlcsAccepted({ ...hold, paidMsat, at: this.heldBy(charge, report).heldAt })];
      case 'settled':
        return [holdSettled({ ...hold, ...sale, paidMsat })];
      case 'released':
        return present(holdCanceled(hold));
      case 'lost':
        return present(holdLost({ ...hold, ...sale, paySeller: await this.mayPayLoss(charge) }));
      case 'unidentified':
        return [unidentifiedReceipt({ ...hold, paidMsat })];
      case 'escrowed':
        return [invoicePaid({ ...hold, priceMsat, paidMsat, at: this.heldBy(charge, report).heldAt })];
      case 'transferred':
        return [await this.context.transfers.transferTo(charge)];
      case 'owed':
        return [invoicePaidInVain({ ...hold, priceMsat, paidMsat, at: this.heldBy(charge, report).heldAt })];
      case 'earned':
        return [escrowEarned({ ...hold, ...sale })];
      case 'refused':
        return [escrowRefused({ ...hold, priceMsat })];
      case 'refunded':
        throw new AppError('internal', 'a refund is claimed by its payer, and not by what LND says');
    }
  }

  /** A day's losses are paid up to a cap; what lies beyond waits for an admin. */
  private async mayPayLoss(charge: store.Charge): Promise<boolean> {
    const lossMsat = subtractMsat(charge.priceMsat, charge.feeMsat);
    const spentMsat = await store.lossesOfTheDay(this.database);
    if (spentMsat + lossMsat <= this.context.config.lossCapMsatPerDay) return true;
    const fields = { chargeId: charge.id, taskId: charge.taskId, lossMsat, spentMsat };
    this.context.logger.error(fields, "the day's losses are at their cap: a seller who delivered is not paid");
    return false;
  }

  /** Losses are taken one after the other, so that each sees in the books what the one before has spent. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.lossTurn.then(work);
    // Whoever waits for its turn does not care how the one before has ended; its own caller does.
    this.lossTurn = turn.catch(() => undefined);
    return turn;
  }

  /** No charge has this hash. Money that came in is booked as a receipt that someone has to explain. */
  private async withoutCharge(report: Report): Promise<Answer> {
    const { orphans } = this.context;
    const origin = orphans.originOf(report);
    if (origin) await orphans.found(origin, report);
    if (report.state === 'SETTLED') {
      const { node, paymentHash } = report;
      const fields = { node, paymentHash: paymentHash.toString('hex'), ...origin };
      this.context.logger.error(fields, 'money arrived that no charge asked for');
      const paidMsat = parseMsat(report.amountPaidMsat);
      const receipt = unidentifiedReceipt({ node, paymentHash, paidMsat });
      await rememberStray(this.database, receipt.id, paymentHash);
      const result = await this.writer.advance({ transfers: [receipt] });
      if (result.outcome !== 'moved')
        throw new AppError('internal', `the ledger answered ${result.outcome} to a receipt`);
    }
    return {
      known: false,
      moved: false,
      state: '',
      taskId: '',
      paymentHash: report.paymentHash,
      acceptedAtMs: '0',
      deadlineAtMs: '0',
      workMs: 0,
      fundingLost: false,
    };
  }

  /** The chain moved: holds whose HTLCs would end too soon are given back by us, whether or not LND's own watcher is awake. */
  async reportHeight(request: RequestOf<Billing, 'reportHeight'>): Promise<ReplyOf<Billing, 'reportHeight'>> {
    const reason = `block ${request.height} is too near to the end of the HTLC`;
    const end = { event: 'holdDeadlinePassed', actor: 'settlement', reason } as const;
    const taskIds: string[] = [];
    // Whatever came of it, a hold that was given back is no longer HELD, so the next page has others.
    for (let full = true; full; ) {
      const page = await store.listHeldBeyondHeight(this.database, request.node, request.height, heightPage);
      const outcomes = await Promise.all(page.map((charge) => this.delivery.giveBack(charge, end)));
      taskIds.push(...page.filter((_, at) => outcomes[at] === 'canceled').map(({ taskId }) => taskId));
      full = page.length === heightPage;
    }
    await saveHeight(this.database, request.node, request.height, this.context.clock.now());
    return { canceling: taskIds.length, taskIds };
  }

  private incident(event: ChargeEvent, charge: store.Charge): void {
    const fields = { chargeId: charge.id, taskId: charge.taskId, state: charge.state, event };
    this.context.logger.error(fields, 'LND contradicts our record of a charge');
  }
}

const reasons: Partial<Record<ChargeEvent, string>> = {
  htlcsAccepted: 'HTLCs accepted',
  lndSettled: 'LND settled the invoice',
  lndCanceled: 'LND canceled the invoice',
  lndExpired: 'the invoice expired unpaid',
  lndUnknown: 'LND does not know the invoice',
};

/** The hold as the ledger knows it: what stands in its memorandum accounts. */
function holdOf(charge: store.Charge) {
  return {
    node: charge.node,
    paymentHash: charge.paymentHash,
    chargeUuid: idToUuid(charge.id),
    heldMsat: charge.heldAt ? charge.amountPaidMsat : zeroMsat,
  };
}

function fail(reason: unknown): never {
  throw reason;
}

function present(transfer: Transfer | undefined): Transfer[] {
  return transfer ? [transfer] : [];
}

function answer(before: store.Charge, charge: store.Charge): Answer {
  return {
    known: true,
    moved: charge !== before,
    fundingLost: before.state === 'HELD' && ended.includes(charge.state),
    state: charge.state,
    taskId: charge.taskId,
    paymentHash: charge.paymentHash,
    acceptedAtMs: String(charge.heldAt?.getTime() ?? 0),
    deadlineAtMs: String(charge.holdDeadlineAt?.getTime() ?? 0),
    workMs: charge.workMs,
  };
}
