import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { NodeName } from '../core/rows.js';
import type { NodeIdentity } from '../node/sim-node.js';

/** The node's key pair, made on the first start and kept in the directory. */
export async function loadIdentity(directory: string, name: NodeName): Promise<NodeIdentity> {
  const file = join(directory, 'node.key');
  const privateKey = (await readKey(file)) ?? (await makeKey(file));
  return { name, privateKey, pubkey: Buffer.from(secp256k1.getPublicKey(privateKey)).toString('hex') };
}

async function readKey(file: string): Promise<Buffer | undefined> {
  try {
    return Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeKey(file: string): Promise<Buffer> {
  const key = Buffer.from(secp256k1.utils.randomSecretKey());
  await writeFile(`${file}.new`, `${key.toString('hex')}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return key;
}
