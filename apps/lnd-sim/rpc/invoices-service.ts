/** invoicesrpc.Invoices of one node. */
import type { InvoicesDefinition } from '#lightning/generated/invoicesrpc/Invoices';
import type { LookupInvoiceMsg__Output } from '#lightning/generated/invoicesrpc/LookupInvoiceMsg';
import { LndError, unknown } from '../core/lnd-error.js';
import type { InvoiceRow } from '../core/rows.js';
import type { InvoiceBook } from '../node/invoice-book.js';
import type { SimNode } from '../node/sim-node.js';
import { invoiceMessage } from './invoice-message.js';
import { checkedHash, checkedPreimage, orderOfHoldInvoice } from './invoice-order.js';
import { into, type Service } from './service.js';

export function invoicesService(node: SimNode, invoices: InvoiceBook): Service<InvoicesDefinition> {
  return {
    SubscribeSingleInvoice: {
      open: ({ r_hash }, sink) =>
        node.invoices.followOne(checkedHash(r_hash).toString('hex'), into(sink, invoiceMessage)),
    },
    CancelInvoice: {
      answer: ({ payment_hash }) => {
        invoices.cancel(checkedHash(payment_hash).toString('hex'));
        return {};
      },
    },
    AddHoldInvoice: {
      answer: (request) => {
        const added = invoices.add(orderOfHoldInvoice(request));
        return {
          payment_request: added.paymentRequest,
          add_index: String(added.addIndex),
          payment_addr: Buffer.from(added.paymentAddr, 'hex'),
        };
      },
    },
    SettleInvoice: {
      answer: ({ preimage }) => {
        invoices.settle(checkedPreimage(preimage));
        return {};
      },
    },
    LookupInvoiceV2: { answer: (request) => invoiceMessage(lookUp(node, request)) },
  };
}

function lookUp(node: SimNode, request: LookupInvoiceMsg__Output): InvoiceRow {
  const invoice = node.rows.invoices.get(hashOf(node, request) ?? '');
  if (invoice !== undefined) return invoice;
  // The file database of lnd has no bucket before the first invoice, and says so without a code.
  if (node.rows.invoices.size === 0 && !node.settings.nativeSql) throw unknown('there are no existing invoices');
  throw new LndError(5, 'unable to locate invoice');
}

function hashOf(node: SimNode, { payment_hash, payment_addr, set_id }: LookupInvoiceMsg__Output): string | undefined {
  if (payment_hash !== undefined && payment_hash !== null) {
    const { length } = payment_hash;
    if (length !== 32) {
      throw new LndError(3, `unable to parse pay hash: invalid hash length of ${length}, want 32`);
    }
    return payment_hash.toString('hex');
  }
  if (payment_addr !== undefined && payment_addr !== null) {
    const { length } = payment_addr;
    if (length !== 32) {
      throw new LndError(3, `unable to parse payment address: invalid payment address length of ${length}, want 32`);
    }
    return node.rows.invoiceByAddr.get(payment_addr.toString('hex'));
  }
  if (set_id !== undefined && set_id !== null) return undefined;
  throw new LndError(3, 'invoice ref must be set');
}
