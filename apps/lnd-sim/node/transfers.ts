/**
 * HTLCs on their way. A transfer is locked on all its channels in one transaction, looked at by the payee in a second, and
 * settled or failed on all channels in a third. Between them it waits for nodes that are frozen or down, and a process that
 * dies between them goes on from the rows.
 */
import { assert } from '#kernel/assert';
import { failHop, settleHop } from '../core/channel.js';
import { receiveHtlc } from '../core/invoice.js';
import { attemptFailed, attemptSucceeded } from '../core/payment.js';
import type {
  Change,
  ChannelRow,
  FailureCode,
  FailureDetail,
  FailureRow,
  InvoiceRow,
  InvoiceState,
  NodeName,
  PaymentRow,
  ResolutionRow,
  TransferRow,
} from '../core/rows.js';
import type { HtlcEvent } from './htlc-feed.js';
import { tellForwarded, tellResolved } from './htlc-feed.js';
import type { Realm } from './realm.js';

export class Transfers {
  /** Told after an attempt failed and the payment may need another. */
  onAttemptFailed: (node: NodeName, hash: string) => void = () => undefined;

  /** Told when a part of a set arrived that is not complete. */
  onPart: (node: NodeName, hash: string, transferId: string) => void = () => undefined;

  /** Told when a set is complete and its hold invoice holds it. */
  onHeld: (node: NodeName, hash: string) => void = () => undefined;

  constructor(private readonly realm: Realm) {}

  /** The events of transfers that were just locked; the caller commits them. */
  published(transfers: readonly TransferRow[]): void {
    for (const transfer of transfers) tellForwarded(transfer, this.realm.now(), this.tell);
  }

  /** The payee looks at what was locked for it. */
  arrive(id: string): void {
    const transfer = this.world.transfers.get(id);
    if (transfer === undefined || transfer.state !== 'underway' || !this.isWayClear(transfer)) return;
    const payee = this.realm.node(transfer.payee);
    const last = transfer.hops.at(-1);
    assert(last !== undefined, 'a transfer has at least one channel');
    const invoice = payee.rows.invoices.get(transfer.hash);
    const incoming = {
      transferId: id,
      channelId: last.channelId,
      htlcIndex: last.htlcIndex,
      paymentAddr: transfer.paymentAddr,
      amountMsat: last.amountMsat,
      declaredMsat: transfer.declaredMsat,
      expiryHeight: last.expiryHeight,
    };
    const moment = { now: this.realm.now(), height: this.world.height, nextSettleIndex: payee.rows.settleOrder.length };
    const received = receiveHtlc(invoice, incoming, moment);
    if (received.kind === 'refused') {
      this.realm.store.commit([{ transfer: this.failing(transfer, received.detail) }]);
      this.resolve(id);
      return;
    }
    const isPart = received.kind === 'partial';
    this.changeInvoice(received.invoice, isPart ? undefined : received.invoice.state);
    if (isPart) this.onPart(transfer.payee, transfer.hash, id);
    if (received.kind === 'accepted') this.onHeld(transfer.payee, transfer.hash);
  }

  /**
   * Commits what became of an invoice together with what that means for its transfers, publishes it if it entered a new
   * state, and passes on what was decided.
   */
  changeInvoice(invoice: InvoiceRow, entered?: InvoiceState, detail: FailureDetail = 'INVOICE_CANCELED'): void {
    const decided = invoice.htlcs.flatMap((htlc) => {
      const transfer = this.world.transfers.get(htlc.transferId);
      if (transfer === undefined || transfer.state === 'settling' || transfer.state === 'failing') return [];
      if (htlc.state === 'ACCEPTED') return transfer.state === 'held' ? [] : [{ ...transfer, state: 'held' as const }];
      if (htlc.state === 'CANCELED') return [this.failing(transfer, detail)];
      return [{ ...transfer, state: 'settling' as const, preimage: invoice.preimage }];
    });
    const changes: Change[] = [{ invoice }, ...decided.map((transfer) => ({ transfer }))];
    this.realm.store.commit(changes, () => {
      if (entered !== undefined) this.realm.node(invoice.node).invoices.publish(invoice);
    });
    for (const { id } of decided) this.resolve(id);
  }

  /** The nodes on the way pass the payee's decision back to the payer. */
  resolve(id: string): void {
    const transfer = this.world.transfers.get(id);
    if (transfer === undefined || !this.isWayClear(transfer)) return;
    if (transfer.state === 'settling' && this.realm.faults.take(transfer.payee, 'lose_settlement') !== undefined) {
      this.finish(this.failing(transfer, 'ON_CHAIN_TIMEOUT', 'PERMANENT_CHANNEL_FAILURE'), false);
    } else if (transfer.state === 'settling' || transfer.state === 'failing') this.finish(transfer, true);
  }

  /** Goes on with everything that waits, after a start or when a node is back. */
  resume(): void {
    for (const { id } of [...this.world.transfers.values()]) {
      this.arrive(id);
      this.resolve(id);
    }
  }

  private get world() {
    return this.realm.store.world;
  }

  private readonly tell = (node: NodeName, event: HtlcEvent) => this.realm.node(node).htlcs.publish(event);

  /** `offchain` false: the HTLC ended on the chain against what the payee had decided. */
  private finish(transfer: TransferRow, offchain: boolean): void {
    const settled = transfer.state === 'settling';
    const channels = new Map<string, ChannelRow>();
    for (const hop of transfer.hops) {
      const channel = channels.get(hop.channelId) ?? this.world.channels.get(hop.channelId);
      assert(channel !== undefined, 'an HTLC travels over a channel that exists');
      channels.set(hop.channelId, settled ? settleHop(channel, hop) : failHop(channel, hop));
    }
    const payment = this.paymentAfter(transfer);
    const changes: Change[] = [
      ...[...channels.values()].map((channel) => ({ channel })),
      { transferDone: transfer.id },
      ...this.resolutions(transfer, settled, offchain).map((resolution) => ({ resolution })),
      { payment },
    ];
    this.realm.store.commit(changes, () => {
      tellResolved(transfer, { at: this.realm.now(), offchain }, this.tell);
      this.realm.node(transfer.payer).payments.publish(payment);
    });
    if (!settled) this.onAttemptFailed(transfer.payer, transfer.hash);
  }

  private paymentAfter(transfer: TransferRow): PaymentRow {
    const payment = this.realm.node(transfer.payer).rows.payments.get(transfer.hash);
    assert(payment !== undefined, 'an HTLC belongs to a payment of its payer');
    if (transfer.state === 'settling') {
      assert(transfer.preimage !== undefined, 'whoever settles knows the preimage');
      return attemptSucceeded(payment, transfer.id, transfer.preimage, this.realm.now());
    }
    assert(transfer.failure !== undefined, 'whoever fails an HTLC says why');
    return attemptFailed(payment, transfer.id, transfer.failure, this.realm.now());
  }

  private resolutions({ hops }: TransferRow, settled: boolean, offchain: boolean): ResolutionRow[] {
    return hops
      .filter(({ to }) => this.realm.node(to).settings.storeFinalResolutions)
      .map(({ to, channelId, htlcIndex }) => ({ node: to, channelId, htlcIndex, settled, offchain }));
  }

  private failing(
    transfer: TransferRow,
    detail: FailureDetail,
    code: FailureCode = detail === 'MPP_INVOICE_TIMEOUT' ? 'MPP_TIMEOUT' : 'INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS',
  ): TransferRow {
    const failure: FailureRow = {
      code,
      detail,
      sourceIndex: transfer.hops.length,
      height: this.world.height,
      htlcMsat: transfer.declaredMsat,
    };
    return { ...transfer, state: 'failing', failure };
  }

  private isWayClear({ payer, hops }: TransferRow): boolean {
    const nodes = [payer, ...hops.map(({ to }) => to)];
    return nodes.every((name) => this.realm.node(name).condition === 'running');
  }
}
