/** Keys, ids and a paid task that the suites of this folder share. */
import { createHash } from 'node:crypto';
import type { Keyring } from '#l402/keyring';
import { mintTaskToken, requestDigest, type TaskTokenFields } from '#l402/token';

export function keyringOf(keys: Record<number, Buffer>, currentEpoch: number): Keyring {
  return { currentEpoch, key: (epoch) => keys[epoch] };
}

export const keyring = keyringOf({ 3: Buffer.alloc(32, 0x33), 4: Buffer.alloc(32, 0x44) }, 4);
export const now = new Date('2026-05-01T12:00:00Z');
export const nowSeconds = now.getTime() / 1000;

export const preimage = Buffer.alloc(32, 2);
export const paymentHash = createHash('sha256').update(preimage).digest();
export const taskId = Buffer.from('0192f0c1a2b37c4d8e5f60718293a4b5', 'hex');
export const digest = requestDigest({
  method: 'POST',
  path: '/v1/services/text-analysis/tasks',
  query: '',
  body: Buffer.from('{"input":{"text":"hello"}}'),
});

export const fields: TaskTokenFields = {
  keyring,
  paymentHash,
  taskId,
  nonce: Buffer.alloc(13, 7),
  epoch: 4,
  service: 'text-analysis',
  requestDigest: digest,
};

export const token = mintTaskToken(fields);

/** Header lines as Node gives them. */
export function authorization(...lines: string[]): Record<string, string[]> {
  return { authorization: lines };
}

export const paid = (text: string): string => `L402 ${text}:${preimage.toString('hex')}`;
