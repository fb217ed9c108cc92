import type { Keyring } from './keyring.js';
import { hmacSha256 } from './sha256.js';

/** What a token is for; a token of one purpose never verifies as one of another, even under the same keys. */
const domain = {
  task: Buffer.from('botbazaar/task-token\0'),
  account: Buffer.from('botbazaar/account-token\0'),
} as const;

/**
 * The root key of one macaroon, derived from its identifier instead of stored, so that checking a token costs no look-up.
 * `undefined` when the keyring has no such epoch.
 */
export function deriveRootKey(
  keyring: Keyring,
  token: { purpose: keyof typeof domain; epoch: number; identifier: Uint8Array },
): Buffer | undefined {
  const key = keyring.key(token.epoch);
  return key && hmacSha256(key, Buffer.concat([domain[token.purpose], token.identifier]));
}
