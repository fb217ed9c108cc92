/**
 * The little that a buyer must know of a BOLT11 invoice before it pays: how much, and under which hash.
 *
 * Both are read from the invoice itself, since what a server says beside it costs the server nothing. The signature is
 * left to the wallet, which checks it before it pays.
 */
import { InvalidChallenge } from './errors.js';

export interface Invoice {
  /** Undefined where the invoice leaves the amount to the payer. */
  readonly amountMsat: bigint | undefined;
  /** 32 bytes in hex. */
  readonly paymentHash: string;
  /** Prefix of the network: bc, tb, tbs, sb or bcrt. */
  readonly network: string;
}

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Milli-satoshi per unit of each multiplier of BOLT11; pico is a tenth and handled apart. */
const msatPerUnit: Record<string, bigint> = { '': 100_000_000_000n, m: 100_000_000n, u: 100_000n, n: 100n };

const maxInvoiceLength = 4096;
const checksumGroups = 6;
const timestampGroups = 7;
const signatureGroups = 104;
/** Tag `p`: the payment hash, 52 groups of 5 bits. */
const paymentHashTag = 1;
const paymentHashGroups = 52;

/** Throws `InvalidChallenge` for anything that is not one whole invoice. */
export function readInvoice(text: string): Invoice {
  if (text.length > maxInvoiceLength) throw new InvalidChallenge('the invoice is longer than any real one');
  const invoice = text === text.toUpperCase() ? text.toLowerCase() : text;
  const separator = invoice.lastIndexOf('1');
  const prefix = invoice.slice(0, separator);
  const human = /^ln(bcrt|bc|tbs|tb|sb)(?:([1-9][0-9]{0,17})([munp]?))?$/.exec(prefix);
  if (separator < 0 || !human) throw new InvalidChallenge('this is not a BOLT11 invoice');
  const groups = readGroups(invoice.slice(separator + 1));
  if (checksum(prefix, groups) !== 1) throw new InvalidChallenge("the invoice's checksum is wrong");
  const [, network = '', digits, multiplier = ''] = human;
  return {
    amountMsat: digits === undefined ? undefined : amountOf(BigInt(digits), multiplier),
    paymentHash: paymentHashOf(groups),
    network,
  };
}

function amountOf(count: bigint, multiplier: string): bigint {
  if (multiplier !== 'p') return count * (msatPerUnit[multiplier] ?? 0n);
  if (count % 10n !== 0n) throw new InvalidChallenge('the invoice asks for a fraction of a millisatoshi');
  return count / 10n;
}

function readGroups(data: string): number[] {
  const groups = Array.from(data, (letter) => alphabet.indexOf(letter));
  if (groups.includes(-1)) throw new InvalidChallenge('the invoice has a character that bech32 does not know');
  return groups;
}

/** BIP 173's checksum over the human part and the data, 1 when it holds. */
function checksum(prefix: string, groups: readonly number[]): number {
  const letters = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const values = [...letters.map((code) => code >> 5), 0, ...letters.map((code) => code & 31), ...groups];
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    generator.forEach((term, bit) => {
      if ((top >>> bit) & 1) sum ^= term;
    });
  }
  return sum >>> 0;
}

/** The first `p` field counts, as it does for lnd. */
function paymentHashOf(groups: readonly number[]): string {
  const end = groups.length - signatureGroups - checksumGroups;
  let at = timestampGroups;
  while (at + 3 <= end) {
    const length = (groups[at + 1] ?? 0) * 32 + (groups[at + 2] ?? 0);
    if (groups[at] === paymentHashTag && length === paymentHashGroups && at + 3 + length <= end) {
      return bytesOf(groups.slice(at + 3, at + 3 + length)).toString('hex');
    }
    at += 3 + length;
  }
  throw new InvalidChallenge('the invoice names no payment hash');
}

/** Joins groups of 5 bits to whole bytes; the bits left over at the end are padding. */
function bytesOf(groups: readonly number[]): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const group of groups) {
    value = ((value << 5) | group) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}
