/** Groups of five bits, the digits in which BOLT 11 writes everything behind the separator. */
import { bech32 } from '@scure/base';
import { Bolt11Error } from './bolt11-error.js';

export type Words = readonly number[];

/** Whole bytes of a field; its last group must be filled up with zeros, and no group may be there for padding alone. */
export function bytesFromWords(words: Words): Buffer {
  try {
    return Buffer.from(bech32.fromWords(words as number[]));
  } catch (error) {
    throw new Bolt11Error('invalid_field', 'a field is not padded with zeros to a whole group', { cause: error });
  }
}

export function wordsFromBytes(bytes: Uint8Array): Words {
  return bech32.toWords(bytes);
}

/** All the bits, filled up with zeros to a whole byte: the form in which the data part is signed. */
export function packWords(words: Words): Buffer {
  const bytes = Buffer.alloc(Math.ceil((words.length * 5) / 8));
  let carry = 0;
  let bits = 0;
  let at = 0;
  for (const word of words) {
    carry = ((carry << 5) | word) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = carry >> bits;
    }
  }
  if (bits > 0) bytes[at] = carry << (8 - bits);
  return bytes;
}

/** A big-endian number of up to ten groups, 50 bits, which a JavaScript number holds exactly. */
export function numberFromWords(words: Words): number {
  if (words.length > 10) throw new Bolt11Error('invalid_field', `a number of ${words.length} groups is out of range`);
  return words.reduce((value, word) => value * 32 + word, 0);
}

/** Big-endian; the shortest form, or exactly `length` groups. */
export function wordsFromNumber(value: number, length?: number): Words {
  if (!Number.isSafeInteger(value) || value < 0) throw new Bolt11Error('invalid_field', `not a whole number: ${value}`);
  const words: number[] = [];
  for (let rest = value; rest > 0 || words.length < (length ?? 0); rest = Math.floor(rest / 32))
    words.unshift(rest % 32);
  const longest = length ?? 10;
  if (words.length > longest) throw new Bolt11Error('invalid_field', `${value} needs more than ${longest} groups`);
  return words;
}
