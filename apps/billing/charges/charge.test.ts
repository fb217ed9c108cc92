import { describe, expect, it } from '@jest/globals';
import {
  type Booking,
  type ChargeEvent,
  type ChargeState,
  canceledEvent,
  chargeEvents,
  chargeStates,
  type Funding,
  finalStates,
  fundings,
  isFinal,
} from './charge.js';
import { nextState, statesBefore } from './charge-steps.js';

/**
 * Every pair, written down a second time in short: `.` stays, `x` refused, `-` a state that such a charge never has, otherwise the
 * state, what is booked in brackets (a accepted, s settled, r released, l lost, u unidentified, e escrowed, t transferred, n earned, f refused,
 * o owed, d refunded) and ! for an incident.
 */
const expected: Readonly<Record<Funding, string>> = {
  hold: `
                   CREATING       OPEN           TRANSFERRING HELD           SETTLING   SETTLED  CANCELING      CANCELED EXPIRED LOST   REFUND_DUE REFUNDED
invoiceCreated     OPEN           .              x            .              .          .        x              x        x       .      x          x
htlcsAccepted      CANCELING(a)   HELD(a)        x            .              .          .        .              .        .       .      x          x
delivered          x              x              x            SETTLING       .          .        x              x        x       .      x          x
lndSettled         CANCELED(ru)!  CANCELED(ru)!  x            CANCELED(ru)!  SETTLED(s) .        CANCELED(ru)!  .(u)!    .(u)!   .(u)!  x          x
lndCanceled        CANCELED(r)    CANCELED(r)    x            CANCELED(r)    LOST(l)!   .!       CANCELED(r)    .        .       .      x          x
lndExpired         EXPIRED        EXPIRED        x            CANCELED(r)    LOST(l)!   .!       EXPIRED(r)     .        .       .      x          x
lndUnknown         .              CANCELED(r)!   x            CANCELED(r)!   LOST(l)!   .        CANCELED(r)    .        .       .      x          x
cancelRequested    CANCELING      CANCELING      x            CANCELING      x          x        .              .        .       x      x          x
invoiceExpired     CANCELING      CANCELING      x            x              x          x        .              .        .       x      x          x
holdDeadlinePassed x              x              x            CANCELING      x          x        .              .        .       x      x          x
transferBegun      x              x              x            x              x          x        x              x        x       x      x          x
refundClaimed      x              x              x            x              x          x        x              x        x       x      x          x
`,
  invoice: `
                   CREATING       OPEN           TRANSFERRING HELD           SETTLING   SETTLED  CANCELING      CANCELED EXPIRED LOST   REFUND_DUE REFUNDED
invoiceCreated     OPEN           .              .            .              x          .        x              x        x       x      .          .
htlcsAccepted      .              .              .            .              x          .        .              .        .       x      .          .
delivered          x              x              x            SETTLED(n)     x          .        x              x        x       x      x          x
lndSettled         REFUND_DUE(o)! HELD(e)        HELD(e)      .              x          .        REFUND_DUE(o)  .(u)!    .(u)!   x      .          .
lndCanceled        CANCELED       CANCELED       HELD(t)      .!             x          .!       CANCELED       .        .       x      .!         .!
lndExpired         EXPIRED        EXPIRED        HELD(t)      .!             x          .!       EXPIRED        .        .       x      .!         .!
lndUnknown         .              CANCELED!      HELD(t)!     .!             x          .        CANCELED       .        .       x      .          .
cancelRequested    CANCELING      CANCELING      CANCELING    REFUND_DUE(f)  x          x        .              .        .       x      .          .
invoiceExpired     CANCELING      CANCELING      x            x              x          x        .              .        .       x      x          x
holdDeadlinePassed x              x              x            REFUND_DUE(f)  x          x        .              .        .       x      .          .
transferBegun      x              TRANSFERRING   .            x              x          x        x              x        x       x      x          x
refundClaimed      x              x              x            x              x          x        x              x        x       x      REFUNDED(d) .
`,
};

const letters: Readonly<Record<Booking, string>> = {
  accepted: 'a',
  settled: 's',
  released: 'r',
  lost: 'l',
  unidentified: 'u',
  escrowed: 'e',
  transferred: 't',
  earned: 'n',
  refused: 'f',
  owed: 'o',
  refunded: 'd',
};

function short(funding: Funding, state: ChargeState, event: ChargeEvent): string {
  const step = nextState(funding, state, event);
  if (step === 'refused') return 'x';
  const bookings = step.bookings?.map((booking) => letters[booking]).join('');
  return `${step.to === state ? '.' : step.to}${bookings ? `(${bookings})` : ''}${step.incident ? '!' : ''}`;
}

/** The states that a charge of this funding can have at all. */
const statesOf: Readonly<Record<Funding, readonly ChargeState[]>> = {
  hold: chargeStates.filter((state) => !['TRANSFERRING', 'REFUND_DUE', 'REFUNDED'].includes(state)),
  invoice: chargeStates.filter((state) => state !== 'SETTLING' && state !== 'LOST'),
};

describe.each(fundings)('the states of a charge that is paid by %s', (funding) => {
  const [head, ...rows] = expected[funding]
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

  it('are all in the table, as are all events', () => {
    expect(head).toEqual([...chargeStates]);
    expect(rows.map(([event]) => event)).toEqual([...chargeEvents]);
  });

  for (const event of chargeEvents) {
    const row = rows.find(([name]) => name === event) ?? [];
    it.each(chargeStates.map((state, index) => [state, row[index + 1]] as const))(
      `${event} in %s gives %s`,
      (state, wanted) => {
        expect(short(funding, state, event)).toBe(wanted);
      },
    );
  }

  it('never leave a final state, except for what is owed, which its payer takes back', () => {
    for (const state of finalStates) {
      const events = chargeEvents.filter((event) => state !== 'REFUND_DUE' || event !== 'refundClaimed');
      for (const event of events) expect(['refused', state]).toContain(toOf(nextState(funding, state, event)));
    }
  });

  it('never go backwards', () => {
    const rank = {
      CREATING: 0,
      OPEN: 1,
      TRANSFERRING: 2,
      HELD: 3,
      SETTLING: 4,
      CANCELING: 4,
      SETTLED: 5,
      CANCELED: 5,
      EXPIRED: 5,
      LOST: 5,
      REFUND_DUE: 5,
      REFUNDED: 6,
    };
    for (const state of chargeStates) {
      for (const event of chargeEvents) {
        const step = nextState(funding, state, event);
        if (step !== 'refused' && step.to !== state) expect(rank[step.to]).toBeGreaterThan(rank[state]);
      }
    }
  });

  it('end only on the word of Lightning, or with money that is already ours', () => {
    for (const state of chargeStates.filter((state) => !isFinal(state))) {
      if (funding === 'invoice' && state === 'HELD') continue;
      for (const event of chargeEvents.filter((event) => !event.startsWith('lnd'))) {
        expect(finalStates).not.toContain(toOf(nextState(funding, state, event)));
      }
    }
  });

  it('can be left from everywhere before the end, so nothing hangs', () => {
    const left = chargeStates.filter((state) =>
      chargeEvents.some((event) => ![state, 'refused'].includes(toOf(nextState(funding, state, event)))),
    );
    const waiting = (state: ChargeState) => !isFinal(state) || state === 'REFUND_DUE';
    expect(left).toEqual(statesOf[funding].filter(waiting));
  });

  it('lead to no state that such a charge does not have', () => {
    for (const state of statesOf[funding]) {
      for (const event of chargeEvents)
        expect(['refused', ...statesOf[funding]]).toContain(toOf(nextState(funding, state, event)));
    }
  });
});

describe('the states of a charge', () => {
  it('say which states a step may be taken from', () => {
    expect(statesBefore('hold', 'cancelRequested', 'CANCELING')).toEqual(['CREATING', 'OPEN', 'HELD']);
    expect(statesBefore('invoice', 'cancelRequested', 'CANCELING')).toEqual(['CREATING', 'OPEN', 'TRANSFERRING']);
    expect(statesBefore('hold', 'delivered', 'SETTLING')).toEqual(['HELD']);
    expect(statesBefore('invoice', 'delivered', 'SETTLED')).toEqual(['HELD']);
    expect(statesBefore('hold', 'lndCanceled', 'LOST')).toEqual(['SETTLING']);
    expect(statesBefore('hold', 'delivered', 'CANCELED')).toEqual([]);
  });

  it("call LND's CANCELED an expiry only of an invoice that was never held and whose time was over", () => {
    const expiresAt = new Date('2026-05-01T12:00:00Z');
    const earlier = new Date(expiresAt.getTime() - 1);
    expect(canceledEvent({ heldAt: undefined, expiresAt }, expiresAt)).toBe('lndExpired');
    expect(canceledEvent({ heldAt: undefined, expiresAt }, earlier)).toBe('lndCanceled');
    expect(canceledEvent({ heldAt: earlier, expiresAt }, expiresAt)).toBe('lndCanceled');
  });
});

function toOf(step: ReturnType<typeof nextState>): string {
  return step === 'refused' ? step : step.to;
}
