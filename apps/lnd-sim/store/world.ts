/**
 * All rows in memory, with the indexes that the nodes need. `apply` is the only way in, for a live transaction and for one
 * that is replayed, so what a restart finds is what was there.
 */
import { assert } from '#kernel/assert';
import { addMsat, type Msat, subtractMsat, zeroMsat } from '#kernel/msat';
import { paymentStatus } from '../core/payment.js';
import type {
  ChainRow,
  Change,
  ChannelRow,
  HopRow,
  InvoiceRow,
  NodeName,
  PaymentRow,
  ResolutionRow,
  TransferRow,
} from '../core/rows.js';

/** What one node has, by the keys by which it is asked. */
export class NodeRows {
  readonly invoices = new Map<string, InvoiceRow>();
  readonly invoiceByAddr = new Map<string, string>();
  /** Hashes in the order of add_index and settle_index, both counted from 1; slot 0 stays empty. */
  readonly addOrder: (string | undefined)[] = [undefined];
  readonly settleOrder: (string | undefined)[] = [undefined];
  /** OPEN and ACCEPTED. */
  readonly pendingInvoices = new Set<string>();
  readonly payments = new Map<string, PaymentRow>();
  /** Hashes by payment_index; a payment that is sent again may leave its old slot. */
  readonly paymentOrder: (string | undefined)[] = [undefined];
  readonly runningPayments = new Set<string>();
  readonly resolutions = new Map<string, ResolutionRow>();
  lastAttemptId = 0;
}

export class World {
  readonly channels = new Map<string, ChannelRow>();
  readonly transfers = new Map<string, TransferRow>();
  chain: ChainRow | undefined;
  private readonly nodes = new Map<NodeName, NodeRows>();
  private readonly inFlight = new Map<string, { msat: Msat; slots: Map<NodeName, number> }>();

  node(name: NodeName): NodeRows {
    let rows = this.nodes.get(name);
    if (rows === undefined) {
      rows = new NodeRows();
      this.nodes.set(name, rows);
    }
    return rows;
  }

  get height(): number {
    return this.chain?.height ?? 0;
  }

  inFlightMsat(channelId: string): Msat {
    return this.inFlight.get(channelId)?.msat ?? zeroMsat;
  }

  usedSlots(channelId: string, from: NodeName): number {
    return this.inFlight.get(channelId)?.slots.get(from) ?? 0;
  }

  /** Puts a transaction in place, then checks that no channel gained or lost anything by it. */
  apply(changes: readonly Change[]): void {
    const touched = new Set<string>();
    for (const change of changes) {
      if ('invoice' in change) this.putInvoice(change.invoice);
      else if ('payment' in change) this.putPayment(change.payment);
      else if ('channel' in change) {
        this.channels.set(change.channel.id, change.channel);
        touched.add(change.channel.id);
      } else if ('transfer' in change) this.putTransfer(change.transfer, touched);
      else if ('transferDone' in change) this.endTransfer(change.transferDone, touched);
      else if ('resolution' in change) {
        const { node, channelId, htlcIndex } = change.resolution;
        this.node(node).resolutions.set(`${channelId}:${htlcIndex}`, change.resolution);
      } else this.chain = change.chain;
    }
    for (const id of touched) this.checkConserved(id);
  }

  /** Every row that is needed to build this world again. */
  *snapshot(): Iterable<readonly Change[]> {
    // Channels and transfers hold the money between them, so they must come back together.
    const base: Change[] = this.chain === undefined ? [] : [{ chain: this.chain }];
    for (const channel of this.channels.values()) base.push({ channel });
    for (const transfer of this.transfers.values()) base.push({ transfer });
    yield base;
    for (const rows of this.nodes.values()) {
      for (const hash of rows.addOrder) {
        const invoice = hash === undefined ? undefined : rows.invoices.get(hash);
        if (invoice !== undefined) yield [{ invoice }];
      }
      for (const payment of rows.payments.values()) yield [{ payment }];
      for (const resolution of rows.resolutions.values()) yield [{ resolution }];
    }
  }

  private putInvoice(invoice: InvoiceRow): void {
    const rows = this.node(invoice.node);
    rows.invoices.set(invoice.hash, invoice);
    rows.invoiceByAddr.set(invoice.paymentAddr, invoice.hash);
    rows.addOrder[invoice.addIndex] = invoice.hash;
    if (invoice.settleIndex > 0) rows.settleOrder[invoice.settleIndex] = invoice.hash;
    if (invoice.state === 'OPEN' || invoice.state === 'ACCEPTED') rows.pendingInvoices.add(invoice.hash);
    else rows.pendingInvoices.delete(invoice.hash);
  }

  private putPayment(payment: PaymentRow): void {
    const rows = this.node(payment.node);
    const before = rows.payments.get(payment.hash);
    if (before !== undefined && before.index !== payment.index) rows.paymentOrder[before.index] = undefined;
    rows.payments.set(payment.hash, payment);
    rows.paymentOrder[payment.index] = payment.hash;
    const status = paymentStatus(payment);
    if (status === 'INITIATED' || status === 'IN_FLIGHT') rows.runningPayments.add(payment.hash);
    else rows.runningPayments.delete(payment.hash);
    for (const { attemptId } of payment.attempts) rows.lastAttemptId = Math.max(rows.lastAttemptId, attemptId);
  }

  private putTransfer(transfer: TransferRow, touched: Set<string>): void {
    const isNew = !this.transfers.has(transfer.id);
    this.transfers.set(transfer.id, transfer);
    if (!isNew) return;
    for (const hop of transfer.hops) {
      this.addInFlight(hop, hop.amountMsat, 1);
      touched.add(hop.channelId);
    }
  }

  private endTransfer(id: string, touched: Set<string>): void {
    const transfer = this.transfers.get(id);
    assert(transfer !== undefined, 'a transfer ends once');
    this.transfers.delete(id);
    for (const hop of transfer.hops) {
      this.addInFlight(hop, -hop.amountMsat, -1);
      touched.add(hop.channelId);
    }
  }

  private addInFlight(hop: HopRow, deltaMsat: bigint, deltaSlots: number): void {
    let row = this.inFlight.get(hop.channelId);
    if (row === undefined) {
      row = { msat: zeroMsat, slots: new Map() };
      this.inFlight.set(hop.channelId, row);
    }
    row.msat = deltaMsat < 0n ? subtractMsat(row.msat, -deltaMsat as Msat) : addMsat(row.msat, deltaMsat as Msat);
    row.slots.set(hop.from, (row.slots.get(hop.from) ?? 0) + deltaSlots);
  }

  private checkConserved(id: string): void {
    const channel = this.channels.get(id);
    assert(channel !== undefined, 'an HTLC travels over a channel that exists');
    const sum = addMsat(addMsat(channel.aMsat, channel.bMsat), this.inFlightMsat(id));
    assert(sum === channel.capacityMsat, `channel ${id} holds ${sum} of ${channel.capacityMsat} msat`);
  }
}
