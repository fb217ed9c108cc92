/** A billing of which only `getCharge` answers, at once and always the same: a message as large as those of the paid path. */
import type { Billing } from '#contracts/billing';

export const bareBilling = {
  getCharge: async ({ taskId }) => ({
    created: false,
    chargeId: 'chg_01a20569e01e762aa2a5a4e6f9b2f6b6',
    taskId,
    tokenNonce: Buffer.alloc(13, 7),
    tokenEpoch: 1,
    paymentHash: Buffer.alloc(32, 7),
    paymentRequest: `lnbc20n1${'p'.repeat(300)}`,
    state: 'OPEN',
    priceMsat: '2000',
    expiresAtMs: '1764000600000',
    node: '02'.padEnd(66, '7'),
    funding: 'hold',
    createdAtMs: '1764000000000',
    serviceSlug: 'instant-echo',
    listingVersion: 1,
  }),
} as Pick<Billing, 'getCharge'> as Billing;
