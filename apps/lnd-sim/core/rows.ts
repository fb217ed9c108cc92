/**
 * What the simulated network remembers. Every row is immutable and stands for itself in the journal: a transaction is a
 * list of rows that replace those of the same key, so replaying is nothing but putting them back.
 *
 * Hashes, keys and preimages are hex, amounts `Msat`, instants milliseconds since 1970. Fields that hold an amount end in
 * `Msat`; the journal's codec relies on it.
 */
import type { Msat } from '#kernel/msat';

/** `second` is another node of the marketplace. */
export type NodeName = 'market' | 'second' | 'buyer' | 'seller';

/** Names as on LND's wire. */
export type InvoiceState = 'OPEN' | 'ACCEPTED' | 'SETTLED' | 'CANCELED';
export type HtlcState = 'ACCEPTED' | 'SETTLED' | 'CANCELED';

export interface InvoiceHtlcRow {
  readonly transferId: string;
  readonly channelId: string;
  readonly htlcIndex: number;
  readonly amountMsat: Msat;
  /** What the payer declared as the sum of the whole set. */
  readonly declaredMsat: Msat;
  readonly acceptHeight: number;
  readonly acceptedAt: number;
  /** 0 until resolved, as on LND's wire. */
  readonly resolvedAt: number;
  readonly expiryHeight: number;
  readonly state: HtlcState;
}

export interface InvoiceRow {
  readonly node: NodeName;
  readonly hash: string;
  readonly hold: boolean;
  /** Known from the start for an ordinary invoice, from settlement on for a hold invoice. */
  readonly preimage?: string | undefined;
  readonly paymentAddr: string;
  readonly paymentRequest: string;
  readonly memo: string;
  readonly descriptionHash?: string | undefined;
  /** 0: the payer chooses. */
  readonly valueMsat: Msat;
  readonly createdAt: number;
  readonly expirySeconds: number;
  readonly cltvExpiry: number;
  readonly isPrivate: boolean;
  readonly addIndex: number;
  /** 0 until settled. */
  readonly settleIndex: number;
  readonly settledAt: number;
  readonly state: InvoiceState;
  /** Stays as it is when an accepted invoice is canceled, as in lnd. */
  readonly paidMsat: Msat;
  readonly htlcs: readonly InvoiceHtlcRow[];
}

export type FailureReason =
  | 'FAILURE_REASON_NONE'
  | 'FAILURE_REASON_TIMEOUT'
  | 'FAILURE_REASON_NO_ROUTE'
  | 'FAILURE_REASON_ERROR'
  | 'FAILURE_REASON_INCORRECT_PAYMENT_DETAILS'
  | 'FAILURE_REASON_INSUFFICIENT_BALANCE'
  | 'FAILURE_REASON_CANCELED';

export type FailureCode =
  | 'INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS'
  | 'TEMPORARY_CHANNEL_FAILURE'
  | 'UNKNOWN_NEXT_PEER'
  | 'PERMANENT_CHANNEL_FAILURE'
  | 'MPP_TIMEOUT';

/** Why the payee, or a node on the way, refused an HTLC, in LND's words for its own log and event stream. */
export type FailureDetail =
  | 'NO_DETAIL'
  | 'UNKNOWN_INVOICE'
  | 'ADDRESS_MISMATCH'
  | 'INVOICE_NOT_OPEN'
  | 'INVOICE_CANCELED'
  | 'INVOICE_EXPIRY_TOO_SOON'
  | 'SET_TOTAL_MISMATCH'
  | 'SET_TOTAL_TOO_LOW'
  | 'MPP_INVOICE_TIMEOUT'
  | 'ON_CHAIN_TIMEOUT';

export interface FailureRow {
  readonly code: FailureCode;
  readonly detail: FailureDetail;
  /** Position in the route of the node that failed it; 0 is the payer. */
  readonly sourceIndex: number;
  readonly height: number;
  /** The sum that the payee saw; the code of an unknown invoice carries it. */
  readonly htlcMsat: Msat;
}

/** One channel of a route, from the payer outwards. */
export interface HopRow {
  readonly channelId: string;
  readonly from: NodeName;
  readonly to: NodeName;
  /** Counts the HTLCs that `from` offered on this channel. */
  readonly htlcIndex: number;
  readonly amountMsat: Msat;
  readonly expiryHeight: number;
}

export interface AttemptRow {
  readonly attemptId: number;
  readonly transferId: string;
  readonly status: 'IN_FLIGHT' | 'SUCCEEDED' | 'FAILED';
  readonly hops: readonly HopRow[];
  readonly startedAt: number;
  readonly resolvedAt: number;
  readonly failure?: FailureRow | undefined;
  readonly preimage?: string | undefined;
}

/** What the payer asked for; it never changes after the payment was admitted. */
export interface PaymentOrder {
  readonly hash: string;
  readonly destination: string;
  readonly paymentRequest: string;
  readonly paymentAddr?: string | undefined;
  readonly amountMsat: Msat;
  /** What the payee is told is the sum of the set. */
  readonly declaredMsat: Msat;
  readonly feeLimitMsat: Msat;
  readonly finalCltvDelta: number;
  readonly cltvLimit: number;
  readonly maxParts: number;
  readonly maxShardMsat: Msat;
  readonly outgoingChannelIds: readonly string[];
  readonly lastHop?: string | undefined;
  readonly cancelable: boolean;
  readonly timeoutSeconds: number;
}

export interface PaymentRow extends PaymentOrder {
  readonly node: NodeName;
  readonly index: number;
  readonly createdAt: number;
  readonly failureReason: FailureReason;
  readonly attempts: readonly AttemptRow[];
}

/** A channel between two nodes. `aMsat + bMsat +` what is in flight `= capacityMsat`, always. */
export interface ChannelRow {
  readonly id: string;
  readonly a: NodeName;
  readonly b: NodeName;
  readonly capacityMsat: Msat;
  readonly aMsat: Msat;
  readonly bMsat: Msat;
  /** How many HTLCs each side has offered. */
  readonly aOffered: number;
  readonly bOffered: number;
  /** What went for good from a to b and from b to a. */
  readonly aSentMsat: Msat;
  readonly bSentMsat: Msat;
  /** Parts per million of what is forwarded, and a base, that the node at the start of the channel asks. */
  readonly feeBaseMsat: Msat;
  readonly feeRatePpm: number;
}

/**
 * One HTLC on its whole way from payer to payee, with the same payment hash on every channel.
 *
 * underway: locked on every channel, the payee has not looked at it. held: the payee keeps it. settling, failing: the payee
 * has decided, the nodes on the way have not passed it on yet. A resolved transfer has no row.
 */
export interface TransferRow {
  readonly id: string;
  readonly hash: string;
  readonly payer: NodeName;
  readonly payee: NodeName;
  readonly paymentAddr?: string | undefined;
  readonly declaredMsat: Msat;
  readonly hops: readonly HopRow[];
  readonly state: 'underway' | 'held' | 'settling' | 'failing';
  readonly preimage?: string | undefined;
  readonly failure?: FailureRow | undefined;
}

/** How an incoming HTLC ended for good. */
export interface ResolutionRow {
  readonly node: NodeName;
  readonly channelId: string;
  readonly htlcIndex: number;
  readonly settled: boolean;
  readonly offchain: boolean;
}

export interface ChainRow {
  readonly height: number;
  readonly minedAt: number;
}

/** One member of a transaction. */
export type Change =
  | { readonly invoice: InvoiceRow }
  | { readonly payment: PaymentRow }
  | { readonly channel: ChannelRow }
  | { readonly transfer: TransferRow }
  | { readonly transferDone: string }
  | { readonly resolution: ResolutionRow }
  | { readonly chain: ChainRow };
