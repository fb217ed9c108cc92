import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newId } from '#kernel/ids';
import { deriveInvoiceSecret } from './preimage.js';

const key = Buffer.alloc(32, 7);
const node = `02${'ab'.repeat(32)}`;

describe('the preimage of a charge', () => {
  it('is the same every time, and hashes to the payment hash', () => {
    const charge = newId('charge');
    const secret = deriveInvoiceSecret(key, node, charge);
    expect(deriveInvoiceSecret(key, node, charge)).toEqual(secret);
    expect(createHash('sha256').update(secret.preimage).digest()).toEqual(secret.paymentHash);
    expect(secret.preimage).toHaveLength(32);
  });

  it('differs by charge, by node and by key', () => {
    const charge = newId('charge');
    const all = [
      deriveInvoiceSecret(key, node, charge),
      deriveInvoiceSecret(key, node, newId('charge')),
      deriveInvoiceSecret(key, `03${'ab'.repeat(32)}`, charge),
      deriveInvoiceSecret(Buffer.alloc(32, 8), node, charge),
    ].map(({ preimage }) => preimage.toString('hex'));
    expect(new Set(all).size).toBe(4);
  });
});
