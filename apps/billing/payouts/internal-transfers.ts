/**
 * Payouts to invoices of our own charges: an account pays a task from its balance. Nothing is sent. The money is set aside as for any
 * payout, the charge is TRANSFERRING, and LND is told to take the invoice off the network; its word decides. Canceled: the
 * charge has what was set aside, in the step that makes it HELD. Settled: whoever paid over Lightning was first, and the
 * account has its money back.
 *
 * The payout follows its charge, which can be looked at again at any time: it succeeded if the transfer is in the books, and failed if the
 * charge has gone on without it.
 */
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { idToUuid, type PayoutId } from '#kernel/ids';
import { zeroMsat } from '#kernel/msat';
import { internalTransfer, payoutFailed } from '#ledger/payout-recipes';
import type { Transfer } from '#ledger/transfer';
import type { PaymentRequest } from '#lightning/payment-request';
import type { Logger } from '#observability/logger';
import type { Database } from '#persistence/database';
import type { ChargeEvent } from '../charges/charge.js';
import { nextState, statesBefore } from '../charges/charge-steps.js';
import type { Charge, ChargeFinder } from '../charges/charge-store.js';
import type { Charges } from '../charges/charges.js';
import type { Delivery } from '../charges/delivery.js';
import { move } from '../charges/move.js';
import type { ChargeWriter } from '../charges/writer.js';
import { nextPayoutState } from './payout.js';
import * as store from './payout-store.js';

const sweepPage = 100;

interface InternalTransfersContext {
  readonly charges: Pick<Charges, 'preimage'>;
  readonly delivery: Pick<Delivery, 'releaseHtlcs'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class InternalTransfers {
  constructor(
    private readonly database: Database,
    private readonly finder: ChargeFinder,
    private readonly writer: ChargeWriter,
    private readonly context: InternalTransfersContext,
  ) {}

  /**
   * The charge that the invoice was made for; undefined where the invoice is not ours.
   * @throws AppError `own_invoice` where it is ours and cannot be paid from a balance
   */
  async chargeOf(invoice: PaymentRequest, paymentRequest: string, isOurs: boolean): Promise<Charge | undefined> {
    const charge = await this.finder.byPaymentHash(invoice.paymentHash);
    if (!charge && !isOurs) return undefined;
    const refuse = (detail: string) => new AppError('own_invoice', detail);
    // Somebody else's invoice with a hash of ours would be paid by whoever pays ours.
    if (charge?.paymentRequest !== paymentRequest)
      throw refuse('this invoice is of a node of the marketplace, and of none of its tasks');
    if (charge.funding === 'hold')
      throw refuse(
        'a hold invoice is paid by a wallet; order the task with "funding": "invoice" to pay it from a balance',
      );
    if (nextState(charge.funding, charge.state, 'transferBegun') === 'refused')
      throw refuse(`the task of this invoice is not waiting for a payment any more`);
    return charge;
  }

  /** As far as it goes now. What fails the sweep repeats, and nobody else's waits for it. */
  async pushOn(id: PayoutId): Promise<void> {
    try {
      const payout = await store.findPayout(this.database, id);
      if (payout && payout.closedAt === undefined) await this.push(payout);
    } catch (error) {
      this.context.logger.warn(
        { err: error, payoutId: id },
        'an internal transfer could not be pushed on and is tried again',
      );
    }
  }

  /** What a charge that was TRANSFERRING records when it becomes HELD. */
  async transferTo(charge: Charge): Promise<Transfer> {
    const payout = await store.findPayoutTo(this.database, charge);
    if (!payout) throw new AppError('internal', `no payout pays ${charge.id}`);
    return transferOf(payout, charge);
  }

  /** The charge is not TRANSFERRING any more. What fails here the sweep repeats. */
  async follow(charge: Charge): Promise<void> {
    try {
      const payout = await store.findPayoutTo(this.database, charge);
      if (payout) await this.end(payout, charge);
    } catch (error) {
      this.context.logger.warn({ err: error, chargeId: charge.id }, 'a payout could not follow its charge yet');
    }
  }

  /** Whether LND may say that of the invoice of a charge that has money: it was paid from a balance, and then nobody could pay it. */
  async explains(event: ChargeEvent, charge: Charge): Promise<boolean> {
    if (charge.funding !== 'invoice' || event === 'lndSettled') return false;
    const payout = await store.findPayoutTo(this.database, charge);
    return payout !== undefined && (await store.isPosted(this.database, transferOf(payout, charge)));
  }

  async sweep(): Promise<void> {
    let after: PayoutId | undefined;
    for (let full = true; full; ) {
      const page = await store.listInternalUnfinished(this.database, after, sweepPage);
      for (const { id } of page) await this.pushOn(id);
      after = page.at(-1)?.id;
      full = page.length === sweepPage;
    }
  }

  private async push(payout: store.Payout): Promise<void> {
    const charge = await this.finder.byPaymentHash(payout.paymentHash);
    if (!charge) throw new AppError('internal', `the charge of ${payout.id} is gone`);
    if (charge.state === 'TRANSFERRING') return;
    if (charge.state !== 'OPEN') return await this.end(payout, charge);
    const { moved } = await move(this.writer, {
      chargeId: charge.id,
      from: statesBefore(charge.funding, 'transferBegun', 'TRANSFERRING'),
      to: 'TRANSFERRING',
      actor: 'account',
      reason: 'an account pays from its balance',
      transfers: [],
    });
    // LND's word comes through settlement, as with any cancellation.
    if (moved) this.context.delivery.releaseHtlcs(charge);
  }

  /** Of a charge that is past TRANSFERRING, whichever way it went. */
  private async end(payout: store.Payout, charge: Charge): Promise<void> {
    const transfer = transferOf(payout, charge);
    const funded = await store.isPosted(this.database, transfer);
    const step = nextPayoutState(payout.state, funded ? 'chargeFunded' : 'chargeGone');
    if (step === 'refused' || step.to === payout.state) return;
    const failed = payoutFailed({ ...store.reservationOf(payout), stage: 'inProgress' });
    const { outcome } = await store.advancePayout(
      this.database,
      {
        payout,
        to: step.to,
        actor: 'billing',
        reason: funded ? 'the task has the money' : 'the task was paid over Lightning first, or is over',
        ...(funded && { paid: { feeMsat: zeroMsat, preimage: this.context.charges.preimage(charge) } }),
        transfers: [funded ? transfer : failed],
      },
      this.context.clock.now(),
    );
    // The books have less than what was set aside: a human must see it, and the reservation stays meanwhile.
    if (outcome !== 'moved' && outcome !== 'stayed')
      throw new AppError('internal', `the ledger answered ${outcome} to the end of ${payout.id}`);
  }
}

function transferOf(payout: store.Payout, charge: Charge): Transfer {
  return internalTransfer({ ...store.reservationOf(payout), chargeUuid: idToUuid(charge.id) });
}
