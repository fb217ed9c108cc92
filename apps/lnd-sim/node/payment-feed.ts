/** Who follows the payments of one node, one payment or all of them. */
import { isFinal } from '../core/payment.js';
import type { NodeName, PaymentRow } from '../core/rows.js';
import type { Store } from '../store/store.js';
import type { Faults } from './faults.js';
import type { Sink } from './sink.js';

interface Follower {
  readonly hash?: string | undefined;
  readonly onlyFinal: boolean;
  readonly sink: Sink<PaymentRow>;
}

export class PaymentFeed {
  private readonly byHash = new Map<string, Set<Follower>>();
  private readonly all = new Set<Follower>();

  constructor(
    private readonly node: NodeName,
    private readonly store: Store,
    private readonly faults: Faults,
  ) {}

  /** Every change of a payment from here on; ends with its last one. `now` is the state to begin with, if it is known. */
  follow(hash: string, onlyFinal: boolean, sink: Sink<PaymentRow>, now?: PaymentRow): () => void {
    const follower: Follower = { hash, onlyFinal, sink };
    if (now === undefined) {
      this.add(follower);
      return () => this.remove(follower);
    }
    let left = false;
    this.store.afterDurable(() => {
      if (left) return;
      this.tell(follower, now);
      if (isFinal(now)) sink.end();
      else this.add(follower);
    });
    return () => {
      left = true;
      this.remove(follower);
    };
  }

  /** The payments that are running, then every change of any payment; never what ended before. */
  followAll(onlyFinal: boolean, sink: Sink<PaymentRow>): () => void {
    const follower: Follower = { onlyFinal, sink };
    const rows = this.store.world.node(this.node);
    const running = [...rows.runningPayments].flatMap((hash) => rows.payments.get(hash) ?? []);
    let left = false;
    this.store.afterDurable(() => {
      if (left) return;
      for (const payment of running) this.tell(follower, payment);
      this.all.add(follower);
    });
    return () => {
      left = true;
      this.all.delete(follower);
    };
  }

  publish(payment: PaymentRow): void {
    const followers = [...(this.byHash.get(payment.hash) ?? []), ...this.all];
    if (this.faults.take(this.node, 'swallow_event', 'Payments') === undefined) {
      for (const follower of followers) this.tell(follower, payment);
      if (this.faults.take(this.node, 'duplicate_event', 'Payments') !== undefined) {
        for (const follower of followers) this.tell(follower, payment);
      }
    }
    if (!isFinal(payment)) return;
    for (const follower of followers) if (follower.hash !== undefined) follower.sink.end();
    this.byHash.delete(payment.hash);
  }

  private tell(follower: Follower, payment: PaymentRow): void {
    if (!follower.onlyFinal || isFinal(payment)) follower.sink.send(payment);
  }

  private add(follower: Follower & { hash?: string | undefined }): void {
    if (follower.hash === undefined) return;
    const followers = this.byHash.get(follower.hash);
    if (followers === undefined) this.byHash.set(follower.hash, new Set([follower]));
    else followers.add(follower);
  }

  private remove(follower: Follower): void {
    if (follower.hash !== undefined) this.byHash.get(follower.hash)?.delete(follower);
  }
}
