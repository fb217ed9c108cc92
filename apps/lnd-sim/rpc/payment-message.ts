import type { HTLCAttempt } from '#lightning/generated/lnrpc/HTLCAttempt';
import type { Payment } from '#lightning/generated/lnrpc/Payment';
import type { Route } from '#lightning/generated/lnrpc/Route';
import { attemptFeeMsat, feeMsat, paymentStatus, preimageOf } from '../core/payment.js';
import type { AttemptRow, NodeName, PaymentRow } from '../core/rows.js';
import { satOf } from './amounts.js';

type PubkeyOf = (node: NodeName) => string;

const nanoseconds = (at: number) => (BigInt(at) * 1_000_000n).toString();

export function paymentMessage(payment: PaymentRow, pubkeyOf: PubkeyOf): Payment {
  const fee = feeMsat(payment);
  const status = paymentStatus(payment);
  return {
    payment_hash: payment.hash,
    value: satOf(payment.amountMsat),
    value_sat: satOf(payment.amountMsat),
    value_msat: payment.amountMsat.toString(),
    creation_date: String(Math.floor(payment.createdAt / 1000)),
    creation_time_ns: nanoseconds(payment.createdAt),
    fee: satOf(fee),
    fee_sat: satOf(fee),
    fee_msat: fee.toString(),
    payment_preimage: preimageOf(payment) ?? '00'.repeat(32),
    payment_request: payment.paymentRequest,
    // Unless lnd is told otherwise it shows INITIATED as IN_FLIGHT.
    status: status === 'INITIATED' ? 'IN_FLIGHT' : status,
    htlcs: payment.attempts.map((attempt) => attemptMessage(payment, attempt, pubkeyOf)),
    payment_index: String(payment.index),
    // A cancellation is told at the end only, and then also of a payment that has succeeded in spite of it.
    failure_reason:
      status === 'IN_FLIGHT' && payment.failureReason === 'FAILURE_REASON_CANCELED'
        ? 'FAILURE_REASON_NONE'
        : payment.failureReason,
  };
}

function attemptMessage(payment: PaymentRow, attempt: AttemptRow, pubkeyOf: PubkeyOf): HTLCAttempt {
  const { failure } = attempt;
  return {
    attempt_id: String(attempt.attemptId),
    status: attempt.status,
    route: routeMessage(payment, attempt, pubkeyOf),
    attempt_time_ns: nanoseconds(attempt.startedAt),
    resolve_time_ns: nanoseconds(attempt.resolvedAt),
    preimage: Buffer.from(attempt.preimage ?? '', 'hex'),
    ...(failure && {
      failure: {
        code: failure.code,
        failure_source_index: failure.sourceIndex,
        height: failure.height,
        htlc_msat: failure.htlcMsat.toString(),
      },
    }),
  };
}

/** LND describes a hop by its far end: what that node is to forward, which for the last one is what it keeps. */
function routeMessage(payment: PaymentRow, attempt: AttemptRow, pubkeyOf: PubkeyOf): Route {
  const { hops } = attempt;
  const fees = attemptFeeMsat(attempt);
  const total = hops[0]?.amountMsat ?? 0n;
  return {
    total_time_lock: hops[0]?.expiryHeight ?? 0,
    total_fees: satOf(fees),
    total_fees_msat: fees.toString(),
    total_amt: satOf(total),
    total_amt_msat: total.toString(),
    hops: hops.map((hop, position) => {
      const onward = hops[position + 1] ?? hop;
      const fee = hop.amountMsat - onward.amountMsat;
      const isLast = onward === hop;
      return {
        chan_id: hop.channelId,
        pub_key: pubkeyOf(hop.to),
        expiry: onward.expiryHeight,
        amt_to_forward: satOf(onward.amountMsat),
        amt_to_forward_msat: onward.amountMsat.toString(),
        fee: satOf(fee),
        fee_msat: fee.toString(),
        tlv_payload: true,
        ...(isLast && payment.paymentAddr !== undefined && { mpp_record: mppRecord(payment, payment.paymentAddr) }),
      };
    }),
  };
}

function mppRecord(payment: PaymentRow, paymentAddr: string) {
  return { payment_addr: Buffer.from(paymentAddr, 'hex'), total_amt_msat: payment.declaredMsat.toString() };
}
