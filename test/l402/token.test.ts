import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mintAccountCredential } from '#l402/account-credential';
import { readCredentials } from '#l402/header';
import { addCaveat, decodeBase64Macaroon, encodeMacaroon, type Macaroon, mintMacaroon } from '#l402/macaroon';
import { deriveRootKey } from '#l402/root-key';
import { matchesRequest, mintTaskToken, requestDigest, type TokenRefusal, verifyTaskToken } from '#l402/token';
import {
  authorization,
  digest,
  fields,
  keyring,
  keyringOf,
  now,
  nowSeconds,
  paid,
  paymentHash,
  preimage,
  taskId,
  token,
} from './samples.js';

const minted = decodeBase64Macaroon(token)!;
const text = (macaroon: Macaroon) => encodeMacaroon(macaroon).toString('base64');
const withCaveats = (...caveats: string[]) => text(caveats.reduce(addCaveat, minted));

function verify(lines: string | string[], at = now, keys = keyring) {
  const credentials = readCredentials(authorization(...[lines].flat()));
  return verifyTaskToken({ keyring: keys, credentials, now: at });
}

function outcome(...args: Parameters<typeof verify>): TokenRefusal | 'ok' {
  const result = verify(...args);
  return result.ok ? 'ok' : result.reason;
}

describe('a task token', () => {
  it('verifies with its preimage and says what was sold', () => {
    const result = verify(paid(token));
    expect(result).toEqual({
      ok: true,
      taskId,
      paymentHash,
      epoch: 4,
      preimage,
      requestDigest: digest,
      service: 'text-analysis',
    });
  });

  it('is byte for byte what another implementation of the same layout makes', () => {
    expect(token).toBe(
      'AgEEbHNhdAJCAAB1h3u0HTk7X7hFXOYOzY3aAB0GMWSWsU36f4lWVu7KSgEABAGS8MGis3xNjl9gcYKTpLUHBwcHBwcHBwcHBwcHAAIYc2Vydm' +
        'ljZXM9dGV4dC1hbmFseXNpczowAAJIcmVxdWVzdD05MjhkNTg4NjFhNGM0NTkwODVmYmU2NjNlOTNiODhiMDdjYWExMWJkOWY2M2I3NTMzMTVh' +
        'YTcyMzRiMDRkMWRjAAAGIE0lIZOEFKsd0URrTN3Jk7BQkjwTEFQMgV4vfkeotIRO',
    );
  });

  it('is the same for the same charge, and another when anything differs', () => {
    expect(mintTaskToken({ ...fields })).toBe(token);
    const others = [
      { paymentHash: Buffer.alloc(32, 9) },
      { taskId: Buffer.alloc(16, 9) },
      { nonce: Buffer.alloc(13, 9) },
      { epoch: 3 },
      { service: 'other' },
      { requestDigest: Buffer.alloc(32, 9) },
    ];
    expect(new Set([token, ...others.map((other) => mintTaskToken({ ...fields, ...other }))]).size).toBe(7);
  });

  it('carries the service and the request as its first caveats, at the location that clients know', () => {
    expect(minted.location).toBe('lsat');
    expect(minted.identifier).toHaveLength(66);
    expect(minted.caveats.map(String)).toEqual(['services=text-analysis:0', `request=${digest.toString('hex')}`]);
  });

  it.each([
    ['a slug that would end its caveat', { service: 'a,b' }],
    ['a slug with a tier', { service: 'a:1' }],
    ['no slug', { service: '' }],
    ['a hash of 31 bytes', { paymentHash: Buffer.alloc(31) }],
    ['an id of 15 bytes', { taskId: Buffer.alloc(15) }],
    ['a nonce of 12 bytes', { nonce: Buffer.alloc(12) }],
    ['a digest of 31 bytes', { requestDigest: Buffer.alloc(31) }],
    ['an epoch without a key', { epoch: 5 }],
    ['an epoch beyond two bytes', { epoch: 65_536 }],
  ])('is not minted with %s', (_, wrong) => {
    expect(() => mintTaskToken({ ...fields, ...wrong })).toThrow();
  });

  it('is refused with any other preimage', () => {
    expect(outcome(`L402 ${token}:${'03'.repeat(32)}`)).toBe('wrong_preimage');
  });

  it('is refused by other keys, and when its epoch has retired', () => {
    const otherKeys = keyringOf({ 4: Buffer.alloc(32, 0x55) }, 4);
    expect(outcome(paid(token), now, otherKeys)).toBe('forged');
    expect(outcome(paid(token), now, keyringOf({ 5: Buffer.alloc(32, 0x55) }, 5))).toBe('unknown_epoch');
    expect(outcome(paid(mintTaskToken({ ...fields, epoch: 3 })))).toBe('ok');
  });

  it('is refused when any of its bytes is another', () => {
    const bytes = encodeMacaroon(minted);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const mutated = Buffer.from(bytes);
        mutated[at]! ^= flip;
        expect(outcome(paid(mutated.toString('base64')))).toMatch(/^(malformed|forged|unknown_epoch|wrong_preimage)$/);
      }),
      { numRuns: 2000, verbose: 1 },
    );
  });

  it('is not an account credential, nor the other way round, even under the same keys', () => {
    const credential = mintAccountCredential({ keyring, accountId: taskId, random: Buffer.alloc(13) });
    expect(outcome(paid(credential))).toBe('malformed');
    const rootKey = deriveRootKey(keyring, { purpose: 'account', epoch: 4, identifier: minted.identifier })!;
    const crossed = mintMacaroon(rootKey, { ...minted, caveats: minted.caveats.map(String) });
    expect(outcome(paid(text(crossed)))).toBe('forged');
  });

  it('must say what was sold, even when its signature is right', () => {
    const rootKey = deriveRootKey(keyring, { purpose: 'task', epoch: 4, identifier: minted.identifier })!;
    const mint = (...caveats: string[]) => text(mintMacaroon(rootKey, { ...minted, caveats }));
    const request = `request=${digest.toString('hex')}`;
    expect(outcome(paid(mint('services=a:0', request)))).toBe('ok');
    expect(outcome(paid(mint()))).toBe('malformed');
    expect(outcome(paid(mint('services=a:0')))).toBe('malformed');
    expect(outcome(paid(mint(request, 'services=a:0')))).toBe('malformed');
    expect(outcome(paid(mint('services=a:0,b:0', request)))).toBe('malformed');
    expect(outcome(paid(mint('services=a:0', 'request=00')))).toBe('malformed');
  });
});

describe('a caveat that a holder adds', () => {
  const later = String(nowSeconds + 60);
  const evenLater = String(nowSeconds + 120);
  const past = String(nowSeconds);

  it.each<[string, string[], TokenRefusal | 'ok']>([
    ['a preimage, as lnget and Loop do', [`preimage=${'00'.repeat(32)}`], 'ok'],
    ['a condition that we do not know', ['text-analysis_capabilities=', 'colour=blue'], 'ok'],
    ['no condition at all', ['nonsense', ''], 'ok'],
    ['bytes that are no text', ['\ud800=1'], 'ok'],
    ['a deadline to come', [`valid_until=${later}`], 'ok'],
    ['a deadline for this service to come', [`text-analysis_valid_until=${later}`], 'ok'],
    ['deadlines that come closer', [`valid_until=${evenLater}`, `valid_until=${later}`], 'ok'],
    ['the same deadline twice', [`valid_until=${later}`, `valid_until=${later}`], 'ok'],
    ['a deadline that has come', [`valid_until=${past}`], 'expired'],
    ['a deadline for this service that has come', [`text-analysis_valid_until=${past}`], 'expired'],
    ['a deadline for another service', [`other_valid_until=${past}`], 'ok'],
    ['a later deadline after an earlier', [`valid_until=${later}`, `valid_until=${evenLater}`], 'widened'],
    ['a later deadline after one that has come', [`valid_until=${past}`, `valid_until=${later}`], 'widened'],
    ['a deadline that is no number', ['valid_until=tomorrow'], 'malformed'],
    ['a deadline with a sign', ['valid_until=+1900000000'], 'malformed'],
    ['a deadline beyond any time', ['valid_until=9999999999999'], 'malformed'],
    ['the same service', ['services=text-analysis:0'], 'ok'],
    ['another service', ['services=other:0'], 'widened'],
    ['one service more', ['services=text-analysis:0,other:0'], 'widened'],
    ['another tier', ['services=text-analysis:1'], 'widened'],
    ['the same request', [`request=${digest.toString('hex')}`], 'ok'],
    ['another request', [`request=${'00'.repeat(32)}`], 'widened'],
  ])('is %s', (_, caveats, expected) => {
    expect(outcome(paid(withCaveats(...caveats)))).toBe(expected);
  });

  it('never sells more or for longer', () => {
    const seconds = fc.integer({ min: nowSeconds - 100, max: nowSeconds + 100 }).map(String);
    const caveat = fc.oneof(
      seconds.map((at) => `valid_until=${at}`),
      seconds.map((at) => `text-analysis_valid_until=${at}`),
      fc.constantFrom('services=text-analysis:0', 'services=other:0', 'services=', `request=${'00'.repeat(32)}`, 'x=y'),
      fc.string({ maxLength: 20 }),
    );
    const instant = fc.integer({ min: -200, max: 200 }).map((offset) => new Date(now.getTime() + offset * 1000));
    fc.assert(
      fc.property(fc.array(caveat, { maxLength: 6 }), caveat, instant, (caveats, last, at) => {
        const before = verify(paid(withCaveats(...caveats)), at);
        const after = verify(paid(withCaveats(...caveats, last)), at);
        if (after.ok) expect(before).toEqual(after);
      }),
      { numRuns: 2000, verbose: 1 },
    );
  });
});

describe('several tokens at once', () => {
  const other = mintTaskToken({ ...fields, taskId: Buffer.alloc(16, 8), requestDigest: Buffer.alloc(32, 8) });

  it('are searched for a good one', () => {
    expect(outcome([`L402 ${token}:${'03'.repeat(32)}`, paid(token)])).toBe('ok');
    expect(outcome(paid(`${'AAAA'},${token}`))).toBe('ok');
  });

  it('are searched for the one that was sold for this request', () => {
    const credentials = readCredentials(authorization(paid(other), paid(token)));
    const result = (wanted: Buffer | undefined) => {
      const found = verifyTaskToken({ keyring, credentials, now, requestDigest: wanted });
      return found.ok && found.requestDigest;
    };
    expect(result(digest)).toEqual(digest);
    expect(result(undefined)).toEqual(Buffer.alloc(32, 8));
    expect(result(Buffer.alloc(32, 1))).toEqual(Buffer.alloc(32, 8));
  });

  it('are refused for the reason that came nearest to success', () => {
    expect(outcome([])).toBe('absent');
    expect(outcome('L402 rubbish')).toBe('malformed');
    const expired = paid(withCaveats(`valid_until=${nowSeconds}`));
    expect(outcome([expired, 'L402 rubbish', `L402 ${token}:${'03'.repeat(32)}`])).toBe('expired');
  });
});

describe('the digest of a request', () => {
  const request = { method: 'POST', path: '/v1/a', query: 'b=1', body: Buffer.from('{}') };

  it('differs when any part differs, or where one part ends and the next begins', () => {
    const requests = [
      request,
      { ...request, method: 'PUT' },
      { ...request, path: '/v1/a?b=1', query: '' },
      { ...request, path: '/v1/ab', query: '=1' },
      { ...request, query: 'b=1&' },
      { ...request, query: '' },
      { ...request, method: 'POST/v1', path: '/a' },
      { ...request, body: Buffer.from('{} ') },
      { ...request, body: Buffer.alloc(0) },
    ];
    expect(new Set(requests.map((each) => requestDigest(each).toString('hex'))).size).toBe(requests.length);
  });

  it('differs for any two requests that differ', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '/', '?', '\0', 'é'), maxLength: 4 });
    const any = fc.record({ method: part, path: part, query: part, body: part.map((body) => Buffer.from(body)) });
    fc.assert(
      fc.property(any, any, (a, b) => {
        const same = a.method === b.method && a.path === b.path && a.query === b.query && a.body.equals(b.body);
        expect(requestDigest(a).equals(requestDigest(b))).toBe(same);
      }),
      { numRuns: 2000, verbose: 1 },
    );
  });

  it('is pinned by a value computed elsewhere: tokens that were sold must outlive a new version of this code', () => {
    expect(requestDigest(request).toString('hex')).toBe(
      'ad2384f1bd8637e71f21a3e4c4ca643634ef562b11a9edfaf0edc28197b6d47a',
    );
  });

  it('tells the sold request from another', () => {
    const verified = verify(paid(token));
    expect(verified.ok && matchesRequest(verified, digest)).toBe(true);
    expect(verified.ok && matchesRequest(verified, requestDigest(request))).toBe(false);
  });
});
