/**
 * The states of a charge and what each event does to it. Pure: nothing here reads, writes or asks.
 *
 *   hold      CREATING → OPEN → HELD → SETTLING → SETTLED        SETTLING → LOST
 *             CREATING | OPEN | HELD → CANCELING → CANCELED | EXPIRED
 *   invoice   CREATING → OPEN → HELD → SETTLED | REFUND_DUE
 *             CREATING | OPEN → CANCELING → CANCELED | EXPIRED | REFUND_DUE        REFUND_DUE → REFUNDED
 *
 * HELD means that the buyer's money is secured: locked by LND (hold), or taken into escrow (invoice). Lightning decides what happened to an
 * invoice: CANCELED, EXPIRED and LOST, and with a hold SETTLED, are entered only on its word, and money that it reports is booked always.
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
  /** Whoever paid takes back what is owed. */
  'refundClaimed',
] as const;
export type ChargeEvent = (typeof chargeEvents)[number];

/**
 * What the ledger records with the step; the recipes have the legs.
 * accepted: memorandum of the hold. settled: the sale, memorandum reversed. released: the memorandum reversed, where there is one.
 * lost: released, and the seller paid by us. unidentified: money for nobody, in 2390. Of an ordinary invoice: escrowed: paid, and kept
 * for the work. earned: from escrow to seller and fee. refused: from escrow to what is owed back. owed: paid when nobody wanted it any
 * more, and owed back at once. refunded: put where the payer can have it paid out from.
 */
export type Booking =
  | 'accepted'
  | 'settled'
  | 'released'
  | 'lost'
  | 'unidentified'
  | 'escrowed'
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

/**
 * Where the event leads; `refused` where it makes no sense in that state and the caller must be told. An `invoiceCreated` that
 * is refused means that nobody wants the invoice any more: cancel it at LND.
 */
export function nextState(funding: Funding, state: ChargeState, event: ChargeEvent): Step | 'refused' {
  const row: Partial<Record<ChargeState, Step | 'refused'>> = tables[funding][event];
  return row[state] ?? 'refused';
}

/** How LND's CANCELED is called: an invoice that was never held and whose time was over has expired. */
export function canceledEvent(charge: { heldAt: Date | undefined; expiresAt: Date }, at: Date): ChargeEvent {
  return charge.heldAt === undefined && at >= charge.expiresAt ? 'lndExpired' : 'lndCanceled';
}

const stay = (state: ChargeState): Step => ({ to: state });
const canceling: Step = { to: 'CANCELING' };
/** Only we know the preimage and only SETTLING gives it away, so this is a theft of keys or a defect; the money is kept apart. */
const tookUnasked: Step = { to: 'CANCELED', bookings: ['released', 'unidentified'], incident: true };
/** The charge has ended, and with it its memorandum; if it ended by this very money, the transfer's id makes this a replay. */
const tookAfterwards = (to: ChargeState): Step => ({ to, bookings: ['unidentified'], incident: true });

type Table<S extends ChargeState> = Readonly<Record<ChargeEvent, Readonly<Record<S, Step | 'refused'>>>>;

const hold: Table<Exclude<ChargeState, 'REFUND_DUE' | 'REFUNDED'>> = {
  invoiceCreated: {
    CREATING: { to: 'OPEN' },
    OPEN: stay('OPEN'),
    HELD: stay('HELD'),
    SETTLING: stay('SETTLING'),
    SETTLED: stay('SETTLED'),
    CANCELING: 'refused',
    CANCELED: 'refused',
    EXPIRED: 'refused',
    LOST: stay('LOST'),
  },
  htlcsAccepted: {
    // Nobody was given this invoice yet; whoever found a way to pay it gets the money back.
    CREATING: { to: 'CANCELING', bookings: ['accepted'] },
    OPEN: { to: 'HELD', bookings: ['accepted'] },
    HELD: stay('HELD'),
    SETTLING: stay('SETTLING'),
    SETTLED: stay('SETTLED'),
    // The payment overtook our CancelInvoice, which gives it back. No memorandum: whether one stands must be known from the state.
    CANCELING: stay('CANCELING'),
    // LND accepts nothing for a canceled invoice: an old message, or a node that forgot the cancel and must be told again.
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    LOST: stay('LOST'),
  },
  delivered: {
    CREATING: 'refused',
    OPEN: 'refused',
    HELD: { to: 'SETTLING' },
    SETTLING: stay('SETTLING'),
    SETTLED: stay('SETTLED'),
    CANCELING: 'refused',
    CANCELED: 'refused',
    EXPIRED: 'refused',
    LOST: stay('LOST'),
  },
  lndSettled: {
    CREATING: tookUnasked,
    OPEN: tookUnasked,
    HELD: tookUnasked,
    SETTLING: { to: 'SETTLED', bookings: ['settled'] },
    SETTLED: stay('SETTLED'),
    CANCELING: tookUnasked,
    CANCELED: tookAfterwards('CANCELED'),
    EXPIRED: tookAfterwards('EXPIRED'),
    LOST: tookAfterwards('LOST'),
  },
  lndCanceled: {
    CREATING: { to: 'CANCELED', bookings: ['released'] },
    OPEN: { to: 'CANCELED', bookings: ['released'] },
    HELD: { to: 'CANCELED', bookings: ['released'] },
    SETTLING: { to: 'LOST', bookings: ['lost'], incident: true },
    SETTLED: { to: 'SETTLED', incident: true },
    CANCELING: { to: 'CANCELED', bookings: ['released'] },
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    LOST: stay('LOST'),
  },
  lndExpired: {
    CREATING: { to: 'EXPIRED' },
    OPEN: { to: 'EXPIRED' },
    // Held after all, so it did not expire unpaid: the same as canceled.
    HELD: { to: 'CANCELED', bookings: ['released'] },
    SETTLING: { to: 'LOST', bookings: ['lost'], incident: true },
    SETTLED: { to: 'SETTLED', incident: true },
    CANCELING: { to: 'EXPIRED', bookings: ['released'] },
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    LOST: stay('LOST'),
  },
  lndUnknown: {
    // The call never arrived: make the invoice now.
    CREATING: stay('CREATING'),
    OPEN: { to: 'CANCELED', bookings: ['released'], incident: true },
    HELD: { to: 'CANCELED', bookings: ['released'], incident: true },
    SETTLING: { to: 'LOST', bookings: ['lost'], incident: true },
    SETTLED: stay('SETTLED'),
    CANCELING: { to: 'CANCELED', bookings: ['released'] },
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    LOST: stay('LOST'),
  },
  cancelRequested: {
    CREATING: canceling,
    OPEN: canceling,
    HELD: canceling,
    // Delivered: what the seller has earned is not taken back.
    SETTLING: 'refused',
    SETTLED: 'refused',
    CANCELING: stay('CANCELING'),
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    LOST: 'refused',
  },
  invoiceExpired: {
    CREATING: canceling,
    OPEN: canceling,
    // Once paid, an invoice does not expire.
    HELD: 'refused',
    SETTLING: 'refused',
    SETTLED: 'refused',
    CANCELING: stay('CANCELING'),
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    LOST: 'refused',
  },
  holdDeadlinePassed: {
    CREATING: 'refused',
    OPEN: 'refused',
    HELD: canceling,
    // A settle that takes long is Lightning's to finish.
    SETTLING: 'refused',
    SETTLED: 'refused',
    CANCELING: stay('CANCELING'),
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    LOST: 'refused',
  },
  refundClaimed: {
    CREATING: 'refused',
    OPEN: 'refused',
    HELD: 'refused',
    SETTLING: 'refused',
    SETTLED: 'refused',
    CANCELING: 'refused',
    CANCELED: 'refused',
    EXPIRED: 'refused',
    LOST: 'refused',
  },
};

/** The buyer's money is with us and nobody earned it. */
const refunded: Step = { to: 'REFUND_DUE', bookings: ['refused'] };
/** It was paid, so that it cannot be canceled or unknown; the money stays in the books until an admin has looked. */
const denied = (to: ChargeState): Step => ({ to, incident: true });

const invoice: Table<Exclude<ChargeState, 'SETTLING' | 'LOST'>> = {
  invoiceCreated: {
    CREATING: { to: 'OPEN' },
    OPEN: stay('OPEN'),
    HELD: stay('HELD'),
    SETTLED: stay('SETTLED'),
    CANCELING: 'refused',
    CANCELED: 'refused',
    EXPIRED: 'refused',
    REFUND_DUE: stay('REFUND_DUE'),
    REFUNDED: stay('REFUNDED'),
  },
  // Passes within LND while the parts of a payment come together; nothing is ours before SETTLED.
  htlcsAccepted: {
    CREATING: stay('CREATING'),
    OPEN: stay('OPEN'),
    HELD: stay('HELD'),
    SETTLED: stay('SETTLED'),
    CANCELING: stay('CANCELING'),
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    REFUND_DUE: stay('REFUND_DUE'),
    REFUNDED: stay('REFUNDED'),
  },
  delivered: {
    CREATING: 'refused',
    OPEN: 'refused',
    HELD: { to: 'SETTLED', bookings: ['earned'] },
    SETTLED: stay('SETTLED'),
    CANCELING: 'refused',
    CANCELED: 'refused',
    EXPIRED: 'refused',
    REFUND_DUE: 'refused',
    REFUNDED: 'refused',
  },
  lndSettled: {
    // Nobody was given this invoice yet, and nobody keeps a task for it.
    CREATING: { to: 'REFUND_DUE', bookings: ['owed'], incident: true },
    OPEN: { to: 'HELD', bookings: ['escrowed'] },
    HELD: stay('HELD'),
    SETTLED: stay('SETTLED'),
    // The payment overtook our CancelInvoice.
    CANCELING: { to: 'REFUND_DUE', bookings: ['owed'] },
    CANCELED: tookAfterwards('CANCELED'),
    EXPIRED: tookAfterwards('EXPIRED'),
    REFUND_DUE: stay('REFUND_DUE'),
    REFUNDED: stay('REFUNDED'),
  },
  lndCanceled: {
    CREATING: { to: 'CANCELED' },
    OPEN: { to: 'CANCELED' },
    HELD: denied('HELD'),
    SETTLED: denied('SETTLED'),
    CANCELING: { to: 'CANCELED' },
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    REFUND_DUE: denied('REFUND_DUE'),
    REFUNDED: denied('REFUNDED'),
  },
  lndExpired: {
    CREATING: { to: 'EXPIRED' },
    OPEN: { to: 'EXPIRED' },
    HELD: denied('HELD'),
    SETTLED: denied('SETTLED'),
    CANCELING: { to: 'EXPIRED' },
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    REFUND_DUE: denied('REFUND_DUE'),
    REFUNDED: denied('REFUNDED'),
  },
  lndUnknown: {
    // The call never arrived: make the invoice now.
    CREATING: stay('CREATING'),
    OPEN: { to: 'CANCELED', incident: true },
    HELD: denied('HELD'),
    SETTLED: stay('SETTLED'),
    CANCELING: { to: 'CANCELED' },
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    REFUND_DUE: stay('REFUND_DUE'),
    REFUNDED: stay('REFUNDED'),
  },
  cancelRequested: {
    CREATING: canceling,
    OPEN: canceling,
    HELD: refunded,
    SETTLED: 'refused',
    CANCELING: stay('CANCELING'),
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    REFUND_DUE: stay('REFUND_DUE'),
    REFUNDED: stay('REFUNDED'),
  },
  invoiceExpired: {
    CREATING: canceling,
    OPEN: canceling,
    HELD: 'refused',
    SETTLED: 'refused',
    CANCELING: stay('CANCELING'),
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    REFUND_DUE: 'refused',
    REFUNDED: 'refused',
  },
  holdDeadlinePassed: {
    CREATING: 'refused',
    OPEN: 'refused',
    HELD: refunded,
    SETTLED: 'refused',
    CANCELING: stay('CANCELING'),
    CANCELED: stay('CANCELED'),
    EXPIRED: stay('EXPIRED'),
    REFUND_DUE: stay('REFUND_DUE'),
    REFUNDED: stay('REFUNDED'),
  },
  refundClaimed: {
    CREATING: 'refused',
    OPEN: 'refused',
    HELD: 'refused',
    SETTLED: 'refused',
    CANCELING: 'refused',
    CANCELED: 'refused',
    EXPIRED: 'refused',
    REFUND_DUE: { to: 'REFUNDED', bookings: ['refunded'] },
    REFUNDED: stay('REFUNDED'),
  },
};

const tables = { hold, invoice } as const;

/** The states in which the event leads to `to`: what the guard of a step that has not read the charge must say. */
export function statesBefore(funding: Funding, event: ChargeEvent, to: ChargeState): readonly ChargeState[] {
  return chargeStates.filter((state) => {
    const step = nextState(funding, state, event);
    return step !== 'refused' && step.to === to && state !== to;
  });
}
