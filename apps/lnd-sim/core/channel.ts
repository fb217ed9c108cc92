/**
 * How an HTLC moves money on the channels of its route. Locking takes it from the side that offers, settling gives it to
 * the other side, failing gives it back; what is between is in flight and belongs to nobody.
 */
import { assert } from '#kernel/assert';
import { addMsat, type Msat, subtractMsat } from '#kernel/msat';
import type { ChannelRow, HopRow, NodeName } from './rows.js';

/** HTLC slots of one direction of a channel (BOLT 2). */
export const slotsPerDirection = 483;

export function balanceOf(channel: ChannelRow, node: NodeName): Msat {
  return node === channel.a ? channel.aMsat : channel.bMsat;
}

export function peerOf(channel: ChannelRow, node: NodeName): NodeName {
  return node === channel.a ? channel.b : channel.a;
}

export function offeredBy(channel: ChannelRow, node: NodeName): number {
  return node === channel.a ? channel.aOffered : channel.bOffered;
}

export function lockHop(channel: ChannelRow, hop: HopRow): ChannelRow {
  assert(hop.htlcIndex === offeredBy(channel, hop.from), 'an HTLC takes the next index of its direction');
  assert(balanceOf(channel, hop.from) >= hop.amountMsat, 'an HTLC is covered by the balance of its sender');
  const offered = hop.htlcIndex + 1;
  return hop.from === channel.a
    ? { ...channel, aMsat: subtractMsat(channel.aMsat, hop.amountMsat), aOffered: offered }
    : { ...channel, bMsat: subtractMsat(channel.bMsat, hop.amountMsat), bOffered: offered };
}

export function settleHop(channel: ChannelRow, hop: HopRow): ChannelRow {
  return hop.from === channel.a
    ? { ...credit(channel, channel.b, hop.amountMsat), aSentMsat: addMsat(channel.aSentMsat, hop.amountMsat) }
    : { ...credit(channel, channel.a, hop.amountMsat), bSentMsat: addMsat(channel.bSentMsat, hop.amountMsat) };
}

export function failHop(channel: ChannelRow, hop: HopRow): ChannelRow {
  return credit(channel, hop.from, hop.amountMsat);
}

function credit(channel: ChannelRow, node: NodeName, amountMsat: Msat): ChannelRow {
  return node === channel.a
    ? { ...channel, aMsat: addMsat(channel.aMsat, amountMsat) }
    : { ...channel, bMsat: addMsat(channel.bMsat, amountMsat) };
}

/** What `from` asks for forwarding an amount over this channel. */
export function forwardFeeMsat(channel: ChannelRow, amountMsat: Msat): Msat {
  const proportional = (amountMsat * BigInt(channel.feeRatePpm)) / 1_000_000n;
  return addMsat(channel.feeBaseMsat, proportional as Msat);
}
