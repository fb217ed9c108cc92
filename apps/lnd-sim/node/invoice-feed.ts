/**
 * Who follows the invoices of one node. The rules are lnd's, also the awkward ones: SubscribeInvoices tells only of OPEN
 * and SETTLED; an index of 0 means no backlog; and an index that is not below an event's own suppresses the event even when
 * it happens live, so a follower that starts from settle_index 1, or from an index that this node has not reached, never
 * learns of what it left out.
 */
import type { InvoiceRow, NodeName } from '../core/rows.js';
import type { Store } from '../store/store.js';
import type { NodeRows } from '../store/world.js';
import type { EventStream, Faults } from './faults.js';
import type { Sink } from './sink.js';

interface Follower {
  addIndex: number;
  settleIndex: number;
  readonly sink: Sink<InvoiceRow>;
}

export class InvoiceFeed {
  private readonly followers = new Set<Follower>();
  private readonly singles = new Map<string, Set<Sink<InvoiceRow>>>();

  constructor(
    private readonly node: NodeName,
    private readonly store: Store,
    private readonly faults: Faults,
    private readonly backlogInAddOrder: () => boolean,
  ) {}

  /** Registers behind every event that is not yet published, so nothing is missed and nothing comes twice. */
  follow(addIndex: number, settleIndex: number, sink: Sink<InvoiceRow>): () => void {
    const follower: Follower = { addIndex, settleIndex, sink };
    const backlog = this.backlog(addIndex, settleIndex);
    let left = false;
    this.store.afterDurable(() => {
      if (left) return;
      for (const invoice of backlog) sink.send(invoice);
      this.followers.add(follower);
    });
    return () => {
      left = true;
      this.followers.delete(follower);
    };
  }

  /** First the invoice as it is, if it exists, then its changes; ends by itself after the last one. */
  followOne(hash: string, sink: Sink<InvoiceRow>): () => void {
    const invoice = this.rows.invoices.get(hash);
    let left = false;
    this.store.afterDurable(() => {
      if (left) return;
      if (invoice !== undefined) sink.send(invoice);
      if (invoice !== undefined && isFinal(invoice)) sink.end();
      else this.addSingle(hash, sink);
    });
    return () => {
      left = true;
      this.removeSingle(hash, sink);
    };
  }

  /** An invoice entered a state. */
  publish(invoice: InvoiceRow): void {
    if (invoice.state === 'OPEN' || invoice.state === 'SETTLED') {
      this.deliver('SubscribeInvoices', invoice, () => this.concerned(invoice));
    }
    const singles = this.singles.get(invoice.hash);
    if (singles === undefined) return;
    this.deliver('SubscribeSingleInvoice', invoice, () => [...singles]);
    if (!isFinal(invoice)) return;
    this.singles.delete(invoice.hash);
    for (const sink of singles) sink.end();
  }

  private get rows(): NodeRows {
    return this.store.world.node(this.node);
  }

  private deliver(stream: EventStream, invoice: InvoiceRow, to: () => readonly Sink<InvoiceRow>[]): void {
    if (this.faults.take(this.node, 'swallow_event', stream) !== undefined) return;
    const sinks = to();
    const times = this.faults.take(this.node, 'duplicate_event', stream) === undefined ? 1 : 2;
    for (let time = 0; time < times; time++) for (const sink of sinks) sink.send(invoice);
  }

  /** Who has not gone beyond this event; each of them now has. */
  private concerned(invoice: InvoiceRow): Sink<InvoiceRow>[] {
    const index = invoice.state === 'OPEN' ? 'addIndex' : 'settleIndex';
    const behind = [...this.followers].filter((follower) => follower[index] < invoice[index]);
    for (const follower of behind) follower[index] = invoice[index];
    return behind.map(({ sink }) => sink);
  }

  private backlog(addIndex: number, settleIndex: number): InvoiceRow[] {
    // The add backlog shows each invoice as it is now; lnd drops the states that this stream does not know.
    const added = addIndex === 0 ? [] : this.inOrder(this.rows.addOrder, addIndex);
    const known = added.filter(({ state }) => state === 'OPEN' || state === 'SETTLED');
    let settled = settleIndex === 0 ? [] : this.inOrder(this.rows.settleOrder, settleIndex);
    if (this.backlogInAddOrder()) settled = settled.toSorted((one, other) => one.addIndex - other.addIndex);
    if (settled.length > 1 && this.faults.take(this.node, 'shuffle_backlog') !== undefined) settled.reverse();
    return [...known, ...settled];
  }

  private inOrder(order: readonly (string | undefined)[], after: number): InvoiceRow[] {
    return order.slice(after + 1).flatMap((hash) => {
      const invoice = hash === undefined ? undefined : this.rows.invoices.get(hash);
      return invoice === undefined ? [] : [invoice];
    });
  }

  private addSingle(hash: string, sink: Sink<InvoiceRow>): void {
    const singles = this.singles.get(hash);
    if (singles === undefined) this.singles.set(hash, new Set([sink]));
    else singles.add(sink);
  }

  private removeSingle(hash: string, sink: Sink<InvoiceRow>): void {
    const singles = this.singles.get(hash);
    singles?.delete(sink);
    if (singles?.size === 0) this.singles.delete(hash);
  }
}

function isFinal({ state }: InvoiceRow): boolean {
  return state === 'SETTLED' || state === 'CANCELED';
}
