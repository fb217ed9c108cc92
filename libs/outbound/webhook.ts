/**
 * Standard Webhooks 1.0 (standardwebhooks.com): how a receiver knows that a request is ours, unchanged and fresh.
 * The signature is HMAC-SHA256 over `<id>.<timestamp in seconds>.<body>`.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '#kernel/errors';

const secretPrefix = 'whsec_';
const defaultToleranceMs = 5 * 60_000;
/** During a rotation a message has one signature per secret; more than these are not looked at. */
const maxSignatures = 16;
const secretDomain = 'botbazaar/webhook-secret/1\0';
const buyerSecretDomain = 'botbazaar/buyer-webhook-secret/1\0';

export interface WebhookMessage {
  /** Constant over retries of one message: the receiver's idempotency key. */
  readonly id: string;
  readonly timestamp: Date;
  readonly body: Buffer | string;
}

export type WebhookHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;

/** The three headers that a message is sent with. */
export function signWebhook(message: WebhookMessage & { readonly secret: Buffer }): WebhookHeaders {
  // A dot in the id would let one signature stand for two different messages.
  if (!/^[\x21-\x2d\x2f-\x7e]{1,128}$/.test(message.id))
    throw new AppError('internal', 'a webhook id with a dot or a space');
  const seconds = String(Math.floor(message.timestamp.getTime() / 1000));
  const signature = mac(message.secret, message.id, seconds, message.body).toString('base64');
  return { 'webhook-id': message.id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

export type WebhookVerdict = 'valid' | 'missing_header' | 'too_old' | 'too_new' | 'wrong_signature';

/** Whether a received message was signed with one of the secrets, within five minutes of `now`. Header names in lower case. */
export function verifyWebhook(message: {
  readonly secrets: readonly Buffer[];
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer | string;
  readonly now: Date;
  readonly toleranceMs?: number;
}): WebhookVerdict {
  const id = message.headers['webhook-id'];
  const seconds = message.headers['webhook-timestamp'];
  const signatures = message.headers['webhook-signature'];
  if (typeof id !== 'string' || typeof seconds !== 'string' || typeof signatures !== 'string') return 'missing_header';
  if (!/^[0-9]{1,12}$/.test(seconds) || id === '' || signatures === '') return 'missing_header';
  const ageMs = message.now.getTime() - Number(seconds) * 1000;
  const toleranceMs = message.toleranceMs ?? defaultToleranceMs;
  if (ageMs > toleranceMs) return 'too_old';
  // The sender cuts its clock to whole seconds, so a message is never younger than it says.
  if (ageMs < -toleranceMs) return 'too_new';
  const presented = signatures
    .split(' ', maxSignatures)
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'));
  const expected = message.secrets.map((secret) => mac(secret, id, seconds, message.body));
  const matches = expected.some((own) =>
    presented.some((other) => other.length === own.length && timingSafeEqual(other, own)),
  );
  return matches ? 'valid' : 'wrong_signature';
}

function mac(secret: Buffer, id: string, seconds: string, body: Buffer | string): Buffer {
  return createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body).digest();
}

/** The text form that receivers' libraries take: `whsec_` and base64. */
export function formatWebhookSecret(secret: Buffer): string {
  return `${secretPrefix}${secret.toString('base64')}`;
}

/** Reads the text form; throws `invalid_request` for anything but `whsec_` and the base64 of 24 to 64 bytes. */
export function parseWebhookSecret(text: string): Buffer {
  const secret = Buffer.from(text.slice(secretPrefix.length), 'base64');
  if (secret.length < 24 || secret.length > 64 || formatWebhookSecret(secret) !== text) {
    throw new AppError('invalid_request', 'a webhook secret is whsec_ and the base64 of 24 to 64 bytes');
  }
  return secret;
}

/**
 * The secret of one listing, derived from the market's webhook key, so that none is stored. A new version rotates it.
 * `listingId`: its 16 bytes.
 */
export function deriveWebhookSecret(key: Buffer, listingId: Uint8Array, secretVersion: number): Buffer {
  requireKeyAndId(key, listingId);
  if (!Number.isInteger(secretVersion) || secretVersion < 1)
    throw new AppError('internal', 'secret versions begin at 1');
  const version = Buffer.alloc(4);
  version.writeUInt32BE(secretVersion);
  return createHmac('sha256', key).update(secretDomain).update(listingId).update(version).digest();
}

/** The secret with which the webhook of one task is signed to its buyer. `taskId`: its 16 bytes. */
export function deriveBuyerWebhookSecret(key: Buffer, taskId: Uint8Array): Buffer {
  requireKeyAndId(key, taskId);
  return createHmac('sha256', key).update(buyerSecretDomain).update(taskId).digest();
}

function requireKeyAndId(key: Buffer, id: Uint8Array): void {
  if (key.length < 32) throw new AppError('internal', 'the webhook key is shorter than 32 bytes');
  if (id.length !== 16) throw new AppError('internal', 'an id has 16 bytes');
}
