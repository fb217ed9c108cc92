import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addCaveat,
  decodeBase64Macaroon,
  decodeMacaroon,
  encodeMacaroon,
  isAuthentic,
  type Macaroon,
  maxCaveats,
  mintMacaroon,
} from '#l402/macaroon';
import { npmMacaroon } from './npm-macaroon.js';

/** Minted by Lightning Labs' Go library, and reproduced by it, by js-macaroon and by pymacaroons. */
const vector = {
  rootKey: Buffer.alloc(32, 1),
  preimage: Buffer.alloc(32, 2),
  tokenId: Buffer.alloc(32, 3),
  paymentHash: '75877bb41d393b5fb8455ce60ecd8dda001d06316496b14dfa7f895656eeca4a',
  identifierHash: '002b3039613d2b94bb1a864563058d8521305f8b73c986ef1d100c9914a72559',
  caveats: ['services=bot1:0', 'bot1_capabilities=', 'bot1_valid_until=1900000000'],
  signature: 'fd880a8778e41f2f3403c90690c777dad0eed4195ec9289baeccb0ecee67a806',
  base64:
    'AgEEbHNhdAJCAAB1h3u0HTk7X7hFXOYOzY3aAB0GMWSWsU36f4lWVu7KSgMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAAIPc2Vydmlj' +
    'ZXM9Ym90MTowAAISYm90MV9jYXBhYmlsaXRpZXM9AAIbYm90MV92YWxpZF91bnRpbD0xOTAwMDAwMDAwAAAGIP2ICod45B8vNAPJBpDHd9rQ7tQZ' +
    'Xskom67MsOzuZ6gG',
};
const paymentHash = createHash('sha256').update(vector.preimage).digest();
const identifier = Buffer.concat([Buffer.alloc(2), paymentHash, vector.tokenId]);
const minted = mintMacaroon(vector.rootKey, { location: 'lsat', identifier, caveats: vector.caveats });

const bytes = (bounds: { minLength?: number; maxLength: number }) => fc.uint8Array(bounds).map((a) => Buffer.from(a));
const contents = fc.record({
  rootKey: bytes({ minLength: 1, maxLength: 80 }),
  location: fc.string({ unit: fc.constantFrom(...'abcxyz019-./:'), minLength: 1, maxLength: 20 }),
  identifier: bytes({ minLength: 1, maxLength: 200 }),
  caveats: fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 160 }), { maxLength: 6 }),
});

describe('the vector of Lightning Labs', () => {
  it('is minted byte for byte', () => {
    expect(paymentHash.toString('hex')).toBe(vector.paymentHash);
    expect(createHash('sha256').update(identifier).digest('hex')).toBe(vector.identifierHash);
    expect(minted.signature.toString('hex')).toBe(vector.signature);
    expect(encodeMacaroon(minted).toString('base64')).toBe(vector.base64);
  });

  it('is read back whole, from either alphabet', () => {
    for (const text of [vector.base64, vector.base64.replaceAll('+', '-').replaceAll('/', '_')]) {
      const macaroon = decodeBase64Macaroon(text);
      expect(macaroon).toEqual(minted);
      expect(macaroon && isAuthentic(macaroon, vector.rootKey)).toBe(true);
    }
  });

  it('is the same when its caveats are added one by one without the key', () => {
    const bare = mintMacaroon(vector.rootKey, { location: 'lsat', identifier, caveats: [] });
    expect(vector.caveats.reduce(addCaveat, bare)).toEqual(minted);
  });
});

describe('npm macaroon', () => {
  it('verifies what we mint', () => {
    fc.assert(
      fc.property(contents, ({ rootKey, ...rest }) => {
        const theirs = npmMacaroon.importMacaroon(encodeMacaroon(mintMacaroon(rootKey, rest)));
        const seen: string[] = [];
        theirs.verify(rootKey, (caveat) => {
          seen.push(caveat);
          return null;
        });
        expect(seen).toEqual(rest.caveats);
        expect(theirs.location).toBe(rest.location);
        expect(() => theirs.verify(Buffer.concat([rootKey, Buffer.of(1)]), () => null)).toThrow('signature mismatch');
      }),
      { numRuns: 200, verbose: 1 },
    );
  });

  it('mints what we verify', () => {
    fc.assert(
      fc.property(contents, ({ rootKey, caveats, ...rest }) => {
        const theirs = npmMacaroon.newMacaroon({ version: 2, rootKey, ...rest });
        for (const caveat of caveats) theirs.addFirstPartyCaveat(caveat);
        const ours: Macaroon = {
          location: theirs.location,
          identifier: Buffer.from(theirs.identifier),
          caveats: theirs.caveats.map((caveat) => Buffer.from(caveat.identifier)),
          signature: Buffer.from(theirs.signature),
        };
        expect(isAuthentic(ours, rootKey)).toBe(true);
        expect(isAuthentic(ours, Buffer.concat([rootKey, Buffer.of(1)]))).toBe(false);
        // Its binary writer fails from the third caveat on.
        if (caveats.length <= 2) expect(Buffer.from(theirs.exportBinary())).toEqual(encodeMacaroon(ours));
      }),
      { numRuns: 200, verbose: 1 },
    );
  });

  it('adds a third-party caveat, which we refuse because nobody here could discharge it', () => {
    const theirs = npmMacaroon.newMacaroon({ version: 2, rootKey: vector.rootKey, identifier, location: 'lsat' });
    expect(decodeMacaroon(Buffer.from(theirs.exportBinary()))).toBeDefined();
    theirs.addThirdPartyCaveat(Buffer.alloc(32, 9), 'ask them', 'elsewhere');
    expect(decodeMacaroon(Buffer.from(theirs.exportBinary()))).toBeUndefined();
  });
});

describe('reading a macaroon', () => {
  const encoded = encodeMacaroon(minted);

  it('gives back what was written, whatever it is', () => {
    fc.assert(
      fc.property(contents, ({ rootKey, ...rest }) => {
        const macaroon = mintMacaroon(rootKey, rest);
        expect(decodeMacaroon(encodeMacaroon(macaroon))).toEqual(macaroon);
      }),
      { verbose: 1 },
    );
  });

  it('never takes another byte for the same macaroon, at any place', () => {
    for (let at = 0; at < encoded.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const mutated = Buffer.from(encoded);
        mutated[at]! ^= flip;
        const macaroon = decodeMacaroon(mutated);
        const accepted = macaroon?.location === 'lsat' && isAuthentic(macaroon, vector.rootKey);
        expect({ at, flip, accepted }).toEqual({ at, flip, accepted: false });
      }
    }
  });

  it('never takes fewer or more bytes', () => {
    for (let length = 0; length < encoded.length; length++) {
      expect(decodeMacaroon(encoded.subarray(0, length))).toBeUndefined();
    }
    expect(decodeMacaroon(Buffer.concat([encoded, Buffer.of(0)]))).toBeUndefined();
  });

  it('never throws, and reads only what it would write', () => {
    const noise = fc.oneof(
      bytes({ maxLength: 200 }),
      fc.tuple(fc.nat(encoded.length), bytes({ maxLength: 20 })).map(([at, insert]) => {
        return Buffer.concat([encoded.subarray(0, at), insert, encoded.subarray(at)]);
      }),
    );
    fc.assert(
      fc.property(noise, (input) => {
        const macaroon = decodeMacaroon(input);
        if (macaroon) expect(encodeMacaroon(macaroon)).toEqual(input);
      }),
      { numRuns: 5000, verbose: 1 },
    );
  });

  it('refuses a length in more bytes than it needs', () => {
    const padded = Buffer.concat([encoded.subarray(0, 2), Buffer.of(0x84, 0x00), encoded.subarray(3)]);
    expect(decodeMacaroon(padded)).toBeUndefined();
  });

  it('keeps a location that is no text as it was', () => {
    const strange = Buffer.from(encoded);
    strange[4] = 0xff;
    expect(encodeMacaroon(decodeMacaroon(strange)!)).toEqual(strange);
  });

  it('keeps its bounds: 64 caveats and 4 KiB', () => {
    const many = (count: number) => new Array<string>(count).fill('a=b').reduce(addCaveat, minted);
    const full = many(maxCaveats - vector.caveats.length);
    expect(decodeMacaroon(encodeMacaroon(full))).toEqual(full);
    expect(() => encodeMacaroon(addCaveat(full, 'a=b'))).toThrow('at most 64 caveats');
    const extraCaveat = Buffer.from([0x02, 0x03, 0x61, 0x3d, 0x62, 0x00]);
    const whole = encodeMacaroon(full);
    const tail = whole.length - 35;
    expect(decodeMacaroon(Buffer.concat([whole.subarray(0, tail), extraCaveat, whole.subarray(tail)]))).toBeUndefined();

    const room = 4096 - encoded.length - 4;
    const largest = addCaveat(minted, 'x'.repeat(room));
    expect(decodeMacaroon(encodeMacaroon(largest))).toEqual(largest);
    expect(() => encodeMacaroon(addCaveat(minted, 'x'.repeat(room + 1)))).toThrow('at most 4096 bytes');
  });
});
