/**
 * Compares what a node owns with what the books say that it owns. Pure: nothing here reads, writes or asks.
 *
 * What the node owns: its side of all channels, what it has offered in HTLCs that are not resolved (still its own), the fee of the
 * commitments that it pays for and that LND has taken off its side, and what is on the chain. What the books say: what was there
 * before the marketplace (the baseline), and what arrived and was paid out since. Money in HTLCs that come in is nobody's yet.
 */

/** All in msat, read from LND. */
export interface NodeSide {
  readonly channelsMsat: bigint;
  readonly outgoingMsat: bigint;
  readonly incomingMsat: bigint;
  readonly commitFeesMsat: bigint;
  readonly openingMsat: bigint;
  readonly closingMsat: bigint;
  readonly walletMsat: bigint;
}

export interface BooksSide {
  /** Undefined before the first comparison. */
  readonly baselineMsat: bigint | undefined;
  /** 1110. */
  readonly channelsMsat: bigint;
  /** 1130. */
  readonly settlingMsat: bigint;
  /** What of 1130 LND still has in flight: taken, and not in the channel yet. */
  readonly pendingMsat: bigint;
  /** 9110. */
  readonly heldMsat: bigint;
}

export interface Line {
  readonly name: LineName;
  /** Undefined: the other side has no such thing, so that only the sums are compared. */
  readonly nodeMsat: bigint | undefined;
  readonly booksMsat: bigint | undefined;
}

export const lineNames = [
  'channels',
  'outgoing_htlcs',
  'commitment_fees',
  'channels_opening',
  'channels_closing',
  'wallet',
  'baseline',
  'final_receipts',
  'resolved_receipts',
  'owned',
  'incoming_htlcs',
] as const;
export type LineName = (typeof lineNames)[number];

export interface Comparison {
  readonly lines: readonly Line[];
  /** What the node owns beyond the books: a surplus, or where it is negative a shortfall. */
  readonly differenceMsat: bigint;
}

export function compare(node: NodeSide, books: BooksSide): Comparison {
  const ownedMsat =
    node.channelsMsat + node.outgoingMsat + node.commitFeesMsat + node.openingMsat + node.closingMsat + node.walletMsat;
  const resolvedMsat = books.settlingMsat - books.pendingMsat;
  const movedMsat = books.channelsMsat + resolvedMsat;
  // Whatever a node has when it is first looked at, and did not get through us, is its owner's.
  const baselineMsat = books.baselineMsat ?? ownedMsat - movedMsat;
  const bookedMsat = baselineMsat + movedMsat;
  const ofNode = (name: LineName, nodeMsat: bigint): Line => ({ name, nodeMsat, booksMsat: undefined });
  const ofBooks = (name: LineName, booksMsat: bigint): Line => ({ name, nodeMsat: undefined, booksMsat });
  return {
    lines: [
      ofNode('channels', node.channelsMsat),
      ofNode('outgoing_htlcs', node.outgoingMsat),
      ofNode('commitment_fees', node.commitFeesMsat),
      ofNode('channels_opening', node.openingMsat),
      ofNode('channels_closing', node.closingMsat),
      ofNode('wallet', node.walletMsat),
      ofBooks('baseline', baselineMsat),
      ofBooks('final_receipts', books.channelsMsat),
      ofBooks('resolved_receipts', resolvedMsat),
      { name: 'owned', nodeMsat: ownedMsat, booksMsat: bookedMsat },
      { name: 'incoming_htlcs', nodeMsat: node.incomingMsat, booksMsat: books.heldMsat + books.pendingMsat },
    ],
    differenceMsat: ownedMsat - bookedMsat,
  };
}

export type Verdict = 'baseline' | 'balanced' | 'unsteady' | 'surplus' | 'shortfall';

/** What a run has found. While money moves, a difference proves nothing. */
export function verdictOf(run: {
  readonly quiet: boolean;
  readonly first: boolean;
  readonly differenceMsat: bigint;
}): Verdict {
  if (!run.quiet) return 'unsteady';
  if (run.first) return 'baseline';
  if (run.differenceMsat === 0n) return 'balanced';
  return run.differenceMsat > 0n ? 'surplus' : 'shortfall';
}

/**
 * Whether payouts of the node end here: its shortfall is beyond the tolerance, and so was that of the run before. A surplus never stops
 * anything, or whoever sends the node a satoshi would.
 */
export function stopsPayouts(
  toleranceMsat: bigint,
  now: { readonly verdict: Verdict; readonly differenceMsat: bigint },
  before: { readonly verdict: Verdict; readonly differenceMsat: bigint } | undefined,
): boolean {
  const beyond = (run: typeof now) => run.verdict === 'shortfall' && -run.differenceMsat > toleranceMsat;
  return beyond(now) && before !== undefined && beyond(before);
}
