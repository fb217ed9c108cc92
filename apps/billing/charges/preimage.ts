/**
 * Preimages are derived, never stored: HMAC-SHA256 over the node and the charge with a key that only billing has. So the
 * invoice of a charge can be found and settled again after any crash, and a copy of the database settles nothing.
 */
import { createHash, createHmac } from 'node:crypto';
import { type ChargeId, idToBytes } from '#kernel/ids';

export interface InvoiceSecret {
  readonly preimage: Buffer;
  /** SHA-256 of the preimage, as BOLT 11 has it. */
  readonly paymentHash: Buffer;
}

/** `node` is the public key of the node that has the invoice, in hex: one charge has one hash on one node. */
export function deriveInvoiceSecret(key: Buffer, node: string, chargeId: ChargeId): InvoiceSecret {
  const preimage = createHmac('sha256', key)
    .update('botbazaar invoice preimage\0')
    .update(Buffer.from(node, 'hex'))
    .update(idToBytes(chargeId))
    .digest();
  return { preimage, paymentHash: createHash('sha256').update(preimage).digest() };
}
