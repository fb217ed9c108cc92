/**
 * The token of a paid task: an L402 macaroon that anyone who knows the preimage of its payment hash may present, for the
 * one request that it was sold for.
 *
 * Minting is deterministic, so the same charge always gives the same token and none is stored. Verifying does no I/O.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { assert } from '#kernel/assert';
import { readTaskCaveats, writeTaskCaveats } from './caveats.js';
import type { Credentials, PresentedToken } from './header.js';
import { decodeIdentifier, encodeIdentifier } from './identifier.js';
import type { Keyring } from './keyring.js';
import { encodeMacaroon, isAuthentic, mintMacaroon } from './macaroon.js';
import { deriveRootKey } from './root-key.js';
import { sha256 } from './sha256.js';

/** The location that every L402 client and server in use writes. */
const location = 'lsat';

export interface TaskTokenFields {
  readonly keyring: Keyring;
  /** 32 bytes. */
  readonly paymentHash: Uint8Array;
  /** 16 bytes. */
  readonly taskId: Uint8Array;
  /** 13 bytes, drawn once for the task and kept with it. */
  readonly nonce: Uint8Array;
  /** Epoch of the key; it must be in the keyring. */
  readonly epoch: number;
  /** Slug of the service. */
  readonly service: string;
  /** From `requestDigest`. */
  readonly requestDigest: Uint8Array;
}

/** The token in standard base64 with padding, as it stands in a challenge. */
export function mintTaskToken(fields: TaskTokenFields): string {
  const { keyring, epoch, service } = fields;
  assert(/^[^:,="\s]+$/.test(service), `not a slug: ${service}`);
  assert(fields.requestDigest.length === 32, 'the digest of a request has 32 bytes');
  const identifier = encodeIdentifier({
    version: 0,
    paymentHash: Buffer.from(fields.paymentHash),
    kind: 'task',
    epoch,
    objectId: Buffer.from(fields.taskId),
    random: Buffer.from(fields.nonce),
  });
  const rootKey = deriveRootKey(keyring, { purpose: 'task', epoch, identifier });
  assert(rootKey, `no key of epoch ${epoch}`);
  const caveats = writeTaskCaveats(service, fields.requestDigest);
  return encodeMacaroon(mintMacaroon(rootKey, { location, identifier, caveats })).toString('base64');
}

/** From nothing at all to nearly right; of several refused tokens the reason that is furthest down is given. */
const refusals = ['absent', 'malformed', 'wrong_preimage', 'unknown_epoch', 'forged', 'widened', 'expired'] as const;
export type TokenRefusal = (typeof refusals)[number];

export interface VerifiedTaskToken {
  readonly ok: true;
  /** 16 bytes. */
  readonly taskId: Buffer;
  readonly paymentHash: Buffer;
  readonly epoch: number;
  readonly preimage: Buffer;
  /** Digest of the request that was sold; compare it by `matchesRequest`. */
  readonly requestDigest: Buffer;
  readonly service: string;
}

interface RefusedToken {
  readonly ok: false;
  readonly reason: TokenRefusal;
}

/**
 * Looks for a good token among those presented. Where several are good, one for the request at hand is taken before one
 * for another: clients with one token per host send old ones along.
 */
export function verifyTaskToken(presented: {
  keyring: Keyring;
  credentials: Credentials;
  now: Date;
  requestDigest?: Buffer | undefined;
}): VerifiedTaskToken | RefusedToken {
  const { keyring, credentials, now, requestDigest: digest } = presented;
  let reason: TokenRefusal = credentials.malformed ? 'malformed' : 'absent';
  let other: VerifiedTaskToken | undefined;
  for (const token of credentials.tokens) {
    const result = verifyOne(keyring, token, now);
    if (!result.ok) reason = furthest(reason, result.reason);
    else if (digest === undefined || matchesRequest(result, digest)) return result;
    else other ??= result;
  }
  return other ?? { ok: false, reason };
}

function verifyOne(
  keyring: Keyring,
  { macaroon, preimage }: PresentedToken,
  now: Date,
): VerifiedTaskToken | RefusedToken {
  const identifier = macaroon.location === location ? decodeIdentifier(macaroon.identifier) : undefined;
  if (identifier?.version !== 0) return refused('malformed');
  const { paymentHash, epoch, objectId } = identifier;
  if (!timingSafeEqual(sha256(preimage), paymentHash)) return refused('wrong_preimage');

  const rootKey = deriveRootKey(keyring, { purpose: 'task', epoch, identifier: macaroon.identifier });
  if (!rootKey) return refused('unknown_epoch');
  if (!isAuthentic(macaroon, rootKey)) return refused('forged');

  const caveats = readTaskCaveats(macaroon.caveats);
  if (typeof caveats === 'string') return refused(caveats);
  const { service, requestDigest, validUntil } = caveats;
  if (validUntil !== undefined && now.getTime() >= validUntil * 1000) return refused('expired');
  return { ok: true, taskId: objectId, paymentHash, epoch, preimage, requestDigest, service };
}

function refused(reason: TokenRefusal): RefusedToken {
  return { ok: false, reason };
}

function furthest(a: TokenRefusal, b: TokenRefusal): TokenRefusal {
  return refusals.indexOf(a) < refusals.indexOf(b) ? b : a;
}

export interface DigestedRequest {
  readonly method: string;
  /** Path as it was sent, without the query. */
  readonly path: string;
  /** Query as it was sent, without its question mark; empty when there is none. */
  readonly query: string;
  /** Raw bytes, before any parsing; empty when there are none. */
  readonly body: Uint8Array;
}

/** What "the same request" means: SHA-256 (32 bytes) over each part with its length before it, so that none can run into the next. */
export function requestDigest({ method, path, query, body }: DigestedRequest): Buffer {
  const hash = createHash('sha256').update('botbazaar/request\0');
  for (const part of [method, path, query]) {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.update(sha256(body)).digest();
}

/** Whether the token was sold for the request with that digest. */
export function matchesRequest(verified: Pick<VerifiedTaskToken, 'requestDigest'>, digest: Buffer): boolean {
  return verified.requestDigest.equals(digest);
}
