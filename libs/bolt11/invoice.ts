import type { Msat } from '#kernel/msat';

/** Currency prefix of BOLT 11: mainnet, testnet, signet, regtest. */
export type Network = 'bc' | 'tb' | 'tbs' | 'bcrt';

/** One private channel of a route to the payee, as `channel_update` of BOLT 7 describes it. */
export interface RouteHop {
  /** Compressed public key (33 bytes) of the node at the start of the channel. */
  readonly nodeId: Uint8Array;
  /** block height (3 bytes) ‖ index of the transaction (3) ‖ index of the output (2). */
  readonly shortChannelId: bigint;
  readonly feeBaseMsat: Msat;
  readonly feeProportionalMillionths: number;
  readonly cltvExpiryDelta: number;
}

/** On-chain address to fall back to: a witness version (0 to 16) and its program, or 17 (P2PKH) or 18 (P2SH) and a hash. */
export interface FallbackAddress {
  readonly version: number;
  readonly program: Uint8Array;
}

/** What the payee decides. Exactly one of `description` and `descriptionHash` must be there. */
export interface InvoiceFields {
  readonly network: Network;
  /** Absent: the payer chooses the amount. */
  readonly amountMsat?: Msat | undefined;
  /** Whole seconds since 1970, at most 35 bits. */
  readonly timestamp: number;
  readonly paymentHash: Uint8Array;
  readonly paymentSecret: Uint8Array;
  readonly description?: string | undefined;
  readonly descriptionHash?: Uint8Array | undefined;
  /** Absent: readers assume 3,600. */
  readonly expirySeconds?: number | undefined;
  /** Blocks; absent: readers assume 18. */
  readonly minFinalCltvExpiryDelta?: number | undefined;
  readonly routeHints?: readonly (readonly RouteHop[])[] | undefined;
  /** Numbers of the bits that are set; absent: 8 (`var_onion_optin`) and 14 (`payment_secret`), both compulsory. */
  readonly featureBits?: readonly number[] | undefined;
  readonly fallbackAddresses?: readonly FallbackAddress[] | undefined;
  readonly metadata?: Uint8Array | undefined;
  /** Whether to name the payee in an `n` field, so that readers need not recover its key from the signature. */
  readonly withPayee?: boolean | undefined;
}

/** What stands in an invoice, with the defaults of BOLT 11 filled in. */
export interface DecodedInvoice {
  readonly network: Network;
  readonly amountMsat: Msat | undefined;
  /** Whole seconds since 1970. */
  readonly timestamp: number;
  readonly paymentHash: Buffer;
  readonly paymentSecret: Buffer;
  readonly description: string | undefined;
  readonly descriptionHash: Buffer | undefined;
  readonly expirySeconds: number;
  readonly minFinalCltvExpiryDelta: number;
  readonly routeHints: readonly (readonly RouteHop[])[];
  /** Ascending numbers of the bits that are set. */
  readonly featureBits: readonly number[];
  readonly fallbackAddresses: readonly FallbackAddress[];
  readonly metadata: Buffer | undefined;
  /** Compressed public key (33 bytes) that made the signature. */
  readonly payee: Buffer;
  /** r ‖ s ‖ recovery id, 65 bytes. */
  readonly signature: Buffer;
}

/** An invoice whose signature nobody looked at: it names a payee only where it has an `n` field, and proves nothing. */
export type UnverifiedInvoice = Omit<DecodedInvoice, 'payee'> & { readonly payee: Buffer | undefined };
