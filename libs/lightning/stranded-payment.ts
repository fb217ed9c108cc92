/**
 * A payment that LND will call in flight for ever. When lnd 0.21.2 is shut down after it has written an attempt down and before the channel
 * has its HTLC, it waits from its next start on for the end of an HTLC that is nowhere (docs/real-lnd.md).
 *
 * What is asked for is proof that nothing can be paid any more, for each HTLC that LND has not seen the end of: its last block has long
 * passed, by which lnd would have closed the channel for its sake; and the channel is open, in agreement with its peer, and without it.
 */
import type { Channel__Output } from './generated/lnrpc/Channel.js';
import type { HTLCAttempt__Output } from './generated/lnrpc/HTLCAttempt.js';
import type { Payment__Output } from './generated/lnrpc/Payment.js';
import type { LndClient } from './lnd-client.js';

/** About a day. */
export const strandedAfterBlocks = 144;

/** Without a question of LND while the payment may still end by itself. `height`: the last one that is known. */
export async function isStranded(lnd: LndClient, payment: Payment__Output, height: number): Promise<boolean> {
  const open = payment.htlcs.filter(({ status }) => status === 'IN_FLIGHT');
  const isLongOver = ({ route }: HTLCAttempt__Output) => route && height > route.total_time_lock + strandedAfterBlocks;
  if (open.length === 0 || !open.every(isLongOver)) return false;
  const [info, { channels }] = await Promise.all([
    lnd.unary(lnd.lightning.GetInfo, {}),
    lnd.unary(lnd.lightning.ListChannels, {}),
  ]);
  const hash = Buffer.from(payment.payment_hash, 'hex');
  const hasIt = ({ pending_htlcs }: Channel__Output) => pending_htlcs.some(({ hash_lock }) => hash.equals(hash_lock));
  return (
    info.synced_to_chain &&
    !channels.some(hasIt) &&
    // An HTLC that is on one side's commitment alone is not listed; a channel on which that is so is not active.
    open.every(({ route }) => channels.some(({ chan_id, active }) => active && chan_id === route?.hops[0]?.chan_id))
  );
}
