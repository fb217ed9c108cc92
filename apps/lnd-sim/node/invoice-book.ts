/** Invoices of one node: made, settled, canceled, and watched over time and heights. */
import { encodeInvoice } from '#bolt11/bolt11';
import type { DecodedInvoice } from '#bolt11/invoice';
import type { Msat } from '#kernel/msat';
import { zeroMsat } from '#kernel/msat';
import {
  cancelHeldAtHeight,
  cancelInvoice,
  type Decided,
  expireInvoice,
  expiresAt,
  hashOfPreimage,
  type InvoiceMoment,
  partHoldMs,
  releasePart,
  settleInvoice,
} from '../core/invoice.js';
import { unknown } from '../core/lnd-error.js';
import type { InvoiceRow } from '../core/rows.js';
import { DueQueue } from './due-queue.js';
import type { IssuedInvoices } from './issued-invoices.js';
import type { Realm } from './realm.js';
import type { SimNode } from './sim-node.js';
import type { Transfers } from './transfers.js';

/** What the caller of AddInvoice or AddHoldInvoice decides, checked. */
export interface InvoiceOrder {
  readonly hash: string;
  readonly hold: boolean;
  readonly preimage?: string | undefined;
  readonly paymentAddr: string;
  readonly memo: string;
  readonly descriptionHash?: string | undefined;
  readonly valueMsat: Msat;
  readonly expirySeconds: number;
  readonly cltvExpiry: number;
  readonly isPrivate: boolean;
}

/** var_onion_optin and payment_secret required, basic_mpp supported: what lnd writes into its invoices. */
export const invoiceFeatureBits: readonly number[] = [8, 14, 17];

type Due = { readonly hash: string; readonly transferId?: string | undefined };

export class InvoiceBook {
  private readonly due = new DueQueue<Due>();

  constructor(
    private readonly realm: Realm,
    private readonly node: SimNode,
    private readonly transfers: Transfers,
    private readonly issued: IssuedInvoices,
  ) {
    for (const hash of this.node.rows.pendingInvoices) {
      const invoice = this.node.rows.invoices.get(hash);
      if (invoice !== undefined) this.watch(invoice);
    }
  }

  add(order: InvoiceOrder): InvoiceRow {
    const { rows } = this.node;
    if (rows.invoices.has(order.hash)) throw unknown('invoice with payment hash already exists');
    const createdAt = this.realm.now();
    const invoice: InvoiceRow = {
      ...order,
      node: this.node.name,
      paymentRequest: this.sign(order, createdAt),
      createdAt,
      addIndex: rows.addOrder.length,
      settleIndex: 0,
      settledAt: 0,
      state: 'OPEN',
      paidMsat: zeroMsat,
      htlcs: [],
    };
    this.watch(invoice);
    this.realm.store.commit([{ invoice }], () => this.node.invoices.publish(invoice));
    return invoice;
  }

  settle(preimage: Buffer): void {
    const invoice = this.node.rows.invoices.get(hashOfPreimage(preimage));
    this.conclude(settleInvoice(invoice, preimage.toString('hex'), this.moment()));
  }

  cancel(hash: string): void {
    this.conclude(cancelInvoice(this.node.rows.invoices.get(hash), this.realm.now()));
  }

  /** What has come due by the wall clock: OPEN invoices expire and parts of incomplete sets go back. */
  onTime(): void {
    const now = this.realm.now();
    for (let due = this.due.take(now); due !== undefined; due = this.due.take(now)) {
      const invoice = this.node.rows.invoices.get(due.hash);
      if (invoice === undefined) continue;
      if (due.transferId === undefined) {
        const expired = expireInvoice(invoice, now);
        if (expired !== undefined) this.transfers.changeInvoice(expired, expired.state);
        continue;
      }
      const released = releasePart(invoice, due.transferId, now);
      if (released !== undefined) this.transfers.changeInvoice(released, undefined, 'MPP_INVOICE_TIMEOUT');
    }
  }

  /** What has come due by the height of the chain: held payments go back in time. */
  onHeight(): void {
    for (const hash of [...this.node.rows.pendingInvoices]) this.onHeld(hash);
  }

  /**
   * A payment is held. One of its parts may have waited so long that its height has come already; lnd's watcher looks at
   * once and not at the next block (invoice_expiry_watcher.go, nextHeightExpiry), unless it no longer follows the chain.
   */
  onHeld(hash: string): void {
    const invoice = this.node.rows.invoices.get(hash);
    if (invoice === undefined || !this.node.settings.syncedToChain) return;
    const canceled = cancelHeldAtHeight(invoice, this.realm.store.world.height, this.realm.now());
    if (canceled !== undefined) this.transfers.changeInvoice(canceled, canceled.state);
  }

  /** A part of a set arrived and waits for the others. */
  watchPart(hash: string, transferId: string): void {
    this.due.add(this.realm.now() + partHoldMs, { hash, transferId });
  }

  private conclude(decided: Decided): void {
    if (decided.kind === 'refused') throw unknown(decided.text);
    if (decided.kind === 'changed') this.transfers.changeInvoice(decided.invoice, decided.invoice.state);
  }

  private watch(invoice: InvoiceRow): void {
    this.due.add(expiresAt(invoice), { hash: invoice.hash });
    if (invoice.state !== 'OPEN') return;
    for (const { state, acceptedAt, transferId } of invoice.htlcs) {
      if (state === 'ACCEPTED') this.due.add(acceptedAt + partHoldMs, { hash: invoice.hash, transferId });
    }
  }

  private moment(): InvoiceMoment {
    const { rows } = this.node;
    return { now: this.realm.now(), height: this.realm.store.world.height, nextSettleIndex: rows.settleOrder.length };
  }

  private sign(order: InvoiceOrder, createdAt: number): string {
    const fields = {
      network: 'bcrt',
      amountMsat: order.valueMsat === 0n ? undefined : order.valueMsat,
      timestamp: Math.floor(createdAt / 1000),
      paymentHash: Buffer.from(order.hash, 'hex'),
      paymentSecret: Buffer.from(order.paymentAddr, 'hex'),
      description: order.descriptionHash === undefined ? order.memo : undefined,
      descriptionHash: order.descriptionHash === undefined ? undefined : Buffer.from(order.descriptionHash, 'hex'),
      expirySeconds: order.expirySeconds,
      minFinalCltvExpiryDelta: order.cltvExpiry,
      featureBits: invoiceFeatureBits,
    } as const;
    const text = encodeInvoice(fields, this.node.identity.privateKey);
    const payee = Buffer.from(this.node.identity.pubkey, 'hex');
    this.issued.remember(text, { ...fields, routeHints: [], payee } satisfies Partial<DecodedInvoice>);
    return text;
  }
}
