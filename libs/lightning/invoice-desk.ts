/**
 * What billing asks of a node: make, settle, cancel and look up hold invoices. It cannot spend and needs exactly the
 * permissions of `invoiceDeskPermissions`.
 *
 * Each method either returns what LND definitely said or throws `lightning_unavailable`, after which the outcome is
 * unknown and the same call may be repeated: all of them are idempotent by payment hash.
 */
import type { Msat } from '#kernel/msat';
import { invoiceFromLnd, type NodeInvoice } from './invoice.js';
import type { LndClient } from './lnd-client.js';
import { answerOf, lightningUnavailable } from './lnd-errors.js';

export interface HoldInvoiceOrder {
  readonly paymentHash: Buffer;
  readonly amountMsat: Msat;
  /** At most 639 bytes of UTF-8: BOLT11 has no room for more. */
  readonly memo: string;
  readonly expirySeconds: number;
  readonly cltvExpiryBlocks: number;
}

export interface NodeIdentity {
  readonly pubkey: string;
  readonly blockHeight: number;
  readonly syncedToChain: boolean;
}

export interface InvoiceDesk {
  identity(): Promise<NodeIdentity>;
  /** `exists`: this hash has an invoice already; look it up to see whose it is. */
  addHoldInvoice(order: HoldInvoiceOrder): Promise<{ paymentRequest: string; addIndex: bigint } | 'exists'>;
  settle(preimage: Buffer): Promise<'settled' | 'canceled' | 'open' | 'absent'>;
  cancel(paymentHash: Buffer): Promise<'canceled' | 'settled' | 'absent'>;
  lookup(paymentHash: Buffer): Promise<NodeInvoice | undefined>;
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
      try {
        const added = await lnd.unary(invoices.AddHoldInvoice, {
          hash: order.paymentHash,
          value_msat: order.amountMsat.toString(),
          memo: order.memo,
          expiry: String(order.expirySeconds),
          cltv_expiry: String(order.cltvExpiryBlocks),
        });
        return { paymentRequest: added.payment_request, addIndex: BigInt(added.add_index) };
      } catch (error) {
        if (answerOf(error) === 'already_exists') return 'exists';
        throw lightningUnavailable('make an invoice', error);
      }
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
    close: () => lnd.close(),
  };
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
