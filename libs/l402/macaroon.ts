/**
 * Macaroons in the binary format V2 of libmacaroons, with first-party caveats only:
 *
 *     02 | 01 len location | 02 len identifier | 00 | (02 len caveat 00)* | 00 | 06 20 signature
 *
 * The signature is a chain: HMAC over the identifier, then each caveat keyed by the signature before it. So whoever holds
 * a macaroon can add a caveat, and nobody can take one away. The location is not covered by it: compare it yourself.
 */
import { timingSafeEqual } from 'node:crypto';
import { assert } from '#kernel/assert';
import { hmacSha256 } from './sha256.js';

export interface Macaroon {
  /** ASCII; read as one character a byte, so that any other comes back as it was. */
  readonly location: string;
  readonly identifier: Buffer;
  readonly caveats: readonly Buffer[];
  readonly signature: Buffer;
}

export const maxMacaroonBytes = 4096;
export const maxCaveats = 64;

const version = 2;
const field = { end: 0, location: 1, identifier: 2, signature: 6 } as const;
const signatureBytes = 32;

/** Every library derives the key of the chain from the root key in this way, so that any length of root key will do. */
const keyGenerator = Buffer.from('macaroons-key-generator');

export function mintMacaroon(
  rootKey: Uint8Array,
  { location, identifier, caveats }: { location: string; identifier: Uint8Array; caveats: readonly string[] },
): Macaroon {
  const bytes = caveats.map((caveat) => Buffer.from(caveat));
  return {
    location,
    identifier: Buffer.from(identifier),
    caveats: bytes,
    signature: chain(rootKey, identifier, bytes),
  };
}

/** The macaroon with one more caveat; needs no key. */
export function addCaveat(macaroon: Macaroon, caveat: string): Macaroon {
  const bytes = Buffer.from(caveat);
  return { ...macaroon, caveats: [...macaroon.caveats, bytes], signature: hmacSha256(macaroon.signature, bytes) };
}

/** Whether the signature is that of this root key over this identifier and these caveats; takes the same time either way. */
export function isAuthentic(macaroon: Macaroon, rootKey: Uint8Array): boolean {
  return timingSafeEqual(chain(rootKey, macaroon.identifier, macaroon.caveats), macaroon.signature);
}

function chain(rootKey: Uint8Array, identifier: Uint8Array, caveats: readonly Buffer[]): Buffer {
  let signature = hmacSha256(hmacSha256(keyGenerator, rootKey), identifier);
  for (const caveat of caveats) signature = hmacSha256(signature, caveat);
  return signature;
}

/** Throws for what would be beyond the bounds that `decodeMacaroon` keeps. */
export function encodeMacaroon({ location, identifier, caveats, signature }: Macaroon): Buffer {
  assert(caveats.length <= maxCaveats, `a macaroon has at most ${maxCaveats} caveats`);
  const bytes = Buffer.concat([
    Buffer.of(version),
    ...packet(field.location, Buffer.from(location, 'latin1')),
    ...packet(field.identifier, identifier),
    Buffer.of(field.end),
    ...caveats.flatMap((caveat) => [...packet(field.identifier, caveat), Buffer.of(field.end)]),
    Buffer.of(field.end),
    ...packet(field.signature, signature),
  ]);
  assert(bytes.length <= maxMacaroonBytes, `a macaroon has at most ${maxMacaroonBytes} bytes`);
  return bytes;
}

function packet(type: number, data: Uint8Array): Uint8Array[] {
  const { length } = data;
  return [length < 0x80 ? Buffer.of(type, length) : Buffer.of(type, (length & 0x7f) | 0x80, length >> 7), data];
}

/**
 * Reads exactly one macaroon; `undefined` for anything else, also for third-party caveats (nobody here could discharge
 * them), lengths that are not in their shortest form, and bytes after the end: one macaroon has one encoding. The result
 * shares its memory with `bytes`.
 */
export function decodeMacaroon(bytes: Buffer): Macaroon | undefined {
  if (bytes.length > maxMacaroonBytes || bytes[0] !== version) return undefined;
  let at = 1;
  const take = (type: number): Buffer | undefined => {
    if (bytes[at] !== type) return undefined;
    let length = bytes[at + 1] ?? 0;
    let start = at + 2;
    if (length >= 0x80) {
      const high = bytes[start++] ?? 0;
      // Two bytes of length hold more than a macaroon may have; a high part of zero would be a second way to write it.
      if (high === 0 || high >= 0x80) return undefined;
      length = (length & 0x7f) | (high << 7);
    }
    if (start + length > bytes.length) return undefined;
    at = start + length;
    return bytes.subarray(start, at);
  };
  const end = (): boolean => {
    if (bytes[at] !== field.end) return false;
    at += 1;
    return true;
  };

  const location = take(field.location);
  const identifier = take(field.identifier);
  if (!location || !identifier || !end()) return undefined;
  const caveats: Buffer[] = [];
  while (!end()) {
    const caveat = caveats.length < maxCaveats ? take(field.identifier) : undefined;
    if (!caveat || !end()) return undefined;
    caveats.push(caveat);
  }
  const signature = take(field.signature);
  if (signature?.length !== signatureBytes || at !== bytes.length) return undefined;
  return { location: location.toString('latin1'), identifier, caveats, signature };
}

/** From standard or url-safe base64, padded or not. */
export function decodeBase64Macaroon(text: string): Macaroon | undefined {
  if (text.length > Math.ceil(maxMacaroonBytes / 3) * 4 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  return decodeMacaroon(Buffer.from(text, 'base64'));
}

/** From hex of any case. */
export function decodeHexMacaroon(text: string): Macaroon | undefined {
  if (text.length > maxMacaroonBytes * 2 || text.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(text)) return undefined;
  return decodeMacaroon(Buffer.from(text, 'hex'));
}
