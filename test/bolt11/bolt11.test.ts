import { describe, expect, it } from '@jest/globals';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bech32 } from '@scure/base';
import fc from 'fast-check';
import { decodeInvoice, encodeInvoice } from '#bolt11/bolt11';
import type { InvoiceFields } from '#bolt11/invoice';
import { msat } from '#kernel/msat';
import { anyFields } from './arbitrary-fields.js';
import { refusal } from './refusal.js';
import { vectorPrivateKey } from './vectors.js';

const payee = Buffer.from(secp256k1.getPublicKey(vectorPrivateKey));

const fields: InvoiceFields = {
  network: 'bcrt',
  amountMsat: msat(1500n),
  timestamp: 1_700_000_000,
  paymentHash: Buffer.alloc(32, 1),
  paymentSecret: Buffer.alloc(32, 2),
  description: 'a task',
};

/** An invoice of exactly these tagged fields (letter and groups), with a right checksum and no right signature. */
function invoiceOf(tagged: [letter: string, words: number[]][], prefix = 'lnbcrt'): string {
  const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
  const words = tagged.flatMap(([letter, data]) => [
    alphabet.indexOf(letter),
    data.length >> 5,
    data.length & 31,
    ...data,
  ]);
  return bech32.encode(prefix, [...new Array(7).fill(0), ...words, ...new Array(104).fill(0)], false);
}

const hash = (fill: number) => bech32.toWords(Buffer.alloc(32, fill));
const enough: [string, number[]][] = [
  ['p', hash(1)],
  ['s', hash(2)],
  ['d', bech32.toWords(Buffer.from('a task'))],
];
const read = (tagged: [string, number[]][], prefix?: string) =>
  decodeInvoice(invoiceOf(tagged, prefix), { verify: false });

describe('an invoice that we write', () => {
  it('reads back as the same fields, whatever they are', () => {
    fc.assert(
      fc.property(anyFields, (any) => {
        const decoded = decodeInvoice(encodeInvoice(any, vectorPrivateKey));
        const { withPayee: _, ...expected } = any;
        expect(decoded).toEqual({
          ...expected,
          description: any.description,
          descriptionHash: any.descriptionHash,
          expirySeconds: any.expirySeconds ?? 3600,
          minFinalCltvExpiryDelta: any.minFinalCltvExpiryDelta ?? 18,
          payee,
          signature: decoded.signature,
        });
      }),
      { numRuns: 150, verbose: 1 },
    );
  });

  it('is refused when any one character is another', () => {
    const invoice = encodeInvoice({ ...fields, withPayee: false }, vectorPrivateKey);
    const printable = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.nat(invoice.length - 1), printable, (at, character) => {
        fc.pre(invoice[at] !== character);
        expect(refusal(() => decodeInvoice(invoice.slice(0, at) + character + invoice.slice(at + 1)))).not.toBe(
          'accepted',
        );
      }),
      { numRuns: 2000, verbose: 1 },
    );
  });

  it('is refused when its data is changed and the checksum made anew', () => {
    const named = bech32.decode(encodeInvoice({ ...fields, withPayee: true }, vectorPrivateKey), false);
    fc.assert(
      fc.property(fc.nat(named.words.length - 3), fc.integer({ min: 1, max: 31 }), (at, flip) => {
        const words = named.words.map((word, index) => (index === at ? word ^ flip : word));
        const text = bech32.encode(named.prefix, words, false);
        const outcome = refusal(() => decodeInvoice(text));
        // A field that is no longer known as the payee's leaves another key to recover, never this payee.
        if (outcome === 'accepted') expect(decodeInvoice(text).payee.equals(payee)).toBe(false);
      }),
      { numRuns: 300, verbose: 1 },
    );
  });

  it('writes the largest unit that is whole', () => {
    const prefixOf = (amount: bigint) => {
      return bech32.decode(encodeInvoice({ ...fields, amountMsat: msat(amount) }, vectorPrivateKey), false).prefix;
    };
    expect(prefixOf(1n)).toBe('lnbcrt10p');
    expect(prefixOf(100n)).toBe('lnbcrt1n');
    expect(prefixOf(1500n)).toBe('lnbcrt15n');
    expect(prefixOf(100_000n)).toBe('lnbcrt1u');
    expect(prefixOf(100_000_000n)).toBe('lnbcrt1m');
    expect(prefixOf(100_000_000_000n)).toBe('lnbcrt1');
  });

  it.each<[string, Partial<InvoiceFields>, string]>([
    ['an amount of nothing', { amountMsat: msat(0n) }, 'invalid_amount'],
    ['a hash of 31 bytes', { paymentHash: Buffer.alloc(31) }, 'invalid_field'],
    ['both a description and a hash of one', { descriptionHash: Buffer.alloc(32) }, 'two_descriptions'],
    ['neither a description nor a hash of one', { description: undefined }, 'missing_description'],
    ['a description of 640 bytes', { description: 'x'.repeat(640) }, 'invalid_field'],
    ['a time with a fraction', { timestamp: 1.5 }, 'invalid_timestamp'],
    ['a time after 35 bits', { timestamp: 2 ** 35 }, 'invalid_timestamp'],
    ['a negative expiry', { expirySeconds: -1 }, 'invalid_field'],
    [
      'a witness program of a length that none has',
      { fallbackAddresses: [{ version: 0, program: Buffer.alloc(21) }] },
      'invalid_field',
    ],
    ['a feature that no field can hold', { featureBits: [5115] }, 'invalid_field'],
    [
      'more than 7,089 characters',
      {
        routeHints: new Array(10).fill(
          new Array(12).fill({
            nodeId: Buffer.alloc(33, 2),
            shortChannelId: 1n,
            feeBaseMsat: msat(1n),
            feeProportionalMillionths: 1,
            cltvExpiryDelta: 1,
          }),
        ),
      },
      'too_long',
    ],
  ])('is not written with %s', (_, change, reason) => {
    expect(refusal(() => encodeInvoice({ ...fields, ...change }, vectorPrivateKey))).toBe(reason);
  });
});

describe('an invoice that others write', () => {
  it('means the first of two payment hashes, secrets or descriptions, as it does to lnd', () => {
    const decoded = read([...enough, ['p', hash(9)], ['s', hash(9)], ['d', bech32.toWords(Buffer.from('other'))]]);
    expect(decoded.paymentHash).toEqual(Buffer.alloc(32, 1));
    expect(decoded.paymentSecret).toEqual(Buffer.alloc(32, 2));
    expect(decoded.description).toBe('a task');
  });

  it('skips hashes, secrets and keys of another length, and fields that nobody knows', () => {
    const decoded = read([['p', [1]], ['s', [1]], ['n', [1]], ['h', [1]], ['z', [1, 2]], ...enough]);
    expect(decoded).toMatchObject({ paymentHash: Buffer.alloc(32, 1), payee: undefined, descriptionHash: undefined });
  });

  it('has the defaults of BOLT 11 where it says nothing', () => {
    expect(read(enough)).toMatchObject({ amountMsat: undefined, expirySeconds: 3600, minFinalCltvExpiryDelta: 18 });
  });

  it('keeps a description that begins with a byte order mark as it was signed', () => {
    expect(read([...enough.slice(0, 2), ['d', bech32.toWords(Buffer.from('\ufefftask'))]]).description).toBe(
      '\ufefftask',
    );
  });

  it.each<[string, [string, number[]][], string]>([
    ['has no payment hash', enough.slice(1), 'missing_payment_hash'],
    ['has no payment secret', [enough[0]!, enough[2]!], 'missing_payment_secret'],
    ['has no description', enough.slice(0, 2), 'missing_description'],
    ['has a description and the hash of one', [...enough, ['h', hash(3)]], 'two_descriptions'],
    ['requires a feature that we do not know', [...enough, ['9', [1, 0, 0, 0, 0]]], 'unknown_required_feature'],
    ['begins its features with nothing', [...enough, ['9', [0, 8]]], 'invalid_field'],
    ['begins its expiry with nothing', [...enough, ['x', [0, 8]]], 'invalid_field'],
    ['has an expiry beyond any number', [...enough, ['x', new Array(11).fill(1)]], 'invalid_field'],
    ['has half a hop', [...enough, ['r', bech32.toWords(Buffer.alloc(50))]], 'invalid_field'],
    ['has a route of no hops', [...enough, ['r', []]], 'invalid_field'],
    [
      'describes itself in bytes that are no text',
      [...enough.slice(0, 2), ['d', bech32.toWords(Buffer.of(0xff))]],
      'invalid_field',
    ],
    ['pads a field with ones', [...enough.slice(0, 2), ['d', [12, 1]]], 'invalid_field'],
  ])('is refused when it %s', (_, tagged, reason) => {
    expect(refusal(() => read(tagged))).toBe(reason);
  });

  it('is refused when a field claims to be longer than the invoice', () => {
    const { prefix, words } = bech32.decode(invoiceOf(enough), false);
    const lying = words.map((word, index) => (index === 8 ? 31 : word));
    expect(refusal(() => decodeInvoice(bech32.encode(prefix, lying, false), { verify: false }))).toBe('invalid_field');
  });

  it.each([
    ['lnxy', 'unknown_prefix'],
    ['bc', 'unknown_prefix'],
    ['lnbc0', 'invalid_amount'],
    ['lnbc01u', 'invalid_amount'],
    ['lnbc1x', 'invalid_amount'],
    ['lnbc15p', 'invalid_amount'],
    ['lnbc21000001', 'invalid_amount'],
    ['lnbc99999999999999999999', 'invalid_amount'],
    ['lnbc999999999999999999999', 'invalid_amount'],
    ['lntbs20m', 'accepted'],
    ['lntb20m', 'accepted'],
    ['lnbc21000000', 'accepted'],
  ])('with the human-readable part %s is: %s', (prefix, outcome) => {
    expect(refusal(() => read(enough, prefix))).toBe(outcome);
  });

  it('is refused unread when it is longer than any QR code', () => {
    expect(refusal(() => decodeInvoice(`lnbc1${'q'.repeat(7085)}`))).toBe('too_long');
  });

  it('never fails in another way than by a refusal', () => {
    const anyWords = fc.array(fc.nat(31), { maxLength: 400 });
    fc.assert(
      fc.property(fc.constantFrom('lnbc', 'lnbcrt1u', 'lntbs'), anyWords, fc.boolean(), (prefix, words, verify) => {
        const text = bech32.encode(prefix, words, false);
        expect(typeof refusal(() => (verify ? decodeInvoice(text) : decodeInvoice(text, { verify: false })))).toBe(
          'string',
        );
      }),
      { numRuns: 1500, verbose: 1 },
    );
  });
});
