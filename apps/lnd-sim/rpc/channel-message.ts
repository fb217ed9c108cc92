import { createHash } from 'node:crypto';
import { addMsat, type Msat, zeroMsat } from '#kernel/msat';
import type { Amount } from '#lightning/generated/lnrpc/Amount';
import type { Channel } from '#lightning/generated/lnrpc/Channel';
import type { ChannelBalanceResponse } from '#lightning/generated/lnrpc/ChannelBalanceResponse';
import type { HTLC } from '#lightning/generated/lnrpc/HTLC';
import type { ListChannelsRequest__Output } from '#lightning/generated/lnrpc/ListChannelsRequest';
import { balanceOf, peerOf, slotsPerDirection } from '../core/channel.js';
import type { ChannelRow, NodeName, TransferRow } from '../core/rows.js';
import type { Realm } from '../node/realm.js';
import { satOf } from './amounts.js';

export function channelBalanceMessage(realm: Realm, name: NodeName): ChannelBalanceResponse {
  const channels = ownChannels(realm, name);
  const { out, in: incoming } = inFlightOf(realm, name);
  const sum = (amounts: readonly Msat[]) => amounts.reduce(addMsat, zeroMsat);
  const local = sum(channels.map((channel) => balanceOf(channel, name)));
  return {
    balance: satOf(local),
    local_balance: amount(local),
    remote_balance: amount(sum(channels.map((channel) => balanceOf(channel, peerOf(channel, name))))),
    // By whose the money will be: what is going out counts as the remote side's.
    unsettled_local_balance: amount(incoming),
    unsettled_remote_balance: amount(out),
    pending_open_local_balance: amount(zeroMsat),
    pending_open_remote_balance: amount(zeroMsat),
  };
}

/** What a node has offered, and what is offered to it, in HTLCs that are not resolved. */
export function inFlightOf(realm: Realm, name: NodeName): { out: Msat; in: Msat } {
  const sums = { out: zeroMsat, in: zeroMsat };
  for (const { hops } of realm.store.world.transfers.values()) {
    for (const hop of hops) {
      if (hop.from === name) sums.out = addMsat(sums.out, hop.amountMsat);
      if (hop.to === name) sums.in = addMsat(sums.in, hop.amountMsat);
    }
  }
  return sums;
}

export function ownChannels(realm: Realm, name: NodeName): ChannelRow[] {
  return [...realm.store.world.channels.values()].filter(({ a, b }) => a === name || b === name);
}

export function channelMessages(realm: Realm, name: NodeName, request: ListChannelsRequest__Output): Channel[] {
  const messages = ownChannels(realm, name).map((channel) => channelMessage(realm, name, channel));
  const peer = request.peer.toString('hex');
  return messages.filter(
    (message) =>
      !(request.active_only && !message.active) &&
      !(request.inactive_only && message.active) &&
      !request.private_only &&
      (peer === '' || message.remote_pubkey === peer),
  );
}

function channelMessage(realm: Realm, name: NodeName, channel: ChannelRow): Channel {
  const peer = peerOf(channel, name);
  const isFirst = channel.a === name;
  const constraints = {
    csv_delay: 144,
    dust_limit_sat: '354',
    max_pending_amt_msat: channel.capacityMsat.toString(),
    min_htlc_msat: '1',
    max_accepted_htlcs: slotsPerDirection,
  };
  return {
    active: realm.node(name).condition !== 'down' && realm.node(peer).condition !== 'down',
    remote_pubkey: realm.node(peer).identity.pubkey,
    channel_point: `${createHash('sha256').update(`lnd-sim channel ${channel.id}`).digest('hex')}:0`,
    chan_id: channel.id,
    capacity: satOf(channel.capacityMsat),
    local_balance: satOf(balanceOf(channel, name)),
    remote_balance: satOf(balanceOf(channel, peer)),
    unsettled_balance: satOf(realm.store.world.inFlightMsat(channel.id)),
    total_satoshis_sent: satOf(isFirst ? channel.aSentMsat : channel.bSentMsat),
    total_satoshis_received: satOf(isFirst ? channel.bSentMsat : channel.aSentMsat),
    num_updates: String(channel.aOffered + channel.bOffered),
    pending_htlcs: [...realm.store.world.transfers.values()].flatMap((transfer) =>
      pendingMessages(name, channel, transfer),
    ),
    initiator: isFirst,
    chan_status_flags: 'ChanStatusDefault',
    local_constraints: constraints,
    remote_constraints: constraints,
    peer_alias: peer,
  };
}

function pendingMessages(name: NodeName, channel: ChannelRow, { hash, hops }: TransferRow): HTLC[] {
  return hops.flatMap((hop, position) => {
    if (hop.channelId !== channel.id) return [];
    const incoming = hop.to === name;
    const other = incoming ? hops[position + 1] : hops[position - 1];
    return {
      incoming,
      amount: satOf(hop.amountMsat),
      hash_lock: Buffer.from(hash, 'hex'),
      expiration_height: hop.expiryHeight,
      htlc_index: String(hop.htlcIndex),
      forwarding_channel: other?.channelId ?? '0',
      forwarding_htlc_index: String(other?.htlcIndex ?? 0),
      locked_in: true,
    };
  });
}

function amount(amountMsat: Msat): Amount {
  return { sat: satOf(amountMsat), msat: amountMsat.toString() };
}
