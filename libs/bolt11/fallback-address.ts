/** The `f` field: a group that says which kind of address, then the witness program or the hash. */
import { createHash } from 'node:crypto';
import { bech32, bech32m, createBase58check } from '@scure/base';
import { Bolt11Error } from './bolt11-error.js';
import type { FallbackAddress, Network } from './invoice.js';
import { bytesFromWords, type Words, wordsFromBytes } from './words.js';

const payToPublicKeyHash = 17;
const payToScriptHash = 18;

const base58check = createBase58check((data: Uint8Array) => createHash('sha256').update(data).digest());

/** Version bytes of base58 addresses: mainnet has its own, all the test networks share theirs. */
const base58Version = {
  [payToPublicKeyHash]: { mainnet: 0x00, test: 0x6f },
  [payToScriptHash]: { mainnet: 0x05, test: 0xc4 },
} as const;

export function wordsFromFallback({ version, program }: FallbackAddress): Words {
  if (!isFallback(version, program.length)) {
    throw new Bolt11Error('invalid_field', `not a fallback address of version ${version}`);
  }
  return [version, ...wordsFromBytes(program)];
}

/** `undefined` for a version that this BOLT does not know, which readers must skip. */
export function fallbackFromWords(words: Words): FallbackAddress | undefined {
  const [version, ...rest] = words;
  if (version === undefined || version > payToScriptHash) return undefined;
  const program = bytesFromWords(rest);
  if (!isFallback(version, program.length)) {
    throw new Bolt11Error(
      'invalid_field',
      `a fallback address of version ${version} cannot have ${program.length} bytes`,
    );
  }
  return { version, program };
}

/** Lengths of BIP 141; the two kinds of version 0 are P2WPKH and P2WSH. */
function isFallback(version: number, length: number): boolean {
  if (version === 0) return length === 20 || length === 32;
  if (version === payToPublicKeyHash || version === payToScriptHash) return length === 20;
  return Number.isInteger(version) && version > 0 && version <= 16 && length >= 2 && length <= 40;
}

/** The address as wallets write it: base58check, bech32 (BIP 173) for version 0, bech32m (BIP 350) above it. */
export function addressText(network: Network, { version, program }: FallbackAddress): string {
  if (version === payToPublicKeyHash || version === payToScriptHash) {
    const prefix = base58Version[version][network === 'bc' ? 'mainnet' : 'test'];
    return base58check.encode(Uint8Array.from([prefix, ...program]));
  }
  const codec = version === 0 ? bech32 : bech32m;
  // Signet shares testnet's addresses; only its invoices have a prefix of their own.
  return codec.encode(network === 'tbs' ? 'tb' : network, [version, ...wordsFromBytes(program)]);
}
