/** Charges for suites that move them, and the steps of a hold as billing takes them. */
import { createHash } from 'node:crypto';
import type { Advance } from '#apps/billing/charges/writer';
import { type ChargeId, idToUuid, newId } from '#kernel/ids';
import { type Msat, msat } from '#kernel/msat';
import { holdCanceled, holdSettled, htlcsAccepted } from '#ledger/recipes';
import type { Tx } from '#persistence/database';

export const node = `02${'aa'.repeat(32)}`;
export const priceMsat = msat(1_000n);
export const feeMsat = msat(20n);

export interface TestCharge {
  readonly id: ChargeId;
  readonly uuid: string;
  readonly paymentHash: Buffer;
  readonly sellerUuid: string;
}

export async function createCharges(
  db: Pick<Tx, 'query'>,
  count: number,
  sellers: readonly string[],
): Promise<TestCharge[]> {
  const charges = Array.from({ length: count }, (_, index) => {
    const id = newId('charge');
    const paymentHash = createHash('sha256').update(id).digest();
    return { id, uuid: idToUuid(id), paymentHash, sellerUuid: sellers[index % sellers.length] as string };
  });
  await db.query(
    `INSERT INTO charge (id, task_id, node, funding, price_msat, fee_msat, seller_account, listing_id, listing_version, service_slug,
       client_key, payment_hash, preimage_epoch, token_epoch, token_nonce, request_digest, reuse_key, hold_window_ms, work_ms, created_at, updated_at)
     SELECT id, id, $4, 'hold', $5, $6, seller, seller, 1, 's', '\\x00', hash, 1, 1, '\\x00000000000000000000000000', hash, hash, 20000, 1000, now(), now()
       FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS u(id, seller, hash)`,
    [
      charges.map(({ uuid }) => uuid),
      charges.map(({ sellerUuid }) => sellerUuid),
      charges.map(({ paymentHash }) => paymentHash),
      node,
      priceMsat,
      feeMsat,
    ],
  );
  return charges;
}

const at = new Date('2026-05-01T12:00:00Z');

/** The steps of a hold by the name of what happened. */
export const steps = {
  opened: ({ id }: TestCharge): Advance => ({
    chargeId: id,
    from: ['CREATING'],
    to: 'OPEN',
    actor: 'billing',
    reason: 'invoice made',
    set: { paymentRequest: 'lnbcrt10n1"\\{,}', addIndex: 7n, expiresAt: at },
    transfers: [],
  }),
  accepted: (charge: TestCharge, paidMsat: Msat = priceMsat): Advance => ({
    chargeId: charge.id,
    from: ['OPEN'],
    to: 'HELD',
    actor: 'settlement',
    reason: 'htlcs accepted',
    set: {
      heldAt: at,
      holdDeadlineAt: at,
      amountPaidMsat: paidMsat,
      htlcExpiryHeight: 800,
      cancelHeight: 770,
      reuseUntil: at,
    },
    transfers: [htlcsAccepted({ node, paymentHash: charge.paymentHash, chargeUuid: charge.uuid, at, paidMsat })],
  }),
  delivered: ({ id }: TestCharge): Advance => ({
    chargeId: id,
    from: ['HELD'],
    to: 'SETTLING',
    actor: 'dispatch',
    reason: 'delivered',
    transfers: [],
  }),
  settled: (charge: TestCharge): Advance => ({
    chargeId: charge.id,
    from: ['SETTLING'],
    to: 'SETTLED',
    actor: 'settlement',
    reason: 'LND settled',
    transfers: [
      holdSettled({ ...facts(charge), priceMsat, feeMsat, sellerUuid: charge.sellerUuid, paidMsat: priceMsat }),
    ],
  }),
  cancelRequested: ({ id }: TestCharge): Advance => ({
    chargeId: id,
    from: ['CREATING', 'OPEN', 'HELD'],
    to: 'CANCELING',
    actor: 'dispatch',
    reason: 'the work failed',
    transfers: [],
  }),
  /** As billing does it for a charge that it has seen held. */
  canceledHeld: (charge: TestCharge): Advance => ({
    chargeId: charge.id,
    from: ['CANCELING'],
    to: 'CANCELED',
    actor: 'settlement',
    reason: 'LND canceled',
    transfers: [holdCanceled(facts(charge))].flatMap((transfer) => transfer ?? []),
  }),
};

function facts(charge: TestCharge) {
  return { node, paymentHash: charge.paymentHash, chargeUuid: charge.uuid, at, heldMsat: priceMsat };
}
