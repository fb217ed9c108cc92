import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { addMs, systemClock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { deriveWebhookSecret, formatWebhookSecret, parseWebhookSecret, signWebhook, verifyWebhook } from './webhook.js';

const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const timestamp = new Date(1_614_265_330_000);

describe('signWebhook', () => {
  it('signs the vector of the specification', () => {
    const headers = signWebhook({
      secret,
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp,
      body: '{"test": 2432232314}',
    });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('refuses an id that makes the signed text ambiguous', () => {
    for (const id of ['a.b', '', 'a b', 'a\nb'])
      expect(() => signWebhook({ secret, id, timestamp, body: '' })).toThrow(AppError);
  });

  it('is accepted by the library that receivers use, and accepts what that library signs', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 64 }), fc.json(), fc.uuid(), (bytes, json, id) => {
        const key = Buffer.from(bytes);
        const theirs = new Webhook(formatWebhookSecret(key));
        const now = systemClock.now();
        const headers = signWebhook({ secret: key, id, timestamp: now, body: Buffer.from(json) });
        expect(theirs.verify(json, headers)).toEqual(JSON.parse(json));
        const signed = { ...headers, 'webhook-signature': theirs.sign(id, now, json) };
        expect(signed).toEqual(headers);
        expect(verifyWebhook({ secrets: [key], headers: signed, body: json, now })).toBe('valid');
      }),
      { numRuns: 200 },
    );
  });
});

describe('verifyWebhook', () => {
  const body = '{"a":1}';
  const headers = signWebhook({ secret, id: 'msg_1', timestamp, body });
  const good = { secrets: [secret], headers, body, now: timestamp };

  it('takes several secrets and several signatures, as during a rotation', () => {
    const other = randomBytes(32);
    expect(verifyWebhook({ ...good, secrets: [other, secret] })).toBe('valid');
    const wrong = signWebhook({ secret: other, id: 'msg_1', timestamp, body })['webhook-signature'];
    const many = { ...headers, 'webhook-signature': `v2,abc ${wrong} v1, ${headers['webhook-signature']}` };
    expect(verifyWebhook({ ...good, headers: many })).toBe('valid');
    expect(verifyWebhook({ ...good, headers: { ...headers, 'webhook-signature': wrong } })).toBe('wrong_signature');
    const late = `${'v1,AAAA '.repeat(16)}${headers['webhook-signature']}`;
    expect(verifyWebhook({ ...good, headers: { ...headers, 'webhook-signature': late } })).toBe('wrong_signature');
  });

  it('refuses a changed body, id, timestamp or secret', () => {
    expect(verifyWebhook({ ...good, body: '{"a":2}' })).toBe('wrong_signature');
    expect(verifyWebhook({ ...good, headers: { ...headers, 'webhook-id': 'msg_2' } })).toBe('wrong_signature');
    expect(verifyWebhook({ ...good, headers: { ...headers, 'webhook-timestamp': '1614265331' } })).toBe(
      'wrong_signature',
    );
    expect(verifyWebhook({ ...good, secrets: [randomBytes(24)] })).toBe('wrong_signature');
    expect(verifyWebhook({ ...good, secrets: [] })).toBe('wrong_signature');
    expect(verifyWebhook({ ...good, headers: { ...headers, 'webhook-signature': 'v1,' } })).toBe('wrong_signature');
  });

  it('takes five minutes either way, and no more', () => {
    expect(verifyWebhook({ ...good, now: addMs(timestamp, 300_000) })).toBe('valid');
    expect(verifyWebhook({ ...good, now: addMs(timestamp, 300_001) })).toBe('too_old');
    expect(verifyWebhook({ ...good, now: addMs(timestamp, -300_000) })).toBe('valid');
    expect(verifyWebhook({ ...good, now: addMs(timestamp, -300_001) })).toBe('too_new');
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('needs %s, once and well formed', (name) => {
    for (const value of [undefined, '', ['a', 'b']]) {
      expect(verifyWebhook({ ...good, headers: { ...headers, [name]: value } })).toBe('missing_header');
    }
    expect(verifyWebhook({ ...good, headers: { ...headers, 'webhook-timestamp': '1e9' } })).toBe('missing_header');
  });
});

describe('secrets', () => {
  it('have a text form that reads back, and no other', () => {
    expect(parseWebhookSecret(formatWebhookSecret(secret))).toEqual(secret);
    for (const text of [
      '',
      'whsec_',
      'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'whsec_MfKQ9r8G',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=',
      'whsec_????',
    ]) {
      expect(() => parseWebhookSecret(text)).toThrow('invalid_request');
    }
  });

  it('are derived per listing and version, always the same', () => {
    const key = Buffer.alloc(32, 7);
    const [one, two] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];
    expect(deriveWebhookSecret(key, one, 1)).toEqual(deriveWebhookSecret(key, one, 1));
    // Pinned: a change of the derivation would invalidate the secrets of all sellers.
    expect(deriveWebhookSecret(key, one, 1).toString('hex')).toBe(
      '5f510e414438354da2af57385f084e3057fcd87015da906ce8ddf79379699677',
    );
    const different = [
      deriveWebhookSecret(key, one, 1),
      deriveWebhookSecret(key, one, 2),
      deriveWebhookSecret(key, two, 1),
      deriveWebhookSecret(Buffer.alloc(32, 8), one, 1),
    ];
    expect(new Set(different.map((bytes) => bytes.toString('hex'))).size).toBe(4);
    expect(() => deriveWebhookSecret(Buffer.alloc(16), one, 1)).toThrow(AppError);
    expect(() => deriveWebhookSecret(key, one, 0)).toThrow(AppError);
    expect(() => deriveWebhookSecret(key, Buffer.alloc(15), 1)).toThrow(AppError);
  });
});
