/**
 * What billing asks of a node: make, settle, cancel and look up invoices, and read those of others. It cannot spend and needs exactly the
 * permissions of `invoiceDeskPermissions`.
 *
 * Each method either returns what LND definitely said or throws `lightning_unavailable`, after which the outcome is
 * unknown and the same call may be repeated: all of them are idempotent by payment hash.
 */
import type { Msat } from '#kernel/msat';
import { invoiceFromLnd, type NodeInvoice } from './invoice.js';
import type { LndClient } from './lnd-client.js';
import { answerOf, lightningUnavailable } from './lnd-errors.js';
import { decodePaymentRequest, type PaymentRequest, type UnreadableRequest } from './payment-request.js';

interface InvoiceTerms {
  readonly amountMsat: Msat;
  /** At most 639 bytes of UTF-8: BOLT11 has no room for more. */
  readonly memo: string;
  readonly expirySeconds: number;
}

export interface HoldInvoiceOrder extends InvoiceTerms {
  readonly paymentHash: Buffer;
  readonly cltvExpiryBlocks: number;
}

/** An ordinary invoice, which the node settles by itself when it is paid. */
export interface InvoiceOrder extends InvoiceTerms {
  readonly preimage: Buffer;
}

interface AddedInvoice {
  readonly paymentRequest: string;
  readonly addIndex: bigint;
}

export interface NodeIdentity {
  readonly pubkey: string;
  readonly blockHeight: number;
  readonly syncedToChain: boolean;
}

export interface InvoiceDesk {
  identity(): Promise<NodeIdentity>;
  /** `exists`: this hash has an invoice already; look it up to see whose it is. */
  addHoldInvoice(order: HoldInvoiceOrder): Promise<AddedInvoice | 'exists'>;
  /** As `addHoldInvoice`; the hash is that of the preimage. */
  addInvoice(order: InvoiceOrder): Promise<AddedInvoice | 'exists'>;
  settle(preimage: Buffer): Promise<'settled' | 'canceled' | 'open' | 'absent'>;
  cancel(paymentHash: Buffer): Promise<'canceled' | 'settled' | 'absent'>;
  lookup(paymentHash: Buffer): Promise<NodeInvoice | undefined>;
  /** What somebody else's invoice says, or LND's refusal to read it. */
  decode(paymentRequest: string): Promise<PaymentRequest | UnreadableRequest>;
  close(): void;
}

export function openInvoiceDesk(lnd: LndClient): InvoiceDesk {
  const { lightning, invoices } = lnd;
  return {
    async identity() {
      const info = await lnd
        .unary(lightning.GetInfo, {})
        .catch((error) => Promise.reject(lightningUnavailable('say who it is', error)));
      return {
        pubkey: info.identity_pubkey,
        blockHeight: info.block_height,
        syncedToChain: info.synced_to_chain,
      };
    },

    async addHoldInvoice(order) {
      return await added(
        lnd.unary(invoices.AddHoldInvoice, {
          hash: order.paymentHash,
          value_msat: order.amountMsat.toString(),
          memo: order.memo,
          expiry: String(order.expirySeconds),
          cltv_expiry: String(order.cltvExpiryBlocks),
        }),
      );
    },

    async addInvoice(order) {
      return await added(
        lnd.unary(lightning.AddInvoice, {
          r_preimage: order.preimage,
          value_msat: order.amountMsat.toString(),
          memo: order.memo,
          expiry: String(order.expirySeconds),
        }),
      );
    },

    async settle(preimage) {
      try {
        await lnd.unary(invoices.SettleInvoice, { preimage });
        return 'settled';
      } catch (error) {
        const answer = answerOf(error);
        if (answer === 'already_canceled') return 'canceled';
        if (answer === 'still_open') return 'open';
        if (answer === 'absent') return 'absent';
        throw lightningUnavailable('settle the invoice', error);
      }
    },

    async cancel(paymentHash) {
      try {
        await lnd.unary(invoices.CancelInvoice, { payment_hash: paymentHash });
        return 'canceled';
      } catch (error) {
        const answer = answerOf(error);
        if (answer === 'already_settled') return 'settled';
        if (answer === 'absent') return 'absent';
        throw lightningUnavailable('cancel the invoice', error);
      }
    },

    lookup: (paymentHash) => lookupInvoice(lnd, paymentHash),
    decode: (paymentRequest) => decodePaymentRequest(lnd, paymentRequest),
    close: () => lnd.close(),
  };
}

async function added(call: Promise<{ payment_request: string; add_index: string }>): Promise<AddedInvoice | 'exists'> {
  try {
    const { payment_request: paymentRequest, add_index: addIndex } = await call;
    return { paymentRequest, addIndex: BigInt(addIndex) };
  } catch (error) {
    if (answerOf(error) === 'already_exists') return 'exists';
    throw lightningUnavailable('make an invoice', error);
  }
}

/** The invoice of that hash, or undefined when the node says that it has none. */
export async function lookupInvoice(lnd: LndClient, paymentHash: Buffer): Promise<NodeInvoice | undefined> {
  const { invoices } = lnd;
  try {
    return invoiceFromLnd(
      await lnd.unary(invoices.LookupInvoiceV2, {
        payment_hash: paymentHash,
        invoice_ref: 'payment_hash',
      }),
    );
  } catch (error) {
    if (answerOf(error) === 'absent') return undefined;
    throw lightningUnavailable('look up the invoice', error);
  }
}
