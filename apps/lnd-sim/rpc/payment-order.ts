/** SendPaymentV2: lnd's checks, in its order and words. What fails here leaves no payment behind. */
import type { Msat } from '#kernel/msat';
import type { SendPaymentRequest__Output } from '#lightning/generated/routerrpc/SendPaymentRequest';
import { unknown } from '../core/lnd-error.js';
import { blockPadding, timeLockDelta } from '../core/route.js';
import type { PaymentOrder } from '../core/rows.js';
import type { ReadInvoice } from '../node/issued-invoices.js';
import { asGoTime, cappedMsat, readAmount } from './amounts.js';
import { checkedHash } from './invoice-order.js';

const maxTotalTimeLock = 2016;
const defaultTimeoutSeconds = 60;

export interface Payer {
  readonly pubkey: string;
  readonly now: number;
  read(paymentRequest: string): ReadInvoice;
}

type Target = Pick<PaymentOrder, 'hash' | 'destination' | 'paymentRequest' | 'paymentAddr' | 'finalCltvDelta'> & {
  readonly amountMsat: Msat;
};

export function orderOfPayment(request: SendPaymentRequest__Output, payer: Payer): PaymentOrder {
  const cltvLimit = request.cltv_limit === 0 ? maxTotalTimeLock : request.cltv_limit;
  if (cltvLimit > maxTotalTimeLock) {
    throw unknown(`total time lock of ${cltvLimit} exceeds max allowed ${maxTotalTimeLock}`);
  }
  const lastHop = request.last_hop_pubkey.length === 0 ? undefined : checkedVertex(request.last_hop_pubkey);
  const feeLimitMsat = cappedMsat(readAmount(request.fee_limit_sat, request.fee_limit_msat));
  const asked = readAmount(request.amt, request.amt_msat);
  if (request.amp) throw unknown('lnd-sim knows no AMP payments');
  const target =
    request.payment_request === '' ? targetOfFields(request, asked) : targetOfInvoice(request, asked, payer);
  const leastCltv = target.finalCltvDelta + blockPadding;
  if (cltvLimit <= leastCltv) throw unknown(`cltv limit ${cltvLimit} should be greater than ${leastCltv}`);
  if (target.destination === payer.pubkey && !request.allow_self_payment) throw unknown('self-payments not allowed');
  return {
    ...target,
    declaredMsat: target.amountMsat,
    feeLimitMsat,
    cltvLimit,
    maxParts: Math.max(1, request.max_parts),
    maxShardMsat: cappedMsat(BigInt(request.max_shard_size_msat)),
    outgoingChannelIds: request.outgoing_chan_ids,
    lastHop,
    cancelable: request.cancelable,
    timeoutSeconds: request.timeout_seconds > 0 ? request.timeout_seconds : defaultTimeoutSeconds,
  };
}

function targetOfInvoice(request: SendPaymentRequest__Output, asked: bigint, payer: Payer): Target {
  const together = (field: string) => unknown(`${field} and payment_request cannot appear together`);
  if (request.dest.length > 0) throw together('dest');
  if (request.payment_hash.length > 0) throw together('payment_hash');
  if (request.final_cltv_delta !== 0) throw together('final_cltv_delta');
  const invoice = payer.read(request.payment_request);
  const validUntil = invoice.timestamp + invoice.expirySeconds;
  if (payer.now > validUntil * 1000) throw unknown(`invoice expired. Valid until ${asGoTime(validUntil)}`);
  if (invoice.amountMsat !== undefined && asked !== 0n) {
    throw unknown('amount must not be specified when paying a non-zero amount invoice');
  }
  if (invoice.amountMsat === undefined && asked === 0n) {
    throw unknown('amount must be specified when paying a zero amount invoice');
  }
  return {
    hash: invoice.paymentHash.toString('hex'),
    destination: invoice.payee.toString('hex'),
    paymentRequest: request.payment_request,
    paymentAddr: invoice.paymentSecret.toString('hex'),
    finalCltvDelta: invoice.minFinalCltvExpiryDelta,
    amountMsat: invoice.amountMsat ?? cappedMsat(asked),
  };
}

function targetOfFields(request: SendPaymentRequest__Output, asked: bigint): Target {
  const destination = checkedVertex(request.dest);
  if (asked === 0n) throw unknown('amount must be specified');
  return {
    hash: checkedHash(request.payment_hash).toString('hex'),
    destination,
    paymentRequest: '',
    paymentAddr: request.payment_addr.length === 0 ? undefined : request.payment_addr.toString('hex'),
    finalCltvDelta: request.final_cltv_delta === 0 ? timeLockDelta : request.final_cltv_delta,
    amountMsat: cappedMsat(asked),
  };
}

function checkedVertex(bytes: Buffer): string {
  if (bytes.length !== 33) throw unknown(`invalid vertex length of ${bytes.length}, want 33`);
  return bytes.toString('hex');
}
