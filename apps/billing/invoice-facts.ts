/**
 * What LND said of an invoice, turned into the charge's next state and its posting. Facts come only from settlement; they
 * may come twice, late, or in any order, and money that arrived is booked whatever the charge wanted.
 */
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import { addMs, type Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToUuid } from '#kernel/ids';
import { parseMsat, zeroMsat } from '#kernel/msat';
import { holdCanceled, holdLost, holdSettled, htlcsAccepted, unidentifiedReceipt } from '#ledger/recipes';
import type { Transfer } from '#ledger/transfer';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import { type Booking, type ChargeEvent, canceledEvent, nextState } from './charge.js';
import * as store from './charge-store.js';
import type { BillingConfig } from './config.js';
import type { Delivery } from './delivery.js';
import { move } from './move.js';
import type { ChargeWriter } from './writer.js';

type Report = RequestOf<Billing, 'reportInvoice'>;
type Answer = ReplyOf<Billing, 'reportInvoice'>;

const dayMs = 86_400_000;
/** How often a report looks again at a charge that another step moves at the same time. */
const looks = 5;

export class InvoiceFacts {
  constructor(
    private readonly database: Database,
    private readonly writer: ChargeWriter,
    private readonly delivery: Delivery,
    private readonly context: { readonly config: BillingConfig; readonly clock: Clock; readonly logger: Logger },
  ) {}

  async report(report: Report): Promise<Answer> {
    if (report.paymentHash.length !== 32) throw new AppError('invalid_request', 'a payment hash has 32 bytes');
    for (let look = 0; look < looks; look += 1) {
      const charge = await store.findByPaymentHash(this.database, report.paymentHash);
      if (!charge || charge.node !== report.node) return this.withoutCharge(report);
      const event = eventOf(charge, report, this.context.clock.now());
      const step = nextState(charge.state, event);
      if (step === 'refused') throw new AppError('conflict', `a charge in ${charge.state} cannot take ${event}`);
      if (step.incident) this.incident(event, charge);
      const bookings = step.bookings ?? [];
      if (step.to === charge.state && bookings.length === 0) return answer(charge, false);
      const set = bookings.includes('accepted') ? this.heldBy(charge, report) : {};
      const { moved } = await move(this.writer, {
        chargeId: charge.id,
        from: [charge.state],
        to: step.to,
        actor: 'settlement',
        reason: reasons[event] ?? event,
        set,
        transfers: (await Promise.all(bookings.map((booking) => this.booked(booking, charge, report)))).flat(),
      });
      if (moved) return answer({ ...charge, ...set, state: step.to }, true);
    }
    throw new AppError('unavailable', 'the charge is being moved by others all the time', { retryAfterSeconds: 1 });
  }

  private heldBy(charge: store.Charge, report: Report) {
    const heldAt = new Date(Number(report.acceptedAtMs));
    return {
      heldAt,
      holdDeadlineAt: addMs(heldAt, charge.holdWindowMs),
      amountPaidMsat: parseMsat(report.amountPaidMsat),
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
        return [htlcsAccepted({ ...hold, paidMsat, at: new Date(Number(report.acceptedAtMs)) })];
      case 'settled':
        return [holdSettled({ ...hold, ...sale, paidMsat })];
      case 'released':
        return present(holdCanceled(hold));
      case 'lost':
        return present(holdLost({ ...hold, ...sale, paySeller: await this.mayPayLoss(charge) }));
      case 'unidentified':
        return [unidentifiedReceipt({ ...hold, paidMsat })];
    }
  }

  /** A day's losses are paid up to a cap; what lies beyond waits for an admin. */
  private async mayPayLoss(charge: store.Charge): Promise<boolean> {
    const { clock, config } = this.context;
    const spent = await store.sumOfLosses(this.database, addMs(clock.now(), -dayMs));
    return spent + charge.priceMsat - charge.feeMsat <= config.lossCapMsatPerDay;
  }

  /** No charge has this hash. Money that came in is booked as a receipt that someone has to explain. */
  private async withoutCharge(report: Report): Promise<Answer> {
    if (report.state === 'SETTLED') {
      const { node, paymentHash } = report;
      this.context.logger.error(
        { node, paymentHash: paymentHash.toString('hex') },
        'money arrived that no charge asked for',
      );
      const paidMsat = parseMsat(report.amountPaidMsat);
      const receipt = unidentifiedReceipt({ node, paymentHash, paidMsat });
      await this.writer.advance({ transfers: [receipt] });
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
    };
  }

  /** The chain moved: holds whose HTLCs would end too soon are given back by us, whether or not LND's own watcher is awake. */
  async reportHeight(request: RequestOf<Billing, 'reportHeight'>): Promise<ReplyOf<Billing, 'reportHeight'>> {
    const ending = await store.listHeldBeyondHeight(this.database, request.node, request.height);
    const reason = `block ${request.height} is too near to the end of the HTLC`;
    const outcomes = await Promise.all(
      ending.map((charge) =>
        this.delivery.giveBack(charge, { event: 'holdDeadlinePassed', actor: 'settlement', reason }),
      ),
    );
    return { canceling: outcomes.filter((outcome) => outcome === 'canceled').length };
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

function eventOf(charge: store.Charge, report: Report, now: Date): ChargeEvent {
  switch (report.state) {
    case 'ACCEPTED':
      return 'htlcsAccepted';
    case 'SETTLED':
      return 'lndSettled';
    case 'CANCELED':
      return canceledEvent({ heldAt: charge.heldAt, expiresAt: charge.expiresAt ?? charge.createdAt }, now);
    case 'ABSENT':
      return 'lndUnknown';
    default:
      throw new AppError('invalid_request', `no such state of an invoice: ${report.state}`);
  }
}

/** The hold as the ledger knows it: what stands in its memorandum accounts. */
function holdOf(charge: store.Charge) {
  return {
    node: charge.node,
    paymentHash: charge.paymentHash,
    chargeUuid: idToUuid(charge.id),
    heldMsat: charge.heldAt ? charge.amountPaidMsat : zeroMsat,
  };
}

function present(transfer: Transfer | undefined): Transfer[] {
  return transfer ? [transfer] : [];
}

function answer(charge: store.Charge, moved: boolean): Answer {
  return {
    known: true,
    moved,
    state: charge.state,
    taskId: charge.taskId,
    paymentHash: charge.paymentHash,
    acceptedAtMs: String(charge.heldAt?.getTime() ?? 0),
    deadlineAtMs: String(charge.holdDeadlineAt?.getTime() ?? 0),
    workMs: charge.workMs,
  };
}
