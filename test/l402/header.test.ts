import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { challengeHeader, type HeaderLines, readBearer, readCredentials } from '#l402/header';
import { addCaveat, decodeBase64Macaroon, encodeMacaroon } from '#l402/macaroon';
import { verifyTaskToken } from '#l402/token';
import { authorization, keyring, now, preimage, token } from './samples.js';

const p = preimage.toString('hex');
const urlSafe = token.replaceAll('+', '-').replaceAll('/', '_');
const bare = token.replace(/=+$/, '');
const minted = decodeBase64Macaroon(token)!;
const paidHex = encodeMacaroon(addCaveat(minted, `preimage=${p}`)).toString('hex');
const paidTwice = encodeMacaroon(addCaveat(addCaveat(minted, `preimage=${'00'.repeat(32)}`), `preimage=${p}`)).toString(
  'hex',
);
const lnget = encodeMacaroon(addCaveat(minted, `preimage=${p}`)).toString('base64');

function outcome(headers: HeaderLines): string {
  const result = verifyTaskToken({ keyring, credentials: readCredentials(headers), now });
  return result.ok ? 'ok' : result.reason;
}

describe('a challenge', () => {
  it('has the one form that every known client reads', () => {
    expect(challengeHeader({ macaroon: 'AgEE+/==', invoice: 'lnbcrt1u1x' })).toBe(
      'L402 macaroon="AgEE+/==", invoice="lnbcrt1u1x", version="0", token="AgEE+/=="',
    );
  });

  it('is read by the patterns that the clients match it with', () => {
    const header = challengeHeader({ macaroon: token, invoice: 'lnbcrt1u1x' });
    expect(/(LSAT|L402) macaroon="(.*?)", invoice="(.*?)"/.exec(header)?.slice(1)).toEqual([
      'L402',
      token,
      'lnbcrt1u1x',
    ]);
    expect(/macaroon="(.*?)"/.exec(header)?.[1]).toBe(token);
    expect(/token="(.*?)"/.exec(header)?.[1]).toBe(token);
  });

  it('is not written with what would break out of its quotes', () => {
    expect(() => challengeHeader({ macaroon: 'a"b', invoice: 'lnbc1' })).toThrow('standard base64');
    expect(() => challengeHeader({ macaroon: urlSafe.replaceAll('A', '-'), invoice: 'lnbc1' })).toThrow(
      'standard base64',
    );
    expect(() => challengeHeader({ macaroon: 'ab', invoice: 'lnbc1"\r\n' })).toThrow('lower-case bech32');
  });
});

describe('what clients send after paying', () => {
  it.each<[string, HeaderLines]>([
    ['most clients: L402', authorization(`L402 ${token}:${p}`)],
    ['LangChainBitcoin, Loop: LSAT', authorization(`LSAT ${token}:${p}`)],
    ['lower case', authorization(`l402 ${token}:${p}`)],
    ['mixed case', authorization(`LsAt ${token}:${p}`)],
    ['several spaces', authorization(`L402   ${token}:${p}`)],
    ['blanks around everything', authorization(`  L402\t${token}:${p}  `)],
    ['upper-case preimage', authorization(`L402 ${token}:${p.toUpperCase()}`)],
    ['url-safe base64', authorization(`L402 ${urlSafe}:${p}`)],
    ['base64 without padding', authorization(`L402 ${bare}:${p}`)],
    ['lnget: encoded again with a preimage caveat', authorization(`L402 ${lnget}:${p}`)],
    ['Aperture as a proxy: two lines, LSAT first', authorization(`LSAT ${token}:${p}`, `L402 ${token}:${p}`)],
    ['the two lines joined by a proxy', authorization(`LSAT ${token}:${p}, L402 ${token}:${p}`)],
    ['a good line after one for something else', authorization('Basic dTpw', `L402 ${token}:${p}`)],
    ['beside a Bearer in the same line', authorization(`Bearer abc, L402 ${token}:${p}`)],
    ['several macaroons, the paid one first', authorization(`L402 ${token},AgEEbHNhdA:${p}`)],
    ['several macaroons, the paid one last', authorization(`L402 AgEEbHNhdA, ${token}:${p}`)],
    ['Macaroon in hex', { macaroon: [paidHex] }],
    ['Grpc-Metadata-Macaroon in hex', { 'grpc-metadata-macaroon': [paidHex] }],
    ['Macaroon in upper-case hex', { macaroon: [paidHex.toUpperCase()] }],
    ['Macaroon beside an Authorization: Bearer', { authorization: ['Bearer abc'], macaroon: [paidHex] }],
    ['Macaroon beside an unpaid LSAT', { authorization: [`LSAT ${token}:`], macaroon: [paidHex] }],
    ['Macaroon with two preimages, the last right', { macaroon: [paidTwice] }],
    ['two Macaroon lines', { macaroon: ['00', paidHex] }],
  ])('is understood: %s', (_, headers) => {
    expect(outcome(headers)).toBe('ok');
  });

  it.each<[string, HeaderLines, string]>([
    ['nothing', {}, 'absent'],
    ['an empty line', authorization(''), 'absent'],
    ['only a Bearer', authorization('Bearer abc'), 'absent'],
    ['LangChainBitcoin after a failed payment', authorization(`LSAT ${token}:`), 'absent'],
    ['a Macaroon without a preimage', { macaroon: [encodeMacaroon(minted).toString('hex')] }, 'absent'],
    ['no colon', authorization(`L402 ${token}`), 'malformed'],
    ['only the scheme', authorization('L402'), 'malformed'],
    ['a preimage of 31 bytes', authorization(`L402 ${token}:${p.slice(2)}`), 'malformed'],
    ['a preimage of 48 bytes', authorization(`L402 ${token}:${p}${'00'.repeat(16)}`), 'malformed'],
    ['a preimage that is no hex', authorization(`L402 ${token}:${'g'.repeat(64)}`), 'malformed'],
    ['a macaroon that is no base64', authorization(`L402 %%%:${p}`), 'malformed'],
    ['no macaroon', authorization(`L402 :${p}`), 'malformed'],
    ['a macaroon cut short', authorization(`L402 ${token.slice(0, 80)}:${p}`), 'malformed'],
    ['a Macaroon that is no hex', { macaroon: ['xyz'] }, 'malformed'],
    ['a Macaroon with half a byte', { macaroon: [paidHex.slice(1)] }, 'malformed'],
    ['a scheme of another name', authorization(`L403 ${token}:${p}`), 'absent'],
    ['a line longer than all headers may be', authorization(`L402 ${token}:${p}${' '.repeat(16_384)}`), 'absent'],
  ])('is refused: %s', (_, headers, reason) => {
    expect(outcome(headers)).toBe(reason);
  });

  it('is bounded in number', () => {
    const many = (count: number) => new Array<string>(count).fill(token).join(',');
    expect(readCredentials(authorization(`L402 ${many(20)}:${p}`)).tokens).toHaveLength(8);
    expect(readCredentials(authorization(...new Array<string>(30).fill(`L402 ${token}:${p}`))).tokens).toHaveLength(8);
  });
});

describe('a Bearer token', () => {
  it.each<[string, string[], string | undefined]>([
    ['alone', ['Bearer abc'], 'abc'],
    ['in lower case', ['bearer abc'], 'abc'],
    ['after an L402 line', [`L402 ${token}:${p}`, 'Bearer abc'], 'abc'],
    ['in one line with an L402', [`L402 ${token}:${p}, Bearer abc`], 'abc'],
    ['that is missing', ['Bearer'], undefined],
    ['that is empty', ['Bearer ', ''], undefined],
    ['of another scheme', ['Basic abc'], undefined],
  ])('%s is read as it stands', (_, lines, expected) => {
    expect(readBearer(authorization(...lines))).toBe(expected);
  });
});

describe('reading headers that nobody should send', () => {
  const piece = fc.constantFrom(
    'L402',
    'lsat',
    'LSAT',
    'Bearer',
    'Basic',
    ' ',
    '  ',
    '\t',
    ',',
    ', ',
    ':',
    '::',
    '=',
    '"',
    'macaroon="',
    '\0',
    '\x7f',
    'é',
    '\u{1f600}',
    token,
    urlSafe,
    bare,
    token.slice(0, 50),
    lnget,
    paidHex,
    paidHex.slice(0, 99),
    p,
    p.toUpperCase(),
    p.slice(1),
    'A',
    '====',
  );
  const line = fc.oneof(
    fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join('')),
    fc.string({ maxLength: 80 }),
  );
  const lines = fc.option(fc.array(line, { maxLength: 12 }), { nil: undefined });
  const anyHeaders = fc.record({ authorization: lines, macaroon: lines, 'grpc-metadata-macaroon': lines });

  it('never throws, and finds nothing but what stands there', () => {
    fc.assert(
      fc.property(anyHeaders, (headers) => {
        const { tokens } = readCredentials(headers);
        readBearer(headers);
        expect(tokens.length).toBeLessThanOrEqual(8);
        for (const { macaroon, preimage: found } of tokens) {
          expect(found.equals(preimage)).toBe(true);
          expect(macaroon.identifier.equals(minted.identifier)).toBe(true);
        }
        expect(['ok', 'absent', 'malformed']).toContain(outcome(headers));
      }),
      { numRuns: 6000, verbose: 1 },
    );
  });

  it.each([
    ['separators', ' ,\t'.repeat(5400)],
    ['schemes', 'L402 '.repeat(3270)],
    ['macaroons', `L402 ${'A,'.repeat(8000)}A:${p}`],
    ['colons', `L402 ${':'.repeat(16_000)}`],
    ['one endless macaroon', `L402 ${'A'.repeat(16_000)}:${p}`],
    ['padding', `L402 ${'='.repeat(16_000)}:${p}`],
    ['tokens without a preimage', `L402 ${token}: `.repeat(40)],
    ['bearers', 'Bearer,'.repeat(2300)],
  ])('takes milliseconds for as many %s as a request can carry', (_, text) => {
    const headers = { authorization: [text.slice(0, 16_384)], macaroon: [text.slice(0, 16_384)] };
    const started = performance.now();
    for (let round = 0; round < 20; round++) {
      readCredentials(headers);
      readBearer(headers);
    }
    // About half a millisecond each; the bound leaves room for a busy machine, and none for quadratic time.
    expect((performance.now() - started) / 20).toBeLessThan(25);
  });
});
