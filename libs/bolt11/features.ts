/** The `9` field: a big-endian bit field over groups of five bits; bit 0 is the least significant of the last group. */
import { Bolt11Error } from './bolt11-error.js';
import type { Words } from './words.js';

/** Compulsory features (BOLT 9) that a payer here is ready for: an even bit that is not in this list may not be ignored. */
const understood: ReadonlySet<number> = new Set([
  8, // var_onion_optin
  14, // payment_secret
  16, // basic_mpp
  24, // option_route_blinding
  36, // option_attribution_data
  48, // option_payment_metadata
]);

export const defaultFeatureBits: readonly number[] = [8, 14];

/** Bits of a feature field of the greatest length, 1,023 groups. */
const bitCount = 1023 * 5;

export function wordsFromFeatureBits(bits: readonly number[]): Words {
  const highest = Math.max(-1, ...bits);
  if (!bits.every((bit) => Number.isInteger(bit) && bit >= 0 && bit < bitCount)) {
    throw new Bolt11Error('invalid_field', `feature bits are whole numbers below ${bitCount}`);
  }
  const words = new Array<number>(Math.floor(highest / 5) + 1).fill(0);
  for (const bit of bits) words[words.length - 1 - Math.floor(bit / 5)]! |= 1 << (bit % 5);
  return words;
}

export function featureBitsFromWords(words: Words): readonly number[] {
  const bits: number[] = [];
  for (let bit = 0; bit < words.length * 5; bit++) {
    if ((words[words.length - 1 - Math.floor(bit / 5)]! >> (bit % 5)) & 1) bits.push(bit);
  }
  const unknown = bits.find((bit) => bit % 2 === 0 && !understood.has(bit));
  if (unknown !== undefined) {
    throw new Bolt11Error('unknown_required_feature', `the invoice requires feature ${unknown}, which we do not know`);
  }
  return bits;
}
