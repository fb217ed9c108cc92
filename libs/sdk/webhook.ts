/**
 * Standard Webhooks (https://www.standardwebhooks.com): how marketplace and seller prove to each other who speaks.
 *
 * The signature is HMAC-SHA256 over `id.timestamp.body` with the bytes behind `whsec_`. The raw body is signed, so it must
 * be checked before it is parsed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { unixSeconds } from './time.js';

/** How far the signer's clock may be from ours, both ways; limits how long a stolen message can be replayed. */
export const toleranceSeconds = 300;

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  /** One or several `v1,<base64>`, separated by spaces. */
  readonly 'webhook-signature': string;
}

/** The three headers for `body`. `secret` as the marketplace shows it: `whsec_<base64>`. */
export function signWebhook(message: { id: string; body: string | Uint8Array; secret: string }): WebhookHeaders {
  const timestamp = String(unixSeconds());
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${macOf(message.id, timestamp, message.body, message.secret).toString('base64')}`,
  };
}

/** The message's id when one of its signatures is right and fresh, otherwise undefined. Takes the same time for any wrong one. */
export function verifyWebhook(
  headers: Record<string, string | string[] | undefined>,
  body: Uint8Array,
  secret: string,
): string | undefined {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return undefined;
  if (!id || id.includes('.') || !/^[0-9]{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(unixSeconds() - Number(timestamp)) > toleranceSeconds) return undefined;
  const expected = macOf(id, timestamp, body, secret);
  for (const signature of signatures.split(' ')) {
    if (!signature.startsWith('v1,')) continue;
    const presented = Buffer.from(signature.slice(3), 'base64');
    if (presented.length === expected.length && timingSafeEqual(presented, expected)) return id;
  }
  return undefined;
}

function macOf(id: string, timestamp: string, body: string | Uint8Array, secret: string): Buffer {
  if (!secret.startsWith('whsec_')) throw new TypeError('a webhook secret begins with whsec_');
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  if (key.length < 16) throw new TypeError('a webhook secret has at least 16 bytes');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
