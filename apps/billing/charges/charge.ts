/**
 * The states of a charge and what can happen to it; charge-steps.ts says what each event does. Pure: nothing here reads, writes or
 * asks.
 *
 *   hold      CREATING → OPEN → HELD → SETTLING → SETTLED        SETTLING → LOST
 *             CREATING | OPEN | HELD → CANCELING → CANCELED | EXPIRED
 *   invoice   CREATING → OPEN → HELD → SETTLED | REFUND_DUE        OPEN → TRANSFERRING → HELD | CANCELING
 *             CREATING | OPEN → CANCELING → CANCELED | EXPIRED | REFUND_DUE        REFUND_DUE → REFUNDED
 *
 * HELD means that the buyer's money is secured: locked by LND (hold), or taken into escrow (invoice). Lightning decides what happened to an
 * invoice: CANCELED, EXPIRED and LOST, and with a hold SETTLED, are entered only on its word, and money that it reports is booked always.
 * TRANSFERRING: an account of ours pays from its balance, once LND has said that nobody can pay the invoice any more.
 */

/** How the buyer's money is secured: by a hold invoice, or by an ordinary one that is paid at once. */
export const fundings = ['hold', 'invoice'] as const;
export type Funding = (typeof fundings)[number];

export function isFunding(text: string): text is Funding {
  return (fundings as readonly string[]).includes(text);
}

export const chargeStates = [
  'CREATING',
  'OPEN',
  'TRANSFERRING',
  'HELD',
  'SETTLING',
  'SETTLED',
  'CANCELING',
  'CANCELED',
  'EXPIRED',
  'LOST',
  'REFUND_DUE',
  'REFUNDED',
] as const;
export type ChargeState = (typeof chargeStates)[number];

/** Neither the work nor LND has a say in them any more; REFUND_DUE waits for its payer alone. */
export const finalStates = [
  'SETTLED',
  'CANCELED',
  'EXPIRED',
  'LOST',
  'REFUND_DUE',
  'REFUNDED',
] as const satisfies ChargeState[];

export function isFinal(state: ChargeState): boolean {
  return (finalStates as readonly ChargeState[]).includes(state);
}

export const chargeEvents = [
  /** LND made the invoice, or had made it before a crash and it is still open. */
  'invoiceCreated',
  /** LND locked the payer's HTLCs: its state ACCEPTED, which only a hold invoice has. */
  'htlcsAccepted',
  /** Dispatch has valid output stored where nobody reads it, and asks for the money. */
  'delivered',
  /** LND's state SETTLED: of a hold because we released the preimage, of an ordinary invoice because it was paid. */
  'lndSettled',
  /** LND's state CANCELED, of an invoice that was held or that somebody canceled. */
  'lndCanceled',
  /** LND's state CANCELED, of an invoice that ran out of time unpaid. */
  'lndExpired',
  /** LND does not know the invoice. */
  'lndUnknown',
  /** The work failed, the buyer or an admin canceled, a cap was reached. */
  'cancelRequested',
  /** By our clock the invoice has expired. */
  'invoiceExpired',
  /** By our clock or our count of blocks the money was kept for the work as long as it may. */
  'holdDeadlinePassed',
  /** An account has set aside what the invoice is about. */
  'transferBegun',
  /** Whoever paid takes back what is owed. */
  'refundClaimed',
] as const;
export type ChargeEvent = (typeof chargeEvents)[number];

/**
 * What the ledger records with the step; the recipes have the legs.
 * accepted: memorandum of the hold. settled: the sale, memorandum reversed. released: the memorandum reversed, where there is one.
 * lost: released, and the seller paid by us. unidentified: money for nobody, in 2390. Of an ordinary invoice: escrowed: paid, and kept
 * for the work. transferred: as escrowed, out of what an account has set aside for it. earned: from escrow to seller and fee. refused:
 * from escrow to what is owed back. owed: paid when nobody wanted it any more, and owed back at once. refunded: put where the payer
 * can have it paid out from.
 */
export type Booking =
  | 'accepted'
  | 'settled'
  | 'released'
  | 'lost'
  | 'unidentified'
  | 'escrowed'
  | 'transferred'
  | 'earned'
  | 'refused'
  | 'owed'
  | 'refunded';

export interface Step {
  /** The state afterwards; the same state where the event changes nothing or only leaves a remark. */
  readonly to: ChargeState;
  /** One transfer each, recorded together with the step or not at all. */
  readonly bookings?: readonly Booking[];
  /** What contradicts our own record: an admin must see it. */
  readonly incident?: true;
}

/** How LND's CANCELED is called: an invoice that was never held and whose time was over has expired. */
export function canceledEvent(charge: { heldAt: Date | undefined; expiresAt: Date }, at: Date): ChargeEvent {
  return charge.heldAt === undefined && at >= charge.expiresAt ? 'lndExpired' : 'lndCanceled';
}

export const stay = (state: ChargeState): Step => ({ to: state });
export const canceling: Step = { to: 'CANCELING' };
/** The charge has ended, and with it its memorandum; if it ended by this very money, the transfer's id makes this a replay. */
export const tookAfterwards = (to: ChargeState): Step => ({ to, bookings: ['unidentified'], incident: true });

/** What each event does in each state that a charge of that funding can be in. */
export type Table<S extends ChargeState> = Readonly<Record<ChargeEvent, Readonly<Record<S, Step | 'refused'>>>>;
