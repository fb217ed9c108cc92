import type { Feature } from '#lightning/generated/lnrpc/Feature';
import type { Invoice } from '#lightning/generated/lnrpc/Invoice';
import type { InvoiceHTLC } from '#lightning/generated/lnrpc/InvoiceHTLC';
import type { PayReq } from '#lightning/generated/lnrpc/PayReq';
import type { InvoiceHtlcRow, InvoiceRow } from '../core/rows.js';
import { invoiceFeatureBits } from '../node/invoice-book.js';
import type { ReadInvoice } from '../node/issued-invoices.js';
import { satOf } from './amounts.js';

const seconds = (at: number) => String(Math.floor(at / 1000));
const bytes = (hex: string | undefined) => Buffer.from(hex ?? '', 'hex');

export function invoiceMessage(invoice: InvoiceRow): Invoice {
  return {
    memo: invoice.memo,
    r_preimage: bytes(invoice.preimage),
    r_hash: bytes(invoice.hash),
    value: satOf(invoice.valueMsat),
    value_msat: invoice.valueMsat.toString(),
    settled: invoice.state === 'SETTLED',
    creation_date: seconds(invoice.createdAt),
    settle_date: seconds(invoice.settledAt),
    payment_request: invoice.paymentRequest,
    description_hash: bytes(invoice.descriptionHash),
    expiry: String(invoice.expirySeconds),
    cltv_expiry: String(invoice.cltvExpiry),
    private: invoice.isPrivate,
    add_index: String(invoice.addIndex),
    settle_index: String(invoice.settleIndex),
    amt_paid: invoice.paidMsat.toString(),
    amt_paid_sat: satOf(invoice.paidMsat),
    amt_paid_msat: invoice.paidMsat.toString(),
    state: invoice.state,
    htlcs: invoice.htlcs.map(htlcMessage),
    features: featureMessages(invoiceFeatureBits),
    payment_addr: bytes(invoice.paymentAddr),
  };
}

function htlcMessage(htlc: InvoiceHtlcRow): InvoiceHTLC {
  return {
    chan_id: htlc.channelId,
    htlc_index: String(htlc.htlcIndex),
    amt_msat: htlc.amountMsat.toString(),
    accept_height: htlc.acceptHeight,
    accept_time: seconds(htlc.acceptedAt),
    resolve_time: seconds(htlc.resolvedAt),
    expiry_height: htlc.expiryHeight,
    state: htlc.state,
    mpp_total_amt_msat: htlc.declaredMsat.toString(),
  };
}

export function payReqMessage(invoice: ReadInvoice): PayReq {
  const amountMsat = invoice.amountMsat ?? 0n;
  return {
    destination: invoice.payee.toString('hex'),
    payment_hash: invoice.paymentHash.toString('hex'),
    num_satoshis: satOf(amountMsat),
    num_msat: amountMsat.toString(),
    timestamp: String(invoice.timestamp),
    expiry: String(invoice.expirySeconds),
    description: invoice.description ?? '',
    description_hash: invoice.descriptionHash?.toString('hex') ?? '',
    cltv_expiry: String(invoice.minFinalCltvExpiryDelta),
    payment_addr: invoice.paymentSecret,
    features: featureMessages(invoice.featureBits),
    route_hints: invoice.routeHints.map((hops) => ({
      hop_hints: hops.map((hop) => ({
        node_id: Buffer.from(hop.nodeId).toString('hex'),
        chan_id: hop.shortChannelId.toString(),
        fee_base_msat: Number(hop.feeBaseMsat),
        fee_proportional_millionths: hop.feeProportionalMillionths,
        cltv_expiry_delta: hop.cltvExpiryDelta,
      })),
    })),
  };
}

/** lnd's names of the features that an invoice may ask of its payer; both bits of a pair have the same. */
const featureNames: Readonly<Record<number, string>> = {
  8: 'tlv-onion',
  14: 'payment-addr',
  16: 'multi-path-payments',
  24: 'route-blinding',
  30: 'amp',
  48: 'payment-metadata',
};

function featureMessages(bits: readonly number[]): Record<number, Feature> {
  return Object.fromEntries(
    bits.map((bit) => {
      const name = featureNames[bit - (bit % 2)];
      return [bit, { name: name ?? 'unknown', is_required: bit % 2 === 0, is_known: name !== undefined }];
    }),
  );
}
