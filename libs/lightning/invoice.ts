/** An invoice as a node reports it, in our words; and the one place where LND's message becomes it. */
import { AppError } from '#kernel/errors';
import { type Msat, msat } from '#kernel/msat';
import type { Invoice__Output } from './generated/lnrpc/Invoice.js';

/** LND's own words (lnrpc.Invoice.InvoiceState). ACCEPTED exists only for hold invoices: paid in full, nothing taken. */
export type InvoiceState = 'OPEN' | 'ACCEPTED' | 'SETTLED' | 'CANCELED';

/** One HTLC of ours, as `LookupHtlcResolution` and the stream of HTLC events name it. */
export interface InvoiceHtlc {
  readonly channelId: string;
  readonly htlcIndex: string;
  readonly amountMsat: Msat;
}

export interface NodeInvoice {
  readonly paymentHash: Buffer;
  readonly state: InvoiceState;
  readonly valueMsat: Msat;
  /** What arrived. It stays after a cancellation, so only `state` tells whether it is ours. */
  readonly amountPaidMsat: Msat;
  readonly paymentRequest: string;
  readonly memo: string;
  readonly cltvExpiryBlocks: number;
  readonly addIndex: bigint;
  /** In the order of settlement, from 1; 0 while it is not settled. */
  readonly settleIndex: bigint;
  /** Height at which the first of the accepted HTLCs returns to its payer; 0 without accepted HTLCs. */
  readonly htlcExpiryHeight: number;
  /**
   * How much of the invoice's time was left when the last of the accepted HTLCs arrived; undefined without one. A length of
   * time between two readings of the node's clock, which may be wrong.
   */
  readonly leftAtAcceptMs: number | undefined;
  /** Those that pay it, accepted or settled. */
  readonly htlcs: readonly InvoiceHtlc[];
}

const states = new Set<string>(['OPEN', 'ACCEPTED', 'SETTLED', 'CANCELED'] satisfies InvoiceState[]);

/** Refuses a reply that lacks what we rely on, so that a drift of LND's API fails loudly and at this line. */
export function invoiceFromLnd(message: Invoice__Output): NodeInvoice {
  if (message.r_hash.length !== 32 || !states.has(message.state)) {
    throw new AppError('lightning_unavailable', 'the node described an invoice in a way that we do not understand');
  }
  const held = message.htlcs.filter((htlc) => htlc.state === 'ACCEPTED' || htlc.state === 'SETTLED');
  return {
    paymentHash: message.r_hash,
    state: message.state as InvoiceState,
    valueMsat: msat(BigInt(message.value_msat)),
    amountPaidMsat: msat(BigInt(message.amt_paid_msat)),
    paymentRequest: message.payment_request,
    memo: message.memo,
    cltvExpiryBlocks: Number(message.cltv_expiry),
    addIndex: BigInt(message.add_index),
    settleIndex: BigInt(message.settle_index),
    htlcExpiryHeight: held.length === 0 ? 0 : Math.min(...held.map((htlc) => htlc.expiry_height)),
    leftAtAcceptMs: held.length === 0 ? undefined : leftAtAcceptMs(message, held),
    htlcs: held.map(({ chan_id, htlc_index, amt_msat }) => ({
      channelId: chan_id,
      htlcIndex: htlc_index,
      amountMsat: msat(BigInt(amt_msat)),
    })),
  };
}

function leftAtAcceptMs(invoice: Invoice__Output, held: Invoice__Output['htlcs']): number {
  const acceptedAt = Math.max(...held.map((htlc) => Number(htlc.accept_time)));
  return (Number(invoice.creation_date) + Number(invoice.expiry) - acceptedAt) * 1_000;
}
