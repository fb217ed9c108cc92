/** What happens to single HTLCs at one node, live only: nothing of it is kept. */
import type { FailureRow, HopRow, NodeName, TransferRow } from '../core/rows.js';
import type { Sink } from './sink.js';

export interface HtlcEvent {
  /** Where this node stands on the HTLC's way; a final event does not say. */
  readonly role: 'UNKNOWN' | 'SEND' | 'RECEIVE' | 'FORWARD';
  readonly incoming?: HopRow | undefined;
  readonly outgoing?: HopRow | undefined;
  readonly at: number;
  readonly what:
    | { readonly kind: 'forward' | 'forward_fail' }
    | { readonly kind: 'settle'; readonly preimage: string }
    | { readonly kind: 'link_fail'; readonly failure: FailureRow }
    | { readonly kind: 'final'; readonly settled: boolean; readonly offchain: boolean };
}

export class HtlcFeed {
  private readonly followers = new Set<Sink<HtlcEvent>>();

  follow(sink: Sink<HtlcEvent>): () => void {
    this.followers.add(sink);
    return () => this.followers.delete(sink);
  }

  publish(event: HtlcEvent): void {
    for (const sink of this.followers) sink.send(event);
  }
}

type Told = (node: NodeName, event: HtlcEvent) => void;

/** The HTLC was locked on every channel of its way. */
export function tellForwarded({ hops }: TransferRow, at: number, tell: Told): void {
  hops.forEach((outgoing, position) => {
    const incoming = hops[position - 1];
    const role = incoming === undefined ? 'SEND' : 'FORWARD';
    tell(outgoing.from, { role, incoming, outgoing, at, what: { kind: 'forward' } });
  });
}

/** The HTLC was settled or failed on every channel of its way, from the payee back to the payer. */
export function tellResolved(
  transfer: TransferRow,
  { at, offchain }: { at: number; offchain: boolean },
  tell: Told,
): void {
  const { hops, preimage, failure } = transfer;
  const settled = transfer.state === 'settling';
  const final = { kind: 'final', settled, offchain } as const;
  for (let position = hops.length; position >= 0; position--) {
    const [incoming, outgoing] = [hops[position - 1], hops[position]];
    const node = outgoing?.from ?? incoming?.to;
    if (node === undefined) continue;
    const role = incoming === undefined ? 'SEND' : outgoing === undefined ? 'RECEIVE' : 'FORWARD';
    if (settled) tell(node, { role, incoming, outgoing, at, what: { kind: 'settle', preimage: preimage ?? '' } });
    else if (outgoing !== undefined) tell(node, { role, incoming, outgoing, at, what: { kind: 'forward_fail' } });
    else if (failure !== undefined) tell(node, { role, incoming, at, what: { kind: 'link_fail', failure } });
    if (incoming !== undefined) tell(node, { role: 'UNKNOWN', incoming, at, what: final });
  }
}
