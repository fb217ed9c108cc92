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
}

export const billingDefaults: BillingConfig = {
  feeBasisPoints: 300n,
  invoiceExpiryMs: 600_000,
  cltvExpiryBlocks: 80,
  cancelBeforeExpiryBlocks: 30,
  reuseOpenMs: 60_000,
  lossCapMsatPerDay: 100_000_000n as Msat,
  sweepIntervalMs: 1_000,
};
