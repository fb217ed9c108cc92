/** What a buyer needs of a Lightning wallet. `LndWallet` is one; any other can be written in a few lines. */
export interface Wallet {
  /**
   * Pays a BOLT11 invoice and answers with its preimage. Waits as long as the payee holds the payment: with pay on delivery
   * that is until the work is done. Called again with the same invoice it must not pay twice.
   *
   * Throws `PaymentFailed` when nothing was paid, `PaymentUnknown` when that cannot be said.
   */
  pay(invoice: string, limits: PayLimits): Promise<Paid>;

  /** What can be spent now, in millisatoshi; payments in flight are not in it. */
  balanceMsat(): Promise<bigint>;
}

export interface PayLimits {
  /** The most that the route may cost on top of the amount. */
  readonly maxFeeMsat: bigint;
  /** How long new routes are tried. A payment that has reached the payee is awaited longer. */
  readonly timeoutSeconds: number;
}

export interface Paid {
  /** 32 bytes in hex, lower case. */
  readonly preimage: string;
  /** What the payee received. */
  readonly paidMsat: bigint;
  /** What the route cost on top. */
  readonly feeMsat: bigint;
}
