import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hmacSha256, sha256 } from './sha256.js';

const bytes = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 31 + length) & 0xff));

describe('our HMAC-SHA256', () => {
  it('is the one of RFC 4231', () => {
    const mac = hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'));
    expect(mac.toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it.each([0, 1, 31, 32, 33, 63, 64, 65, 200])('is that of Node for a key of %d bytes', (length) => {
    for (const messageLength of [0, 1, 55, 56, 64, 100, 4095, 4096, 4097]) {
      const [key, message] = [bytes(length), bytes(messageLength)];
      expect(hmacSha256(key, message)).toEqual(createHmac('sha256', key).update(message).digest());
    }
  });

  it('does not remember the call before', () => {
    const any = fc.uint8Array({ maxLength: 90 });
    fc.assert(
      fc.property(fc.array(fc.tuple(any, any), { minLength: 2, maxLength: 5 }), (calls) => {
        const ours = calls.map(([key, message]) => hmacSha256(key, message));
        expect(ours).toEqual(calls.map(([key, message]) => createHmac('sha256', key).update(message).digest()));
        for (const [key] of calls) expect(sha256(key)).toEqual(createHash('sha256').update(key).digest());
      }),
      { verbose: 1 },
    );
  });
});
