/** Whether the preimage keys are those that the invoices of the charges were made with; with others no hold could be settled. */
import type { ChargeId } from '#kernel/ids';
import type { Keyring } from '#l402/keyring';
import type { Database } from '#persistence/database';
import { listUnsettledOfAll } from './charges/charge-store.js';
import { deriveInvoiceSecret } from './charges/preimage.js';

const pageSize = 1_000;

/** Throws where the hash of a charge that is not final cannot be derived. */
export async function checkPreimageKeys(database: Database, preimages: Keyring): Promise<void> {
  for (let after: ChargeId | undefined; ; ) {
    const page = await listUnsettledOfAll(database, after, pageSize);
    for (const { id, node, preimageEpoch, paymentHash } of page) {
      const key = preimages.key(preimageEpoch);
      if (key && deriveInvoiceSecret(key, node, id).paymentHash.equals(paymentHash)) continue;
      throw new Error(
        `The preimage keys are not those of charge ${id}: what is held for it could not be settled. Put back the file preimages.json that belongs to this database.`,
      );
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}
