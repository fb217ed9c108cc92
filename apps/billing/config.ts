/** What billing is told at its start. Durations and amounts that protect money are named here, with their reason. */
import type { Msat } from '#kernel/msat';

export interface BillingConfig {
  /** Basis points of the price that the marketplace keeps; rounded down, the rest is the seller's. */
  readonly feeBasisPoints: bigint;
  /** How long an unpaid invoice can be paid. */
  readonly invoiceExpiryMs: number;
  /** Final CLTV of hold invoices: how many blocks the payer's HTLC must still have when it arrives. */
  readonly cltvExpiryBlocks: number;
  /** A hold is given back this many blocks before its first HTLC ends; LND itself would wait until 18. */
  readonly cancelBeforeExpiryBlocks: number;
  /** The same client that asks again for the same thing gets the same open challenge for this long. */
  readonly reuseOpenMs: number;
  /** What the marketplace pays, within a day, to sellers whose delivered work was lost at LND's side. */
  readonly lossCapMsatPerDay: Msat;
  readonly sweepIntervalMs: number;
  /** Each node is compared with the books at least so often. */
  readonly reconcileEveryMs: number;
  /** A shortfall that is larger, in two comparisons, stops the payouts of its node. */
  readonly shortfallToleranceMsat: bigint;
  readonly payouts: PayoutConfig;
}

export interface PayoutConfig {
  /** The least and the most of one payout. */
  readonly leastMsat: Msat;
  readonly mostMsat: Msat;
  /** Of one account within 24 hours. */
  readonly dayCount: number;
  readonly daySumMsat: Msat;
  /** What routing may cost unless the account says otherwise: so many basis points of the amount, and at least this. */
  readonly feeBasisPoints: bigint;
  readonly leastFeeLimitMsat: Msat;
  /** An invoice whose last hop keeps the HTLC for longer is refused. */
  readonly finalCltvMostBlocks: number;
  /** How far ahead the first HTLC of a payout may end. */
  readonly cltvLimitBlocks: number;
  /** How long after it was given a permit may be used; the time that a payout which fails keeps its money at least. */
  readonly permitMs: number;
  /** How often a payout is sent that fails for what may pass; each attempt waits twice as long as the one before. */
  readonly attemptsMost: number;
  /** Payouts of which nothing was heard for so long are set apart as unknown. */
  readonly silentMs: number;
  /** LND's clock may differ from ours: only so long after an invoice's end it surely refuses it. */
  readonly expirySlackMs: number;
}

export const billingDefaults: BillingConfig = {
  feeBasisPoints: 300n,
  invoiceExpiryMs: 600_000,
  cltvExpiryBlocks: 80,
  cancelBeforeExpiryBlocks: 30,
  reuseOpenMs: 60_000,
  lossCapMsatPerDay: 100_000_000n as Msat,
  sweepIntervalMs: 1_000,
  reconcileEveryMs: 3_600_000,
  shortfallToleranceMsat: 1_000_000n,
  payouts: {
    leastMsat: 1_000n as Msat,
    mostMsat: 1_000_000_000n as Msat,
    dayCount: 100,
    daySumMsat: 5_000_000_000n as Msat,
    feeBasisPoints: 100n,
    leastFeeLimitMsat: 5_000n as Msat,
    finalCltvMostBlocks: 288,
    cltvLimitBlocks: 720,
    permitMs: 5_000,
    attemptsMost: 4,
    silentMs: 60_000,
    expirySlackMs: 600_000,
  },
};

/** The defaults, with what whoever runs the marketplace decides. */
export function billingConfig(settings: {
  readonly BOTBAZAAR_FEE_BPS: number;
  readonly BOTBAZAAR_RECONCILE_MINUTES: number;
  readonly BOTBAZAAR_SHORTFALL_TOLERANCE_MSAT: number;
}): BillingConfig {
  return {
    ...billingDefaults,
    feeBasisPoints: BigInt(settings.BOTBAZAAR_FEE_BPS),
    reconcileEveryMs: settings.BOTBAZAAR_RECONCILE_MINUTES * 60_000,
    shortfallToleranceMsat: BigInt(settings.BOTBAZAAR_SHORTFALL_TOLERANCE_MSAT),
  };
}
