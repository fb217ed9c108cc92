/**
 * Taking the money and giving it back. Each is a guarded step in the database first and a call to LND second; the call is
 * idempotent and repeated by the sweep until LND has said what became of the invoice.
 *
 * HELD → SETTLING, or HELD → SETTLED with money in escrow, is the delivery: whoever wins that one statement decides between
 * seller and buyer.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToUuid, parseId } from '#kernel/ids';
import { escrowEarned, escrowRefused } from '#ledger/recipes';
import type { Logger } from '#observability/logger';
import type { Nodes } from '../nodes/nodes.js';
import type { ChargeEvent, ChargeState } from './charge.js';
import { nextState, statesBefore } from './charge-steps.js';
import * as store from './charge-store.js';
import type { Charges } from './charges.js';
import { move } from './move.js';
import type { ChargeWriter } from './writer.js';

const repeatPausesMs = [200, 1_000];
/** LND's `invoices.holdexpirydelta`: so many blocks before the first HTLC ends it gives a hold back. */
const lndCancelsBlocksBefore = 18;
/** A hold that is this far past its deadline is nobody's delivery any more, even if dispatch asks for it. */
const captureGraceMs = 1_000;

/** Why money goes back: the event of the state machine, who asked, and the reason for the timeline. */
export interface CancelCause {
  readonly event: Extract<ChargeEvent, 'cancelRequested' | 'invoiceExpired' | 'holdDeadlinePassed'>;
  readonly actor: string;
  readonly reason: string;
}

const taken: readonly ChargeState[] = ['SETTLING', 'SETTLED', 'LOST'];

export class Delivery {
  private readonly calls = new Set<Promise<void>>();

  constructor(
    private readonly finder: store.ChargeFinder,
    private readonly writer: ChargeWriter,
    private readonly charges: Charges,
    private readonly nodes: Nodes,
    private readonly context: { readonly clock: Clock; readonly logger: Logger },
  ) {}

  async capture(request: RequestOf<Billing, 'captureCharge'>): Promise<ReplyOf<Billing, 'captureCharge'>> {
    const charge = await this.chargeOf(request.taskId);
    if (idToUuid(parseId('account', request.payeeAccountId)) !== charge.sellerUuid) {
      throw new AppError('forbidden', 'the payee is not a seller of this charge');
    }
    const lateMs = this.context.clock.now().getTime() - (charge.holdDeadlineAt?.getTime() ?? 0);
    if (charge.state === 'HELD' && lateMs > captureGraceMs) {
      const end = { event: 'holdDeadlinePassed', actor: 'dispatch', reason: 'delivered after the deadline' } as const;
      return { outcome: await this.giveBack(charge, end) };
    }
    const escrow = charge.funding === 'invoice';
    const to = escrow ? 'SETTLED' : 'SETTLING';
    const result = await move(this.writer, {
      chargeId: charge.id,
      from: statesBefore(charge.funding, 'delivered', to),
      to,
      actor: 'dispatch',
      reason: 'delivered',
      transfers: escrow ? [escrowEarned(saleOf(charge))] : [],
    });
    if (result.moved && !escrow) {
      this.inBackground(
        () => this.settle(charge),
        () => this.settleAgain(charge),
      );
    }
    if (taken.includes(result.state)) return { outcome: 'captured' };
    return { outcome: charge.heldAt ? 'canceled' : 'unfunded' };
  }

  async cancel(request: RequestOf<Billing, 'cancelCharge'>): Promise<ReplyOf<Billing, 'cancelCharge'>> {
    const charge = await this.chargeOf(request.taskId);
    const end = { event: 'cancelRequested', actor: 'dispatch', reason: request.reason } as const;
    return { outcome: await this.giveBack(charge, end) };
  }

  /**
   * Moves the charge to CANCELING, or money that is in escrow to REFUND_DUE, unless it was taken first or is already on its way
   * back. Another step that comes first is looked at again; states only go forward, so that ends.
   */
  async giveBack(charge: store.Charge, end: CancelCause): Promise<'canceled' | 'captured'> {
    for (let { state } = charge; ; ) {
      const step = nextState(charge.funding, state, end.event);
      if (step === 'refused' || step.to === state) return taken.includes(state) ? 'captured' : 'canceled';
      const result = await move(this.writer, {
        chargeId: charge.id,
        from: [state],
        to: step.to,
        actor: end.actor,
        reason: end.reason,
        transfers: step.bookings?.includes('refused') ? [escrowRefused(saleOf(charge))] : [],
      });
      if (result.moved) {
        if (step.to === 'CANCELING') this.releaseHtlcs(charge);
        return 'canceled';
      }
      state = result.state;
    }
  }

  /** Has LND give back what it holds for a charge that no longer wants it, without waiting for that. */
  releaseHtlcs(charge: store.Charge): void {
    this.inBackground(() => this.cancelInvoice(charge));
  }

  /** Asks LND to take the money of a charge that is SETTLING. LND's word comes back through settlement. */
  async settle(charge: store.Charge): Promise<void> {
    const answer = await this.nodes.desk(charge.node).settle(this.charges.preimage(charge));
    if (answer === 'settled') return;
    const fields = { chargeId: charge.id, taskId: charge.taskId, answer };
    this.context.logger.error(fields, 'LND refused to settle a delivered hold');
  }

  /**
   * As `settle`, when an earlier call has not brought LND's word. Meanwhile blocks may have passed: a hold that LND ought to give
   * back by now would be claimed on the chain, by closing the buyer's channel, so it is left to LND, and is lost.
   */
  async settleAgain(charge: store.Charge): Promise<void> {
    const desk = this.nodes.desk(charge.node);
    const [invoice, { blockHeight }] = await Promise.all([desk.lookup(charge.paymentHash), desk.identity()]);
    if (invoice?.state !== 'ACCEPTED' || blockHeight < invoice.htlcExpiryHeight - lndCancelsBlocksBefore) {
      return await this.settle(charge);
    }
    const fields = { chargeId: charge.id, taskId: charge.taskId, blockHeight };
    this.context.logger.warn(fields, 'a delivered hold is too near to its end to be settled, and LND gives it back');
  }

  /** Asks LND to give the money of a charge that is CANCELING back. */
  async cancelInvoice(charge: store.Charge): Promise<void> {
    const answer = await this.nodes.desk(charge.node).cancel(charge.paymentHash);
    if (answer !== 'settled') return;
    const fields = { chargeId: charge.id, taskId: charge.taskId };
    // An ordinary invoice can be paid a moment before it is canceled; settlement brings the money's news.
    if (charge.funding === 'invoice')
      this.context.logger.info(fields, 'a payment overtook the cancellation of its invoice');
    else this.context.logger.error(fields, 'an invoice that was to be canceled is settled');
  }

  /** Waits for the calls to LND that are under way. */
  async drain(): Promise<void> {
    await Promise.all(this.calls);
  }

  private inBackground(call: () => Promise<void>, again = call): void {
    const watched: Promise<void> = repeated(call, again)
      .catch((error) => this.context.logger.warn({ err: error }, 'a call to LND failed and the sweep repeats it'))
      .finally(() => this.calls.delete(watched));
    this.calls.add(watched);
  }

  private async chargeOf(taskId: string): Promise<store.Charge> {
    const charge = await this.finder.byTask(parseId('task', taskId));
    if (!charge) throw new AppError('task_not_found', 'no charge belongs to this task');
    return charge;
  }
}

function saleOf(charge: store.Charge) {
  const { node, paymentHash, priceMsat, feeMsat, sellerUuid } = charge;
  return { node, paymentHash, chargeUuid: idToUuid(charge.id), priceMsat, feeMsat, sellerUuid };
}

/** A node that failed once mostly answers a moment later, and a buyer's wallet is waiting; what fails longer is the sweep's. */
async function repeated(call: () => Promise<void>, again: () => Promise<void>): Promise<void> {
  let next = call;
  for (const pauseMs of repeatPausesMs) {
    try {
      return await next();
    } catch {
      // The call is idempotent; its last failure is the one that is told.
      next = again;
      await pause(pauseMs);
    }
  }
  await next();
}
