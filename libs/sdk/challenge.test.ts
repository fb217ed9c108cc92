import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readChallenge } from './challenge.js';

const macaroon = 'AgEEbHNhdAJCAAB+/w==';
const invoice = 'lnbcrt15n1p0xyz';
const challenge = { macaroon, invoice };

describe('readChallenge', () => {
  it.each([
    ['A', `L402 macaroon="${macaroon}", invoice="${invoice}"`],
    ['B', `L402 version="0", token="${macaroon}", invoice="${invoice}"`],
    ['C', `L402 macaroon="${macaroon}", invoice="${invoice}", version="0", token="${macaroon}"`],
    ['D', `L402 version="0", token="${macaroon}", macaroon="${macaroon}", invoice="${invoice}"`],
    ['E', `LSAT macaroon="old", invoice="old", L402 macaroon="${macaroon}", invoice="${invoice}"`],
    ['F', `LSAT macaroon="${macaroon}", invoice="${invoice}"`],
    ['H', `Payment id="x", request="e30", L402 macaroon="${macaroon}", invoice="${invoice}"`],
    ['J', `L402 macaroon="${macaroon}", invoice="${invoice}", Payment id="x", invoice="other"`],
    ['K', `l402 MACAROON="${macaroon}", Invoice="${invoice}"`],
    ['L', `L402 macaroon="${macaroon}",invoice="${invoice}"`],
    ['M', `L402 invoice="${invoice}", macaroon="${macaroon}"`],
    ['N', `Bearer realm="a, b=\\"c\\"", L402 macaroon="${macaroon}", invoice="${invoice}"`],
    ['unquoted', `L402 macaroon=${macaroon}, invoice=${invoice}`],
    ['after a token68', `Negotiate ab/cd==, L402 macaroon="${macaroon}", invoice="${invoice}"`],
    ['unknown parameters', `L402 realm="x", macaroon="${macaroon}", fee="1", invoice="${invoice}"`],
    ['spaces', `  L402   macaroon = "${macaroon}" ,  invoice = "${invoice}" `],
    ['a duplicate', `L402 macaroon="${macaroon}", invoice="${invoice}", invoice="lnbcrt1other"`],
  ])('reads form %s', (_, header) => {
    expect(readChallenge(header)).toEqual(challenge);
  });

  it.each([
    ['nothing', ''],
    ['another scheme', `Bearer macaroon="${macaroon}", invoice="${invoice}"`],
    ['no invoice', `L402 macaroon="${macaroon}"`],
    ['no macaroon', `L402 invoice="${invoice}"`],
    ['an empty macaroon', `L402 macaroon="", invoice="${invoice}"`],
    ['a macaroon that would break a header line', `L402 macaroon="a\\\nb", invoice="${invoice}"`],
    ['parameters split over two schemes', `L402 macaroon="${macaroon}", Payment invoice="${invoice}"`],
    ['a quote that never ends', `L402 macaroon="${macaroon}, invoice=${invoice}`],
  ])('finds nothing to pay in %s', (_, header) => {
    expect(readChallenge(header)).toBeUndefined();
  });

  it('ends on any text, and what it returns can be sent back', () => {
    const piece = fc.oneof(
      fc.constantFrom('L402', 'LSAT', 'macaroon', 'invoice', '=', '"', ',', ' ', '\\', macaroon),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const found = readChallenge(pieces.join(''));
        if (found) new Headers().set('authorization', `L402 ${found.macaroon}:00`);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes time in proportion to the length', () => {
    const started = performance.now();
    for (const unit of ['a', ',', '"', '\\', 'a=', 'a="', ' ', 'a ', '="'])
      readChallenge(`L402 ${unit.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
