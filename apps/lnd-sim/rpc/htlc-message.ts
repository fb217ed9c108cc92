import type { HtlcEvent as Message } from '#lightning/generated/routerrpc/HtlcEvent';
import type { HtlcInfo } from '#lightning/generated/routerrpc/HtlcInfo';
import type { HtlcEvent } from '../node/htlc-feed.js';

export const subscribedMessage: Message = { event: 'subscribed_event', subscribed_event: {} };

export function htlcMessage(event: HtlcEvent): Message {
  const { incoming, outgoing } = event;
  return {
    incoming_channel_id: incoming?.channelId ?? '0',
    outgoing_channel_id: outgoing?.channelId ?? '0',
    incoming_htlc_id: String(incoming?.htlcIndex ?? 0),
    outgoing_htlc_id: String(outgoing?.htlcIndex ?? 0),
    timestamp_ns: (BigInt(event.at) * 1_000_000n).toString(),
    event_type: event.role,
    ...what(event),
  };
}

function what(event: HtlcEvent): Partial<Message> {
  switch (event.what.kind) {
    case 'forward':
      return { event: 'forward_event', forward_event: { info: info(event) } };
    case 'forward_fail':
      return { event: 'forward_fail_event', forward_fail_event: {} };
    case 'settle':
      return { event: 'settle_event', settle_event: { preimage: Buffer.from(event.what.preimage, 'hex') } };
    case 'link_fail': {
      const { code, detail } = event.what.failure;
      const failed = { info: info(event), wire_failure: code, failure_detail: detail, failure_string: detail };
      return { event: 'link_fail_event', link_fail_event: failed };
    }
    case 'final': {
      const { settled, offchain } = event.what;
      return { event: 'final_htlc_event', final_htlc_event: { settled, offchain } };
    }
  }
}

function info({ incoming, outgoing }: HtlcEvent): HtlcInfo {
  return {
    incoming_timelock: incoming?.expiryHeight ?? 0,
    outgoing_timelock: outgoing?.expiryHeight ?? 0,
    incoming_amt_msat: (incoming?.amountMsat ?? 0n).toString(),
    outgoing_amt_msat: (outgoing?.amountMsat ?? 0n).toString(),
  };
}
