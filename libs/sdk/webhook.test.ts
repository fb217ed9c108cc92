import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { signWebhook, toleranceSeconds, verifyWebhook } from './webhook.js';

const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const body = '{"type":"task","input":"ä"}';
const bytes = Buffer.from(body);

function signedAt(secondsAgo: number): Record<string, string> {
  const at = new Date(Date.now() - secondsAgo * 1000);
  return {
    'webhook-id': 'att_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('att_1', at, body),
  };
}

describe('Standard Webhooks', () => {
  it('makes signatures that the reference library accepts', () => {
    expect(new Webhook(secret).verify(body, { ...signWebhook({ id: 'att_1', body, secret }) })).toEqual(
      JSON.parse(body),
    );
  });

  it('accepts signatures of the reference library', () => {
    expect(verifyWebhook(signedAt(0), bytes, secret)).toBe('att_1');
  });

  it('accepts the right one among several signatures, as while a secret is changed', () => {
    const headers = signedAt(0);
    const other = `v1a,AAAA v1,${Buffer.alloc(32).toString('base64')} ${headers['webhook-signature']}`;
    expect(verifyWebhook({ ...headers, 'webhook-signature': other }, bytes, secret)).toBe('att_1');
  });

  it('bounds the age of a message both ways', () => {
    expect(verifyWebhook(signedAt(toleranceSeconds - 2), bytes, secret)).toBe('att_1');
    expect(verifyWebhook(signedAt(2 - toleranceSeconds), bytes, secret)).toBe('att_1');
    expect(verifyWebhook(signedAt(toleranceSeconds + 2), bytes, secret)).toBeUndefined();
    expect(verifyWebhook(signedAt(-toleranceSeconds - 2), bytes, secret)).toBeUndefined();
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['another id', { 'webhook-id': 'att_2' }],
    ['an id that reaches into the timestamp', { 'webhook-id': `att_1.${Math.floor(Date.now() / 1000)}` }],
    ['another time', { 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 5) }],
    ['a time that is no number', { 'webhook-timestamp': 'NaN' }],
    ['no signature', { 'webhook-signature': undefined }],
    ['an empty signature', { 'webhook-signature': '' }],
    ['a short signature', { 'webhook-signature': 'v1,AAAA' }],
  ])('refuses %s', (_, change) => {
    expect(verifyWebhook({ ...signedAt(0), ...change }, bytes, secret)).toBeUndefined();
  });

  it('refuses another body and another secret', () => {
    expect(verifyWebhook(signedAt(0), Buffer.from(`${body} `), secret)).toBeUndefined();
    expect(verifyWebhook(signedAt(0), bytes, `whsec_${Buffer.alloc(24, 2).toString('base64')}`)).toBeUndefined();
  });

  it('takes no secret that is none', () => {
    expect(() => signWebhook({ id: 'att_1', body, secret: 'hunter2' })).toThrow('whsec_');
    expect(() => signWebhook({ id: 'att_1', body, secret: 'whsec_AAAA' })).toThrow('16 bytes');
  });
});
