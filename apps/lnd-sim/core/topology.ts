/**
 * The channels that a new network begins with: the buyer has two to the market, so that a payment can need more than one
 * part, every other node has one, and all of that once more to the market's second node. All are ten million satoshi wide, which is
 * about what one channel may have.
 */
import { type Msat, subtractMsat, zeroMsat } from '#kernel/msat';
import type { ChannelRow, NodeName } from './rows.js';

export const firstHeight = 600;

const capacityMsat = 10_000_000_000n as Msat;
const feeBaseMsat = 1000n as Msat;
const feeRatePpm = 1;

export function initialChannels(nodes: readonly NodeName[], existing: readonly ChannelRow[]): ChannelRow[] {
  const markets = nodes.filter((name) => name === 'market' || name === 'second');
  const hubs = markets.length > 0 ? markets : nodes.slice(0, 1);
  const made: ChannelRow[] = [];
  const pairs = hubs.flatMap((hub) => nodes.filter((name) => !hubs.includes(name)).map((spoke) => ({ hub, spoke })));
  for (const { hub, spoke } of pairs) {
    if (existing.some(({ a, b }) => [a, b].includes(hub) && [a, b].includes(spoke))) continue;
    // The seller has little at first, since it is the one who gets paid.
    const spokeMsat = spoke === 'seller' ? ((capacityMsat / 5n) as Msat) : ((capacityMsat / 2n) as Msat);
    for (let count = spoke === 'buyer' ? 2 : 1; count > 0; count--) {
      const id = shortChannelId(firstHeight - 100 + existing.length + made.length);
      made.push({
        id,
        a: hub,
        b: spoke,
        capacityMsat,
        aMsat: subtractMsat(capacityMsat, spokeMsat),
        bMsat: spokeMsat,
        aOffered: 0,
        bOffered: 0,
        aSentMsat: zeroMsat,
        bSentMsat: zeroMsat,
        feeBaseMsat,
        feeRatePpm,
      });
    }
  }
  return made;
}

/** BOLT 7: block height, index of the transaction, index of the output. */
function shortChannelId(height: number): string {
  return ((BigInt(height) << 40n) | (1n << 16n)).toString();
}
