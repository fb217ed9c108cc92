/**
 * Keys of one family by their epochs. What was made with a key names its epoch, so a key stays in the file until nothing
 * that lives names it; new things are made with the newest.
 */
import { randomBytes } from 'node:crypto';
import { readOrMake, SecretFileError } from './secret-file.js';

const keyBytes = 32;
/** Epochs are written in two bytes. */
const lastEpoch = 65_535;

export interface Keyring {
  /** The newest epoch, 1 to 65535. */
  readonly currentEpoch: number;
  /** 32 bytes; undefined for an epoch that has retired or never was. */
  key(epoch: number): Buffer | undefined;
}

/** Reads the file (0600, a JSON object of epochs and keys in hex), or makes one with a first random key. */
export function openKeyring(file: string): Keyring {
  const text = readOrMake(file, () => `${JSON.stringify({ 1: randomBytes(keyBytes).toString('hex') })}\n`);
  const keys = parse(text);
  if (keys === undefined) {
    throw new SecretFileError(
      `The file ${file} does not hold a keyring: a JSON object of epochs (1 to 65535) and keys of 32 bytes in hex.`,
    );
  }
  return {
    currentEpoch: Math.max(...keys.keys()),
    // A copy: whoever wipes or changes what it was given changes nothing here.
    key: (epoch) => {
      const key = keys.get(epoch);
      return key === undefined ? undefined : Buffer.from(key);
    },
  };
}

function parse(text: string): Map<number, Buffer> | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  const keys = new Map<number, Buffer>();
  for (const [name, key] of Object.entries(content)) {
    const epoch = Number(name);
    const isEpoch = /^[1-9]\d{0,4}$/.test(name) && epoch <= lastEpoch;
    if (!isEpoch || typeof key !== 'string' || !/^[0-9a-f]{64}$/.test(key)) return undefined;
    keys.set(epoch, Buffer.from(key, 'hex'));
  }
  return keys.size === 0 ? undefined : keys;
}
