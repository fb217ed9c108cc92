/**
 * Faults that a test has armed. Each waits for its occasion at one node, happens so many times, and is gone; what happens
 * is decided where the occasion is, this only keeps the list.
 */
import type { NodeName } from '../core/rows.js';

/** Each kind with what it does; the control port refuses others, and docs/lnd-sim.md lists the same. */
export const faultKinds = {
  delay_request: 'wait `ms` before executing a call',
  fail_request: 'answer a call with `code` and `details` without executing it',
  delay_reply: 'execute a call, then wait `ms` before answering',
  drop_reply: 'execute a call and never answer; with `code` and `details` answer that instead',
  swallow_event: 'leave out an event of `stream`',
  duplicate_event: 'send an event of `stream` twice',
  shuffle_backlog: 'send the settle backlog of SubscribeInvoices in another order',
  partial_payment: 'send only `permille` of the next payment of this node, declared in full',
  stuck_payment: 'leave the next payment of this node without any HTLC',
  strand_payment: 'write the next attempt of this node down and hand its HTLC to no channel',
  early_reason: 'give the next payment of this node a reason of failure while its HTLC is out',
  lose_settlement: 'after this node has settled, the HTLC goes back to the payer all the same',
} as const;

export type FaultKind = keyof typeof faultKinds;
export type EventStream = 'SubscribeInvoices' | 'SubscribeSingleInvoice' | 'Payments';

export interface FaultOrder {
  readonly node: NodeName;
  readonly kind: FaultKind;
  /** Name of an RPC without its service; absent: any. Only for faults of calls. */
  readonly method?: string | undefined;
  readonly stream?: EventStream | undefined;
  readonly ms?: number | undefined;
  readonly code?: number | undefined;
  readonly details?: string | undefined;
  readonly permille?: number | undefined;
  /** How often it happens; 1 when absent. */
  readonly times?: number | undefined;
}

export interface ArmedFault extends FaultOrder {
  readonly id: number;
  readonly left: number;
}

export class Faults {
  private armed: ArmedFault[] = [];
  private lastId = 0;

  arm(order: FaultOrder): ArmedFault {
    this.lastId += 1;
    const fault = { ...order, id: this.lastId, left: order.times ?? 1 };
    this.armed.push(fault);
    return fault;
  }

  disarm(id: number): boolean {
    const before = this.armed.length;
    this.armed = this.armed.filter((fault) => fault.id !== id);
    return this.armed.length < before;
  }

  list(): readonly ArmedFault[] {
    return this.armed;
  }

  /** The oldest armed fault that fits, used up by one. */
  take(node: NodeName, kind: FaultKind, where?: string): ArmedFault | undefined {
    const fault = this.armed.find(
      (each) =>
        each.node === node &&
        each.kind === kind &&
        (each.method === undefined || each.method === where) &&
        (each.stream === undefined || each.stream === where),
    );
    if (fault === undefined) return undefined;
    this.armed = this.armed.flatMap((each) => {
      if (each !== fault) return [each];
      return fault.left > 1 ? [{ ...fault, left: fault.left - 1 }] : [];
    });
    return fault;
  }
}
