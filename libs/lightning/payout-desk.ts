/**
 * What the payer asks of a node: send, and say what became of a payment. It needs exactly `payoutPermissions`, which do not
 * include making invoices or forgetting payments.
 *
 * LND refuses to pay a hash twice, unless the payment has FAILED: so a `failed` means no more than that, for now, nothing is
 * under way. Who may send, and how often, is billing's to say.
 */
import { createHash } from 'node:crypto';
import * as grpc from '@grpc/grpc-js';
import { type Msat, msat } from '#kernel/msat';
import type { Payment__Output } from './generated/lnrpc/Payment.js';
import type { LndClient } from './lnd-client.js';
import { hasCode, lightningUnavailable, textOf } from './lnd-errors.js';
import { isStranded } from './stranded-payment.js';

export interface PayoutOrder {
  readonly paymentRequest: string;
  readonly paymentHash: Buffer;
  /** Only where the invoice has no amount of its own. */
  readonly amountMsat: Msat | undefined;
  readonly feeLimitMsat: Msat;
  /** How far ahead the first HTLC may end: all that bounds how long a hostile payee can keep the money in flight. */
  readonly cltvLimitBlocks: number;
}

export type PayoutOutcome =
  | { readonly outcome: 'succeeded'; readonly preimage: Buffer; readonly feeMsat: Msat }
  /** LND's terminal FAILED: nothing settled and nothing in flight. */
  | { readonly outcome: 'failed'; readonly reason: string }
  | { readonly outcome: 'in_flight' }
  /** In flight as LND says, and in no channel: see `isStranded`. */
  | { readonly outcome: 'stranded' }
  /** LND looked at the order and did not begin. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** LND has never heard of this payment, or not yet. */
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface PayoutDesk {
  /** The node's public key, when it is one that follows the chain. */
  ready(): Promise<string | undefined>;
  /** Sends, and waits for the end until `deadline`, after which nothing is sent any more. Never throws. */
  send(order: PayoutOrder, signal: AbortSignal, deadline: Date): Promise<PayoutOutcome>;
  /** What LND says of the payment at this moment. Never throws. */
  look(paymentHash: Buffer): Promise<PayoutOutcome>;
  close(): void;
}

const sendTimeoutSeconds = 60;
const mostParts = 16;
const lookWithinMs = 10_000;

export function openPayoutDesk(lnd: LndClient): PayoutDesk {
  const { lightning, router } = lnd;
  /** As of the last time the node was asked whether it is ready. */
  let height = 0;
  const track = async (paymentHash: Buffer): Promise<Payment__Output | undefined> => {
    const signal = AbortSignal.timeout(lookWithinMs);
    for await (const payment of lnd.stream(router.TrackPaymentV2, { payment_hash: paymentHash }, signal))
      return payment;
    return undefined;
  };
  return {
    async ready() {
      const info = await lnd
        .unary(lightning.GetInfo, {})
        .catch((error) => Promise.reject(lightningUnavailable('say who it is', error)));
      height = info.block_height;
      return info.synced_to_chain ? info.identity_pubkey : undefined;
    },

    async send(order, signal, deadline) {
      const request = {
        payment_request: order.paymentRequest,
        ...(order.amountMsat !== undefined && { amt_msat: order.amountMsat.toString() }),
        fee_limit_msat: order.feeLimitMsat.toString(),
        cltv_limit: order.cltvLimitBlocks,
        timeout_seconds: sendTimeoutSeconds,
        max_parts: mostParts,
        no_inflight_updates: true,
        cancelable: false,
        allow_self_payment: false,
      };
      try {
        for await (const payment of lnd.stream(router.SendPaymentV2, request, signal, deadline)) {
          const outcome = outcomeOf(payment, order.paymentHash);
          if (outcome.outcome !== 'in_flight') return outcome;
        }
        return { outcome: 'unknown', reason: 'the node ended the stream of the payment' };
      } catch (error) {
        const reason = textOf(error);
        return { outcome: isRefusal(error, reason) ? 'refused' : 'unknown', reason };
      }
    },

    async look(paymentHash) {
      try {
        const payment = await track(paymentHash);
        const outcome = outcomeOf(payment, paymentHash);
        if (!payment || outcome.outcome !== 'in_flight' || !(await isStranded(lnd, payment, height))) return outcome;
        // Its end may have come between the two questions.
        const again = outcomeOf(await track(paymentHash), paymentHash);
        return again.outcome === 'in_flight' ? { outcome: 'stranded' } : again;
      } catch (error) {
        if (hasCode(error, grpc.status.NOT_FOUND)) return { outcome: 'absent' };
        return { outcome: 'unknown', reason: textOf(error) };
      }
    },

    close: () => lnd.close(),
  };
}

/** LND's checks of an order come before it writes anything down. A text that is not known leaves open what has happened. */
const refusals = [
  'self-payments not allowed',
  'invoice expired. Valid until',
  'invoice not for current active network',
  'amount must ',
  'cltv limit ',
  'total time lock of ',
  'checksum failed',
];

function isRefusal(error: unknown, text: string): boolean {
  return hasCode(error, grpc.status.UNKNOWN) && refusals.some((known) => text.startsWith(known));
}

/** Only the status says what happened: reasons are set before the last HTLC has come back. */
function outcomeOf(payment: Payment__Output | undefined, paymentHash: Buffer): PayoutOutcome {
  if (!payment) return { outcome: 'unknown', reason: 'the node did not say what became of the payment' };
  if (payment.payment_hash !== paymentHash.toString('hex')) {
    return { outcome: 'unknown', reason: 'the node spoke of another payment' };
  }
  switch (payment.status) {
    case 'SUCCEEDED': {
      const preimage = Buffer.from(payment.payment_preimage, 'hex');
      const proves = createHash('sha256').update(preimage).digest().equals(paymentHash);
      if (!proves) return { outcome: 'unknown', reason: 'the node named a preimage that proves nothing' };
      return { outcome: 'succeeded', preimage, feeMsat: msat(BigInt(payment.fee_msat)) };
    }
    case 'FAILED':
      return { outcome: 'failed', reason: payment.failure_reason };
    default:
      return { outcome: 'in_flight' };
  }
}
