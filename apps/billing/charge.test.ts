import { describe, expect, it } from '@jest/globals';
import { canceledEvent, chargeEvents, chargeStates, finalStates, nextState, statesBefore } from './charge.js';

/**
 * Every pair, written down a second time in short: `.` stays, `x` refused, otherwise the state, what is booked in brackets
 * (A accepted, S settled, R released, L lost, U unidentified) and ! for an incident.
 */
const expected = `
                   CREATING       OPEN           HELD           SETTLING   SETTLED  CANCELING      CANCELED EXPIRED LOST
invoiceCreated     OPEN           .              .              .          .        x              x        x       .
htlcsAccepted      CANCELING(A)   HELD(A)        .              .          .        .              .        .       .
delivered          x              x              SETTLING       .          .        x              x        x       .
lndSettled         CANCELED(RU)!  CANCELED(RU)!  CANCELED(RU)!  SETTLED(S) .        CANCELED(RU)!  .(U)!    .(U)!   .(U)!
lndCanceled        CANCELED(R)    CANCELED(R)    CANCELED(R)    LOST(L)!   .!       CANCELED(R)    .        .       .
lndExpired         EXPIRED        EXPIRED        CANCELED(R)    LOST(L)!   .!       EXPIRED(R)     .        .       .
lndUnknown         .              CANCELED(R)!   CANCELED(R)!   LOST(L)!   .        CANCELED(R)    .        .       .
cancelRequested    CANCELING      CANCELING      CANCELING      x          x        .              .        .       x
invoiceExpired     CANCELING      CANCELING      x              x          x        .              .        .       x
holdDeadlinePassed x              x              CANCELING      x          x        .              .        .       x
`;

const [head, ...rows] = expected
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

function short(state: (typeof chargeStates)[number], event: (typeof chargeEvents)[number]): string {
  const step = nextState(state, event);
  if (step === 'refused') return 'x';
  const bookings = step.bookings?.map((booking) => booking.charAt(0).toUpperCase()).join('');
  return `${step.to === state ? '.' : step.to}${bookings ? `(${bookings})` : ''}${step.incident ? '!' : ''}`;
}

describe('the states of a charge', () => {
  it('are all in the table, as are all events', () => {
    expect(head).toEqual([...chargeStates]);
    expect(rows.map(([event]) => event)).toEqual([...chargeEvents]);
  });

  for (const event of chargeEvents) {
    const row = rows.find(([name]) => name === event) ?? [];
    it.each(chargeStates.map((state, index) => [state, row[index + 1]] as const))(
      `${event} in %s gives %s`,
      (state, wanted) => {
        expect(short(state, event)).toBe(wanted);
      },
    );
  }

  it('never leave a final state', () => {
    for (const state of finalStates) {
      for (const event of chargeEvents) expect(['refused', state]).toContain(toOf(nextState(state, event)));
    }
  });

  it('never go backwards', () => {
    const rank = {
      CREATING: 0,
      OPEN: 1,
      HELD: 2,
      SETTLING: 3,
      CANCELING: 3,
      SETTLED: 4,
      CANCELED: 4,
      EXPIRED: 4,
      LOST: 4,
    };
    for (const state of chargeStates) {
      for (const event of chargeEvents) {
        const step = nextState(state, event);
        if (step !== 'refused' && step.to !== state) expect(rank[step.to]).toBeGreaterThan(rank[state]);
      }
    }
  });

  it('end only on the word of Lightning', () => {
    for (const state of chargeStates.filter((state) => !finalStates.includes(state))) {
      for (const event of chargeEvents.filter((event) => !event.startsWith('lnd'))) {
        expect(finalStates).not.toContain(toOf(nextState(state, event)));
      }
    }
  });

  it('can be left from everywhere before the end, so nothing hangs', () => {
    const left = chargeStates.filter((state) =>
      chargeEvents.some((event) => ![state, 'refused'].includes(toOf(nextState(state, event)))),
    );
    expect(left).toEqual(chargeStates.filter((state) => !finalStates.includes(state)));
  });

  it('say which states a step may be taken from', () => {
    expect(statesBefore('cancelRequested', 'CANCELING')).toEqual(['CREATING', 'OPEN', 'HELD']);
    expect(statesBefore('delivered', 'SETTLING')).toEqual(['HELD']);
    expect(statesBefore('lndCanceled', 'LOST')).toEqual(['SETTLING']);
    expect(statesBefore('delivered', 'CANCELED')).toEqual([]);
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
