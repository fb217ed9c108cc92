import { createHmac } from 'node:crypto';
import type { Keyring } from './keyring.js';

/** What a token is for; a token of one purpose never verifies as one of another, even under the same keys. */
type Purpose = 'task' | 'account';

/**
 * The root key of one macaroon, derived from its identifier instead of stored, so that checking a token costs no look-up.
 * `undefined` when the keyring has no such epoch.
 */
export function deriveRootKey(
  keyring: Keyring,
  token: { purpose: Purpose; epoch: number; identifier: Uint8Array },
): Buffer | undefined {
  const key = keyring.key(token.epoch);
  return (
    key && createHmac('sha256', key).update(`botbazaar/${token.purpose}-token\0`).update(token.identifier).digest()
  );
}
