/** Outgoing payments of one node: admitted once per hash, then sent in one or more HTLCs and followed to their end. */
import { assert } from '#kernel/assert';
import { type Msat, zeroMsat } from '#kernel/msat';
import { lockHop, offeredBy } from '../core/channel.js';
import { LndError } from '../core/lnd-error.js';
import { addAttempts, giveUp, isFinal, missingMsat, paymentStatus, refusalToSend } from '../core/payment.js';
import { type PlannedHop, planRoutes, type RoutePlan, type RouteQuestion } from '../core/route.js';
import type {
  AttemptRow,
  Change,
  ChannelRow,
  FailureReason,
  HopRow,
  PaymentOrder,
  PaymentRow,
  TransferRow,
} from '../core/rows.js';
import type { Realm } from './realm.js';
import type { SimNode } from './sim-node.js';
import type { Transfers } from './transfers.js';

export class PaymentBook {
  constructor(
    private readonly realm: Realm,
    private readonly node: SimNode,
    private readonly transfers: Transfers,
  ) {}

  /**
   * Admits a payment and sets it going. Throws 6 ALREADY_EXISTS for a hash that is in flight or paid; one that has FAILED
   * begins anew and forgets its old attempts.
   */
  send(order: PaymentOrder): PaymentRow {
    const existing = this.node.rows.payments.get(order.hash);
    const refusal = refusalToSend(existing);
    if (refusal !== undefined) {
      const prefix = 'failed to initialize payment: payment is not initializable: ';
      throw new LndError(6, this.node.settings.nativeSql ? `${prefix}${refusal}` : refusal);
    }
    const index =
      existing !== undefined && this.node.settings.nativeSql ? existing.index : this.node.rows.paymentOrder.length;
    const payment: PaymentRow = {
      ...order,
      node: this.node.name,
      index,
      createdAt: this.realm.now(),
      failureReason: 'FAILURE_REASON_NONE',
      attempts: [],
    };
    this.put(payment);
    if (this.realm.faults.take(this.node.name, 'stuck_payment') === undefined) this.drive(order.hash);
    const sent = this.node.rows.payments.get(order.hash);
    const early = sent && this.realm.faults.take(this.node.name, 'early_reason') !== undefined;
    if (early && !isFinal(sent)) this.end(sent, 'FAILURE_REASON_TIMEOUT');
    return payment;
  }

  /** The client of a cancelable payment went away: nothing more is sent, what is in flight may still settle. */
  cancel(hash: string): void {
    const payment = this.node.rows.payments.get(hash);
    if (payment?.cancelable && !isFinal(payment)) {
      this.end(payment, 'FAILURE_REASON_CANCELED');
    }
  }

  /** Sends what is missing, unless the payment has ended or was given up or parts of it are still out. */
  drive(hash: string): void {
    const payment = this.node.rows.payments.get(hash);
    if (payment === undefined || paymentStatus(payment) !== 'INITIATED') return;
    if (this.realm.now() >= payment.createdAt + payment.timeoutSeconds * 1000) {
      this.end(payment, 'FAILURE_REASON_TIMEOUT');
      return;
    }
    const plan = this.plan(payment);
    const isStranded = plan.kind === 'routes' && this.realm.faults.take(this.node.name, 'strand_payment') !== undefined;
    if (plan.kind === 'none') this.end(payment, plan.reason);
    else if (isStranded) this.strand(payment, plan.routes);
    else this.launch(payment, this.withheld(plan.routes));
  }

  /** lnd does not make new attempts for payments that it finds half done when it starts. */
  abandonUnsent(): void {
    for (const hash of [...this.node.rows.runningPayments]) {
      const payment = this.node.rows.payments.get(hash);
      if (payment !== undefined && paymentStatus(payment) === 'INITIATED') this.end(payment, 'FAILURE_REASON_ERROR');
    }
  }

  /** The route to a node as the graph alone shows it. */
  quote(question: Omit<RouteQuestion, 'from' | 'height' | 'to'>, destination: string): RoutePlan {
    const to = this.realm.byPubkey(destination);
    if (to === undefined) return { kind: 'none', reason: 'FAILURE_REASON_NO_ROUTE' };
    const { world } = this.realm.store;
    const graph = {
      channels: [...world.channels.values()],
      usedSlots: world.usedSlots.bind(world),
      isUp: (name: SimNode['name']) => this.realm.node(name).condition !== 'down',
    };
    return planRoutes({ ...question, from: this.node.name, to: to.name, height: world.height }, graph);
  }

  private plan(payment: PaymentRow): RoutePlan {
    const { lastHop, feeLimitMsat, maxParts, maxShardMsat, finalCltvDelta, cltvLimit, outgoingChannelIds } = payment;
    const over = lastHop === undefined ? undefined : this.realm.byPubkey(lastHop);
    if (lastHop !== undefined && over === undefined) return { kind: 'none', reason: 'FAILURE_REASON_NO_ROUTE' };
    const question = {
      amountMsat: missingMsat(payment),
      feeLimitMsat,
      maxParts,
      maxShardMsat,
      finalCltvDelta,
      cltvLimit,
      outgoingChannelIds,
      lastHop: over?.name,
    };
    return this.quote(question, payment.destination);
  }

  /** Where a partial payment was asked for, only the first route is used and only with a share of its amount. */
  private withheld(routes: readonly (readonly PlannedHop[])[]): readonly (readonly PlannedHop[])[] {
    const fault = this.realm.faults.take(this.node.name, 'partial_payment');
    const [first] = routes;
    if (fault === undefined || first === undefined) return routes;
    const share = BigInt(fault.permille ?? 500);
    const part = (amount: Msat) => ((amount * share + 999n) / 1000n) as Msat;
    return [first.map((hop) => ({ ...hop, amountMsat: part(hop.amountMsat) }))];
  }

  private launch(payment: PaymentRow, routes: readonly (readonly PlannedHop[])[]): void {
    const channels = new Map<string, ChannelRow>();
    let attemptId = this.node.rows.lastAttemptId;
    const sent = routes.map((route) => {
      const hops = route.map((hop) => this.lock(hop, channels));
      attemptId += 1;
      return { transfer: transferFor(payment, hops), attempt: this.attemptFor(attemptId, hops) };
    });
    const transfers = sent.map(({ transfer }) => transfer);
    const next = addAttempts(
      payment,
      sent.map(({ attempt }) => attempt),
    );
    const changes: Change[] = [
      ...[...channels.values()].map((channel) => ({ channel })),
      ...transfers.map((transfer) => ({ transfer })),
      { payment: next },
    ];
    this.realm.store.commit(changes, () => {
      this.transfers.published(transfers);
      this.node.payments.publish(next);
    });
    for (const { id } of transfers) this.transfers.arrive(id);
  }

  /** As lnd leaves it that is shut down between the two steps of `launch`. */
  private strand(payment: PaymentRow, routes: readonly (readonly PlannedHop[])[]): void {
    const attempts = routes.map((route, n) => {
      const attemptId = this.node.rows.lastAttemptId + 1 + n;
      const hops = route.map((hop) => ({ ...hop, htlcIndex: -1 }));
      return { ...this.attemptFor(attemptId, hops), transferId: `nowhere/${attemptId}` };
    });
    this.put(addAttempts(payment, attempts));
  }

  private lock(hop: PlannedHop, channels: Map<string, ChannelRow>): HopRow {
    const channel = channels.get(hop.channelId) ?? this.realm.store.world.channels.get(hop.channelId);
    assert(channel !== undefined, 'a route uses channels that exist');
    const locked = { ...hop, htlcIndex: offeredBy(channel, hop.from) };
    channels.set(hop.channelId, lockHop(channel, locked));
    return locked;
  }

  private attemptFor(attemptId: number, hops: readonly HopRow[]): AttemptRow {
    const transferId = transferIdOf(hops);
    return { attemptId, transferId, status: 'IN_FLIGHT', hops, startedAt: this.realm.now(), resolvedAt: 0 };
  }

  private end(payment: PaymentRow, reason: FailureReason): void {
    this.put(giveUp(payment, reason));
  }

  private put(payment: PaymentRow): void {
    this.realm.store.commit([{ payment }], () => this.node.payments.publish(payment));
  }
}

/** The first channel and its counter never repeat, also not over restarts. */
function transferIdOf(hops: readonly HopRow[]): string {
  const [first] = hops;
  return `${first?.channelId}/${first?.from}/${first?.htlcIndex}`;
}

function transferFor(payment: PaymentRow, hops: readonly HopRow[]): TransferRow {
  const payee = hops.at(-1)?.to;
  assert(payee !== undefined && (hops[0]?.amountMsat ?? zeroMsat) > 0n, 'a route has a channel and an amount');
  const { hash, node, paymentAddr, declaredMsat } = payment;
  return { id: transferIdOf(hops), hash, payer: node, payee, paymentAddr, declaredMsat, hops, state: 'underway' };
}
