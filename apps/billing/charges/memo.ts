/**
 * What an invoice of ours says of itself: enough to know it again with a database that has forgotten its charge. Whoever may make invoices
 * at the node can write the same, so it is believed only where the hash is the one that our keys give that charge.
 */
import { type AccountId, type ChargeId, idFromUuid, isId } from '#kernel/ids';
import type { Keyring } from '#l402/keyring';
import type { Charge } from './charge-store.js';
import { deriveInvoiceSecret } from './preimage.js';

export interface InvoiceOrigin {
  readonly chargeId: ChargeId;
  readonly sellerId: AccountId;
}

const form = /^Botbazaar \S+ (chg_[0-9a-f]{32}) (acc_[0-9a-f]{32})$/;

export function memoOf(charge: Pick<Charge, 'serviceSlug' | 'id' | 'sellerUuid'>): string {
  return `Botbazaar ${charge.serviceSlug} ${charge.id} ${idFromUuid('account', charge.sellerUuid)}`;
}

/** Which charge an invoice was made for; undefined where it is none of ours. */
export function originOf(
  invoice: { readonly node: string; readonly memo: string; readonly paymentHash: Buffer },
  preimages: Keyring,
): InvoiceOrigin | undefined {
  const [, chargeId = '', sellerId = ''] = form.exec(invoice.memo) ?? [];
  if (!isId('charge', chargeId) || !isId('account', sellerId)) return undefined;
  for (let epoch = preimages.currentEpoch; epoch >= 0; epoch -= 1) {
    const key = preimages.key(epoch);
    if (key && deriveInvoiceSecret(key, invoice.node, chargeId).paymentHash.equals(invoice.paymentHash)) {
      return { chargeId, sellerId };
    }
  }
  return undefined;
}
