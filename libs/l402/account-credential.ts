/**
 * The credential of an account: a macaroon without a payment hash, presented as `Authorization: Bearer`.
 *
 * Its holder can hand on a weaker copy without asking anyone, by adding caveats. All caveats hold together, so none can
 * give back what another took; one that this server does not know is refused, since it cannot enforce it.
 */
import { assert } from '#kernel/assert';
import { AppError } from '#kernel/errors';
import { parseCaveat, parseSeconds, preimageCondition } from './caveats.js';
import { decodeIdentifier, encodeIdentifier } from './identifier.js';
import type { Keyring } from './keyring.js';
import {
  addCaveat,
  decodeBase64Macaroon,
  encodeMacaroon,
  isAuthentic,
  type Macaroon,
  maxCaveats,
  maxMacaroonBytes,
  mintMacaroon,
} from './macaroon.js';
import { deriveRootKey } from './root-key.js';

const location = 'botbazaar';

/** `sell` is to manage listings and to do work. */
const allActions = ['buy', 'read', 'payout', 'credentials', 'sell'] as const;
export type Action = (typeof allActions)[number];

/** What a credential may do that was limited in any way without saying which actions it is for. */
const impliedActions: readonly Action[] = ['buy', 'read'];

export interface CredentialLimits {
  readonly actions: ReadonlySet<Action>;
  /** Seconds since 1970; `undefined` when nothing limits it. */
  readonly validUntil: number | undefined;
}

export type CredentialRefusal = 'malformed' | 'unknown_epoch' | 'forged' | 'unknown_caveat' | 'expired';

export type CredentialResult =
  | { readonly ok: true; readonly accountId: Buffer; readonly epoch: number; readonly limits: CredentialLimits }
  | { readonly ok: false; readonly reason: CredentialRefusal };

/** The account's root credential, url-safe without padding so that it fits a shell, a URL and a Bearer header alike. */
export function mintAccountCredential(account: {
  keyring: Keyring;
  accountId: Uint8Array;
  random: Uint8Array;
}): string {
  const epoch = account.keyring.currentEpoch;
  const identifier = encodeIdentifier({
    version: 1,
    kind: 'account',
    epoch,
    accountId: Buffer.from(account.accountId),
    random: Buffer.from(account.random),
  });
  const rootKey = deriveRootKey(account.keyring, { purpose: 'account', epoch, identifier });
  assert(rootKey, `no key of epoch ${epoch}`);
  return write(mintMacaroon(rootKey, { location, identifier, caveats: [] }));
}

/** A copy of the credential with one more caveat, such as `actions=buy,read` or `valid_until=1900000000`; needs no key. */
export function attenuate(token: string, caveat: string): string {
  const macaroon = decodeBase64Macaroon(token);
  if (!macaroon) throw new AppError('invalid_request', 'this is not a credential');
  const size = encodeMacaroon(macaroon).length + Buffer.byteLength(caveat) + 4;
  if (macaroon.caveats.length >= maxCaveats || size > maxMacaroonBytes) {
    throw new AppError('invalid_request', 'the credential has no room for another caveat');
  }
  return write(addCaveat(macaroon, caveat));
}

export function verifyAccountCredential(presented: { keyring: Keyring; token: string; now: Date }): CredentialResult {
  const { keyring, token, now } = presented;
  const macaroon = decodeBase64Macaroon(token);
  const identifier = macaroon?.location === location ? decodeIdentifier(macaroon.identifier) : undefined;
  if (!macaroon || identifier?.version !== 1) return { ok: false, reason: 'malformed' };
  const { epoch, accountId } = identifier;
  const rootKey = deriveRootKey(keyring, { purpose: 'account', epoch, identifier: macaroon.identifier });
  if (!rootKey) return { ok: false, reason: 'unknown_epoch' };
  if (!isAuthentic(macaroon, rootKey)) return { ok: false, reason: 'forged' };
  const limits = limitsOf(macaroon);
  if (!limits) return { ok: false, reason: 'unknown_caveat' };
  if (limits.validUntil !== undefined && now.getTime() >= limits.validUntil * 1000) {
    return { ok: false, reason: 'expired' };
  }
  return { ok: true, accountId, epoch, limits };
}

/**
 * The limits of all caveats together, or `undefined` when one is unknown. A restriction of another kind than `actions`
 * implies `buy,read` unless an earlier caveat names the actions: whoever hands on a copy that ends tomorrow rarely means
 * to hand on withdrawals.
 */
function limitsOf({ caveats }: Macaroon): CredentialLimits | undefined {
  let actions: readonly Action[] = allActions;
  let named = false;
  let validUntil: number | undefined;
  for (const caveat of caveats.map(parseCaveat)) {
    if (caveat?.condition === preimageCondition) continue;
    if (caveat?.condition === 'actions') {
      const only = caveat.value.split(',');
      if (!only.every(isAction)) return undefined;
      actions = actions.filter((action) => only.includes(action));
      named = true;
      continue;
    }
    const seconds = caveat?.condition === 'valid_until' ? parseSeconds(caveat.value) : undefined;
    if (seconds === undefined) return undefined;
    validUntil = Math.min(validUntil ?? seconds, seconds);
    if (!named) actions = actions.filter((action) => impliedActions.includes(action));
  }
  return { actions: new Set(actions), validUntil };
}

function isAction(text: string): text is Action {
  return (allActions as readonly string[]).includes(text);
}

function write(macaroon: Macaroon): string {
  return encodeMacaroon(macaroon).toString('base64url');
}
