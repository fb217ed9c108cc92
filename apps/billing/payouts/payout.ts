/**
 * The states of a payout and what each event does to it. Pure: nothing here reads, writes or asks.
 *
 *   RESERVED → SENDING → SUCCEEDED | FAILED        SENDING → UNKNOWN → SUCCEEDED | FAILED        RESERVED → FAILED
 *   to an invoice of ours, which is never sent:    RESERVED → SUCCEEDED | FAILED
 *
 * Whether money has left is Lightning's to say. FAILED is entered only on its terminal FAILED, on a definite refusal of the
 * very first attempt, when nothing can have been sent and nothing can be any more, or when what was sent is in no channel long after
 * the last block in which it could be; whatever else is heard leaves the reservation where it is.
 */

export const payoutStates = ['RESERVED', 'SENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED'] as const;
export type PayoutState = (typeof payoutStates)[number];

export function isFinalPayout(state: PayoutState): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED';
}

export const payoutEvents = [
  /** A permit to send is given, written down before it is used. */
  'attemptBegun',
  /** LND's SUCCEEDED, with the preimage. */
  'lndSucceeded',
  /** LND's terminal FAILED, seen after the last permit had lapsed. */
  'lndFailed',
  /** LND calls it in flight for ever, and no channel has it or can have it any more; the node has as much as the books say. */
  'htlcGone',
  /** LND looked at the first attempt and did not begin. */
  'attemptRefused',
  /** A call broke, or LND has not said for too long what became of it. */
  'outcomeLost',
  /** LND does not know the payment, no permit is left, and the invoice has expired: it would refuse it now. */
  'neverSent',
  /** The charge whose invoice it pays has what was reserved; the transfer is in the books. */
  'chargeFunded',
  /** That charge has gone on without it: paid over Lightning first, or canceled. */
  'chargeGone',
] as const;
export type PayoutEvent = (typeof payoutEvents)[number];

/** What the ledger records with the step; libs/ledger/payout-recipes.ts has the legs. */
export type PayoutBooking = 'unknown' | 'succeeded' | 'failed' | 'transferred';

export interface PayoutStep {
  /** The state afterwards; the same state where the event changes nothing or leaves a remark. */
  readonly to: PayoutState;
  readonly booking?: PayoutBooking;
  /** What contradicts our own record: an admin must see it. */
  readonly incident?: true;
}

/** Where the event leads; `refused` where it makes no sense in that state and the caller must be told. */
export function nextPayoutState(state: PayoutState, event: PayoutEvent): PayoutStep | 'refused' {
  return table[event][state];
}

const succeeded: PayoutStep = { to: 'SUCCEEDED', booking: 'succeeded' };
const failed: PayoutStep = { to: 'FAILED', booking: 'failed' };
const stay = (to: PayoutState): PayoutStep => ({ to });
const denied = (to: PayoutState): PayoutStep => ({ to, incident: true });

const table: Readonly<Record<PayoutEvent, Readonly<Record<PayoutState, PayoutStep | 'refused'>>>> = {
  attemptBegun: {
    RESERVED: { to: 'SENDING' },
    // The same hash again: LND pays it once.
    SENDING: stay('SENDING'),
    UNKNOWN: stay('UNKNOWN'),
    SUCCEEDED: 'refused',
    FAILED: 'refused',
  },
  lndSucceeded: {
    // We never sent it, yet the money is gone.
    RESERVED: { ...succeeded, incident: true },
    SENDING: succeeded,
    UNKNOWN: succeeded,
    SUCCEEDED: stay('SUCCEEDED'),
    // Released and paid: the account has both, and only a human can say who bears it.
    FAILED: denied('FAILED'),
  },
  lndFailed: {
    RESERVED: 'refused',
    SENDING: failed,
    UNKNOWN: failed,
    SUCCEEDED: denied('SUCCEEDED'),
    FAILED: stay('FAILED'),
  },
  htlcGone: {
    RESERVED: 'refused',
    // Silence that has lasted for a day is UNKNOWN.
    SENDING: stay('SENDING'),
    UNKNOWN: failed,
    SUCCEEDED: denied('SUCCEEDED'),
    FAILED: stay('FAILED'),
  },
  attemptRefused: {
    RESERVED: 'refused',
    SENDING: failed,
    // After a first answer was lost, a refusal says nothing of what came before.
    UNKNOWN: stay('UNKNOWN'),
    SUCCEEDED: stay('SUCCEEDED'),
    FAILED: stay('FAILED'),
  },
  outcomeLost: {
    RESERVED: 'refused',
    SENDING: { to: 'UNKNOWN', booking: 'unknown' },
    UNKNOWN: stay('UNKNOWN'),
    SUCCEEDED: stay('SUCCEEDED'),
    FAILED: stay('FAILED'),
  },
  neverSent: {
    RESERVED: failed,
    SENDING: failed,
    UNKNOWN: failed,
    SUCCEEDED: denied('SUCCEEDED'),
    FAILED: stay('FAILED'),
  },
  chargeFunded: {
    // The same transfer that the charge has recorded, by its id.
    RESERVED: { to: 'SUCCEEDED', booking: 'transferred' },
    SENDING: 'refused',
    UNKNOWN: 'refused',
    SUCCEEDED: stay('SUCCEEDED'),
    FAILED: denied('FAILED'),
  },
  chargeGone: {
    RESERVED: failed,
    SENDING: 'refused',
    UNKNOWN: 'refused',
    SUCCEEDED: denied('SUCCEEDED'),
    FAILED: stay('FAILED'),
  },
};
