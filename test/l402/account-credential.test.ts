import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Action, attenuate, mintAccountCredential, verifyAccountCredential } from '#l402/account-credential';
import { readBearer } from '#l402/header';
import { keyring, keyringOf, now, nowSeconds, taskId, token as taskToken } from './samples.js';

const accountId = taskId;
const root = mintAccountCredential({ keyring, accountId, random: Buffer.alloc(13, 5) });
const all: Action[] = ['buy', 'credentials', 'payout', 'read', 'sell'];

function verify(token: string, at = now, keys = keyring) {
  return verifyAccountCredential({ keyring: keys, token, now: at });
}

function actionsOf(...caveats: string[]): Action[] | string {
  const result = verify(caveats.reduce(attenuate, root));
  return result.ok ? [...result.limits.actions].sort() : result.reason;
}

describe('the credential of an account', () => {
  it('names the account and may do everything', () => {
    expect(verify(root)).toEqual({
      ok: true,
      accountId,
      epoch: 4,
      limits: { actions: new Set(all), validUntil: undefined },
    });
  });

  it('is byte for byte what another implementation of the same layout makes', () => {
    expect(root).toBe(
      'AgEJYm90YmF6YWFyAiIAAQIABAGS8MGis3xNjl9gcYKTpLUFBQUFBQUFBQUFBQUFAAAGINUzm5__7o1B7GRvDAmMy7iFQaU8t_HscRkqzE9D1K4r',
    );
  });

  it('fits an API key: one word, url-safe, presented as Bearer', () => {
    expect(root).toMatch(/^[A-Za-z0-9_-]{1,120}$/);
    expect(readBearer({ authorization: [`Bearer ${root}`] })).toBe(root);
  });

  it('is read in standard base64 too', () => {
    expect(verify(Buffer.from(root, 'base64url').toString('base64')).ok).toBe(true);
  });

  it('is refused by other keys, and when its epoch has retired', () => {
    expect(verify(root, now, keyringOf({ 4: Buffer.alloc(32, 1) }, 4))).toEqual({ ok: false, reason: 'forged' });
    expect(verify(root, now, keyringOf({ 5: Buffer.alloc(32, 1) }, 5))).toEqual({ ok: false, reason: 'unknown_epoch' });
  });

  it('is refused when any of its bytes is another', () => {
    const bytes = Buffer.from(attenuate(root, 'actions=buy'), 'base64url');
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const mutated = Buffer.from(bytes);
        mutated[at]! ^= flip;
        expect(verify(mutated.toString('base64url')).ok).toBe(false);
      }),
      { numRuns: 2000, verbose: 1 },
    );
  });

  it.each(['', 'x', 'sk-12345', taskToken, `${root}.`, 'A'.repeat(10_000)])('is not %.20s', (text) => {
    expect(verify(text)).toEqual({ ok: false, reason: 'malformed' });
  });
});

describe('a copy that a holder weakens', () => {
  const tomorrow = `valid_until=${nowSeconds + 86_400}`;

  it.each<[string[], Action[] | string]>([
    [['actions=buy,read'], ['buy', 'read']],
    [['actions=payout'], ['payout']],
    [['actions=buy,read', 'actions=read,payout'], ['read']],
    [['actions=buy', 'actions=payout'], []],
    [[tomorrow], ['buy', 'read']],
    [[tomorrow, 'actions=payout'], []],
    [
      ['actions=sell,payout', tomorrow],
      ['payout', 'sell'],
    ],
    [[`preimage=${'00'.repeat(32)}`], all],
    [['budget_msat=1000'], 'unknown_caveat'],
    [['actions=buy,fly'], 'unknown_caveat'],
    [['actions='], 'unknown_caveat'],
    [['Actions=buy'], 'unknown_caveat'],
    [['nonsense'], 'unknown_caveat'],
    [['valid_until=never'], 'unknown_caveat'],
    [[`valid_until=${nowSeconds}`], 'expired'],
    [[tomorrow, `valid_until=${nowSeconds}`], 'expired'],
    [[`valid_until=${nowSeconds}`, tomorrow], 'expired'],
  ])('by %j may: %j', (caveats, expected) => {
    expect(actionsOf(...caveats)).toEqual(expected);
  });

  it('may never do more or for longer than the one it was made from', () => {
    const subset = fc.subarray(all, { minLength: 1 }).map((actions) => `actions=${actions.join(',')}`);
    const until = fc
      .integer({ min: nowSeconds - 10, max: nowSeconds + 1000 })
      .map((seconds) => `valid_until=${seconds}`);
    const caveat = fc.oneof(subset, until, fc.string({ maxLength: 12 }));
    fc.assert(
      fc.property(fc.array(caveat, { maxLength: 5 }), caveat, (caveats, last) => {
        const parent = caveats.reduce(attenuate, root);
        const before = verify(parent);
        const after = verify(attenuate(parent, last));
        if (!after.ok) return;
        if (!before.ok) throw new Error('a refused credential was healed');
        expect([...after.limits.actions].every((action) => before.limits.actions.has(action))).toBe(true);
        const end = before.limits.validUntil ?? Number.POSITIVE_INFINITY;
        expect(after.limits.validUntil ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(end);
      }),
      { numRuns: 2000, verbose: 1 },
    );
  });

  it('is made without any key, but not from nothing nor beyond its bounds', () => {
    expect(() => attenuate('rubbish', 'actions=buy')).toThrow('not a credential');
    expect(() => attenuate(root, `x=${'y'.repeat(4096)}`)).toThrow('no room');
    const full = new Array<string>(64).fill('actions=buy').reduce(attenuate, root);
    expect(verify(full).ok).toBe(true);
    expect(() => attenuate(full, 'actions=buy')).toThrow('no room');
  });
});
