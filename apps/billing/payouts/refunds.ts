/**
 * What is owed back of an ordinary invoice, paid out to whoever paid it. The debt of 2160 becomes the balance of an account that is
 * named after the charge, once, and from there it leaves as any payout does. Nobody has a credential of that account: who may ask is
 * decided by the L402 credential of the task. The routing fee is borne by the refund, so that failing on purpose is no income for
 * whoever is paid for routing.
 */
import { randomBytes } from 'node:crypto';
import type { Billing } from '#contracts/billing';
import type { ReplyOf, RequestOf } from '#contracts/service';
import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { type AccountId, idFromUuid, idToUuid, parseId } from '#kernel/ids';
import { addMsat, type Msat, zeroMsat } from '#kernel/msat';
import { randomBytesOfToken } from '#l402/identifier';
import { kindOfInternalTransfer } from '#ledger/payout-recipes';
import { refundClaimed } from '#ledger/recipes';
import type { Database } from '#persistence/database';
import { availableMsat } from '../accounts/accounts.js';
import { nextState } from '../charges/charge-steps.js';
import type { Charge, ChargeFinder } from '../charges/charge-store.js';
import { move } from '../charges/move.js';
import type { ChargeWriter } from '../charges/writer.js';
import type { BillingConfig } from '../config.js';
import { offerOf } from './payout-check.js';
import { orderOf, type Payouts } from './payouts.js';

export const insertRefundAccountSql = `INSERT INTO account (id, name, credential_epoch, random, created_at)
  VALUES ($1, 'refund', 0, $2, $3) ON CONFLICT (id) DO NOTHING`;

const finalWithinSeconds = 2;

interface RefundsContext {
  readonly config: Pick<BillingConfig, 'payouts'>;
  readonly clock: Clock;
}

export class Refunds {
  constructor(
    private readonly database: Database,
    private readonly finder: ChargeFinder,
    private readonly writer: ChargeWriter,
    private readonly payouts: Payouts,
    private readonly context: RefundsContext,
  ) {}

  async create(request: RequestOf<Billing, 'createRefund'>): Promise<ReplyOf<Billing, 'createRefund'>> {
    const charge = await this.chargeOf(request);
    const order = orderOf({ ...request, accountId: accountOf(charge) });
    const known = await this.payouts.known(order);
    if (known) return { created: false, payout: known, offerMsat: '0' };
    const leftMsat = await this.takeable(charge);
    if (order.paymentRequest === '') {
      const offerMsat = offerOf(leftMsat, order.feeLimitMsat, this.context.config.payouts);
      return { created: false, payout: null, offerMsat: offerMsat.toString() };
    }
    const payout = await this.payouts.checked(order, leftMsat);
    // Before the claim, so that an order for too much leaves everything as it is.
    if (addMsat(payout.amountMsat, payout.feeLimitMsat) > leftMsat) {
      const wanted = `${payout.amountMsat} msat and up to ${payout.feeLimitMsat} msat of fees`;
      throw new AppError('insufficient_balance', `of this task ${leftMsat} msat are left, and not ${wanted}`);
    }
    await this.claim(charge);
    return { ...(await this.payouts.reserve(payout)), offerMsat: '0' };
  }

  async get(request: RequestOf<Billing, 'getRefund'>): Promise<ReplyOf<Billing, 'getRefund'>> {
    const charge = await this.chargeOf(request);
    const { state, priceMsat } = charge;
    const limit = this.context.config.payouts.dayCount;
    const { payouts } = await this.payouts.list({ accountId: accountOf(charge), state: '', cursor: '', limit });
    const leftMsat = await this.leftOf(charge);
    return { state, amountMsat: priceMsat.toString(), leftMsat: leftMsat.toString(), payouts };
  }

  private async chargeOf(request: { readonly taskId: string; readonly paymentHash: Buffer }): Promise<Charge> {
    const charge = await this.finder.byTask(parseId('task', request.taskId));
    if (charge?.paymentHash.equals(request.paymentHash)) return charge;
    throw new AppError('task_not_found', 'no charge belongs to this task');
  }

  private async leftOf(charge: Charge): Promise<Msat> {
    if (charge.state === 'REFUND_DUE') return charge.priceMsat;
    return charge.state === 'REFUNDED' ? await availableMsat(this.database, accountOf(charge)) : zeroMsat;
  }

  /** @throws AppError where nothing is owed, or the payment may still go back to its payer by itself. */
  private async takeable(charge: Charge): Promise<Msat> {
    if (nextState(charge.funding, charge.state, 'refundClaimed') === 'refused') {
      const ended = charge.state !== 'HELD' || charge.funding !== 'invoice';
      throw new AppError('refund_not_due', ended ? 'nothing is owed back of this task' : 'the task has not ended');
    }
    if (charge.state === 'REFUND_DUE') await this.refuseUnlessFinal(charge);
    return await this.leftOf(charge);
  }

  /** The first thing that was booked of the charge is its payment. Once FINAL it stays so, and from a balance it was so at once. */
  private async refuseUnlessFinal(charge: Charge): Promise<void> {
    const rows = await this.database.query<{ state: 'SETTLING' | 'FINAL' | 'LOST' | null }>(
      `SELECT CASE WHEN t.kind = $2 THEN 'FINAL' ELSE r.state END AS state
       FROM charge_event e JOIN ledger.transfer t ON t.seq = e.transfer_seq LEFT JOIN receipt r ON r.transfer_seq = e.transfer_seq
       WHERE e.charge_id = $1 ORDER BY e.n LIMIT 1`,
      [idToUuid(charge.id), kindOfInternalTransfer],
    );
    const state = rows[0]?.state ?? 'SETTLING';
    if (state === 'LOST')
      throw new AppError('refund_not_due', 'the payment itself went back to its payer on the chain');
    if (state === 'SETTLING') {
      const options = { retryAfterSeconds: finalWithinSeconds };
      throw new AppError('refund_not_final', 'the payment of this task is not final yet', options);
    }
  }

  /** Whoever comes second finds it claimed. */
  private async claim(charge: Charge): Promise<void> {
    if (charge.state === 'REFUNDED') return;
    const account = idToUuid(accountOf(charge));
    const random = randomBytes(randomBytesOfToken);
    await this.database.query(insertRefundAccountSql, [account, random, this.context.clock.now()], {
      name: 'refund_account_insert',
    });
    const { node, paymentHash, priceMsat } = charge;
    const { moved, state } = await move(this.writer, {
      chargeId: charge.id,
      from: ['REFUND_DUE'],
      to: 'REFUNDED',
      actor: 'payer',
      reason: 'refund claimed',
      transfers: [refundClaimed({ node, paymentHash, priceMsat, chargeUuid: idToUuid(charge.id), payerUuid: account })],
    });
    if (!moved && state !== 'REFUNDED') throw new AppError('internal', `a refund was claimed of a charge in ${state}`);
  }
}

/** The account that a charge's refund is paid out from has the charge's number, and no credential. */
function accountOf(charge: Charge): AccountId {
  return idFromUuid('account', idToUuid(charge.id));
}
