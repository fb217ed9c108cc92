/** lnrpc.Lightning of one node. */
import { createHash } from 'node:crypto';
import type { LightningDefinition } from '#lightning/generated/lnrpc/Lightning';
import type { ListInvoiceRequest__Output } from '#lightning/generated/lnrpc/ListInvoiceRequest';
import type { ListPaymentsRequest__Output } from '#lightning/generated/lnrpc/ListPaymentsRequest';
import type { PaymentHash__Output } from '#lightning/generated/lnrpc/PaymentHash';
import type { MacaroonAuthority } from '../auth/macaroon-authority.js';
import { LndError, unknown } from '../core/lnd-error.js';
import { paymentStatus } from '../core/payment.js';
import type { InvoiceRow } from '../core/rows.js';
import type { InvoiceBook } from '../node/invoice-book.js';
import type { IssuedInvoices } from '../node/issued-invoices.js';
import type { Realm } from '../node/realm.js';
import type { SimNode } from '../node/sim-node.js';
import { channelBalanceMessage, channelMessages } from './channel-message.js';
import { invoiceMessage, payReqMessage } from './invoice-message.js';
import { orderOfInvoice } from './invoice-order.js';
import { readPage, turnPage } from './paging.js';
import { paymentMessage } from './payment-message.js';
import { into, type Service } from './service.js';

export interface LightningParts {
  readonly realm: Realm;
  readonly node: SimNode;
  readonly invoices: InvoiceBook;
  readonly issued: IssuedInvoices;
  readonly authority: MacaroonAuthority;
}

export function lightningService(parts: LightningParts): Service<LightningDefinition> {
  const { realm, node, invoices, issued, authority } = parts;
  const pubkeyOf = (name: SimNode['name']) => realm.node(name).identity.pubkey;
  return {
    GetInfo: { answer: () => info(realm, node) },
    AddInvoice: {
      answer: (request) => {
        const added = invoices.add(orderOfInvoice(request));
        return {
          r_hash: Buffer.from(added.hash, 'hex'),
          payment_request: added.paymentRequest,
          add_index: String(added.addIndex),
          payment_addr: Buffer.from(added.paymentAddr, 'hex'),
        };
      },
    },
    ListInvoices: { answer: (request) => listInvoices(node, request) },
    SubscribeInvoices: {
      open: ({ add_index, settle_index }, sink) =>
        node.invoices.follow(Number(add_index), Number(settle_index), into(sink, invoiceMessage)),
    },
    LookupInvoice: { answer: (request) => invoiceMessage(lookUp(node, request)) },
    DecodePayReq: { answer: ({ pay_req }) => payReqMessage(issued.read(pay_req)) },
    ChannelBalance: { answer: () => channelBalanceMessage(realm, node.name) },
    // Nothing of the simulated network is ever on the chain.
    WalletBalance: { answer: () => ({}) },
    ListChannels: { answer: (request) => ({ channels: channelMessages(realm, node.name, request) }) },
    ListPayments: {
      answer: (request) => {
        const found = listPayments(node, request);
        return {
          payments: found.map((payment) => paymentMessage(payment, pubkeyOf)),
          first_index_offset: String(found[0]?.index ?? 0),
          last_index_offset: String(found.at(-1)?.index ?? 0),
          total_num_payments: request.count_total_payments ? String(node.rows.payments.size) : '0',
        };
      },
    },
    PendingChannels: { answer: () => ({}) },
    LookupHtlcResolution: { answer: ({ chan_id, htlc_index }) => resolution(node, `${chan_id}:${htlc_index}`) },
    BakeMacaroon: {
      answer: async ({ permissions, root_key_id }) => ({ macaroon: await authority.bake(permissions, root_key_id) }),
    },
    DeleteMacaroonID: {
      answer: async ({ root_key_id }) => ({ deleted: await authority.deleteRootKey(root_key_id) }),
    },
  };
}

function info(realm: Realm, node: SimNode) {
  const { chain, channels, height } = realm.store.world;
  const mine = [...channels.values()].filter(({ a, b }) => a === node.name || b === node.name);
  const peers = new Set(mine.map(({ a, b }) => (a === node.name ? b : a)));
  const isUp = (name: SimNode['name']) => realm.node(name).condition !== 'down';
  const active = mine.filter(({ a, b }) => isUp(a) && isUp(b));
  return {
    identity_pubkey: node.identity.pubkey,
    alias: node.name,
    color: '#3399ff',
    version: '0.21.2-beta lnd-sim',
    num_active_channels: active.length,
    num_inactive_channels: mine.length - active.length,
    num_peers: [...peers].filter(isUp).length,
    block_height: height,
    block_hash: createHash('sha256').update(`lnd-sim block ${height}`).digest('hex'),
    best_header_timestamp: String(Math.floor((chain?.minedAt ?? 0) / 1000)),
    synced_to_chain: node.settings.syncedToChain,
    synced_to_graph: true,
    chains: [{ network: 'regtest' }],
    store_final_htlc_resolutions: node.settings.storeFinalResolutions,
  };
}

function listInvoices(node: SimNode, request: ListInvoiceRequest__Output) {
  const { addOrder, invoices, pendingInvoices } = node.rows;
  const found = turnPage(readPage(request, request.num_max_invoices), addOrder, (hash) =>
    request.pending_only && !pendingInvoices.has(hash) ? undefined : invoices.get(hash),
  );
  return {
    invoices: found.map(invoiceMessage),
    first_index_offset: String(found[0]?.addIndex ?? 0),
    last_index_offset: String(found.at(-1)?.addIndex ?? 0),
  };
}

function listPayments(node: SimNode, request: ListPaymentsRequest__Output) {
  const { paymentOrder, payments } = node.rows;
  return turnPage(readPage(request, request.max_payments), paymentOrder, (hash) => {
    const payment = payments.get(hash);
    if (payment === undefined || request.include_incomplete) return payment;
    return paymentStatus(payment) === 'SUCCEEDED' ? payment : undefined;
  });
}

function lookUp(node: SimNode, { r_hash, r_hash_str }: PaymentHash__Output): InvoiceRow {
  const hash = r_hash_str === '' ? r_hash : Buffer.from(r_hash_str, 'hex');
  if (hash.length !== 32) throw unknown(`payment hash must be exactly 32 bytes, is instead ${hash.length}`);
  const invoice = node.rows.invoices.get(hash.toString('hex'));
  if (invoice !== undefined) return invoice;
  const isEmpty = node.rows.invoices.size === 0 && !node.settings.nativeSql;
  throw new LndError(5, isEmpty ? 'there are no existing invoices' : 'unable to locate invoice');
}

function resolution(node: SimNode, key: string) {
  if (!node.settings.storeFinalResolutions) {
    throw new LndError(14, 'cannot lookup with flag --store-final-htlc-resolutions=false');
  }
  const found = node.rows.resolutions.get(key);
  if (found === undefined) throw new LndError(5, 'htlc unknown');
  return { settled: found.settled, offchain: found.offchain };
}
