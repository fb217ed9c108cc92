/** The `r` field: one or more hops of 51 bytes, from a public node to the payee. */
import { msat } from '#kernel/msat';
import { Bolt11Error } from './bolt11-error.js';
import type { RouteHop } from './invoice.js';
import { bytesFromWords, type Words, wordsFromBytes } from './words.js';

const hopLength = 33 + 8 + 4 + 4 + 2;

export function wordsFromRoute(route: readonly RouteHop[]): Words {
  return wordsFromBytes(Buffer.concat(route.map(bytesFromHop)));
}

function bytesFromHop(hop: RouteHop): Buffer {
  if (hop.nodeId.length !== 33) throw new Bolt11Error('invalid_field', 'a node id has 33 bytes');
  const bytes = Buffer.alloc(hopLength);
  try {
    bytes.set(hop.nodeId, 0);
    bytes.writeBigUInt64BE(hop.shortChannelId, 33);
    bytes.writeUInt32BE(Number(hop.feeBaseMsat), 41);
    bytes.writeUInt32BE(hop.feeProportionalMillionths, 45);
    bytes.writeUInt16BE(hop.cltvExpiryDelta, 49);
  } catch (error) {
    throw new Bolt11Error('invalid_field', 'a number of a route hint is out of range', { cause: error });
  }
  return bytes;
}

export function routeFromWords(words: Words): readonly RouteHop[] {
  const bytes = bytesFromWords(words);
  if (bytes.length === 0 || bytes.length % hopLength !== 0) {
    throw new Bolt11Error('invalid_field', `a route hint is made of hops of ${hopLength} bytes`);
  }
  return Array.from({ length: bytes.length / hopLength }, (_, index) => {
    const hop = bytes.subarray(index * hopLength, (index + 1) * hopLength);
    return {
      nodeId: hop.subarray(0, 33),
      shortChannelId: hop.readBigUInt64BE(33),
      feeBaseMsat: msat(BigInt(hop.readUInt32BE(41))),
      feeProportionalMillionths: hop.readUInt32BE(45),
      cltvExpiryDelta: hop.readUInt16BE(49),
    };
  });
}
