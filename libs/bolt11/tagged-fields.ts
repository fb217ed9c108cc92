/**
 * The fields between timestamp and signature: type (one group), length (two), then so many groups of data.
 *
 * Where a type that may stand once stands twice, the first is taken, as lnd does: a reader that took the last would show
 * another payment hash than the one lnd pays.
 */
import { Bolt11Error } from './bolt11-error.js';
import { fallbackFromWords, wordsFromFallback } from './fallback-address.js';
import { defaultFeatureBits, featureBitsFromWords, wordsFromFeatureBits } from './features.js';
import type { InvoiceFields, UnverifiedInvoice } from './invoice.js';
import { routeFromWords, wordsFromRoute } from './route-hint.js';
import { bytesFromWords, numberFromWords, type Words, wordsFromBytes, wordsFromNumber } from './words.js';

/** Types, named by their letter in the bech32 alphabet. */
const type = { p: 1, r: 3, '9': 5, x: 6, f: 9, d: 13, s: 16, n: 19, h: 23, c: 24, m: 27 } as const;

const longestField = 1023;
const hashWords = 52;
const nodeIdWords = 53;

const defaultExpirySeconds = 3600;
const defaultMinFinalCltvExpiryDelta = 18;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type TaggedFields = Omit<UnverifiedInvoice, 'network' | 'amountMsat' | 'timestamp' | 'signature'>;

/**
 * The fields in the order of the examples in BOLT 11: secret, hash, description, limits, addresses, routes, features. The
 * payee is named when it is given.
 */
export function writeTaggedFields(fields: InvoiceFields, payee: Uint8Array | undefined): Words {
  if ((fields.description === undefined) === (fields.descriptionHash === undefined)) {
    const reason = fields.description === undefined ? 'missing_description' : 'two_descriptions';
    throw new Bolt11Error(reason, 'an invoice has either a description or the hash of one');
  }
  const words: number[] = [];
  const field = (tag: number, data: Words) => {
    if (data.length > longestField) throw new Bolt11Error('invalid_field', `${data.length} groups are no field`);
    words.push(tag, data.length >> 5, data.length & 31, ...data);
  };
  const { description, descriptionHash, metadata, expirySeconds, minFinalCltvExpiryDelta } = fields;
  field(type.s, exactly(32, fields.paymentSecret, 'payment secret'));
  field(type.p, exactly(32, fields.paymentHash, 'payment hash'));
  if (description !== undefined) field(type.d, wordsFromBytes(Buffer.from(description, 'utf8')));
  if (descriptionHash) field(type.h, exactly(32, descriptionHash, 'description hash'));
  if (metadata) field(type.m, wordsFromBytes(metadata));
  if (expirySeconds !== undefined) field(type.x, wordsFromNumber(expirySeconds));
  if (minFinalCltvExpiryDelta !== undefined) field(type.c, wordsFromNumber(minFinalCltvExpiryDelta));
  if (payee) field(type.n, wordsFromBytes(payee));
  for (const address of fields.fallbackAddresses ?? []) field(type.f, wordsFromFallback(address));
  for (const route of fields.routeHints ?? []) field(type.r, wordsFromRoute(route));
  const features = wordsFromFeatureBits(fields.featureBits ?? defaultFeatureBits);
  if (features.length > 0) field(type['9'], features);
  return words;
}

function exactly(length: number, bytes: Uint8Array, name: string): Words {
  if (bytes.length !== length) throw new Bolt11Error('invalid_field', `a ${name} has ${length} bytes`);
  return wordsFromBytes(bytes);
}

export function readTaggedFields(words: Words): TaggedFields {
  const found = collect(words);
  const first = (tag: number) => found.get(tag)?.[0];
  const paymentHash = first(type.p);
  const paymentSecret = first(type.s);
  const description = first(type.d);
  const descriptionHash = first(type.h);
  const metadata = first(type.m);
  const payee = first(type.n);
  if (paymentHash === undefined) throw new Bolt11Error('missing_payment_hash', 'the invoice has no payment hash');
  if (paymentSecret === undefined) throw new Bolt11Error('missing_payment_secret', 'the invoice has no payment secret');
  if (description === undefined && descriptionHash === undefined) {
    throw new Bolt11Error('missing_description', 'the invoice has neither a description nor the hash of one');
  }
  if (description !== undefined && descriptionHash !== undefined) {
    throw new Bolt11Error('two_descriptions', 'the invoice has both a description and the hash of one');
  }
  return {
    paymentHash: bytesFromWords(paymentHash),
    paymentSecret: bytesFromWords(paymentSecret),
    description: description && textFromWords(description),
    descriptionHash: descriptionHash && bytesFromWords(descriptionHash),
    expirySeconds: shortestNumber(first(type.x)) ?? defaultExpirySeconds,
    minFinalCltvExpiryDelta: shortestNumber(first(type.c)) ?? defaultMinFinalCltvExpiryDelta,
    routeHints: (found.get(type.r) ?? []).map(routeFromWords),
    featureBits: featureBitsFromWords(shortest(first(type['9'])) ?? []),
    fallbackAddresses: (found.get(type.f) ?? []).map(fallbackFromWords).filter((address) => address !== undefined),
    metadata: metadata && bytesFromWords(metadata),
    payee: payee && bytesFromWords(payee),
  };
}

/**
 * Every field by its type, in order. Hashes, secrets and keys of another length are skipped, as lnd and an example of the
 * BOLT do (its text has come to say otherwise).
 */
function collect(words: Words): Map<number, Words[]> {
  const found = new Map<number, Words[]>();
  // Fewer than three groups cannot hold another field.
  for (let at = 0; at + 3 <= words.length; ) {
    const [tag = 0, high = 0, low = 0] = words.slice(at, at + 3);
    const end = at + 3 + high * 32 + low;
    if (end > words.length) throw new Bolt11Error('invalid_field', 'a field is longer than the invoice');
    const data = words.slice(at + 3, end);
    at = end;
    const fixed = fixedLength(tag);
    if (fixed !== undefined && data.length !== fixed) continue;
    const same = found.get(tag);
    if (same) same.push(data);
    else found.set(tag, [data]);
  }
  return found;
}

function fixedLength(tag: number): number | undefined {
  if (tag === type.p || tag === type.h || tag === type.s) return hashWords;
  return tag === type.n ? nodeIdWords : undefined;
}

function textFromWords(words: Words): string {
  try {
    return utf8.decode(bytesFromWords(words));
  } catch (error) {
    if (error instanceof Bolt11Error) throw error;
    throw new Bolt11Error('invalid_field', 'the description is not UTF-8', { cause: error });
  }
}

/** Numbers and features must be written in the fewest groups, so that one meaning has one form. */
function shortest(words: Words | undefined): Words | undefined {
  if (words?.[0] === 0) throw new Bolt11Error('invalid_field', 'a number or feature field begins with an empty group');
  return words;
}

function shortestNumber(words: Words | undefined): number | undefined {
  const number = shortest(words);
  return number && numberFromWords(number);
}
